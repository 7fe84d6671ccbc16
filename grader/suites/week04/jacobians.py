"""Hidden suite: Jacobians and vector-Jacobian products."""

from dlgrade.suite import F, arrays, call, exercise, integers, np, together, topic, torch, values, vjp, without

about = topic("Jacobians and vector-Jacobian products", order=2)

NOTES_SCORES = [2.0, 1.0, 0.1]


def softmax_of(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def log_softmax_of(x, axis=-1):
    z = x - np.max(x, axis=axis, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))


def upstream_and(forward, *shape, axis=-1, scale=2.0):
    """An upstream gradient, and what the forward made of random scores."""

    def draw(rng):
        return scale * rng.standard_normal(shape), forward(1.5 * rng.standard_normal(shape), axis)

    return call(together(draw))


def whole_upstream_and(forward, *shape):
    """An upstream gradient of whole numbers, and what the forward made of random scores."""

    def draw(rng):
        return rng.integers(-3, 4, shape), forward(1.5 * rng.standard_normal(shape))

    return call(together(draw))


def upstream_of_the_notes_and(forward):
    return call(values([0.5, -2.0, 3.0]), together(lambda rng: (forward(np.array(NOTES_SCORES)),)))


# ── softmax_jacobian ──────────────────────────────────────────────────────────────────────────────────────


def autograd_of_one_score_each(z):
    """Row i is a copy of z of which the softmax's element i is taken, so that one backward gives all rows."""
    rows = z.repeat(len(z), 1).requires_grad_()
    return torch.autograd.grad(F.softmax(rows, dim=-1).diagonal().sum(), rows)[0]


def jacobian_of(s):
    return np.diag(s) - np.outer(s, s)


softmax_jacobian = exercise(
    reference=autograd_of_one_score_each,
    source="Softmax",
    needs=["softmax"],
    laws=without("0-d", "empty"),
    cases={
        "many classes": arrays(31),
        "a few classes": arrays(4),
        "the lecture notes' example: 2, 1 and 0.1": values(NOTES_SCORES),
        "scores that are equal": values([0.7, 0.7, -1.3, 0.7]),
        "scores around 1000": values([1000.0, 998.5, 1001.0, 999.0, 1000.5]),
        "scores far apart": values([800.0, -3.0, 798.5, -900.0]),
        "a single class": values([1.7]),
    },
    misconceptions={
        "diagonal-only": (
            "Off the diagonal stands −sᵢ sⱼ, not 0: every score acts on every probability.",
            lambda z: np.diag(softmax_of(z) * (1 - softmax_of(z))),
        ),
        "elementwise": (
            "s (1 − s) is the diagonal of the Jacobian alone; return the whole table, K by K.",
            lambda z: softmax_of(z) * (1 - softmax_of(z)),
        ),
        "rows-summed": (
            "You sum the Jacobian along an axis, and its rows sum to 0; return the whole table, K by K.",
            lambda z: jacobian_of(softmax_of(z)).sum(axis=1),
        ),
        "sign-of-the-outer-product": (
            "Off the diagonal the sign is minus: what one class gains, the others lose.",
            lambda z: np.diag(softmax_of(z)) + np.outer(softmax_of(z), softmax_of(z)),
        ),
        "outer-product-alone": (
            "On the diagonal the numerator depends on the score too, which adds sᵢ: sᵢ − sᵢ².",
            lambda z: -np.outer(softmax_of(z), softmax_of(z)),
        ),
        "diagonal-everywhere": (
            "sᵢ (1 − sⱼ) holds for i = j only; elsewhere the 1 is a 0: −sᵢ sⱼ.",
            lambda z: np.outer(softmax_of(z), 1 - softmax_of(z)),
        ),
        "diagonal-zero": (
            "The diagonal is not empty: a score acts on its own probability with sᵢ (1 − sᵢ).",
            lambda z: np.diag(softmax_of(z) ** 2) - np.outer(softmax_of(z), softmax_of(z)),
        ),
        "log-softmax": (
            "That is the Jacobian of log_softmax, I − s; for the softmax each row is multiplied by its sᵢ.",
            lambda z: np.eye(len(z)) - softmax_of(z),
        ),
        "softmax-forgotten": (
            "z are scores, not probabilities: take their softmax first.",
            lambda z: jacobian_of(z),
        ),
        "overflow": (
            "The formula is right, but exp overflows for large scores: subtract the maximum first.",
            lambda z: jacobian_of(np.exp(z) / np.exp(z).sum()),
        ),
    },
    hints=[
        "How does probability i move when score j rises? Ask once for i = j and once for i ≠ j.",
        "By the quotient rule the denominator gives −sᵢ sⱼ everywhere, and the numerator adds sᵢ where i = j.",
        "With s = softmax(z): diag(s) − s sᵀ; `np.diag` and `np.outer` make the two tables.",
    ],
)

# ── softmax_backward ──────────────────────────────────────────────────────────────────────────────────────


def torch_softmax_backward(dout, probs, axis=-1):
    """What autograd itself calls on its way back through torch.softmax, where it has kept the output only."""
    return torch._softmax_backward_data(dout.double(), probs, axis, torch.float64)


def flawed_softmax_backward(dout, probs, axis=-1, *, flaw):
    """The vector-Jacobian product of the softmax, right but for `flaw`."""
    if flaw == "axis-ignored":
        axis = -1
    elif flaw == "over-the-batch":
        axis = 0
    elif flaw == "whole-array":
        axis = None
    if flaw == "softmax-again":
        probs = softmax_of(probs, axis)
    product = dout if flaw == "sum-without-probs" else dout * probs
    if flaw == "dout-forgotten-inside":
        dout = 1.0
    keepdims = flaw != "no-keepdims"
    inner = product.mean(axis, keepdims=keepdims) if flaw == "mean" else product.sum(axis, keepdims=keepdims)
    if flaw == "factor-forgotten":
        probs = 1.0
    return probs * (dout + inner) if flaw == "plus" else probs * (dout - inner)


def softmax_backward_in_place(dout, probs, axis=-1):
    inner = (dout * probs).sum(axis=axis, keepdims=True)
    dout -= inner
    dout *= probs
    return dout


def rows_of_the_jacobian_summed(dout, probs, axis=-1):
    return dout * (probs - probs * probs.sum(axis=axis, keepdims=True))


softmax_backward = exercise(
    reference=torch_softmax_backward,
    source="Softmax",
    needs=["softmax", "softmax_jacobian"],
    # The logarithm of a probability 0 is −inf; a score of −690 is as far down as it matters.
    gradient_of=vjp(
        "softmax", at=lambda dout, probs, axis=-1: (dout, (np.log(np.maximum(probs, 1e-300)),), {"axis": axis})
    ),
    # These laws would make whole numbers, or ±10,000, of the probabilities too.
    laws=without("integers", "large", "0-d"),
    cases={
        "each row of a batch": upstream_and(softmax_of, 5, 7),
        "each column": upstream_and(softmax_of, 5, 7, axis=0).with_(axis=0),
        "the middle one of three axes": upstream_and(softmax_of, 3, 5, 4, axis=1).with_(axis=1),
        "a single vector": upstream_and(softmax_of, 6),
        "the lecture notes' probabilities, of 2, 1 and 0.1": upstream_of_the_notes_and(softmax_of),
        "probabilities of 0 and 1": call(arrays(3, 4), values([[0, 1, 0, 0], [0.25, 0, 0, 0.75], [0, 0.5, 0.5, 0]])),
        "large gradients": upstream_and(softmax_of, 4, 6, scale=1e4),
        "gradients that are whole numbers": whole_upstream_and(softmax_of, 4, 6),
    },
    misconceptions={
        "diagonal-only": (
            "p (1 − p) is the diagonal of the Jacobian; the terms −pᵢ pⱼ off it are missing: "
            "p · (dout − sum(dout · p)).",
            lambda dout, probs, axis=-1: dout * probs * (1 - probs),
        ),
        "jacobian-summed": (
            "You sum the rows of the Jacobian before dout meets them, and they sum to 0: multiply by dout, then sum.",
            rows_of_the_jacobian_summed,
        ),
        "axis-ignored": (
            "The parameter `axis` is not used: −1 is only its default.",
            lambda dout, probs, axis=-1: flawed_softmax_backward(dout, probs, axis, flaw="axis-ignored"),
        ),
        "over-the-batch": (
            "You always sum along axis 0, over the examples; use `axis`, by default the last: the classes.",
            lambda dout, probs, axis=-1: flawed_softmax_backward(dout, probs, axis, flaw="over-the-batch"),
        ),
        "whole-array": (
            "Each slice is a softmax of its own: sum along `axis` only, with keepdims=True.",
            lambda dout, probs, axis=-1: flawed_softmax_backward(dout, probs, axis, flaw="whole-array"),
        ),
        "no-keepdims": (
            "The sum has lost its axis and no longer lines up with dout: add keepdims=True.",
            lambda dout, probs, axis=-1: flawed_softmax_backward(dout, probs, axis, flaw="no-keepdims"),
        ),
        "softmax-again": (
            "`probs` are probabilities already: you take their softmax once more.",
            lambda dout, probs, axis=-1: flawed_softmax_backward(dout, probs, axis, flaw="softmax-again"),
        ),
        "sum-without-probs": (
            "The sum is that of dout · p: each class weighs as much as its probability.",
            lambda dout, probs, axis=-1: flawed_softmax_backward(dout, probs, axis, flaw="sum-without-probs"),
        ),
        "dout-forgotten-inside": (
            "In p · (dout − sum(dout · p)) dout stands twice; you have a 1 for the first.",
            lambda dout, probs, axis=-1: flawed_softmax_backward(dout, probs, axis, flaw="dout-forgotten-inside"),
        ),
        "factor-forgotten": (
            "The factor p before the bracket is missing: p · (dout − sum(dout · p)).",
            lambda dout, probs, axis=-1: flawed_softmax_backward(dout, probs, axis, flaw="factor-forgotten"),
        ),
        "mean": (
            "The classes are summed, not averaged.",
            lambda dout, probs, axis=-1: flawed_softmax_backward(dout, probs, axis, flaw="mean"),
        ),
        "plus": (
            "The sum is subtracted: off the diagonal the Jacobian is −pᵢ pⱼ.",
            lambda dout, probs, axis=-1: flawed_softmax_backward(dout, probs, axis, flaw="plus"),
        ),
        "cross-entropy": (
            "p − target is the gradient of softmax and cross-entropy together; dout is no target here.",
            lambda dout, probs, axis=-1: probs - dout,
        ),
        "in-place": (
            "You changed `dout` in place; return a new array.",
            softmax_backward_in_place,
        ),
    },
    hints=[
        "Score j acts on all probabilities of its slice. What do the terms of the chain rule add up to?",
        "Write the Jacobian as diag(p) − p pᵀ and multiply by dout: the first part is p · dout, and the second is p "
        "times a single number per slice.",
        "p · (dout − sum(dout · p)), the sum along `axis` with keepdims=True.",
    ],
)

# ── log_softmax_backward ──────────────────────────────────────────────────────────────────────────────────


def torch_log_softmax_backward(dout, log_probs, axis=-1):
    """What autograd itself calls on its way back through torch.log_softmax, where it has kept the output only."""
    return torch._log_softmax_backward_data(dout.double(), log_probs, axis, torch.float64)


def flawed_log_softmax_backward(dout, log_probs, axis=-1, *, flaw):
    """The vector-Jacobian product of the log-softmax, right but for `flaw`."""
    probs = log_probs if flaw == "exp-forgotten" else np.exp(log_probs)
    if flaw == "two-for-e":
        probs = 2.0**log_probs
    if flaw == "axis-ignored":
        axis = -1
    elif flaw == "over-the-batch":
        axis = 0
    elif flaw == "whole-array":
        axis = None
    keepdims = flaw != "no-keepdims"
    total = dout.mean(axis, keepdims=keepdims) if flaw == "mean" else dout.sum(axis, keepdims=keepdims)
    if flaw == "sum-of-dout-times-probs":
        total = (dout * probs).sum(axis, keepdims=True)
    elif flaw == "sum-forgotten":
        total = dout
    elif flaw == "sum-taken-for-one":
        total = 1.0
    elif flaw == "softmax":
        return probs * (dout - (dout * probs).sum(axis, keepdims=True))
    return dout + probs * total if flaw == "plus" else dout - probs * total


def log_softmax_backward_in_place(dout, log_probs, axis=-1):
    dout -= np.exp(log_probs) * dout.sum(axis=axis, keepdims=True)
    return dout


log_softmax_backward = exercise(
    reference=torch_log_softmax_backward,
    source="LogSoftmax",
    needs=["log_softmax", "softmax_backward"],
    gradient_of=vjp("log_softmax", at=lambda dout, log_probs, axis=-1: (dout, (log_probs,), {"axis": axis})),
    # These laws would make whole numbers, or ±10,000, of the log-probabilities too.
    laws=without("integers", "large", "0-d"),
    cases={
        "each row of a batch": upstream_and(log_softmax_of, 5, 7),
        "each column": upstream_and(log_softmax_of, 5, 7, axis=0).with_(axis=0),
        "the middle one of three axes": upstream_and(log_softmax_of, 3, 5, 4, axis=1).with_(axis=1),
        "a single vector": upstream_and(log_softmax_of, 6),
        "the lecture notes' log-probabilities, of 2, 1 and 0.1": upstream_of_the_notes_and(log_softmax_of),
        "probabilities too small for a float": call(
            arrays(3, 4), values([[-2000, 0, -800, -750], [0, -1e4, -1e4, -1e4], [-900, -800, -1000, 0]])
        ),
        "large gradients": upstream_and(log_softmax_of, 4, 6, scale=1e4),
        "gradients that are whole numbers": whole_upstream_and(log_softmax_of, 4, 6),
    },
    misconceptions={
        "exp-forgotten": (
            "The sum is multiplied by the probabilities, and you were given their logarithms: take exp.",
            lambda dout, log_probs, axis=-1: flawed_log_softmax_backward(dout, log_probs, axis, flaw="exp-forgotten"),
        ),
        "two-for-e": (
            "These are natural logarithms: the probabilities are exp(log_probs), not 2 to their power.",
            lambda dout, log_probs, axis=-1: flawed_log_softmax_backward(dout, log_probs, axis, flaw="two-for-e"),
        ),
        "softmax": (
            "That is the way back through softmax; the logarithm divides by p, which leaves dout − p · sum(dout).",
            lambda dout, log_probs, axis=-1: flawed_log_softmax_backward(dout, log_probs, axis, flaw="softmax"),
        ),
        "sum-of-dout-times-probs": (
            "The sum is that of dout alone; dout · p is summed on the way back through softmax.",
            lambda dout, log_probs, axis=-1: flawed_log_softmax_backward(
                dout, log_probs, axis, flaw="sum-of-dout-times-probs"
            ),
        ),
        "sum-forgotten": (
            "dout · (1 − p) is the diagonal only: every log-probability depends on every score, so p multiplies the "
            "sum of dout.",
            lambda dout, log_probs, axis=-1: flawed_log_softmax_backward(dout, log_probs, axis, flaw="sum-forgotten"),
        ),
        "sum-taken-for-one": (
            "dout − p holds only where dout sums to 1, as a one-hot target does; multiply p by the sum of dout.",
            lambda dout, log_probs, axis=-1: flawed_log_softmax_backward(
                dout, log_probs, axis, flaw="sum-taken-for-one"
            ),
        ),
        "axis-ignored": (
            "The parameter `axis` is not used: −1 is only its default.",
            lambda dout, log_probs, axis=-1: flawed_log_softmax_backward(dout, log_probs, axis, flaw="axis-ignored"),
        ),
        "over-the-batch": (
            "You always sum along axis 0, over the examples; use `axis`, by default the last: the classes.",
            lambda dout, log_probs, axis=-1: flawed_log_softmax_backward(dout, log_probs, axis, flaw="over-the-batch"),
        ),
        "whole-array": (
            "Each slice is a log-softmax of its own: sum along `axis` only, with keepdims=True.",
            lambda dout, log_probs, axis=-1: flawed_log_softmax_backward(dout, log_probs, axis, flaw="whole-array"),
        ),
        "no-keepdims": (
            "The sum has lost its axis and no longer lines up with dout: add keepdims=True.",
            lambda dout, log_probs, axis=-1: flawed_log_softmax_backward(dout, log_probs, axis, flaw="no-keepdims"),
        ),
        "mean": (
            "The gradients of a slice are summed, not averaged.",
            lambda dout, log_probs, axis=-1: flawed_log_softmax_backward(dout, log_probs, axis, flaw="mean"),
        ),
        "plus": (
            "p · sum(dout) is subtracted: a higher score makes the normalising sum larger, and all logarithms smaller.",
            lambda dout, log_probs, axis=-1: flawed_log_softmax_backward(dout, log_probs, axis, flaw="plus"),
        ),
        "in-place": (
            "You changed `dout` in place; return a new array.",
            log_softmax_backward_in_place,
        ),
    },
    hints=[
        "log_softmax is x minus one number per slice. What is the derivative of that number?",
        "The derivative of ln Σ exp(x) is the softmax, exp(log_probs); every element of dout meets it, so dout is "
        "summed along `axis`.",
        "dout − exp(log_probs) · sum(dout), the sum along `axis` with keepdims=True.",
    ],
)

# ── matmul_backward ───────────────────────────────────────────────────────────────────────────────────────


def autograd_of_matmul(dout, A, B):
    A, B = (matrix.double().requires_grad_() for matrix in (A, B))
    return torch.autograd.grad((dout.double() * (A @ B)).sum(), (A, B))


def matmul_case(n, k, m, **scale):
    return call(arrays(n, m, **scale), arrays(n, k, **scale), arrays(k, m, **scale))


matmul_backward = exercise(
    reference=autograd_of_matmul,
    source="Backpropagation adımları",
    returns=["dA", "dB"],
    gradient_of=vjp("matmul", at=lambda dout, A, B: (dout, (A.astype(float), B.astype(float)), {})),
    # The first three change the shape of dout alone.
    laws=without("0-d", "empty", "rows"),
    needs=["matmul"],
    cases={
        "two matrices": matmul_case(5, 3, 7),
        "one row": matmul_case(1, 4, 3),
        "one column": matmul_case(4, 3, 1),
        "a column times a row": matmul_case(4, 1, 3),
        "square matrices, where every product has the right shape": matmul_case(4, 4, 4),
        "matrices of whole numbers": call(
            integers(2, 5, low=-4, high=5), integers(2, 3, low=-4, high=5), integers(3, 5, low=-4, high=5)
        ),
        "no rows": matmul_case(0, 3, 4),
        "large numbers": matmul_case(3, 2, 4, scale=1e4),
    },
    misconceptions={
        "no-transpose": (
            "The other factor is transposed on the way back: dout Bᵀ and Aᵀ dout.",
            lambda dout, A, B: (dout @ B, A @ dout),
        ),
        "wrong-side": (
            "The order of a product matters: dA = dout Bᵀ, since B stood on the right, and dB = Aᵀ dout.",
            lambda dout, A, B: (B.T @ dout, dout @ A.T),
        ),
        "own-factor": (
            "The gradient of A holds B, and that of B holds A: each factor is the slope of the other.",
            lambda dout, A, B: (dout @ A.T, B.T @ dout),
        ),
        "elementwise": (
            "d(AB) is no elementwise product: dout is multiplied as a matrix, dout Bᵀ and Aᵀ dout.",
            lambda dout, A, B: (dout * B, A * dout),
        ),
        "dout-forgotten": (
            "You multiply by ones in place of dout, as if the loss were the sum of the product.",
            lambda dout, A, B: (np.ones(dout.shape) @ B.T, A.T @ np.ones(dout.shape)),
        ),
        "results-transposed": (
            "A gradient has the shape of what it is the gradient of; yours are transposed.",
            lambda dout, A, B: (B @ dout.T, dout.T @ A),
        ),
        "exchanged": (
            "The gradient of A comes first, then that of B.",
            lambda dout, A, B: (A.T @ dout, dout @ B.T),
        ),
        "mean-over-rows": (
            "The rows are summed, not averaged: dB = Aᵀ dout. A mean belongs to the loss, and is in dout already.",
            lambda dout, A, B: (dout @ B.T, A.T @ dout / max(len(dout), 1)),
        ),
    },
    hints=[
        "What are the shapes of dout, A and B, and which product of two of them has the shape of A?",
        "Element (n, k) of A meets row k of B and goes into row n of the product; sum over the columns of both.",
        "dA = dout Bᵀ and dB = Aᵀ dout.",
    ],
)

# ── broadcast_add_backward ────────────────────────────────────────────────────────────────────────────────


def autograd_of_broadcast_addition(dout, a_shape, b_shape):
    a, b = (torch.zeros(shape, dtype=torch.float64, requires_grad=True) for shape in (a_shape, b_shape))
    return torch.autograd.grad((dout.double() * (a + b)).sum(), (a, b))


def broadcast_case(a_shape, b_shape, *shape):
    """A gradient of the shape that the two broadcast to."""
    return call(arrays(*shape), a_shape, b_shape)


def flawed_sum_to(dout, shape, flaw):
    """dout summed over broadcast axes, right but for `flaw`."""
    extra = dout.ndim - len(shape)
    aligned = shape + (1,) * extra if flaw == "aligned-left" else (1,) * extra + shape
    leading, single = range(extra), [i for i in range(extra, dout.ndim) if aligned[i] == 1]
    if flaw == "not-summed":
        return dout
    if flaw == "leading-axes-only":
        return dout.sum(axis=tuple(leading))
    if flaw == "size-one-only":
        return dout.sum(axis=tuple(single), keepdims=True)
    if flaw == "axes-dropped":
        return dout.sum(axis=(*leading, *single))
    if flaw == "mean":
        return dout.mean(axis=(*leading, *single)).reshape(shape)
    if flaw == "first-copy":
        return dout[tuple(0 if size == 1 else slice(None) for size in aligned)].reshape(shape)
    if flaw == "axis-zero-only":
        return dout if dout.shape == shape else dout.sum(axis=0)
    return dout.sum(axis=tuple(i for i, size in enumerate(aligned) if size == 1)).reshape(shape)


def flawed_broadcast_backward(dout, a_shape, b_shape, *, flaw):
    da = dout if flaw == "first-not-summed" else flawed_sum_to(dout, a_shape, flaw)
    db = flawed_sum_to(dout, b_shape, flaw)
    return (db, da) if flaw == "exchanged" else (da, db)


broadcast_add_backward = exercise(
    reference=autograd_of_broadcast_addition,
    source="Broadcasting",
    returns=["da", "db"],
    # Addition has the same slope everywhere, at zeros as well.
    gradient_of=vjp(
        "broadcast_add", at=lambda dout, a_shape, b_shape: (dout, (np.zeros(a_shape), np.zeros(b_shape)), {})
    ),
    # These change the shape of dout alone.
    laws=without("0-d", "empty", "rows"),
    needs=["broadcast_add"],
    cases={
        "one bias for all rows": broadcast_case((5, 7), (7,), 5, 7),
        "the same shape": broadcast_case((3, 4), (3, 4), 3, 4),
        "one number for each row": broadcast_case((4, 3), (4, 1), 4, 3),
        "the first is the smaller one": broadcast_case((3,), (4, 3), 4, 3),
        "a column and a row": broadcast_case((5, 1), (1, 3), 5, 3),
        "two axes on the left": broadcast_case((2, 4, 3), (3,), 2, 4, 3),
        "an axis of size 1 in the middle": broadcast_case((3, 2, 4), (3, 1, 4), 3, 2, 4),
        "axes on the left and of size 1": broadcast_case((3, 5, 2, 4), (5, 1, 4), 3, 5, 2, 4),
        "both at once": broadcast_case((3, 1, 2, 1), (5, 1, 4), 3, 5, 2, 4),
        "a square, where rows and columns have one size": broadcast_case((3, 3), (3, 1), 3, 3),
        "a column and a vector of the same size": broadcast_case((3, 1), (3,), 3, 3),
        "a size of 1 that stays": broadcast_case((1, 4), (4,), 1, 4),
        "a matrix and a single number": broadcast_case((3, 4), (), 3, 4),
        "two single numbers": call(values(-1.7), (), ()),
        "no rows": call(together(lambda rng: (np.zeros((0, 3)), (0, 3), (1, 3)))),
    },
    misconceptions={
        "not-summed": (
            "A gradient has the shape of its operand: sum dout over the axes along which the operand was copied.",
            lambda dout, a_shape, b_shape: flawed_broadcast_backward(dout, a_shape, b_shape, flaw="not-summed"),
        ),
        "first-not-summed": (
            "Either operand may be the one that was copied, a too: sum dout to its shape as well.",
            lambda dout, a_shape, b_shape: flawed_broadcast_backward(dout, a_shape, b_shape, flaw="first-not-summed"),
        ),
        "mean": (
            "What was copied gets the sum of the gradients of its copies, not their mean.",
            lambda dout, a_shape, b_shape: flawed_broadcast_backward(dout, a_shape, b_shape, flaw="mean"),
        ),
        "first-copy": (
            "You take the gradient of the first copy; sum those of all copies.",
            lambda dout, a_shape, b_shape: flawed_broadcast_backward(dout, a_shape, b_shape, flaw="first-copy"),
        ),
        "leading-axes-only": (
            "An axis of size 1 was copied too: sum over it, and keep it with size 1.",
            lambda dout, a_shape, b_shape: flawed_broadcast_backward(dout, a_shape, b_shape, flaw="leading-axes-only"),
        ),
        "size-one-only": (
            "Axes on the left that the operand has not were copied too: sum over them, and drop them.",
            lambda dout, a_shape, b_shape: flawed_broadcast_backward(dout, a_shape, b_shape, flaw="size-one-only"),
        ),
        "axes-dropped": (
            "An axis of size 1 is summed but stays: keepdims=True, or reshape to the shape of the operand.",
            lambda dout, a_shape, b_shape: flawed_broadcast_backward(dout, a_shape, b_shape, flaw="axes-dropped"),
        ),
        "axis-zero-only": (
            "You sum over axis 0 whatever the shapes are; that suits a bias and a batch only.",
            lambda dout, a_shape, b_shape: flawed_broadcast_backward(dout, a_shape, b_shape, flaw="axis-zero-only"),
        ),
        "aligned-left": (
            "Broadcasting aligns shapes on the right: axes are missing on the left, not on the right.",
            lambda dout, a_shape, b_shape: flawed_broadcast_backward(dout, a_shape, b_shape, flaw="aligned-left"),
        ),
        "exchanged": (
            "The gradient of a comes first, then that of b.",
            lambda dout, a_shape, b_shape: flawed_broadcast_backward(dout, a_shape, b_shape, flaw="exchanged"),
        ),
    },
    hints=[
        "If b was copied into every row of the sum, how many elements of dout does one element of b answer for?",
        "Put ones before the shorter shape until both have as many axes: dout is summed over each axis where the "
        "operand has size 1. Then it is brought into the operand's shape.",
        "aligned = (1,) * (dout.ndim − len(shape)) + shape; sum dout over the axes where aligned is 1, and reshape to "
        "shape; once for a_shape and once for b_shape.",
    ],
)
