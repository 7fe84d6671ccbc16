"""Hidden suite: running sums and averages."""

from dlgrade.suite import arrays, call, drawn, exercise, np, only, topic, torch, uniform, values, without

about = topic("Sums and averages over time", order=1)

ON_TIME = without("0-d", "rows")

# ── cumulative_squares ────────────────────────────────────────────────────────────────────────────────────


def shifted_squares(x):
    squares = np.zeros(x.shape)
    squares[1:] = np.cumsum(x[:-1] ** 2, axis=0)
    return squares


def squared_in_place(x):
    x *= x
    return np.cumsum(x, axis=0)


cumulative_squares = exercise(
    reference=lambda x: torch.cumsum(x**2, dim=0),
    source="Cumulative sum of squares",
    laws=ON_TIME,
    cases={
        "forty steps": arrays(40),
        "the lecture notes' example: 5, 6 and 7": values([5.0, 6.0, 7.0]),
        "a value for each of three parameters": arrays(7, 3),
        "a gradient of 4 × 3 at each step": arrays(5, 4, 3),
        "one step": values([-3.0]),
        "zeros between": values([0.0, -2.0, 0.0, 0.0, 1.5]),
    },
    misconceptions={
        "not-squared": (
            "That adds up the values themselves; square each one first.",
            lambda x: np.cumsum(x, axis=0, dtype=float),
        ),
        "square-of-the-sum": (
            "You square the sum; what is asked is the sum of the squares.",
            lambda x: np.cumsum(x, axis=0, dtype=float) ** 2,
        ),
        "not-added": (
            "Those are the squares themselves: add to each all squares before it.",
            lambda x: x**2.0,
        ),
        "total-only": (
            "One number for the whole series is not enough: every step has its own sum.",
            lambda x: np.sum(x**2.0, axis=0),
        ),
        "mean": (
            "You divide by the number of steps; the sum goes on growing.",
            lambda x: np.cumsum(x**2.0, axis=0) / np.arange(1, len(x) + 1).reshape(-1, *[1] * (np.ndim(x) - 1)),
        ),
        "root": (
            "The square root comes later, in AdaGrad; here the sum itself is asked.",
            lambda x: np.sqrt(np.cumsum(x**2.0, axis=0)),
        ),
        "without-the-present": (
            "The square of step t belongs to the sum of step t; yours begins with 0.",
            shifted_squares,
        ),
        "flattened": (
            "Without an axis np.cumsum runs over all numbers as one series: time is axis 0.",
            lambda x: np.cumsum(x**2.0),
        ),
        "last-axis": (
            "Time is the first axis, not the last.",
            lambda x: np.cumsum(x**2.0, axis=-1),
        ),
        "in-place": (
            "You changed the input array in place; return a new one.",
            squared_in_place,
        ),
    },
    hints=[
        "How do you get G at step t from G at the step before?",
        "Square all values, then add them up along the first axis, keeping every sum on the way.",
        "np.cumsum(x², axis=0)",
    ],
)

# ── ema ───────────────────────────────────────────────────────────────────────────────────────────────────


def torch_ema(x, alpha):
    """The recursion by torch.lerp, y + α (x − y), as torch.optim.swa_utils averages weights."""
    averages = list(x[:1])
    for value in x[1:]:
        averages.append(torch.lerp(averages[-1], value, alpha))
    return torch.stack(averages) if averages else x.clone()


def flawed_ema(x, alpha, *, flaw):
    """The moving average, right but for `flaw`."""
    if flaw == "alpha-for-the-past":
        alpha = 1 - alpha
    elif flaw == "alpha-as-window":
        alpha = 2 / (alpha + 1)
    elif flaw == "alpha-ignored":
        alpha = 0.5
    if flaw == "last-axis":
        return np.moveaxis(flawed_ema(np.moveaxis(x, -1, 0), alpha, flaw=""), 0, -1)
    if flaw == "flattened":
        return flawed_ema(np.ravel(x), alpha, flaw="").reshape(np.shape(x))
    y = x if flaw == "in-place" else np.array(x, dtype=float)
    before = np.array(x, dtype=float)
    if flaw == "starts-at-zero":
        y[:1] = alpha * y[:1]
    share = np.ones(len(y))
    for t in range(1, len(y)):
        weight = alpha
        if flaw == "adjusted":
            share[t] = 1 + (1 - alpha) * share[t - 1]
            weight = 1 / share[t]
        elif flaw == "mean-so-far":
            weight = 1 / (t + 1)
        past = before[t - 1] if flaw == "previous-input" else y[t - 1]
        if flaw == "starts-anew":
            past = before[0]
        y[t] = weight * y[t] + (1 if flaw == "weights-above-one" else 1 - weight) * past
    if flaw == "last-only":
        return y[-1] if len(y) else y
    if flaw == "one-step-late":
        y[1:] = y[:-1].copy()
    return y


ema = exercise(
    reference=torch_ema,
    source="Exponential Moving Average",
    laws=ON_TIME,
    cases={
        "forty steps": call(arrays(40), 0.3),
        "the lecture notes' example: 10, 12, 13, 15 and 14": call(values([10.0, 12.0, 13.0, 15.0, 14.0]), 0.5),
        "a value for each of three parameters": call(arrays(7, 3), 0.25),
        "a gradient of 4 × 3 at each step": call(arrays(5, 4, 3), alpha=0.8),
        "alpha of one": call(arrays(8), 1.0),
        "a tiny alpha": call(arrays(12), 0.001),
        "any alpha": call(arrays(9), drawn(lambda rng: float(rng.uniform(0.1, 0.4)))),
        "one step": call(values([-3.0]), 0.4),
    },
    misconceptions={
        "starts-at-zero": (
            "The average starts at the first value, y₀ = x₀; yours starts at 0 and is too small at first.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="starts-at-zero"),
        ),
        "alpha-for-the-past": (
            "α is the weight of the new value, and 1 − α that of the past; yours are exchanged.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="alpha-for-the-past"),
        ),
        "alpha-ignored": (
            "The parameter `alpha` is not used: ½ is only the lecture notes' example.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="alpha-ignored"),
        ),
        "alpha-as-window": (
            "alpha is the weight itself, not the window that it is computed of.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="alpha-as-window"),
        ),
        "previous-input": (
            "You average with the value before; take the average before, which remembers all values.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="previous-input"),
        ),
        "starts-anew": (
            "Every step starts from the first value again: keep the average of the step before.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="starts-anew"),
        ),
        "weights-above-one": (
            "The weights must sum to 1: the past has the weight 1 − α.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="weights-above-one"),
        ),
        "adjusted": (
            "You divide by the sum of the weights, as pandas does by default; here the first value simply stands "
            "for all the past.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="adjusted"),
        ),
        "mean-so-far": (
            "That is the mean of all values so far; here the last ones weigh more.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="mean-so-far"),
        ),
        "one-step-late": (
            "The average of step t takes in the value of step t; yours is one step late.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="one-step-late"),
        ),
        "last-only": (
            "The averages of all steps are asked, not the last alone.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="last-only"),
        ),
        "flattened": (
            "The numbers of one step are averaged for themselves: time is axis 0 only.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="flattened"),
        ),
        "last-axis": (
            "Time is the first axis, not the last.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="last-axis"),
        ),
        "in-place": (
            "You changed the input array in place; return a new one.",
            lambda x, alpha: flawed_ema(x, alpha, flaw="in-place"),
        ),
    },
    hints=[
        "What must you remember of the past to make the next average?",
        "Only the average before: go through the steps, and mix it with the new value.",
        "y[0] = x[0], then y[t] = α · x[t] + (1 − α) · y[t − 1].",
    ],
)

# ── ema_alpha ─────────────────────────────────────────────────────────────────────────────────────────────

ema_alpha = exercise(
    reference=lambda window: 2 / (window + 1),
    source="Exponential Moving Average",
    laws=only("repeatable"),
    cases={
        "the lecture notes' example: a window of 3": call(3),
        "a window of one value": call(1),
        "a window of 19 values": call(19),
        "a window of 100 values": call(100),
        "any window": call(drawn(lambda rng: int(rng.integers(4, 1000)))),
    },
    misconceptions={
        "one-over-window": (
            "That is the weight of a value in the ordinary mean; here it is 2 / (N + 1).",
            lambda window: 1 / window,
        ),
        "one-above": (
            "Above N + 1 stands 2, not 1.",
            lambda window: 1 / (window + 1),
        ),
        "one-forgotten": (
            "Below 2 stands N + 1, not N.",
            lambda window: 2 / window,
        ),
        "precedence": (
            "`2 / N + 1` divides first: put N + 1 into brackets.",
            lambda window: 2 / window + 1,
        ),
        "whole-numbers": (
            "`//` cuts off what stands behind the point: divide with `/`.",
            lambda window: 2 // (window + 1),
        ),
        "weight-of-the-past": (
            "That is the weight of the past, β = 1 − α; α is the weight of the new value.",
            lambda window: 1 - 2 / (window + 1),
        ),
        "beta-of-adam": (
            "1 − 1/N is how optimisers choose β, the weight of the past: 0.9 for 10 values; α is 2 / (N + 1).",
            lambda window: 1 - 1 / window,
        ),
    },
    hints=[
        "Must α be large or small, if the average is to reach far back?",
        "Small for a wide window, and 1 for a window of a single value.",
        "2 / (window + 1)",
    ],
)

# ── bias_corrected_ema ────────────────────────────────────────────────────────────────────────────────────


def torch_corrected(x, beta):
    """The first moment of torch.optim.Adam, over its bias_correction1."""
    average, corrected = torch.zeros(x.shape[1:], dtype=x.dtype), []
    for t, value in enumerate(x, start=1):
        average = torch.lerp(average, value, 1 - beta)
        corrected.append(average / (1 - beta**t))
    return torch.stack(corrected) if corrected else x.clone()


def flawed_corrected(x, beta, *, flaw):
    """The corrected average, right but for `flaw`."""
    if flaw == "last-axis":
        return np.moveaxis(flawed_corrected(np.moveaxis(x, -1, 0), beta, flaw=""), 0, -1)
    if flaw == "flattened":
        return flawed_corrected(np.ravel(x), beta, flaw="").reshape(np.shape(x))
    share = 1 - beta if flaw == "beta-for-the-new" else beta
    m = np.zeros(np.shape(x)[1:])
    if flaw == "starts-at-the-first" and len(x):
        m = np.array(x[0], dtype=float)
    answer = np.zeros(np.shape(x))
    for t in range(1, len(x) + 1):
        new = x[t - 1] ** 2 if flaw == "squared" else x[t - 1]
        m = share * m + (1 if flaw == "weights-above-one" else 1 - share) * new
        answer[t - 1] = m / {
            "no-correction": 1,
            "power-forgotten": 1 - share,
            "t-from-zero": 1 - share ** (t - 1) or 1,
            "t-from-two": 1 - share ** (t + 1),
            "product-for-power": 1 - share * t or 1,
            "divided-by-power": share**t or 1,
            "beta-for-the-new": 1 - beta**t or 1,
        }.get(flaw, 1 - share**t)
        if flaw == "fed-back":
            m = answer[t - 1]
    if flaw == "multiplied":
        steps = np.arange(1, len(x) + 1).reshape(-1, *[1] * (np.ndim(x) - 1))
        return answer * (1 - beta**steps) ** 2
    if flaw == "last-only":
        return answer[-1] if len(x) else answer
    return answer


bias_corrected_ema = exercise(
    reference=torch_corrected,
    source="Adam",
    laws=ON_TIME,
    cases={
        "forty steps": call(arrays(40), 0.9),
        "a value for each of three parameters": call(arrays(7, 3), 0.6),
        "a gradient of 4 × 3 at each step": call(arrays(5, 4, 3), beta=0.75),
        "beta of Adam's second average": call(uniform(12, low=0.5, high=3.0), 0.999),
        "beta of zero": call(arrays(6), 0.0),
        "any beta": call(arrays(9), drawn(lambda rng: float(rng.uniform(0.6, 0.95)))),
        "a series that stays at one number": call(values([2.5, 2.5, 2.5, 2.5]), 0.9),
        "one step": call(values([-3.0]), 0.4),
    },
    misconceptions={
        "no-correction": (
            "The average starts at 0 and is too small at first: divide it by 1 − βᵗ.",
            lambda x, beta: flawed_corrected(x, beta, flaw="no-correction"),
        ),
        "power-forgotten": (
            "The correction fades with the steps: divide by 1 − βᵗ, not by 1 − β each time.",
            lambda x, beta: flawed_corrected(x, beta, flaw="power-forgotten"),
        ),
        "product-for-power": (
            "βᵗ is a power, `beta**t`, and not β · t.",
            lambda x, beta: flawed_corrected(x, beta, flaw="product-for-power"),
        ),
        "t-from-zero": (
            "t is 1 for the first value; counted from 0 the correction is one step behind, and first divides by 0.",
            lambda x, beta: flawed_corrected(x, beta, flaw="t-from-zero"),
        ),
        "t-from-two": (
            "t is 1 for the first value; yours is 2.",
            lambda x, beta: flawed_corrected(x, beta, flaw="t-from-two"),
        ),
        "multiplied": (
            "The average is too small at first: divide by 1 − βᵗ, do not multiply.",
            lambda x, beta: flawed_corrected(x, beta, flaw="multiplied"),
        ),
        "divided-by-power": (
            "You divide by βᵗ; the weights so far sum to 1 − βᵗ, so divide by that.",
            lambda x, beta: flawed_corrected(x, beta, flaw="divided-by-power"),
        ),
        "fed-back": (
            "The corrected value is for the answer only: the average goes on from m itself.",
            lambda x, beta: flawed_corrected(x, beta, flaw="fed-back"),
        ),
        "beta-for-the-new": (
            "β is the weight of the past, and 1 − β that of the new value; yours are exchanged.",
            lambda x, beta: flawed_corrected(x, beta, flaw="beta-for-the-new"),
        ),
        "weights-above-one": (
            "The new value has the weight 1 − β, so that the weights sum to 1.",
            lambda x, beta: flawed_corrected(x, beta, flaw="weights-above-one"),
        ),
        "starts-at-the-first": (
            "The average starts at 0, not at the first value; the correction is made for that.",
            lambda x, beta: flawed_corrected(x, beta, flaw="starts-at-the-first"),
        ),
        "squared": (
            "Adam's second average is one of squares; here x itself is averaged.",
            lambda x, beta: flawed_corrected(x, beta, flaw="squared"),
        ),
        "last-only": (
            "The averages of all steps are asked, not the last alone.",
            lambda x, beta: flawed_corrected(x, beta, flaw="last-only"),
        ),
        "flattened": (
            "The numbers of one step are averaged for themselves: time is axis 0 only.",
            lambda x, beta: flawed_corrected(x, beta, flaw="flattened"),
        ),
        "last-axis": (
            "Time is the first axis, not the last.",
            lambda x, beta: flawed_corrected(x, beta, flaw="last-axis"),
        ),
    },
    hints=[
        "An average that starts at 0: how large is it after the first value, and how large should it be?",
        "After t steps the weights of the values sum to 1 − βᵗ only, since the rest lies on the 0 of the start: "
        "divide by that.",
        "m = β m + (1 − β) x[t − 1] for t = 1, 2, …, and the answer at t − 1 is m / (1 − βᵗ).",
    ],
)
