"""Hidden suite: gradient descent, on all examples or on batches, and its memory."""

import itertools
import math

from dlgrade.suite import arrays, call, exercise, generator, np, only, say, topic, torch, values, without
from dlgrade.suite.chance import CHANCE, differ
from dlgrade.suite.picture import descent, path

about = topic("Gradient descent", order=2)

# ── gradient_descent ──────────────────────────────────────────────────────────────────────────────────────

# Gradients. Each works on arrays and on tensors alike.


def tilted_bowl(theta):
    """Of ½Σθ² + 0.05(Σθ)²: every element feels the others."""
    return theta + 0.1 * theta.sum()


def two_valleys(theta):
    """Of Σ(θ⁴ − 2θ²)/4: not linear, with minima at −1 and 1."""
    return theta**3 - theta


def itself(theta):
    """Of ½Σθ²: hands back the very array that it was given."""
    return theta


def torch_descent(grad_fn, theta, lr, steps):
    """torch.optim.SGD without its options, by its functional form."""
    from torch.optim.sgd import sgd

    theta = theta.clone()
    for _ in range(steps):
        gradient = grad_fn(theta).clone()
        sgd([theta], [gradient], [None], foreach=False, weight_decay=0, momentum=0, lr=lr, dampening=0,
            nesterov=False, maximize=False)  # fmt: skip
    return theta


def flawed_descent(grad_fn, theta, lr, steps, *, flaw):
    """Gradient descent, right but for `flaw`."""
    start = theta
    if flaw == "in-place":
        for _ in range(steps):
            theta -= lr * grad_fn(theta)
        return theta
    if flaw == "rounded":
        theta = theta.copy()
        for _ in range(steps):
            theta[...] = theta - lr * grad_fn(theta)
        return theta
    if flaw == "element-by-element":
        theta = np.array(theta, dtype=float)
        for _ in range(steps):
            for i in np.ndindex(theta.shape):
                theta[i] = theta[i] - lr * grad_fn(theta)[i]
        return theta
    count = {"one-step": min(steps, 1), "one-too-few": steps - 1, "one-too-many": steps + 1}.get(flaw, steps)
    path = [theta]
    for t in range(count):
        gradient = grad_fn(start if flaw == "gradient-of-the-start" else theta)
        rate = {"lr-ignored": 0.1, "shrinking-lr": lr / (t + 1)}.get(flaw, lr)
        if flaw == "normalised":
            gradient = gradient / np.sqrt((gradient**2).sum() + 1e-300)
        elif flaw == "signs":
            gradient = np.sign(gradient)
        if flaw == "uphill":
            gradient = -gradient
        theta = (start if flaw == "from-the-start" else theta) - rate * gradient
        path.append(theta)
    return np.stack(path) if flaw == "path" else theta


gradient_descent = exercise(
    reference=torch_descent,
    source="Gradient Descent",
    picture=descent(lr=0.17),
    laws=without("rows"),
    cases={
        "seven steps in a tilted bowl": call(tilted_bowl, arrays(5, 6), lr=0.1, steps=7),
        "one step": call(tilted_bowl, arrays(3, 4), lr=0.3, steps=1),
        "no step": call(tilted_bowl, arrays(3, 4), lr=0.3, steps=0),
        "two valleys": call(two_valleys, arrays(7), lr=0.02, steps=25),
        "a learning rate so large that the walk diverges": call(itself, arrays(2, 3), lr=2.2, steps=9),
        "a gradient that is the very array": call(itself, arrays(2, 3), lr=0.4, steps=5),
        "a single number": call(two_valleys, values(0.4), lr=0.2, steps=12),
    },
    misconceptions={
        "uphill": (
            "The gradient points uphill: subtract it.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="uphill"),
        ),
        "gradient-of-the-start": (
            "You took the gradient once, at the start; ask grad_fn again at every new θ.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="gradient-of-the-start"),
        ),
        "from-the-start": (
            "Every step begins where the last one ended, not at the first θ.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="from-the-start"),
        ),
        "one-step": (
            "You return after the first step: the `return` stands inside the loop, or `steps` is not used.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="one-step"),
        ),
        "one-too-few": (
            "There is one step too few, or you return the θ before the last one: range(steps) runs `steps` times.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="one-too-few"),
        ),
        "one-too-many": (
            "There is one step too many: range(steps) runs `steps` times.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="one-too-many"),
        ),
        "path": (
            "You return every θ on the way; only the last one is asked.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="path"),
        ),
        "lr-ignored": (
            "The parameter `lr` is not used.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="lr-ignored"),
        ),
        "shrinking-lr": (
            "Your step size shrinks with the steps; here it stays lr.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="shrinking-lr"),
        ),
        "normalised": (
            "You divide the gradient by its norm; the step is lr times the gradient, long where it is steep.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="normalised"),
        ),
        "signs": (
            "You use the signs of the gradient only; the step is lr times the gradient, long where it is steep.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="signs"),
        ),
        "element-by-element": (
            "You move one element and ask for the gradient of the next where the first has moved already; "
            "take the gradient once a step, and move all elements together.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="element-by-element"),
        ),
        "in-place": (
            "`theta -= …` changes the caller's array; write theta = theta − … .",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="in-place"),
        ),
        "rounded": (
            "Your θ keeps the dtype of the start: among whole numbers every step is cut off. Make it float64.",
            lambda grad_fn, theta, lr, steps: flawed_descent(grad_fn, theta, lr, steps, flaw="rounded"),
        ),
    },
    hints=[
        "The gradient points where J grows fastest. Which way is down, and where do you ask for the next gradient?",
        "Repeat `steps` times: ask grad_fn at the present θ, and make a new θ, lr times the gradient further down.",
        "for _ in range(steps): theta = theta − lr · grad_fn(theta)",
    ],
)

# ── minibatch_order ───────────────────────────────────────────────────────────────────────────────────────


def orders(minibatch_order, n, batch_size, epochs, rng):
    """The order of every epoch, its batches put together again: one row an epoch."""
    return np.array([np.concatenate(list(batches)) for batches in minibatch_order(n, batch_size, epochs, rng)])


def called_twice(minibatch_order, n, batch_size, epochs, rng):
    return [np.concatenate(list(minibatch_order(n, batch_size, epochs, rng)[0])) for _ in range(2)]


def a_list_of_epochs(answer, n, batch_size, epochs, rng):
    """A list of `epochs` lists of one-dimensional integer arrays."""
    if not isinstance(answer, list | tuple) or len(answer) != epochs:
        return say("should be a list of {epochs} epochs", epochs=epochs)
    for batches in answer:
        if not isinstance(batches, list | tuple):
            return say("each epoch should be a list of batches")
        for batch in batches:
            if not (isinstance(batch, np.ndarray) and batch.ndim == 1 and batch.dtype.kind in "iu"):
                return say("each batch should be an array of indices, of one axis and of whole numbers")
    return None


def cut_into_batches(answer, n, batch_size, epochs, rng):
    """Every epoch has full batches, and the rest in a last one."""
    wanted = [min(batch_size, n - i) for i in range(0, n, batch_size)]
    for number, batches in enumerate(answer, start=1):
        sizes = [len(batch) for batch in batches]
        if sizes != wanted:
            return say(
                "epoch {number} has batches of {got}; should have {want}",
                number=number, got=str(sizes[:12]), want=str(wanted[:12]),
            )  # fmt: skip
    return None


def every_index_once(answer, n, batch_size, epochs, rng):
    for number, batches in enumerate(answer, start=1):
        if sorted(np.concatenate(list(batches)).tolist()) != list(range(n)):
            return say("epoch {number} does not hold every index from 0 to {last} once", number=number, last=n - 1)
    return None


def new_orders(answer, n, batch_size, epochs, rng):
    """No epoch goes through the examples as they stand, and none as another one does.

    Two given orders agree with a chance of 1/n!, here with n ≥ 23, so below 4e-23; there are at most 210 pairs.
    """
    seen = [tuple(range(n))]
    for batches in answer:
        seen.append(tuple(np.concatenate(list(batches)).tolist()))
    if len(set(seen)) == len(seen):
        return None
    if seen[0] in seen[1:]:
        return say("an epoch goes through the examples in the order 0, 1, 2, …")
    return say("two epochs go through the examples in the same order")


def too_often(share, chance, draws):
    """How small the chance is, at most, that an event of this chance has this share of the draws, or a rarer one.

    Chernoff's bound in the form of Hoeffding (1963, theorem 1), which holds for every number of draws: the
    share S of an event of chance p in m independent draws keeps to P(S ≥ q) ≤ exp(−m KL(q‖p)) for q ≥ p, and
    to the same for P(S ≤ q) where q ≤ p, with KL(q‖p) = q ln(q/p) + (1 − q) ln((1 − q)/(1 − p)).
    """
    q, p = share, chance
    divergence = (q * math.log(q / p) if q else 0) + ((1 - q) * math.log((1 - q) / (1 - p)) if q < 1 else 0)
    return math.exp(-draws * divergence)


def are_orders(answer, n, batch_size, epochs, rng):
    if answer.shape == (epochs, n) and (np.sort(answer, axis=1) == np.arange(n)).all():
        return None
    return say("an epoch does not hold every index from 0 to {last} once", last=n - 1)


def equally_likely(answer, n, batch_size, epochs, rng):
    """Every order of three examples comes as often as every other, and so does every pair of orders of two
    consecutive epochs. A right answer fails each of the 6 + 36 tests with a chance of at most CHANCE / 42.
    """
    ranks = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
    got = [ranks.index(tuple(row)) for row in answer.tolist()]
    for rank, order in enumerate(ranks):
        share = got.count(rank) / len(got)
        if too_often(share, 1 / 6, len(got)) < CHANCE / 42:
            return say(
                "of {epochs} epochs {share} % have the order {order}; each of the six orders is equally likely",
                epochs=len(got), share=f"{100 * share:.0f}", order=str(order),
            )  # fmt: skip
    pairs = list(zip(got[::2], got[1::2], strict=True))
    for first in range(6):
        for second in range(6):
            share = pairs.count((first, second)) / len(pairs)
            if too_often(share, 1 / 36, len(pairs)) < CHANCE / 42:
                return say(
                    "an epoch with the order {first} is followed by {second} too often or too rarely: the order "
                    "of an epoch depends on the one before",
                    first=str(ranks[first]), second=str(ranks[second]),
                )  # fmt: skip
    return None


def every_index_everywhere(answer, n, batch_size, epochs, rng):
    """At every place of an epoch each index comes as often as every other.

    The indices at one place are independent draws from range(n), one an epoch. Dvoretzky, Kiefer, Wolfowitz and
    Massart: their empirical distribution is off by more than ε with a chance of at most 2 exp(−2 epochs ε²),
    which is CHANCE / n here, as there are n places.
    """
    bound = math.sqrt(math.log(2 * n / CHANCE) / (2 * len(answer)))
    for place in range(n):
        shares = np.cumsum(np.bincount(answer[:, place], minlength=n)) / len(answer)
        off = abs(shares - np.arange(1, n + 1) / n)
        if off.max() > bound:
            last = int(off.argmax())
            return say(
                "place {place} of an epoch holds an index up to {last} in {got} % of the epochs; should in {want} %",
                place=place, last=last, got=f"{100 * shares[last]:.0f}", want=f"{100 * (last + 1) / n:.0f}",
            )  # fmt: skip
    return None


def same_way(a, b):
    """Whether two random answers were made in the same way, as far as it shows in their form and repetitions."""
    return habits(a) == habits(b)


def habits(answer):
    """What does not depend on the numbers that were drawn, where there are many."""
    flat = isinstance(answer, np.ndarray) or isinstance(answer[0], np.ndarray)
    epochs = [[batch] for batch in answer] if flat else answer
    wholes = [tuple(index for batch in batches for index in batch.tolist()) for batches in epochs]
    batches = [batch for epoch in epochs for batch in epoch if len(batch)]
    return (
        [sorted(len(batch) for batch in epoch) for epoch in epochs],
        all(len(set(whole)) == len(whole) for whole in wholes),
        all(whole == tuple(range(len(whole))) for whole in wholes),
        all(max(whole, default=0) == len(whole) for whole in wholes),
        all((b - a) % len(whole) == 1 for whole in wholes for a, b in itertools.pairwise(whole)),
        all(max(batch) - min(batch) == len(batch) - 1 for batch in batches),
        all(np.array_equal(batch, np.sort(batch)) for batch in batches),
        all(one == other[::-1] for one, other in zip(wholes[::2], wholes[1::2], strict=False)),
        min(len(set(wholes)), 24),
    )


def every_epoch(order_of, n, batch_size, epochs):
    """`order_of(epoch)` cut into batches."""
    return [[order[i : i + batch_size] for i in range(0, n, batch_size)] for order in map(order_of, range(epochs))]


def flawed_order(n, batch_size, epochs, rng, *, flaw):
    """Orders of mini-batches, right but for `flaw`."""
    in_order = np.arange(n)
    once = rng.permutation(n)
    cuts = range(batch_size, n, batch_size)
    if flaw == "batches-shuffled":
        parts = np.split(in_order, cuts)
        return [[parts[k] for k in rng.permutation(len(parts))] for _ in range(epochs)]
    if flaw == "within-batches":
        return [[rng.permutation(part) for part in np.split(in_order, cuts)] for _ in range(epochs)]
    if flaw == "sorted-batches":
        return [[np.sort(part) for part in np.split(rng.permutation(n), cuts)] for _ in range(epochs)]
    if flaw == "number-of-batches":
        return [np.array_split(rng.permutation(n), batch_size) for _ in range(epochs)]
    if flaw == "even-batches":
        return [np.array_split(rng.permutation(n), -(-n // batch_size)) for _ in range(epochs)]
    if flaw == "flat":
        return [part for _ in range(epochs) for part in np.split(rng.permutation(n), cuts)]
    if flaw == "rest-dropped":
        return [
            [order[i : i + batch_size] for i in range(0, n - batch_size + 1, batch_size)]
            for order in (rng.permutation(n) for _ in range(epochs))
        ]
    if flaw == "with-replacement":
        return every_epoch(lambda epoch: rng.integers(0, n, n), n, batch_size, epochs)
    if flaw == "from-one":
        return every_epoch(lambda epoch: rng.permutation(n) + 1, n, batch_size, epochs)
    if flaw == "own-seed":
        rng = np.random.default_rng(42)
    return every_epoch(
        {
            "not-shuffled": lambda epoch: in_order,
            "shuffled-once": lambda epoch: once,
            "rotated": lambda epoch: np.roll(in_order, rng.integers(n)),
            "there-and-back": lambda epoch: once[:: 1 - epoch % 2 * 2],
            "own-seed": lambda epoch: rng.permutation(n),
            "other-generator": lambda epoch: np.random.permutation(n),
        }[flaw],
        n,
        batch_size,
        epochs,
    )


IS_AN_ORDER = (a_list_of_epochs, cut_into_batches, every_index_once)

minibatch_order = exercise(
    source="Iteration - Batch - Epoch",
    laws=only("repeatable"),
    alike=same_way,
    cases={
        "23 samples in batches of 5, the last one smaller": call(23, 5, 4, generator()).satisfies(
            *IS_AN_ORDER, new_orders
        ),
        "the lecture notes' example: 320 samples in batches of 32, 20 epochs, make 200 iterations": call(
            320, 32, 20, generator()
        ).satisfies(*IS_AN_ORDER, new_orders),
        "batches larger than the data": call(29, 64, 3, generator()).satisfies(*IS_AN_ORDER, new_orders),
        "batches of one sample": call(26, 1, 2, generator()).satisfies(*IS_AN_ORDER, new_orders),
        "a single epoch": call(31, 8, 1, generator()).satisfies(*IS_AN_ORDER, new_orders),
        "400 epochs of 3 samples: every order is equally likely": call(3, 2, 400, generator())
        .through(orders)
        .satisfies(are_orders, equally_likely),
        "400 epochs of 12 samples: every sample comes to every place": call(12, 5, 400, generator())
        .through(orders)
        .satisfies(are_orders, every_index_everywhere),
        "a second call draws on": call(24, 7, 1, generator()).through(called_twice).satisfies(differ),
    },
    misconceptions={
        "not-shuffled": (
            "The samples come in the order in which they stand; draw a new order for every epoch.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="not-shuffled"),
        ),
        "shuffled-once": (
            "All epochs have the same order: draw a new one at the start of each. If you shuffle one array in "
            "place, copy it: its slices are views, and all of them show the last order.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="shuffled-once"),
        ),
        "batches-shuffled": (
            "You shuffle the batches, and the same samples stay together for ever; shuffle the samples, then cut.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="batches-shuffled"),
        ),
        "within-batches": (
            "You shuffle inside each batch, and the same samples stay together for ever; shuffle all samples, then "
            "cut.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="within-batches"),
        ),
        "sorted-batches": (
            "You sort the indices of each batch, so that not every order is possible; leave them as they were drawn.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="sorted-batches"),
        ),
        "rest-dropped": (
            "What is left over makes a last, smaller batch; you drop it, and with it samples of every epoch.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="rest-dropped"),
        ),
        "number-of-batches": (
            "batch_size is the size of a batch; you make it the number of batches, as np.array_split takes it.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="number-of-batches"),
        ),
        "even-batches": (
            "All batches but the last have batch_size samples; you make them as even as possible.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="even-batches"),
        ),
        "flat": (
            "All batches stand in one list; make a list for every epoch.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="flat"),
        ),
        "with-replacement": (
            "You draw each index on its own, so that some come twice and others never; take a permutation.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="with-replacement"),
        ),
        "from-one": (
            "Indices run from 0 to n − 1; yours from 1 to n.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="from-one"),
        ),
        "rotated": (
            "You begin at a random sample and go on in order; every order must be possible.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="rotated"),
        ),
        "there-and-back": (
            "Every second epoch is the one before, backwards; draw each order anew.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="there-and-back"),
        ),
        "own-seed": (
            "You made a generator of your own, with a fixed seed: every call gives the same orders. Draw from `rng`.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="own-seed"),
        ),
        "other-generator": (
            "The orders do not come from `rng`: draw from it, not from np.random, or nobody can repeat the run.",
            lambda n, batch_size, epochs, rng: flawed_order(n, batch_size, epochs, rng, flaw="other-generator"),
        ),
    },
    hints=[
        "Why should the samples of a batch not be the same ones in every epoch?",
        "For every epoch draw a permutation of the indices, and cut it into pieces of batch_size, the last one "
        "as short as it comes.",
        "order = rng.permutation(n), and its slices order[i : i + batch_size] for i in range(0, n, batch_size).",
    ],
)

# ── Trajectories ──────────────────────────────────────────────────────────────────────────────────────────


def trajectory(step, weight, bias, weight_grads, bias_grads, **hyper):
    """Two parameters through all steps, each with a state of its own; gradients stand along the first axis."""
    seen, weight_state, bias_state = {}, {}, {}
    for t in range(len(weight_grads)):
        weight, weight_state = step(weight, weight_grads[t], weight_state, **hyper)
        bias, bias_state = step(bias, bias_grads[t], bias_state, **hyper)
        seen[f"the weight after step {t + 1}"] = weight
        seen[f"the bias after step {t + 1}"] = bias
    return seen


def scheduled(step, param, grads, rates, **hyper):
    """One parameter, with another learning rate at each step."""
    seen, state = {}, {}
    for t, lr in enumerate(rates):
        param, state = step(param, grads[t], state, lr=lr, **hyper)
        seen[f"the parameter after step {t + 1}, lr = {lr}"] = param
    return seen


def averaged(step, weight, bias, weight_grads, bias_grads, **hyper):
    """As `trajectory`, with the averages that the states hold."""
    seen, weight_state, bias_state = {}, {}, {}
    for t in range(len(weight_grads)):
        weight, weight_state = step(weight, weight_grads[t], weight_state, **hyper)
        bias, bias_state = step(bias, bias_grads[t], bias_state, **hyper)
        seen[f"the weight after step {t + 1}"] = weight
        seen[f"the bias after step {t + 1}"] = bias
        seen[f'state["ax"] of the weight after step {t + 1}'] = weight_state["ax"]
        seen[f'state["ax"] of the bias after step {t + 1}'] = bias_state["ax"]
    return seen


def one_state_twice(step, param, grads, **hyper):
    """Two steps from {}, then the second once more, from the state that the first returned."""
    first, state = step(param, grads[0], {}, **hyper)
    second, _ = step(first, grads[1], state, **hyper)
    again, _ = step(first, grads[1], state, **hyper)
    return {"the first step": first, "the second": second, "the second from the same state again": again}


def two_parameters(steps=5, scale=2.0, probe=trajectory):
    return call(arrays(4, 3), arrays(2), arrays(steps, 4, 3, scale=scale), arrays(steps, 2, scale=scale)).through(probe)


def flawed_bookkeeping(flaw, param, state, new, new_state):
    """The new parameter and the new state, handed back as `flaw` would."""
    if flaw == "parameter-in-place":
        param[...] = new
        new = param
    elif flaw == "state-in-place":
        state.update(new_state)
        new_state = state
    elif flaw == "state-forgotten":
        new_state = {}
    return new, new_state


def with_one_state(step, param, grad, state, **hyper):
    """`step` with one dict for all parameters: the function's own, emptied before a first step."""
    memory = vars(with_one_state)
    if not state:
        memory.clear()
    new, new_state = step(param, grad, memory, **hyper)
    memory.update(new_state)
    return new, memory


STEP_LAWS = only("unchanged", "repeatable", "strided", "readonly", "float32")

# ── sgd_step ──────────────────────────────────────────────────────────────────────────────────────────────


def torch_sgd_step(param, grad, state, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
    """torch.optim.SGD's own step, by its functional form, which takes and keeps the buffer in the open."""
    from torch.optim.sgd import sgd

    param = param.clone()
    buffer = [state["buffer"].clone() if state.get("buffer") is not None else None]
    sgd([param], [grad], buffer, foreach=False, weight_decay=weight_decay, momentum=momentum, lr=lr,
        dampening=dampening, nesterov=nesterov, maximize=False)  # fmt: skip
    return param, {"buffer": buffer[0]}


def flawed_sgd(
    param, grad, state, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False, *, flaw
):  # fmt: skip
    """Stochastic gradient descent, right but for `flaw`."""
    decay = {
        "decay-ignored": 0.0, "decay-decoupled": 0.0, "decay-without-lr": 0.0, "decay-halved": weight_decay / 2,
        "decay-upwards": -weight_decay,
    }.get(flaw, weight_decay)  # fmt: skip
    plain = grad
    grad = grad + decay * param
    if flaw == "dampening-ignored":
        dampening = 0
    elif flaw == "average":
        dampening = momentum
    first = (1 - dampening) * grad if flaw in ("first-dampened", "average") else grad
    if flaw == "momentum-ignored":
        momentum = 0
    old = state.get("v", np.zeros(param.shape))
    kept = lr * grad if flaw == "lr-in-velocity" else grad
    if flaw == "dampening-of-velocity":
        v = (momentum - dampening) * old + kept if state else kept
    elif flaw == "dampened-without-momentum":
        v = momentum * old + (1 - dampening) * kept if state else kept
    elif not momentum:
        v = kept
    else:
        v = momentum * old + (1 - dampening) * kept if state else (lr * first if flaw == "lr-in-velocity" else first)
    if flaw == "nesterov-always":
        nesterov = True
    if flaw == "nesterov-ignored":
        nesterov = False
    direction = v
    if nesterov:
        direction = {
            "nesterov-undamped-velocity": grad + v,
            "nesterov-velocity-only": momentum * v,
            "nesterov-plain-gradient": plain + momentum * v,
        }.get(flaw, kept + momentum * v)
    elif flaw == "old-velocity":
        direction = old if state else grad
    new = param - (1 if flaw == "lr-in-velocity" else lr) * direction
    if flaw == "uphill":
        new = param + lr * direction
    elif flaw == "decay-decoupled":
        new = new - lr * weight_decay * param
    elif flaw == "decay-without-lr":
        new = new - weight_decay * param
    return flawed_bookkeeping(flaw, param, state, new, {"v": v})


sgd_step = exercise(
    reference=torch_sgd_step,
    source="SGD-Momentum",
    picture=path(lr=0.03, momentum=0.8),
    laws=STEP_LAWS,
    cases={
        "five steps of two parameters": two_parameters(),
        "momentum": two_parameters().with_(lr=0.1, momentum=0.8),
        "momentum and dampening": two_parameters().with_(lr=0.1, momentum=0.9, dampening=0.3),
        "dampening without momentum": two_parameters(3).with_(lr=0.1, dampening=0.5),
        "weight decay": two_parameters().with_(lr=0.05, weight_decay=0.4),
        "Nesterov": two_parameters().with_(lr=0.1, momentum=0.7, nesterov=True),
        "momentum, dampening and weight decay": two_parameters(6).with_(
            lr=0.03, momentum=0.6, dampening=0.2, weight_decay=0.3
        ),
        "Nesterov and weight decay": two_parameters(6).with_(lr=0.07, momentum=0.85, weight_decay=0.2, nesterov=True),
        "a learning rate that changes": call(arrays(4, 3), arrays(5, 4, 3), (0.2, 0.2, 0.02, 0.1, 0.05))
        .with_(momentum=0.9)
        .through(scheduled),
        "large gradients": two_parameters(scale=1e4).with_(momentum=0.9),
        "single numbers as parameters": call(values(1.5), values(-0.3), arrays(5), values([2, -1, 0, 3, -4]))
        .with_(lr=0.1, momentum=0.5)
        .through(trajectory),
        "a state that is used twice": call(arrays(4, 3), arrays(2, 4, 3))
        .with_(lr=0.1, momentum=0.9)
        .through(one_state_twice),
    },
    misconceptions={
        "average": (
            "You used v = μ v + (1 − μ) g, an average, as Ng and the lecture notes do; PyTorch's v = μ v + g has "
            "(1 − dampening) before g, and dampening is 0.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="average"),
        ),
        "momentum-ignored": (
            "The parameter `momentum` is not used: v = μ v + g, kept in the state.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="momentum-ignored"),
        ),
        "dampening-ignored": (
            "The parameter `dampening` is not used: from the second step on, (1 − dampening) · g enters the velocity.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="dampening-ignored"),
        ),
        "first-dampened": (
            "The first velocity is the gradient itself; dampening begins with the second step.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="first-dampened"),
        ),
        "dampening-of-velocity": (
            "Dampening makes the new gradient smaller, not the velocity: μ v + (1 − dampening) g.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="dampening-of-velocity"),
        ),
        "dampened-without-momentum": (
            "Without momentum there is no velocity to dampen: the step goes along the gradient itself.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="dampened-without-momentum"),
        ),
        "old-velocity": (
            "You go along the velocity of the step before; renew it first.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="old-velocity"),
        ),
        "lr-in-velocity": (
            "Your velocity contains the learning rate, so that a new rate does not act on what is in there already; "
            "we follow PyTorch: θ = θ − lr · v.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="lr-in-velocity"),
        ),
        "nesterov-ignored": (
            "That is plain momentum, which goes along v = g + μ · (the old v); with nesterov look ahead along the new "
            "one: g + μ v.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="nesterov-ignored"),
        ),
        "nesterov-always": (
            "You always look ahead; without nesterov the step goes along v itself.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="nesterov-always"),
        ),
        "nesterov-undamped-velocity": (
            "With nesterov the step goes along g + μ v; μ is missing before v.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="nesterov-undamped-velocity"),
        ),
        "nesterov-velocity-only": (
            "With nesterov the step goes along g + μ v; the gradient is missing.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="nesterov-velocity-only"),
        ),
        "nesterov-plain-gradient": (
            "With nesterov the step goes along g + μ v, where g contains the weight decay both times.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="nesterov-plain-gradient"),
        ),
        "uphill": (
            "The step goes against the gradient: subtract it.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="uphill"),
        ),
        "decay-ignored": (
            "The parameter `weight_decay` is not used: it adds weight_decay · θ to the gradient.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="decay-ignored"),
        ),
        "decay-upwards": (
            "The decay makes weights larger: weight_decay · θ is added to the gradient, which is subtracted.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="decay-upwards"),
        ),
        "decay-halved": (
            "The gradient of the penalty weight_decay/2 · θ² is weight_decay · θ, without the half.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="decay-halved"),
        ),
        "decay-decoupled": (
            "You take lr · weight_decay · θ from the parameter beside the velocity; add weight_decay · θ to the "
            "gradient, before the velocity.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="decay-decoupled"),
        ),
        "decay-without-lr": (
            "You take weight_decay · θ from the parameter itself, without lr; add it to the gradient.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="decay-without-lr"),
        ),
        "parameter-in-place": (
            "You changed the parameter in place; return a new array.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            "You changed the state that you were given; return a new dict, so that a step can be taken again.",
            lambda *args, **hyper: flawed_sgd(*args, **hyper, flaw="state-in-place"),
        ),
        "state-shared": (
            "All parameters share one state; what a parameter needs stands in the dict that is passed with it.",
            lambda *args, **hyper: with_one_state(flawed_sgd, *args, **hyper, flaw=""),
        ),
    },
    hints=[
        "A ball that rolls downhill keeps some of its velocity. What is its velocity at the first step?",
        "Add the weight decay to the gradient first. Keep the velocity in the state: at first it is the gradient, "
        "then a share of the old velocity plus the (dampened) gradient.",
        "g = grad + weight_decay · θ, v = μ v + (1 − dampening) g (v = g at the first step), θ = θ − lr · v; "
        "with nesterov θ = θ − lr · (g + μ v).",
    ],
)

# ── ema_momentum_step ─────────────────────────────────────────────────────────────────────────────────────


def torch_ema_momentum_step(param, grad, state, lr, beta=0.9):
    """The lecture notes' slide "SGD-Momentum": vₜ = β vₜ₋₁ + (1 − β) η ∇J, θ = θ − vₜ, in torch operations.

    torch.optim.SGD with dampening = momentum differs at the first step, where its velocity is the gradient.
    """
    velocity = torch.lerp(lr * grad, state.get("velocity", torch.zeros_like(param)), beta)
    return param - velocity, {"velocity": velocity}


def flawed_ema_momentum(param, grad, state, lr, beta=0.9, *, flaw):
    """The lecture notes' momentum, right but for `flaw`."""
    if flaw == "beta-ignored":
        beta = 0.9
    old = state.get("v", np.zeros(param.shape))
    t = state.get("t", 0) + 1
    share = {"not-averaged": 1.0, "shares-swapped": beta}.get(flaw, 1 - beta)
    kept = 1 - beta if flaw == "shares-swapped" else beta
    v = kept * old + share * (grad if flaw == "lr-outside" else lr * grad)
    if flaw == "starts-with-gradient" and not state:
        v = lr * grad
    update = v
    if flaw == "bias-corrected":
        update = v / (1 - beta**t)
    elif flaw in ("lr-outside", "lr-twice"):
        update = lr * v
    elif flaw == "no-memory":
        update = lr * grad
    elif flaw == "old-velocity":
        update = old
    elif flaw == "look-ahead":
        update = (1 - beta) * lr * grad + beta * v
    new = param + update if flaw == "uphill" else param - update
    return flawed_bookkeeping(flaw, param, state, new, {"v": v, "t": t})


ema_momentum_step = exercise(
    reference=torch_ema_momentum_step,
    source="SGD-Momentum",
    picture=path(lr=0.15),
    laws=STEP_LAWS,
    cases={
        "five steps of two parameters": two_parameters().with_(lr=0.3),
        "a beta of one's own": two_parameters().with_(lr=0.1, beta=0.6),
        "a learning rate that changes": call(arrays(4, 3), arrays(5, 4, 3), (0.2, 0.2, 0.02, 0.1, 0.05)).through(
            scheduled
        ),
        "large gradients": two_parameters(scale=1e4).with_(lr=0.01, beta=0.99),
        "single numbers as parameters": call(values(1.5), values(-0.3), arrays(5), values([2, -1, 0, 3, -4]))
        .with_(lr=0.5)
        .through(trajectory),
        "a state that is used twice": call(arrays(4, 3), arrays(2, 4, 3)).with_(lr=0.4).through(one_state_twice),
    },
    misconceptions={
        "not-averaged": (
            "You used PyTorch's v = β v + lr · g; the lecture notes average: β v + (1 − β) · lr · g.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="not-averaged"),
        ),
        "shares-swapped": (
            "β is the share of the past: β v + (1 − β) · lr · g; yours are exchanged.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="shares-swapped"),
        ),
        "lr-outside": (
            "Your average is of gradients, and a new lr acts on the old ones too; here lr · g is averaged.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="lr-outside"),
        ),
        "lr-twice": (
            "lr stands in the average already; subtract v itself.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="lr-twice"),
        ),
        "starts-with-gradient": (
            "The average starts at 0: the first velocity is (1 − β) · lr · g. That it is the whole gradient is "
            "PyTorch's convention.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="starts-with-gradient"),
        ),
        "bias-corrected": (
            "You divide the average by 1 − βᵗ, as Adam does; here it is used as it is.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="bias-corrected"),
        ),
        "no-memory": (
            "The step goes along the average, not along the gradient of this step.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="no-memory"),
        ),
        "old-velocity": (
            "You go along the velocity of the step before; renew it first.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="old-velocity"),
        ),
        "look-ahead": (
            "That looks ahead as Nesterov does; the step goes along v itself.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="look-ahead"),
        ),
        "beta-ignored": (
            "The parameter `beta` is not used: 0.9 is only its default.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="beta-ignored"),
        ),
        "uphill": (
            "The step goes against the gradient: subtract it.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="uphill"),
        ),
        "state-forgotten": (
            "Every step begins with an empty velocity: return it in the state, and take it from there.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="state-forgotten"),
        ),
        "parameter-in-place": (
            "You changed the parameter in place; return a new array.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            "You changed the state that you were given; return a new dict, so that a step can be taken again.",
            lambda *args, **hyper: flawed_ema_momentum(*args, **hyper, flaw="state-in-place"),
        ),
        "state-shared": (
            "All parameters share one state; what a parameter needs stands in the dict that is passed with it.",
            lambda *args, **hyper: with_one_state(flawed_ema_momentum, *args, **hyper, flaw=""),
        ),
    },
    hints=[
        "What becomes of gradients that change their sign at every step, if you average them?",
        "Keep v in the state, 0 at first: an exponential moving average of lr times the gradient. Subtract it.",
        "v = β v + (1 − β) · lr · g, θ = θ − v",
    ],
)

# ── asgd_step ─────────────────────────────────────────────────────────────────────────────────────────────


def torch_asgd_step(param, grad, state, lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0):
    """torch.optim.ASGD's own step, by its functional form.

    It works out eta and mu of the next step at the end of each, in float32; here they are worked out before the
    step, by the same formulas, in float64. At the first step they are lr and 1, as PyTorch's.
    """
    from torch.optim.asgd import asgd

    param = param.clone()
    ax = state.get("ax", torch.zeros_like(param)).clone()
    count = state.get("step", torch.zeros((), dtype=torch.float64)).clone()
    done = count.item()
    eta = torch.tensor(lr / (1 + lambd * lr * done) ** alpha, dtype=torch.float64)
    mu = torch.tensor(1 / max(1, done - t0), dtype=torch.float64)
    asgd([param], [grad], [ax], [mu], [eta], [count], foreach=False, lambd=lambd, lr=lr, t0=t0, alpha=alpha,
         weight_decay=weight_decay)  # fmt: skip
    return param, {"ax": ax, "step": count}


def flawed_asgd(param, grad, state, lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0, *, flaw):
    """Averaged stochastic gradient descent, right but for `flaw`."""
    t = state.get("t", 0) + 1
    decay = {"decay-ignored": 0.0, "decay-without-lr": 0.0}.get(flaw, weight_decay)
    g = grad + decay * param
    if flaw == "alpha-ignored":
        alpha = 0.75
    done = t if flaw == "eta-late" else t - 1
    eta = {
        "lr-stays": lr, "lambd-ignored": lr, "shrinks-without-lr": lr / (1 + lambd * done) ** alpha,
        "power-of-steps": lr / (1 + lambd * lr * done**alpha),
    }.get(flaw, lr / (1 + lambd * lr * done) ** alpha)  # fmt: skip
    start = state["ax"] if flaw == "goes-on-from-average" and state else param
    shrink = {"no-decay-term": 0.0, "lambd-ignored": 0.0, "decay-term-of-lr": lambd * lr}.get(flaw, lambd * eta)
    new = (1 - shrink) * start - eta * g
    if flaw == "shrunk-after-step":
        new = (1 - shrink) * (param - eta * g)
    elif flaw == "decay-without-lr":
        new = new - weight_decay * param
    elif flaw == "uphill":
        new = (1 - shrink) * param + eta * g
    count = {"average-one-early": t - t0, "average-of-all": t, "average-one-late": t - 2 - t0}.get(flaw, t - 1 - t0)
    mu = 1 / max(1, count)
    if flaw == "moving-average":
        mu = 0.1 if t - 1 > t0 else 1
    old = state.get("ax", new)
    ax = old + mu * ((param if flaw == "average-before-step" else new) - old)
    if flaw == "no-average":
        ax = new
    elif flaw == "average-of-start-and-end":
        ax = (param + new) / 2
    new_state = {"t": t, "ax": ax}
    if flaw == "average-as-parameter":
        new_state["last"] = new
        new = ax
    return flawed_bookkeeping(flaw, param, state, new, new_state)


def to_the_weights(weights):
    """Gradients that lead from 0 to these weights, where lr is 1 and nothing decays."""
    return values([a - b for a, b in zip([0.0, *weights[:-1]], weights, strict=True)])


asgd_step = exercise(
    reference=torch_asgd_step,
    source="Averaged Stochastic Gradient Descent (ASGD)",
    picture=path(lr=0.15, lambd=0.5),
    laws=STEP_LAWS,
    cases={
        "five steps of two parameters": two_parameters(probe=averaged),
        "averaging from the start": two_parameters(6, probe=averaged).with_(lr=0.1, t0=0),
        "averaging after three steps": two_parameters(7, probe=averaged).with_(lr=0.1, t0=3),
        "a step size that shrinks": two_parameters(probe=averaged).with_(lr=0.3, lambd=0.4),
        "a power of one's own": two_parameters(probe=averaged).with_(lr=0.3, lambd=0.4, alpha=1.5),
        "weight decay": two_parameters(probe=averaged).with_(lr=0.2, weight_decay=0.3),
        "all options at once": two_parameters(7, probe=averaged).with_(
            lr=0.2, lambd=0.3, alpha=0.5, t0=2, weight_decay=0.1
        ),
        "the lecture notes' example: 2, 1.5, 1.2, 1.3, 1.1, the averages 2, 1.75, 1.57, 1.5, 1.42": call(
            values(0.0),
            values([0.0, 0.0]),
            to_the_weights([4.0, -3.0, 2.0, 1.5, 1.2, 1.3, 1.1]),
            arrays(7, 2),
        )
        .with_(lr=1.0, lambd=0.0, t0=1)
        .through(averaged),
        "large gradients": two_parameters(scale=1e4, probe=averaged).with_(t0=1),
        "a state that is used twice": call(arrays(4, 3), arrays(2, 4, 3))
        .with_(lr=0.3, lambd=0.9)
        .through(one_state_twice),
    },
    misconceptions={
        "average-as-parameter": (
            "You return the average as the parameter, and the next step begins there; the walk goes on from θ, and "
            "the average is kept in the state.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="average-as-parameter"),
        ),
        "goes-on-from-average": (
            "The step begins at θ, not at the average.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="goes-on-from-average"),
        ),
        "no-average": (
            'state["ax"] is θ itself at every step; after t0 steps it is the mean of the θ since then.',
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="no-average"),
        ),
        "average-of-all": (
            "The parameter `t0` is not used: you average from the first step on.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="average-of-all"),
        ),
        "average-one-early": (
            "Averaging begins one step early: PyTorch's μ is 1 / max(1, t − 1 − t0), t being 1 at the first step.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="average-one-early"),
        ),
        "average-one-late": (
            "Averaging begins one step late: PyTorch's μ is 1 / max(1, t − 1 − t0), t being 1 at the first step.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="average-one-late"),
        ),
        "average-before-step": (
            "The new θ enters the average, not the one before the step.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="average-before-step"),
        ),
        "average-of-start-and-end": (
            "You average the θ before and after the step; the average is over all steps after t0.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="average-of-start-and-end"),
        ),
        "moving-average": (
            "That is an exponential moving average; here every θ after t0 counts the same: μ = 1 / max(1, t − 1 − t0).",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="moving-average"),
        ),
        "lr-stays": (
            "The step size shrinks: η = lr / (1 + λ · lr · (t − 1))^α.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="lr-stays"),
        ),
        "lambd-ignored": (
            "The parameter `lambd` is not used: it shrinks the weights and the step size.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="lambd-ignored"),
        ),
        "shrinks-without-lr": (
            "lr is missing in the power: η = lr / (1 + λ · lr · (t − 1))^α.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="shrinks-without-lr"),
        ),
        "power-of-steps": (
            "The power α is that of the whole bracket 1 + λ · lr · (t − 1), not of the steps alone.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="power-of-steps"),
        ),
        "eta-late": (
            "The first step is taken with lr itself: the bracket counts the steps before, t − 1.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="eta-late"),
        ),
        "alpha-ignored": (
            "The parameter `alpha` is not used: 0.75 is only its default.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="alpha-ignored"),
        ),
        "no-decay-term": (
            "λ shrinks the weights too: θ is multiplied by 1 − λ η before the gradient is subtracted.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="no-decay-term"),
        ),
        "decay-term-of-lr": (
            "The decay term has the η of this step, which shrinks, and not lr: 1 − λ η.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="decay-term-of-lr"),
        ),
        "shrunk-after-step": (
            "Shrink θ first, by 1 − λ η, and subtract the gradient then; you shrink the gradient's part too.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="shrunk-after-step"),
        ),
        "uphill": (
            "The step goes against the gradient: subtract it.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="uphill"),
        ),
        "decay-ignored": (
            "The parameter `weight_decay` is not used: it adds weight_decay · θ to the gradient.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="decay-ignored"),
        ),
        "decay-without-lr": (
            "You take weight_decay · θ from the parameter itself, without η; add it to the gradient.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="decay-without-lr"),
        ),
        "parameter-in-place": (
            "You changed the parameter in place; return a new array.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="parameter-in-place"),
        ),
        "state-in-place": (
            "You changed the state that you were given; return a new dict, so that a step can be taken again.",
            lambda *args, **hyper: flawed_asgd(*args, **hyper, flaw="state-in-place"),
        ),
        "state-shared": (
            "All parameters share one state; what a parameter needs stands in the dict that is passed with it.",
            lambda *args, **hyper: with_one_state(flawed_asgd, *args, **hyper, flaw=""),
        ),
    },
    hints=[
        "Near the minimum SGD jumps about. Which single point of the last steps is better than each of them?",
        "Take the step as SGD does, with weights that shrink a little and a step size that does, and keep beside it "
        "the mean of the weights after t0 steps; it never enters a step.",
        "η = lr / (1 + λ · lr · (t − 1))^α, θ = (1 − λ η) θ − η g, ax = ax + (θ − ax) / max(1, t − 1 − t0)",
    ],
)
