"""Hidden suite: products, lengths and angles of vectors."""

from dlgrade.suite import F, arrays, call, drawn, exercise, np, topic, torch, values, without

about = topic("Vectors", order=1)

PRODUCTS_OF_LIBRARIES = [
    "@", ".dot", "math.sumprod", "operator.matmul",
    "np.dot", "np.vdot", "np.vecdot", "np.inner", "np.matmul", "np.tensordot", "np.einsum",
    "np.linalg.vecdot", "np.linalg.matmul", "np.linalg.tensordot", "np.linalg.multi_dot",
]  # fmt: skip

BIAS = drawn(lambda rng: float(rng.choice([-1, 1]) * rng.uniform(0.5, 3)))

# ── dot, neuron_output ────────────────────────────────────────────────────────────────────────────────────

dot = exercise(
    reference=torch.dot,
    source="Dot Product (iç çarpım, nokta çarpımı)",
    bans=PRODUCTS_OF_LIBRARIES,
    laws=without("0-d", "empty", "rows"),
    cases={
        "two vectors": call(arrays(31), arrays(31)),
        # They write −42 for −3 · 8: the sum −23 is that of −3 · 14, and the vectors that they print give −5.
        "the lecture notes' example: 14 − 42 + 5 = −23": call(values([7.0, -3.0, 5.0]), values([2.0, 14.0, 1.0])),
        "the lecture notes' vectors as printed: 14 − 24 + 5 = −5": call(
            values([7.0, -3.0, 5.0]), values([2.0, 8.0, 1.0])
        ),
        "one element each": call(arrays(1), arrays(1)),
        "two elements each": call(arrays(2), arrays(2)),
        "vectors at right angles": call(values([3.0, 4.0, 0.0]), values([-4.0, 3.0, 7.0])),
    },
    misconceptions={
        "not-summed": (
            "Those are the products of the elements; the dot product is their sum, one number.",
            lambda a, b: a * b,
        ),
        "array-of-one": (
            "The dot product is a number, not an array that holds one: sum over all axes, without keepdims.",
            lambda a, b: np.sum(a * b, keepdims=True),
        ),
        "mean": (
            "The products are summed, not averaged.",
            lambda a, b: np.mean(a * b),
        ),
        "sums-multiplied": (
            "Multiply element by element first and sum afterwards; you multiply the sum of a by the sum of b.",
            lambda a, b: np.sum(a) * np.sum(b),
        ),
        "elements-added": (
            "The elements that stand at the same place are multiplied, not added.",
            lambda a, b: np.sum(a + b),
        ),
        "signs-lost": (
            "A product may be negative and keeps its sign: there is no absolute value in a dot product.",
            lambda a, b: np.sum(np.abs(a * b)),
        ),
        "same-vector-twice": (
            "You multiply a by itself; its partner is b.",
            lambda a, b: np.sum(a * a),
        ),
        "last-element-missing": (
            "The last element is left out: the loop ends one step too early.",
            lambda a, b: np.sum(a[:-1] * b[:-1]),
        ),
    },
    hints=[
        "How many numbers come out of a dot product, and how many multiplications does it take?",
        "Multiply the elements that stand at the same place; then sum all products.",
        "a · b = a₁b₁ + a₂b₂ + … + aₙbₙ.",
    ],
)

neuron_output = exercise(
    reference=lambda x, w, b: F.linear(x, w) + b,
    source="Derin öğrenmede vektörler nerede kullanılır?",
    needs=["dot"],
    laws=without("0-d", "empty", "rows"),
    cases={
        "31 inputs": call(arrays(31), arrays(31), BIAS),
        "the lecture notes' example: 0.05 + 0.1 + 0.15 = 0.3, without a bias": call(
            values([0.1, 0.2, 0.3]), values([0.5, 0.5, 0.5]), 0.0
        ),
        "an output below zero": call(values([1.0, 2.0]), values([-3.0, 0.5]), 0.25),
        "a bias alone, since all inputs are zero": call(values([0.0, 0.0, 0.0, 0.0]), arrays(4), -1.75),
        "a single input": call(arrays(1), arrays(1), BIAS),
    },
    misconceptions={
        "bias-ignored": (
            "The bias is not used: it is added to the weighted sum.",
            lambda x, w, b: np.sum(w * x),
        ),
        "bias-per-input": (
            "The bias is added once, to the sum; you add it to each product, n times in all.",
            lambda x, w, b: np.sum(w * x + b),
        ),
        "bias-subtracted": (
            "The bias is added, not subtracted.",
            lambda x, w, b: np.sum(w * x) - b,
        ),
        "not-summed": (
            "A neuron puts out one number: sum the weighted inputs.",
            lambda x, w, b: w * x + b,
        ),
        "bias-times-the-sum": (
            "The weights multiply the inputs only: w · x + b, not w · (x + b).",
            lambda x, w, b: np.sum(w * (x + b)),
        ),
        "relu-applied": (
            "No activation function is asked: a negative output stays negative.",
            lambda x, w, b: np.maximum(np.sum(w * x) + b, 0.0),
        ),
        "sigmoid-applied": (
            "No activation function is asked, only the number that goes into it.",
            lambda x, w, b: 0.5 * (1 + np.tanh(0.5 * (np.sum(w * x) + b))),
        ),
        "step-applied": (
            "A perceptron decides 0 or 1 by this number; here the number itself is asked.",
            lambda x, w, b: np.where(np.sum(w * x) + b > 0, 1.0, 0.0),
        ),
    },
    hints=[
        "With no bias the neuron computes something that you have written already. What?",
        "The dot product of weights and inputs; the bias is added to it, once.",
        "z = w · x + b.",
    ],
)

# ── Norms ─────────────────────────────────────────────────────────────────────────────────────────────────

l1_norm = exercise(
    reference=lambda x: torch.linalg.vector_norm(x, ord=1),
    source="Skalerler, Vektörler, Matrisler ve Tensörler: Vektörler",
    laws=without("empty", "rows"),
    cases={
        "a vector": arrays(31),
        "3 and −4": values([3.0, -4.0]),
        "elements that cancel in a plain sum": values([2.5, -1.5, -1.0]),
        "the elements of a table": arrays(5, 7),
        "three axes": arrays(2, 4, 3),
        "zeros": values([0.0, 0.0, 0.0]),
    },
    misconceptions={
        "signs-kept": (
            "Negative and positive elements cancel: take absolute values before the sum.",
            lambda x: np.sum(x),
        ),
        "absolute-value-too-late": (
            "Take the absolute value of each element, not that of the sum.",
            lambda x: np.abs(np.sum(x)),
        ),
        "l2": (
            "That is the L2 norm; the L1 norm has neither squares nor a root.",
            lambda x: np.sqrt(np.sum(x**2)),
        ),
        "maximum": (
            "That is the maximum norm; the L1 norm sums the absolute values of all elements.",
            lambda x: np.max(np.abs(x)),
        ),
        "mean": (
            "The absolute values are summed, not averaged.",
            lambda x: np.mean(np.abs(x)),
        ),
        "squares": (
            "The L1 norm sums |x|, not x².",
            lambda x: np.sum(x**2),
        ),
        "not-over-all-axes": (
            "The norm is one number whatever the shape: sum over all axes.",
            lambda x: np.sum(np.abs(x), axis=-1),
        ),
        "matrix-norm": (
            "np.linalg.norm(x, 1) of a table is a matrix norm, the largest column sum; here all elements count.",
            lambda x: np.linalg.norm(x, 1),
        ),
    },
    hints=[
        "How far is it from the origin to (3, −4) if you may walk along the axes only?",
        "The sign of an element says which way, not how far: sum the absolute values.",
        "‖x‖₁ = |x₁| + |x₂| + … + |xₙ|.",
    ],
)

l2_norm = exercise(
    reference=torch.linalg.vector_norm,
    source="Skalerler, Vektörler, Matrisler ve Tensörler: Vektörler",
    laws=without("empty", "rows"),
    cases={
        "a vector": arrays(31),
        "3 and −4": values([3.0, -4.0]),
        "a single negative number": values([-2.5]),
        "the elements of a table": arrays(5, 7),
        "three axes": arrays(2, 4, 3),
        "zeros": values([0.0, 0.0, 0.0]),
    },
    misconceptions={
        "root-forgotten": (
            "That is the square of the norm: take the square root of the sum.",
            lambda x: np.sum(x**2),
        ),
        "l1": (
            "That is the L1 norm; the L2 norm is the root of the sum of squares.",
            lambda x: np.sum(np.abs(x)),
        ),
        "mean": (
            "The squares are summed, not averaged: you return the root mean square.",
            lambda x: np.sqrt(np.mean(x**2)),
        ),
        "standard-deviation": (
            "That is the standard deviation: neither is a mean subtracted here, nor is the sum divided.",
            lambda x: np.std(x),
        ),
        "maximum": (
            "That is the maximum norm; the L2 norm sums the squares of all elements.",
            lambda x: np.max(np.abs(x)),
        ),
        "not-over-all-axes": (
            "The norm is one number whatever the shape: sum over all axes.",
            lambda x: np.sqrt(np.sum(x**2, axis=-1)),
        ),
        "matrix-norm": (
            "np.linalg.norm(x, 2) of a table is a matrix norm, the largest singular value; here all elements count.",
            lambda x: np.linalg.norm(x, 2),
        ),
    },
    hints=[
        "What did Pythagoras say of a triangle with legs of 3 and 4?",
        "Square each element, sum the squares, take the square root of the sum.",
        "‖x‖₂ = √(x₁² + x₂² + … + xₙ²).",
    ],
)

# ── cosine_similarity ─────────────────────────────────────────────────────────────────────────────────────


def length_of(x):
    return np.sqrt(np.sum(x**2))


def cosine_of(a, b):
    return np.sum(a * b) / (max(length_of(a), 1e-8) * max(length_of(b), 1e-8))


def cosine_unless_zero(a, b):
    lengths = length_of(a) * length_of(b)
    return np.sum(a * b) / lengths if lengths > 0 else 0.0


cosine_similarity = exercise(
    reference=lambda a, b: F.cosine_similarity(a, b, dim=-1),
    source="Dot Product (iç çarpım, nokta çarpımı)",
    needs=["dot", "l2_norm"],
    laws=without("0-d", "empty", "rows"),
    cases={
        "two vectors": call(arrays(31), arrays(31)),
        "the same direction, other lengths": call(values([1.0, 2.0, -3.0]), values([0.5, 1.0, -1.5])),
        "opposite directions": call(values([1.0, 2.0, -3.0]), values([-2.0, -4.0, 6.0])),
        "at right angles": call(values([3.0, 4.0, 0.0]), values([-4.0, 3.0, 7.0])),
        "the first is a zero vector": call(values([0.0, 0.0, 0.0, 0.0]), arrays(4)),
        "the second is a zero vector": call(arrays(4), values([0.0, 0.0, 0.0, 0.0])),
        "the first is shorter than 1e-8": call(values([3e-9, 0.0]), values([0.3, 0.4])),
        "the second is shorter than 1e-8": call(values([0.6, 0.8]), values([1e-9, -2e-9])),
    },
    misconceptions={
        "not-normalised": (
            "That is the dot product, which grows with the vectors: divide it by both norms.",
            lambda a, b: np.sum(a * b),
        ),
        "one-norm-only": (
            "Divide by the norm of b as well: the length of neither vector may count.",
            lambda a, b: np.sum(a * b) / max(length_of(a), 1e-8),
        ),
        "roots-forgotten": (
            "You divide by squared norms: take the square root of each sum of squares.",
            lambda a, b: np.sum(a * b) / (max(np.sum(a**2), 1e-8) * max(np.sum(b**2), 1e-8)),
        ),
        "l1-norms": (
            "The cosine takes the L2 norms, not the sums of absolute values.",
            lambda a, b: np.sum(a * b) / (max(np.sum(np.abs(a)), 1e-8) * max(np.sum(np.abs(b)), 1e-8)),
        ),
        "zero-by-zero": (
            "A zero vector has the norm 0, and 0/0 is NaN: each norm is at least 1e-8.",
            lambda a, b: np.sum(a * b) / (length_of(a) * length_of(b)),
        ),
        "zero-vector-only": (
            "You treat the zero vector apart; a vector that is shorter than 1e-8 counts as 1e-8 long too.",
            cosine_unless_zero,
        ),
        "eps-for-the-product": (
            "Each of the two norms is at least 1e-8; you bound their product.",
            lambda a, b: np.sum(a * b) / max(length_of(a) * length_of(b), 1e-8),
        ),
        "eps-added": (
            "1e-8 is a lower bound of each norm, a maximum; you add it, which changes every answer a little.",
            lambda a, b: np.sum(a * b) / (length_of(a) * length_of(b) + 1e-8),
        ),
        "distance": (
            "That is the cosine distance; the similarity itself is asked, 1 for the same direction.",
            lambda a, b: 1 - cosine_of(a, b),
        ),
        "angle": (
            "That is the angle; its cosine is asked.",
            lambda a, b: np.arccos(np.clip(cosine_of(a, b), -1, 1)),
        ),
        "sign-lost": (
            "Opposite directions have the similarity −1: there is no absolute value.",
            lambda a, b: np.abs(cosine_of(a, b)),
        ),
        "correlation": (
            "That is the correlation coefficient: no mean is subtracted here.",
            lambda a, b: cosine_of(a - np.mean(a), b - np.mean(b)),
        ),
    },
    hints=[
        "What may the lengths of the vectors do to the cosine of the angle between them?",
        "Divide the dot product by both lengths, and see to it that no length is 0.",
        "a · b / (max(‖a‖, 1e-8) · max(‖b‖, 1e-8)).",
    ],
)

# ── outer ─────────────────────────────────────────────────────────────────────────────────────────────────

outer = exercise(
    reference=torch.outer,
    source="Dot Product (iç çarpım, nokta çarpımı)",
    needs=["dot"],
    laws=without("0-d", "rows"),
    cases={
        "vectors of different sizes": call(arrays(31), arrays(4)),
        "the first is the shorter one": call(arrays(3), arrays(5)),
        "vectors of the same size": call(arrays(4), arrays(4)),
        "one element and three": call(arrays(1), arrays(3)),
    },
    misconceptions={
        "transposed": (
            "Rows and columns are swapped: the elements of a stand along the rows, axis 0.",
            lambda a, b: b[:, np.newaxis] * a,
        ),
        "elementwise": (
            "Every element of a meets every element of b; you multiply those at the same place only.",
            lambda a, b: a * b,
        ),
        "inner": (
            "That is the dot product, one number; the outer product is a table.",
            lambda a, b: np.sum(a * b),
        ),
        "sums": (
            "The table holds products aᵢ · bⱼ, not sums.",
            lambda a, b: a[:, np.newaxis] + b,
        ),
        "one-row": (
            "The products are right but stand in one row: there is a row for each element of a.",
            lambda a, b: np.reshape(a[:, np.newaxis] * b, -1),
        ),
        "diagonal": (
            "Off the diagonal there are products too: every element of a meets every element of b.",
            lambda a, b: np.diag(a * b),
        ),
    },
    hints=[
        "Which shape has a multiplication table with m rows and n columns?",
        "Stand a upright as a column: an axis of size 1 behind its own, and broadcasting fills the table.",
        "Cᵢⱼ = aᵢ · bⱼ.",
    ],
)
