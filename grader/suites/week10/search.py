"""Hidden suite: search for hyperparameters."""

import itertools
import math

from dlgrade.suite import (
    arrays,
    call,
    exercise,
    generator,
    np,
    only,
    say,
    together,
    topic,
    torch,
    uniform,
    values,
)
from dlgrade.suite.chance import deviation, differ, follows, mean_deviation, same_distribution

about = topic("Hyperparameter search", order=4)

# ── grid ──────────────────────────────────────────────────────────────────────────────────────────────────

OPTIMISERS = ["adam", "sgd", "rmsprop"]


def grid_of(space):
    """All combinations by itertools.product, as scikit-learn's ParameterGrid makes them, but in the order of names."""
    return [dict(zip(space, each, strict=True)) for each in itertools.product(*space.values())]


def one_dict_for_all(space):
    setting, settings = {}, []
    for each in itertools.product(*space.values()):
        setting.update(zip(space, each, strict=True))
        settings.append(setting)
    return settings


def one_name_at_a_time(space):
    first = {name: each[0] for name, each in space.items() if each}
    return [{**first, name: value} for name, each in space.items() for value in each]


def first_name_fastest(space):
    backwards = list(reversed(space))
    return [dict(zip(backwards, each, strict=True)) for each in itertools.product(*(space[n] for n in backwards))]


grid = exercise(
    reference=grid_of,
    source="HİPERPARAMETRE OPTİMİZASYONU",
    laws=only("repeatable"),
    cases={
        "three names of different types": call(
            {"lr": [0.1, 0.01], "optimiser": OPTIMISERS, "batch_size": [32, 64, 128, 256]}
        ),
        "names that are not in alphabetical order": call({"units": [16, 32], "depth": [1, 2, 3]}),
        "a name with one value": call({"lr": [0.1, 0.2, 0.3], "momentum": [0.9], "nesterov": [True, False]}),
        "one name": call({"activation": ["relu", "gelu", None]}),
        "no names": call({}),
        "a name without values": call({"lr": [0.1, 0.01], "optimiser": []}),
    },
    misconceptions={
        "side-by-side": (
            "You take the first values together, then the second ones; a grid has every value of one name with every "
            "value of the others.",
            lambda space: [dict(zip(space, each)) for each in zip(*space.values())],  # noqa: B905
        ),
        "first-name-fastest": (
            "Your first name changes fastest; it is the last one, as digits change when one counts.",
            first_name_fastest,
        ),
        "names-sorted": (
            "You used the alphabetical order of the names, as scikit-learn does; here they keep their own.",
            lambda space: grid_of({name: space[name] for name in sorted(space)}),
        ),
        "one-name-at-a-time": (
            "You change one name and leave the others at their first value; a grid has all combinations.",
            one_name_at_a_time,
        ),
        "tuples": (
            "Each combination is a dict from name to value; yours are without names.",
            lambda space: list(itertools.product(*space.values())),
        ),
        "one-dict-for-all": (
            "All entries of your list are one and the same dict, which holds the last combination: make a new one each "
            "time.",
            one_dict_for_all,
        ),
    },
    hints=[
        "How many combinations are there of 2, 3 and 4 values, and how would you count through them?",
        "The standard library knows the product of several lists; put the names back to its values.",
        "dict(zip(space, values)) for each values of itertools.product(*space.values()).",
    ],
)

# ── random_search ─────────────────────────────────────────────────────────────────────────────────────────


def plain_draws(random_search, space, n, rng):
    """The drawn settings; a value that NumPy chose from a list counts as the plain value that it is equal to."""
    settings = random_search(space, n, rng)
    if not isinstance(settings, list) or not all(isinstance(setting, dict) for setting in settings):
        return settings
    return [
        {name: value.item() if isinstance(value, np.generic) else value for name, value in setting.items()}
        for setting in settings
    ]


def drawn_twice(random_search, space, n, rng):
    """The numbers of one name in two searches with one generator."""
    return [
        np.array([float(setting["lr"]) for setting in settings])
        for settings in (random_search(space, n, rng), random_search(space, n, rng))
    ]


def is_in(value, allowed):
    if isinstance(allowed, tuple):
        return isinstance(value, float) and allowed[0] <= value <= allowed[1]
    return any(type(value) is type(each) and value == each for each in allowed)


def are_settings(answer, space, n, rng):
    """A list of n dicts with the names of the space, each value one that may be drawn."""
    if not isinstance(answer, list) or not all(isinstance(setting, dict) for setting in answer):
        return say("should be a list of dicts")
    if len(answer) != n:
        return say("has {got} settings; should have {want}", got=len(answer), want=n)
    for setting in answer:
        if set(setting) != set(space):
            return say("a setting has the names {got}; should have {want}", got=names(setting), want=names(space))
        for name, value in setting.items():
            if not is_in(value, space[name]):
                return say("{name} is {value!r}, which cannot be drawn from {allowed}", name=name, value=value,
                           allowed=str(space[name]))  # fmt: skip
    return None


def names(mapping):
    return ", ".join(sorted(mapping))


def places(answer, space, name):
    """Where the values of a name lie in its list or range, from −1 to 1; evenly drawn, they have mean 0."""
    allowed = space[name]
    if isinstance(allowed, tuple):
        low, high = allowed
        return np.array([2 * (setting[name] - low) / (high - low) - 1 for setting in answer])
    return np.array([2 * allowed.index(setting[name]) / (len(allowed) - 1) - 1 for setting in answer])


def are_drawn_evenly(answer, space, n, rng):
    for name, allowed in space.items():
        at = places(answer, space, name)
        if isinstance(allowed, tuple):
            wrong = follows(lambda *args: lambda t: (np.clip(t, -1, 1) + 1) / 2)(at, space, n, rng)
        else:
            m = len(allowed)
            share = np.bincount(np.rint((at + 1) / 2 * (m - 1)).astype(int), minlength=m) / n
            off = np.abs(np.cumsum(share) - np.arange(1, m + 1) / m).max()
            wrong = off > deviation(n) and say("the values come with shares of {got}", got=str(share.round(2).tolist()))
        if wrong:
            return say("{name} is not drawn evenly from {allowed}: {what}", name=name, allowed=str(allowed), what=wrong)
    return None


def are_independent(answer, space, n, rng):
    """The mean product of the places of two names, or of neighbours, is near 0: by `mean_deviation`."""
    at = {name: places(answer, space, name) for name in space}
    for a, b in itertools.combinations(space, 2):
        if abs((at[a] * at[b]).mean()) > mean_deviation(n):
            return say("{a} and {b} depend on each other; draw each on its own", a=a, b=b)
    for name, place in at.items():
        if abs((place[: n // 2 * 2 : 2] * place[1::2]).mean()) > mean_deviation(n // 2):
            return say("{name} depends on what was drawn before; draw anew for each setting", name=name)
    return None


ARE_RANDOM = (are_settings, are_drawn_evenly, are_independent)


def same_search(a, b):
    """For naming a mistake: the values of each name alike in type and distribution, and as many different settings."""
    if not (isinstance(a, list) and isinstance(b, list) and len(a) == len(b)):
        return False
    if any(isinstance(each, np.ndarray) for each in (*a, *b)):
        return all(map(same_distribution, a, b)) and np.array_equal(*a) == np.array_equal(*b)
    if not all(isinstance(each, dict) for each in (*a, *b)):
        return False
    if not a:
        return True
    few, many = sorted(len({repr(sorted(each.items())) for each in each_of}) for each_of in (a, b))
    return many <= 1.5 * few and a[0].keys() == b[0].keys() and all(same_values(a, b, name) for name in a[0])


def same_values(a, b, name):
    mine, other = [each[name] for each in a], [each[name] for each in b]
    kinds = {type(v) for v in mine}
    if kinds != {type(v) for v in other}:
        return False
    if kinds == {float}:
        return same_distribution(np.array(mine, dtype=float), np.array(other, dtype=float))
    return all(abs(mine.count(v) - other.count(v)) <= 2 * len(a) * deviation(len(a)) for v in [*mine[:20], *other[:20]])


def flawed_draw(allowed, rng, flaw):
    if isinstance(allowed, list):
        if flaw == "chosen-by-numpy":
            return rng.choice(allowed).item()
        return allowed[rng.integers(max(len(allowed) - (flaw == "last-value-never"), 1))]
    low, high = allowed
    if flaw == "ends-of-the-range":
        return allowed[rng.integers(2)]
    if flaw == "whole-numbers":
        return int(rng.integers(math.floor(low), math.ceil(high)))
    if flaw == "width-for-bound":
        return low + high * rng.random()
    if flaw == "evenly-in-the-logarithm":
        return math.exp(rng.uniform(math.log(low), math.log(high)))
    return rng.uniform(low, high)


def flawed_search(space, n, rng, *, flaw):
    """Random search, right but for `flaw`."""
    if flaw == "one-setting":
        return [{name: flawed_draw(allowed, rng, flaw) for name, allowed in space.items()}] * n
    if flaw == "one-number-for-all-names":
        settings = []
        for u in rng.random(n).tolist():
            settings.append(
                {
                    name: allowed[int(u * len(allowed))]
                    if isinstance(allowed, list)
                    else allowed[0] + u * (allowed[1] - allowed[0])
                    for name, allowed in space.items()
                }
            )
        return settings
    return [{name: flawed_draw(allowed, rng, flaw) for name, allowed in space.items()} for _ in range(n)]


MANY = 500

random_search = exercise(
    source="HİPERPARAMETRE OPTİMİZASYONU",
    laws=only("repeatable"),
    probe=plain_draws,
    alike=same_search,
    cases={
        "a list and two ranges": call(
            {"optimiser": OPTIMISERS, "lr": (0.5, 3.5), "decay": (2.0, 4.0)}, MANY, generator()
        ).satisfies(*ARE_RANDOM),
        "lists only": call(
            {"units": [16, 32, 64, 128], "depth": [1, 2, 3, 4], "nesterov": [True, False]}, MANY, generator()
        ).satisfies(*ARE_RANDOM),
        "a list of values of different types": call({"max_depth": [None, "auto", 7, 0.5]}, MANY, generator()).satisfies(
            *ARE_RANDOM
        ),
        "no settings are asked": call({"lr": (0.1, 0.2), "depth": [1, 2]}, 0, generator()).satisfies(are_settings),
        "two searches differ": call({"lr": (0.1, 0.2), "depth": [1, 2]}, 20, generator())
        .through(drawn_twice)
        .satisfies(differ),
    },
    misconceptions={
        "one-setting": (
            "You draw once and repeat it; draw anew for each setting.",
            lambda space, n, rng: flawed_search(space, n, rng, flaw="one-setting"),
        ),
        "one-number-for-all-names": (
            "One random number decides all names, so that they move together; draw each on its own.",
            lambda space, n, rng: flawed_search(space, n, rng, flaw="one-number-for-all-names"),
        ),
        "ends-of-the-range": (
            "A tuple is a range (low, high), not two values to choose from.",
            lambda space, n, rng: flawed_search(space, n, rng, flaw="ends-of-the-range"),
        ),
        "whole-numbers": (
            "You draw whole numbers from a range; any float between its ends is possible.",
            lambda space, n, rng: flawed_search(space, n, rng, flaw="whole-numbers"),
        ),
        "width-for-bound": (
            "low + high · u ends at low + high; the range is high − low wide.",
            lambda space, n, rng: flawed_search(space, n, rng, flaw="width-for-bound"),
        ),
        "evenly-in-the-logarithm": (
            "You draw the logarithm evenly, which is good for learning rates; here the number itself is drawn evenly.",
            lambda space, n, rng: flawed_search(space, n, rng, flaw="evenly-in-the-logarithm"),
        ),
        "last-value-never": (
            "The last value of a list never comes: rng.integers(m) ends before m by itself.",
            lambda space, n, rng: flawed_search(space, n, rng, flaw="last-value-never"),
        ),
        "chosen-by-numpy": (
            "rng.choice makes an array of the list, in which all values have one type; draw an index instead, so that "
            "the value stays what it is.",
            lambda space, n, rng: flawed_search(space, n, rng, flaw="chosen-by-numpy"),
        ),
    },
    hints=[
        "What does it take to draw one value of one name, from a list, and from a range?",
        "An index drawn with equal chances gives a value of a list; a float drawn evenly gives one of a range. Do it "
        "for every name of every setting.",
        "values[rng.integers(len(values))] for a list, rng.uniform(low, high) for a tuple; a dict of these, n times.",
    ],
)

# ── expected_improvement ──────────────────────────────────────────────────────────────────────────────────


def torch_expected_improvement(mean, std, best):
    """Equation 15 of Jones, Schonlau and Welch (1998), and its limit where std is 0."""
    gain = best - mean
    z = gain / torch.where(std > 0, std, 1.0)
    density = torch.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return torch.where(std > 0, gain * torch.special.ndtr(z) + std * density, gain.clamp(min=0))


def below(z):
    """The standard normal distribution function."""
    return np.vectorize(math.erfc, otypes=[float])(-np.asarray(z, dtype=float) / math.sqrt(2)) / 2


def density(z):
    return np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)


def without_warnings(expected_improvement, mean, std, best):
    """Any 0/0 and division by 0 is an exception here."""
    with np.errstate(divide="raise", invalid="raise"):
        return expected_improvement(mean, std, best)


def flawed_improvement(mean, std, best, *, flaw=""):
    """Expected improvement, right but for `flaw`."""
    gain = best - mean
    if flaw == "maximised":
        gain = mean - best
    elif flaw == "a-little-more":
        gain = best - mean - 0.01
    width = std**2 if flaw == "divided-by-the-variance" else std
    z = gain / (std if flaw in ("zero-over-zero", "thrown-away") else np.where(std == 0, 1, width))
    with_spread = {
        "probability": below(z),
        "spread-forgotten": gain * below(z),
        "exchanged": gain * density(z) + std * below(z),
        "density-not-scaled": gain * below(z) + density(z),
        "density-without-the-root": gain * below(z) + std * np.exp(-(z**2) / 2),
    }.get(flaw, gain * below(z) + std * density(z))
    if flaw == "zero-over-zero":
        return with_spread
    certain = 0.0 * gain if flaw == "certain-is-worthless" else np.maximum(gain, 0)
    return np.where(std == 0, certain, with_spread)


expected_improvement = exercise(
    reference=torch_expected_improvement,
    source="HİPERPARAMETRE OPTİMİZASYONU",
    # The standard deviation has the shape of the mean; the law would make it −10,000.
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32", "0-d", "empty", "rows"),
    cases={
        "trials of all kinds": call(arrays(6, 7), uniform(6, 7, low=0.1, high=3.0), 0.7),
        "a best result below zero": call(arrays(9), uniform(9, low=0.5, high=2.0), -1.3),
        "certain trials: better, worse and as good": call(
            values([0.2, 1.5, 0.8, 0.3, 2.0]), values([0.0, 0.0, 0.0, 0.4, 0.7]), 0.8
        ),
        "certain trials, without a division by 0": call(
            values([[0.5, -1.5], [0.9, -0.3]]), values([[0.0, 0.0], [0.5, 0.0]]), -0.3
        ).through(without_warnings),
        "much better and much worse": call(
            values([-1e4, 1e4, 12.0, -12.0, 3.0]), values([0.5, 0.25, 0.125, 2.0, 1e4]), 1.0
        ),
        "small spreads": call(values([0.5, 0.5001, 0.4999]), values([1e-4, 1e-4, 1e-6]), 0.5),
    },
    misconceptions={
        "maximised": (
            "You look for a large result; here a small one is good: the improvement is best − mean.",
            lambda mean, std, best: flawed_improvement(mean, std, best, flaw="maximised"),
        ),
        "probability": (
            "That is the probability of an improvement; how large it will be counts too.",
            lambda mean, std, best: flawed_improvement(mean, std, best, flaw="probability"),
        ),
        "spread-forgotten": (
            "The second term is missing, σ φ(z): an uncertain trial may turn out better than its mean.",
            lambda mean, std, best: flawed_improvement(mean, std, best, flaw="spread-forgotten"),
        ),
        "exchanged": (
            "Φ and φ are exchanged: the gain is multiplied by the distribution function, σ by the density.",
            lambda mean, std, best: flawed_improvement(mean, std, best, flaw="exchanged"),
        ),
        "density-not-scaled": (
            "The density is multiplied by σ: σ φ(z).",
            lambda mean, std, best: flawed_improvement(mean, std, best, flaw="density-not-scaled"),
        ),
        "density-without-the-root": (
            "The density of the normal distribution is divided by √(2π).",
            lambda mean, std, best: flawed_improvement(mean, std, best, flaw="density-without-the-root"),
        ),
        "divided-by-the-variance": (
            "z counts standard deviations: divide by σ, not by σ².",
            lambda mean, std, best: flawed_improvement(mean, std, best, flaw="divided-by-the-variance"),
        ),
        "certain-is-worthless": (
            "Where σ is 0, the improvement is certain, but need not be 0: it is max(0, best − mean).",
            lambda mean, std, best: flawed_improvement(mean, std, best, flaw="certain-is-worthless"),
        ),
        "zero-over-zero": (
            "The formula is right, but divides by σ where it is 0: there the answer is max(0, best − mean).",
            lambda mean, std, best: flawed_improvement(mean, std, best, flaw="zero-over-zero"),
        ),
        "thrown-away": (
            "The answer is right, but you divide by σ where it is 0 and throw the result away: NumPy computes both "
            "branches of np.where. Put another number under the line there.",
            lambda mean, std, best: flawed_improvement(mean, std, best, flaw="thrown-away"),
        ),
        "a-little-more": (
            "You ask for 0.01 more than the best, a common trick; here the improvement is best − mean itself.",
            lambda mean, std, best: flawed_improvement(mean, std, best, flaw="a-little-more"),
        ),
    },
    hints=[
        "A trial can only help: it is thrown away if it is worse. What is the mean of max(0, best − f) for a normal f?",
        "It has two terms: the gain of the mean, weighed by the probability to gain, and what the spread adds.",
        "(best − μ) Φ(z) + σ φ(z) with z = (best − μ) / σ, and max(0, best − μ) where σ is 0.",
    ],
)

# ── bayes_next ────────────────────────────────────────────────────────────────────────────────────────────


def torch_bayes_next(X, y, candidates, length_scale):
    """Posterior of a Gaussian process by equations 2.25 and 2.26 of Rasmussen and Williams (2006), then EI."""

    def kernel(a, b):
        return torch.exp(-(((a[:, None] - b) ** 2).sum(dim=-1)) / (2 * length_scale**2))

    X, y, candidates = (torch.as_tensor(v) for v in (X, y, candidates))
    k, K = kernel(X, candidates), kernel(X, X)
    mean = k.T @ torch.linalg.solve(K, y)
    variance = 1 - (k * torch.linalg.solve(K, k)).sum(dim=0)
    return torch_expected_improvement(mean, variance.clamp(min=0).sqrt(), y.min()).argmax()


def improvements(X, y, candidates, length_scale, *, flaw=""):
    """The score of each candidate, right but for `flaw`."""

    def kernel(a, b):
        squares = ((a[:, None] - b) ** 2).sum(axis=-1)
        if flaw == "kernel-without-two":
            return np.exp(-squares / length_scale**2)
        if flaw == "distance-not-squared":
            return np.exp(-np.sqrt(squares) / (2 * length_scale**2))
        if flaw == "scale-not-squared":
            return np.exp(-squares / (2 * length_scale))
        return np.exp(-squares / (2 * length_scale**2))

    k = kernel(X, candidates)
    weights = k if flaw == "not-solved" else np.linalg.solve(kernel(X, X), k)
    mean, variance = y @ weights, 1 - (k * weights).sum(axis=0)
    if flaw != "root-of-less-than-zero":
        variance = np.maximum(variance, 0)
    std = variance if flaw == "variance-for-deviation" else np.sqrt(variance)
    if flaw == "lowest-mean":
        return -mean
    if flaw == "most-uncertain":
        return std
    if flaw == "maximised":
        return flawed_improvement(mean, std, y.max(), flaw="maximised")
    return flawed_improvement(mean, std, y[-1] if flaw == "last-for-best" else y.min())


def flawed_next(X, y, candidates, length_scale, *, flaw):
    return int(improvements(X, y, candidates, length_scale, flaw=flaw).argmax())


def search_on(bayes_next, X, y, candidates, results, length_scale):
    """Five steps of a search: each trial is put to those before, and the next is chosen."""
    X, y, candidates, results = (np.asarray(v) for v in (X, y, candidates, results))
    tried = []
    for _ in range(5):
        tried.append(int(bayes_next(X, y, candidates, length_scale)))
        X = np.concatenate([X, candidates[tried[-1:]]])
        y = np.concatenate([y, results[tried[-1:]]])
    return np.array(tried)


def clear_choice(rng):
    """Trials and candidates where the best is the best by far more than rounding in float32 can move."""
    while True:
        X, candidates = rng.uniform(-2, 2, (7, 2)), rng.uniform(-2, 2, (15, 2))
        y = rng.standard_normal(7)
        apart = np.linalg.norm(X[:, None] - X, axis=-1)[np.triu_indices(7, 1)].min()
        second, first = np.sort(improvements(X, y, candidates, 0.8))[-2:]
        if apart > 0.5 and first > 0.05 and second < 0.97 * first:
            return X, y, candidates


FIRST_TRIALS = [[-0.0, -1.1], [-1.7, 0.9], [1.3, 0.2], [0.5, -1.3]]
FIRST_RESULTS = [-0.08, 0.13, 1.73, 0.57]
PLACES = [
    [0.2, -1.3], [0.0, -0.6], [1.8, 0.1], [-1.2, -1.0], [0.2, 1.4], [-0.7, 1.6], [-1.0, 1.7], [0.9, 1.7], [1.8, -1.4],
    [0.8, -1.0], [0.5, -1.0], [-0.2, -0.4], [-1.7, 0.5], [0.7, 1.5],
]  # fmt: skip
RESULTS = [0.06, 0.62, 0.91, -0.84, -0.08, -1.86, -1.94, 0.32, -0.59, 1.23, 1.01, 0.4, 0.65, 0.5]
CURVE = [[-1.5], [-1.1], [-0.4], [0.1], [0.6], [0.9], [1.3], [1.9]]
CURVE_RESULTS = [0.9, 0.4, -0.6, -0.9, -0.5, 0.1, 0.3, -0.2]
AROUND = [[0.5, 0.0, 1.2], [1.0, 0.4, 2.0], [0.1, -2.0, 0.0], [2.5, 1.0, -1.5], [0.3, -0.2, 1.4]]
# Beside these, rounding leaves some variances below 0.
BESIDE_THE_CURVE = [[place + step] for (place,) in CURVE for step in (-2e-9, -1e-9, 1e-9, 2e-9)]

bayes_next = exercise(
    reference=torch_bayes_next,
    source="HİPERPARAMETRE OPTİMİZASYONU",
    needs=["expected_improvement"],
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    cases={
        "seven trials of two hyperparameters": call(together(clear_choice), 0.8),
        "a search of five steps": call(
            values(FIRST_TRIALS), values(FIRST_RESULTS), values(PLACES), values(RESULTS), 0.7
        ).through(search_on),
        "candidates that were tried already, or nearly": call(
            values(CURVE), values(CURVE_RESULTS), values([*CURVE, *BESIDE_THE_CURVE, [-2.4], [0.3], [1.6], [2.6]]), 0.8
        ),
        "a single trial": call(
            values([[0.3, -0.2, 1.0]]),
            values([-0.4]),
            values(AROUND),
            1.5,
        ),
        "a long length scale": call(
            values([[0.0], [3.0], [7.0]]), values([0.5, -0.3, 0.2]), values([[1.0], [3.5], [5.0], [9.0]]), 2.5
        ),
    },
    misconceptions={
        "maximised": (
            "You look for a large result; here a small one is good: best is the smallest of y.",
            lambda *args: flawed_next(*args, flaw="maximised"),
        ),
        "lowest-mean": (
            "You go where the mean is lowest, and never try what is unknown: weigh both by the expected improvement.",
            lambda *args: flawed_next(*args, flaw="lowest-mean"),
        ),
        "most-uncertain": (
            "You go where the least is known, however bad it is there: weigh both by the expected improvement.",
            lambda *args: flawed_next(*args, flaw="most-uncertain"),
        ),
        "last-for-best": (
            "An improvement is one over the best result so far, not over the last.",
            lambda *args: flawed_next(*args, flaw="last-for-best"),
        ),
        "variance-for-deviation": (
            "The improvement takes the standard deviation: the root of the variance 1 − kᵀ K⁻¹ k.",
            lambda *args: flawed_next(*args, flaw="variance-for-deviation"),
        ),
        "kernel-without-two": (
            "The kernel has 2 ℓ² under the line, as the normal density does.",
            lambda *args: flawed_next(*args, flaw="kernel-without-two"),
        ),
        "scale-not-squared": (
            "The length scale is squared in the kernel: exp(−‖a − b‖² / (2 ℓ²)).",
            lambda *args: flawed_next(*args, flaw="scale-not-squared"),
        ),
        "distance-not-squared": (
            "The kernel takes the square of the distance.",
            lambda *args: flawed_next(*args, flaw="distance-not-squared"),
        ),
        "not-solved": (
            "Trials that lie close together tell the same twice: K⁻¹ takes this into account, and is missing.",
            lambda *args: flawed_next(*args, flaw="not-solved"),
        ),
        "root-of-less-than-zero": (
            "Where a candidate was tried already, rounding leaves a variance below 0, and its root is NaN: take the "
            "maximum with 0 first.",
            lambda *args: flawed_next(*args, flaw="root-of-less-than-zero"),
        ),
        "candidate-for-index": (
            "The index of the candidate is asked, not the candidate.",
            lambda X, y, candidates, length_scale: candidates[flawed_next(X, y, candidates, length_scale, flaw="")],
        ),
    },
    hints=[
        "What do the trials so far tell of a candidate close to one of them, and what of one far away from all?",
        "The process gives each candidate a mean and a standard deviation; expected_improvement makes one number of "
        "the two, with the smallest result so far as best.",
        "With W = np.linalg.solve(K, k): μ = y W, σ² = 1 − Σ k · W over the trials, and not below 0; then argmax of "
        "expected_improvement(μ, σ, min(y)).",
    ],
)
