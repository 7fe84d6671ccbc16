"""Hidden suite: sums and products of matrices, and the numbers that sum them up."""

from dlgrade.suite import arrays, call, exercise, np, topic, torch, values, without

about = topic("Matrices", order=2)

COUNTING = values([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])

# ── transpose ─────────────────────────────────────────────────────────────────────────────────────────────

transpose = exercise(
    reference=torch.t,
    source="Transpoze işlemi",
    laws=without("0-d"),
    cases={
        "more columns than rows": arrays(5, 7),
        "more rows than columns": arrays(4, 3),
        "the lecture notes' example: three rows of two become two of three": COUNTING,
        "the lecture notes' square matrix": values([[1.0, 2.0], [3.0, 4.0]]),
        "the lecture notes' column becomes a row": values([[1.0], [2.0]]),
        "a row becomes a column": arrays(1, 4),
    },
    misconceptions={
        "unchanged": (
            "You return the matrix as it is: element (i, j) belongs at (j, i).",
            lambda A: A,
        ),
        "reshaped": (
            "reshape only cuts the same sequence of numbers into other rows; a transpose turns rows into columns.",
            lambda A: A.reshape(A.shape[1], A.shape[0]),
        ),
        "rotated": (
            "That is a rotation by 90°: the order of the elements within a row is reversed.",
            lambda A: np.rot90(A),
        ),
        "mirrored-at-the-other-diagonal": (
            "The mirror is the diagonal that begins at the top left, not the other one.",
            lambda A: A[::-1, ::-1].T,
        ),
        "upside-down": (
            "The order of the rows is reversed; a transpose makes columns of them.",
            lambda A: A[::-1],
        ),
    },
    hints=[
        "Which shape has the transpose of 3 rows of 2, and where does its top row come from?",
        "The first column becomes the first row, the second column the second row, and so on.",
        "The element at (j, i) of the result is A[i, j].",
    ],
)

# ── matrix_add, add_scalar ────────────────────────────────────────────────────────────────────────────────


def add_if(fits, A, B):
    if not fits:
        raise ValueError("different shapes")
    return A + B


def matrix_add_in_place(A, B):
    if A.shape != B.shape:
        raise ValueError("different shapes")
    A += B
    return A


def matrix_add_asserting(A, B):
    assert A.shape == B.shape
    return A + B


matrix_add = exercise(
    reference=torch.add,
    source="Matris Toplamı",
    laws=without("0-d"),
    cases={
        "two matrices": call(arrays(5, 7), arrays(5, 7)),
        "the lecture notes' example: 2 6, 5 9 and 7 9": call(COUNTING, values([[1.0, 4.0], [2.0, 5.0], [2.0, 3.0]])),
        "the lecture notes' NumPy example: 3 7, 10 8 and 9 9": call(
            COUNTING, values([[2.0, 5.0], [7.0, 4.0], [4.0, 3.0]])
        ),
        "a matrix and its transpose raise ValueError": call(arrays(3, 4), arrays(4, 3)).raises("ValueError"),
        "a column would broadcast and raises ValueError": call(arrays(3, 4), arrays(3, 1)).raises("ValueError"),
        "a row would broadcast and raises ValueError": call(arrays(1, 4), arrays(3, 4)).raises("ValueError"),
        "a vector would broadcast and raises ValueError": call(arrays(3, 4), arrays(4)).raises("ValueError"),
    },
    misconceptions={
        "broadcast": (
            "NumPy stretches a row or a column silently; compare the shapes first and raise a ValueError.",
            lambda A, B: A + B,
        ),
        "rows-compared-only": (
            "You compare the numbers of rows only: the whole shapes must be equal.",
            lambda A, B: add_if(A.shape[0] == B.shape[0], A, B),
        ),
        "columns-compared-only": (
            "You compare the numbers of columns only: the whole shapes must be equal.",
            lambda A, B: add_if(A.shape[-1] == B.shape[-1], A, B),
        ),
        "axes-counted-only": (
            "Two matrices may have two axes each and still differ in shape: compare the shapes, not ndim.",
            lambda A, B: add_if(A.ndim == B.ndim, A, B),
        ),
        "in-place": (
            "A += B changes the matrix that you were given; return a new one.",
            matrix_add_in_place,
        ),
        "assertion": (
            "An assert raises an AssertionError, and none at all under `python -O`; raise a ValueError.",
            matrix_add_asserting,
        ),
        "joined": (
            "Adding lists joins them; arrays are added element by element.",
            lambda A, B: np.array(A.tolist() + B.tolist()),
        ),
        "subtracted": (
            "The second matrix is added, not subtracted.",
            lambda A, B: add_if(A.shape == B.shape, A, -B),
        ),
    },
    hints=[
        "What does NumPy do with A + B when B has one column only, and may a sum of matrices do so?",
        "Compare the shapes first, and raise a ValueError where they differ; then add.",
        "Cᵢⱼ = Aᵢⱼ + Bᵢⱼ, if A.shape == B.shape.",
    ],
)


def add_scalar_in_place(A, c):
    A += c
    return A


add_scalar = exercise(
    reference=torch.add,
    source="Matrise bir skaler eklenmesi",
    cases={
        "a fraction": call(arrays(5, 7), 2.5),
        "the lecture notes' example: add 4": call(COUNTING, 4.0),
        "a negative number": call(arrays(4, 3), -1.75),
        "a square matrix": call(arrays(3, 3), 0.6),
        "three axes": call(arrays(2, 4, 3), 1.2),
    },
    misconceptions={
        "diagonal-only": (
            "A + cI adds to the diagonal only; every element gets c.",
            lambda A, c: A + c * np.eye(*A.shape[-2:]),
        ),
        "first-row-only": (
            "Only the first row gets c; every element does.",
            lambda A, c: np.concatenate([A[:1] + c, A[1:]]),
        ),
        "multiplied": (
            "The number is added, not multiplied.",
            lambda A, c: A * c,
        ),
        "subtracted": (
            "The number is added, not subtracted.",
            lambda A, c: A - c,
        ),
        "in-place": (
            "A += c changes the matrix that you were given; return a new one.",
            add_scalar_in_place,
        ),
        "cut-to-whole-numbers": (
            "np.full_like(A, c) takes the dtype of A too: beside whole numbers a fraction is cut off.",
            lambda A, c: A + np.full_like(A, c),
        ),
    },
    hints=[
        "By what does each element of the result differ from that of A?",
        "NumPy stretches a number over a whole array.",
        "Cᵢⱼ = Aᵢⱼ + c.",
    ],
)

# ── matmul, matvec ────────────────────────────────────────────────────────────────────────────────────────


def matmul_forgetting(A, B):
    for k in range(A.shape[1]):
        C = A[:, k : k + 1] * B[k]
    return C


def matmul_into_a_copy_of_A(A, B):
    C = np.zeros_like(A)
    for i in range(A.shape[0]):
        C[i] = A[i] @ B
    return C


matmul = exercise(
    reference=torch.matmul,
    source="Matrislerin ve vektörlerin çarpımı",
    needs=["dot"],
    bans=["for>1", "while"],
    laws=without("0-d"),
    cases={
        "two matrices": call(arrays(5, 7), arrays(7, 3)),
        "the lecture notes' example: 10, 22 and 34": call(COUNTING, values([[2.0], [4.0]])),
        "square matrices, where the order matters": call(arrays(3, 3), arrays(3, 3)),
        "a row by a column": call(arrays(1, 4), arrays(4, 1)),
        "a column by a row": call(arrays(4, 1), arrays(1, 3)),
        "a result wider than both are high": call(arrays(2, 3), arrays(3, 5)),
    },
    misconceptions={
        "elementwise": (
            "A * B multiplies element by element; a matrix product sums rows times columns.",
            lambda A, B: A * B,
        ),
        "order-swapped": (
            "The order matters: A times B, not B times A.",
            lambda A, B: B @ A,
        ),
        "rows-by-rows": (
            "You multiply rows of A by rows of B: it takes the columns of B.",
            lambda A, B: A @ B.T,
        ),
        "result-transposed": (
            "The result is transposed: row i belongs to row i of A.",
            lambda A, B: (A @ B).T,
        ),
        "last-term-only": (
            "Every k adds a term to the sum: write += instead of =.",
            matmul_forgetting,
        ),
        "last-term-missing": (
            "The last term of the sum is left out: the loop over k ends one step too early.",
            lambda A, B: A[:, :-1] @ B[:-1],
        ),
        "buffer-like-A": (
            "The result has the shape (rows of A, columns of B); your buffer has the shape of A.",
            matmul_into_a_copy_of_A,
        ),
        "mean": (
            "The products are summed, not averaged.",
            lambda A, B: A @ B / A.shape[1],
        ),
    },
    hints=[
        "Which row and which column meet in element (i, j), and which operation on vectors makes one number of them?",
        "One loop is enough: row by row, or as a sum of outer products of a column of A and a row of B.",
        "Cᵢⱼ = Σₖ Aᵢₖ Bₖⱼ.",
    ],
)

matvec = exercise(
    reference=torch.mv,
    source="Matrislerin ve vektörlerin çarpımı",
    needs=["dot"],
    laws=without("0-d"),
    cases={
        "a matrix and a vector": call(arrays(5, 7), arrays(7)),
        "the lecture notes' example: 10, 22 and 34": call(COUNTING, values([2.0, 4.0])),
        "a square matrix": call(arrays(3, 3), arrays(3)),
        "a single row": call(arrays(1, 4), arrays(4)),
        "a single column": call(arrays(4, 1), arrays(1)),
    },
    misconceptions={
        "not-summed": (
            "A * x scales the columns; the products of each row are to be summed.",
            lambda A, x: A * x,
        ),
        "columns-summed": (
            "The sum runs along the rows, axis 1: one number for each row.",
            lambda A, x: np.sum(A * x, axis=0),
        ),
        "transposed": (
            "That is Aᵀx: each row of A meets x, not each column.",
            lambda A, x: A.T @ x,
        ),
        "column": (
            "The result has one axis, like x; you return a matrix with one column.",
            lambda A, x: (A @ x)[:, np.newaxis],
        ),
        "all-summed": (
            "Each row gives a number of its own; you sum them all.",
            lambda A, x: np.sum(A * x),
        ),
    },
    hints=[
        "How many numbers come out, and what makes each of them?",
        "One number for each row: its dot product with x.",
        "yᵢ = Σⱼ Aᵢⱼ xⱼ.",
    ],
)

# ── trace, frobenius_norm ─────────────────────────────────────────────────────────────────────────────────

trace = exercise(
    reference=torch.trace,
    source="Skalerler, Vektörler, Matrisler ve Tensörler: Matrisler",
    laws=without("0-d", "empty", "rows"),
    cases={
        "a square matrix": arrays(6, 6),
        "more columns than rows": arrays(3, 5),
        "more rows than columns": arrays(5, 3),
        "the lecture notes' matrix of three rows: 1 + 4": COUNTING,
        "a single row": arrays(1, 4),
    },
    misconceptions={
        "everything": (
            "Only the diagonal is summed, not all elements.",
            lambda A: np.sum(A),
        ),
        "other-diagonal": (
            "The diagonal begins at the top left; you take the one that begins at the top right.",
            lambda A: np.sum(np.diag(A[:, ::-1])),
        ),
        "product": (
            "The diagonal is summed, not multiplied.",
            lambda A: np.prod(np.diag(A)),
        ),
        "not-summed": (
            "That is the diagonal itself; the trace is its sum.",
            lambda A: np.diag(A),
        ),
        "mean": (
            "The diagonal is summed, not averaged.",
            lambda A: np.mean(np.diag(A)),
        ),
        "signs-lost": (
            "The elements keep their signs: there is no absolute value in a trace.",
            lambda A: np.sum(np.abs(np.diag(A))),
        ),
        "as-many-as-rows": (
            "A matrix may have more rows than columns: the diagonal ends with the shorter side.",
            lambda A: sum(A[i, i] for i in range(A.shape[0])),
        ),
        "as-many-as-columns": (
            "A matrix may have more columns than rows: the diagonal ends with the shorter side.",
            lambda A: sum(A[i, i] for i in range(A.shape[1])),
        ),
    },
    hints=[
        "Which elements have the same number of row and column, and how many of them are there?",
        "Begin at the top left and go down the diagonal until the matrix ends.",
        "tr(A) = A₁₁ + A₂₂ + …, as many terms as the shorter side is long.",
    ],
)

frobenius_norm = exercise(
    reference=torch.linalg.matrix_norm,
    source="Skalerler, Vektörler, Matrisler ve Tensörler: Matrisler",
    needs=["l2_norm"],
    laws=without("0-d", "empty", "rows"),
    cases={
        "a matrix": arrays(5, 7),
        "a square matrix": arrays(4, 4),
        "a single row": arrays(1, 6),
        "a single column": arrays(6, 1),
        "numbers of which some are negative: 1, −4, 8 and 0 have the norm 9": values([[1.0, -4.0], [8.0, 0.0]]),
        "zeros": values([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]),
    },
    misconceptions={
        "root-forgotten": (
            "That is the square of the norm: take the square root of the sum.",
            lambda A: np.sum(A**2),
        ),
        "absolute-values": (
            "That is the sum of the absolute values; square the elements and take the root of the sum.",
            lambda A: np.sum(np.abs(A)),
        ),
        "spectral": (
            "That is the spectral norm, the largest singular value; here all elements count.",
            lambda A: np.linalg.norm(A, 2),
        ),
        "nuclear": (
            "That is the nuclear norm, the sum of the singular values; here the elements are squared and summed.",
            lambda A: np.linalg.norm(A, "nuc"),
        ),
        "mean": (
            "The squares are summed, not averaged.",
            lambda A: np.sqrt(np.mean(A**2)),
        ),
        "not-over-all-axes": (
            "The norm is one number: sum over rows and columns.",
            lambda A: np.sqrt(np.sum(A**2, axis=1)),
        ),
        "norms-of-rows-summed": (
            "The root is taken once, of the sum over all elements; you sum the lengths of the rows.",
            lambda A: np.sum(np.sqrt(np.sum(A**2, axis=1))),
        ),
        "matrix-squared": (
            "A @ A is no square of the elements; A**2 is.",
            lambda A: np.sqrt(np.abs(np.sum(A @ A))),
        ),
    },
    hints=[
        "If the rows stood behind each other in one long vector, how long would it be?",
        "Square every element, sum all squares, take the root.",
        "‖A‖ = √(Σᵢⱼ Aᵢⱼ²).",
    ],
)
