"""Hidden suite: tensors, their shapes and their layouts."""

from dlgrade.suite import F, arrays, call, exercise, integers, np, only, together, topic, torch, values, without

about = topic("Tensors", order=3)

# ── describe ──────────────────────────────────────────────────────────────────────────────────────────────

describe = exercise(
    reference=lambda t: (t.ndim, tuple(t.shape), t.numel()),
    source="Numpy Örnekler",
    returns=["ndim", "shape", "size"],
    laws=without("large", "rows"),
    cases={
        "an EEG recording: time, frequency, channel": arrays(6, 5, 4),
        "recordings of several patients": arrays(2, 6, 5, 4),
        "the lecture notes' scalar: 3": values(3.0),
        "the lecture notes' array of five numbers": values([1.0, 3.0, 5.0, 4.0, 2.0]),
        "the lecture notes' matrix of three by three": values([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]),
        "a week of prices: days, minutes of a day, prices": arrays(5, 390, 3),
        "whole numbers: six images of MNIST, with one channel": integers(6, 28, 28, 1, low=0, high=256),
        "videos: sample, frame, width, height, colour": arrays(2, 4, 6, 5, 3),
    },
    misconceptions={
        "length-for-size": (
            "len(t) is the size of the first axis; the size of a tensor is the product over all axes.",
            lambda t: (t.ndim, t.shape, len(t)),
        ),
        "length-for-ndim": (
            "len(t) is the size of the first axis; the number of axes is the length of the shape.",
            lambda t: (len(t), t.shape, t.size),
        ),
        "sizes-summed": (
            "The sizes of the axes are multiplied, not added: 2 rows of 3 are 6 elements.",
            lambda t: (t.ndim, t.shape, sum(t.shape)),
        ),
        "bytes": (
            "That is the memory in bytes; the size is the number of elements.",
            lambda t: (t.ndim, t.shape, t.nbytes),
        ),
        "rank-of-a-matrix": (
            "The rank of a matrix counts independent rows; the order of a tensor counts axes.",
            lambda t: (np.linalg.matrix_rank(t), t.shape, t.size),
        ),
        "order-of-the-answers": (
            "The order is (ndim, shape, size): the number of axes comes first.",
            lambda t: (t.shape, t.ndim, t.size),
        ),
        "float-for-a-scalar": (
            "np.prod of the empty shape of a single number is 1.0, a float; a number of elements is whole.",
            lambda t: (t.ndim, t.shape, np.prod(t.shape)),
        ),
    },
    hints=[
        "How many indices does it take to name one element of a colour image?",
        "The shape has one number for each axis: how many there are, and their product, is the rest of the answer.",
        "ndim = len(shape), size = product of the shape; arrays know all three.",
    ],
)

# ── broadcast_shape, broadcast_add ────────────────────────────────────────────────────────────────────────


def draw_shapes_that_fit(rng):
    """Two shapes with a common one of five different sizes: both have 1 somewhere, and the second is shorter."""
    common = rng.permutation([2, 3, 4, 5, 6]).tolist()
    a, b = common[:], common[1:]
    i, j = rng.choice(4, size=2, replace=False).tolist()
    a[1 + i] = b[j] = 1
    return tuple(a), tuple(b)


def lined_up(a, b):
    n = max(len(a), len(b))
    return list(zip((1,) * (n - len(a)) + tuple(a), (1,) * (n - len(b)) + tuple(b), strict=True))


def refuse(wrong):
    if wrong:
        raise ValueError("the shapes do not fit")


def flawed_broadcast_shape(a, b, *, flaw):
    """The rule of broadcasting, right but for `flaw`."""
    if flaw == "lined-up-at-the-first":
        return flawed_broadcast_shape(a[::-1], b[::-1], flaw="")[::-1]
    if flaw == "same-length-only":
        refuse(len(a) != len(b))
    pairs = lined_up(a, b)
    if flaw == "missing-axes-dropped":
        pairs = pairs[abs(len(a) - len(b)) :]
    if flaw == "second-only":
        refuse(len(b) > len(a))
    shape = []
    for m, n in pairs:
        if flaw == "multiples":
            refuse(m != n and not (m and n and (m % n == 0 or n % m == 0)))
            shape.append(max(m, n))
            continue
        if flaw == "second-only":
            refuse(n not in (m, 1))
        elif flaw not in ("not-refused", "zero-becomes-one-not-refused"):
            refuse(m != n and 1 not in (m, n))
        shape.append(max(m, n) if flaw.startswith("zero-becomes-one") else n if m == 1 else m)
    return tuple(shape)


def broadcast_shape_in_torch(a, b):
    """By tensors that broadcast: torch.broadcast_shapes itself takes a second to be imported."""
    return tuple(torch.broadcast_tensors(torch.empty(a), torch.empty(b))[0].shape)


def broadcast_shape_wrong_error(a, b):
    try:
        return flawed_broadcast_shape(a, b, flaw="")
    except ValueError as error:
        raise RuntimeError("the shapes do not fit") from error


broadcast_shape = exercise(
    reference=broadcast_shape_in_torch,
    source="Broadcasting",
    laws=only("repeatable"),
    cases={
        "five axes and four": call(together(draw_shapes_that_fit)),
        "the lecture notes' matrix and column": call((3, 2), (3, 1)),
        "equal shapes": call((2, 5), (2, 5)),
        "both are stretched": call((4, 1, 3), (1, 5, 1)),
        "a vector and a matrix": call((3,), (4, 3)),
        "a matrix and a vector": call((4, 3), (3,)),
        "a single number": call((), (2, 3)),
        "1 gives way to 0, on either side": call((1, 0, 5), (0, 1, 5)),
        "different sizes raise ValueError": call((2, 3), (2, 4)).raises("ValueError"),
        "different first sizes raise ValueError": call((5, 3), (2, 3)).raises("ValueError"),
        "a multiple raises ValueError": call((4, 3), (2, 3)).raises("ValueError"),
        "a size that fits at the front only raises ValueError": call((3, 4), (3,)).raises("ValueError"),
        "0 and 3 raise ValueError": call((0,), (3,)).raises("ValueError"),
        "3 and 0 raise ValueError": call((3,), (0,)).raises("ValueError"),
    },
    misconceptions={
        "lined-up-at-the-first": (
            "Shapes are lined up at the last axis; you line them up at the first.",
            lambda a, b: flawed_broadcast_shape(a, b, flaw="lined-up-at-the-first"),
        ),
        "not-refused": (
            "Sizes that differ, with no 1 among them, do not go together: raise a ValueError.",
            lambda a, b: flawed_broadcast_shape(a, b, flaw="not-refused"),
        ),
        "larger-size": (
            "The larger of two sizes is not the rule: sizes that differ need a 1 among them, else a ValueError; "
            "and a 1 gives way to 0 as well.",
            lambda a, b: flawed_broadcast_shape(a, b, flaw="zero-becomes-one-not-refused"),
        ),
        "zero-becomes-one": (
            "A 1 gives way to any size, to 0 too; the larger of 1 and 0 would be 1.",
            lambda a, b: flawed_broadcast_shape(a, b, flaw="zero-becomes-one"),
        ),
        "multiples": (
            "Only an axis of size 1 is stretched: 2 does not become 4 by repetition.",
            lambda a, b: flawed_broadcast_shape(a, b, flaw="multiples"),
        ),
        "same-length-only": (
            "Shapes of different lengths go together too: 1 stands for the missing sizes in front.",
            lambda a, b: flawed_broadcast_shape(a, b, flaw="same-length-only"),
        ),
        "missing-axes-dropped": (
            "zip ends with the shorter shape: the axes that only the longer one has belong to the result.",
            lambda a, b: flawed_broadcast_shape(a, b, flaw="missing-axes-dropped"),
        ),
        "second-only": (
            "Either shape may be stretched, the first one as well.",
            lambda a, b: flawed_broadcast_shape(a, b, flaw="second-only"),
        ),
        "another-error": (
            "The rule is right, but shapes that do not go together are to raise a ValueError.",
            broadcast_shape_wrong_error,
        ),
    },
    hints=[
        "At which end do you begin to compare two shapes of different lengths?",
        "From the last axis to the first: equal sizes stay, a 1 takes the other size, anything else is an error.",
        "Fill up the shorter one with 1 in front; then sᵢ = bᵢ if aᵢ is 1, aᵢ if bᵢ is 1 or equal, else ValueError.",
    ],
)


def left_aligned(A, B):
    n = max(A.ndim, B.ndim)
    return A.reshape(A.shape + (1,) * (n - A.ndim)) + B.reshape(B.shape + (1,) * (n - B.ndim))


def padded_with_zeros(A, B):
    shape = np.broadcast_shapes(A.shape, B.shape)
    total = np.zeros(shape)
    for X in (A, B):
        X = X.reshape((1,) * (len(shape) - X.ndim) + X.shape)
        total[tuple(slice(n) for n in X.shape)] += X
    return total


def added_if_equal(A, B):
    refuse(A.shape != B.shape)
    return A + B


def added_in_place(A, B):
    A += B
    return A


broadcast_add = exercise(
    reference=torch.add,
    source="Farklı shape leri olan matrislerin toplanması",
    needs=["broadcast_shape"],
    cases={
        "a vector is added to each row": call(arrays(5, 7), arrays(7)),
        "the lecture notes' example, a column: 3 4, 7 8 and 11 12": call(
            values([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), values([[2.0], [4.0], [6.0]])
        ),
        "a vector and a square matrix": call(arrays(4, 4), arrays(4)),
        "the first is the smaller one": call(arrays(3), arrays(2, 3)),
        "both are stretched": call(arrays(4, 1, 3), arrays(5, 1)),
        "a single number and a matrix": call(values(1.5), arrays(2, 3)),
        "equal shapes": call(arrays(2, 3), arrays(2, 3)),
    },
    misconceptions={
        "lined-up-at-the-first": (
            "Shapes are lined up at the last axis: a vector is a row, not a column.",
            left_aligned,
        ),
        "second-only": (
            "Either array may be stretched, the first one as well.",
            lambda A, B: A + np.broadcast_to(B, A.shape),
        ),
        "filled-with-zeros": (
            "What is missing is not zero: the smaller array is repeated.",
            padded_with_zeros,
        ),
        "equal-shapes-only": (
            "Different shapes are no error here, if they go together.",
            added_if_equal,
        ),
        "in-place": (
            "A += B changes the array that you were given, and it cannot grow; return a new one.",
            added_in_place,
        ),
        "multiplied": (
            "The arrays are added, not multiplied.",
            lambda A, B: A * B,
        ),
    },
    hints=[
        "What does NumPy do with a row and a column that are added?",
        "Nothing is repeated by hand: an axis of size 1, or one that is missing in front, stretches by itself.",
        "For shapes (m, n) and (m, 1): Cᵢⱼ = Aᵢⱼ + Bᵢ.",
    ],
)

# ── encode_tweet ──────────────────────────────────────────────────────────────────────────────────────────


def tweet_in_torch(text, length=140, vocab=128):
    """One column more than asked stands for "no character" and is thrown away."""
    codes = torch.tensor([ord(character) for character in text[:length]], dtype=torch.int64).clamp(max=vocab)
    return F.one_hot(F.pad(codes, (0, length - len(codes)), value=vocab), vocab + 1)[:, :vocab].double()


def one_hot_rows(codes, length, vocab):
    table = np.zeros((length, vocab))
    for i, code in enumerate(codes[:length]):
        if 0 <= code < vocab:
            table[i, code] = 1
    return table


def one_row_of_one_hots(text, length=140, vocab=128):
    return one_hot_rows([ord(c) for c in text], length, vocab).reshape(-1)


def codes_themselves(text, length=140, vocab=128):
    table = one_hot_rows([ord(c) for c in text], length, vocab)
    return table * np.arange(vocab)


def uncut(text, length=140, vocab=128):
    return one_hot_rows([ord(c) for c in text], max(length, len(text)), vocab)


def unpadded(text, length=140, vocab=128):
    return one_hot_rows([ord(c) for c in text], min(length, len(text)), vocab)


def unchecked(text, length=140, vocab=128):
    table = np.zeros((length, vocab))
    for i, character in enumerate(text[:length]):
        table[i, ord(character)] = 1
    return table


encode_tweet = exercise(
    reference=tweet_in_torch,
    source="Tensörler: Metin verileri",
    laws=only("repeatable"),
    cases={
        "a tweet: 140 places, 128 characters": call("Tensors are arrays! #DeepLearning @ 09:00"),
        "a text that is too long": call("deep learning", length=6),
        "a text as long as the table": call("tensor", length=6),
        "no text at all": call("", length=3, vocab=70),
        "letters that are not in ASCII": call("çığ: 5 €, ok", length=14),
        "more characters than ASCII has": call("Öğr. ÿ", length=8, vocab=256),
        "fewer characters than ASCII has": call("AZ az {", length=9, vocab=97),
        "the last character that has a column, and the first that has none": call("~\x7f\x80\x7e", length=5),
    },
    misconceptions={
        "transposed": (
            "A row stands for a place in the text, a column for a character; you have it the other way round.",
            lambda text, length=140, vocab=128: one_hot_rows([ord(c) for c in text], length, vocab).T,
        ),
        "cut-at-the-start": (
            "A long text loses its end, not its beginning.",
            lambda text, length=140, vocab=128: one_hot_rows([ord(c) for c in text[-length:]], length, vocab),
        ),
        "not-cut": (
            "The table has `length` rows, however long the text is: cut it off.",
            uncut,
        ),
        "not-padded": (
            "The table has `length` rows, however short the text is: the last ones are zero.",
            unpadded,
        ),
        "padded-with-spaces": (
            "Behind the end of the text the rows are zero; a space is a character and has a column.",
            lambda text, length=140, vocab=128: one_hot_rows([ord(c) for c in text.ljust(length)], length, vocab),
        ),
        "padded-with-code-zero": (
            "Behind the end of the text the rows are zero; code 0 is a character and has a column.",
            lambda text, length=140, vocab=128: one_hot_rows([ord(c) for c in text.ljust(length, "\0")], length, vocab),
        ),
        "padded-in-front": (
            "A short text begins in the first row; the zero rows come last.",
            lambda text, length=140, vocab=128: one_hot_rows(
                [-1] * (length - len(text)) + [ord(c) for c in text], length, vocab
            ),
        ),
        "unknown-characters-raise": (
            "A character beyond the last column is no error: its row stays zero.",
            unchecked,
        ),
        "unknown-characters-dropped": (
            "A character without a column keeps its place: its row is zero, and the next ones do not move up.",
            lambda text, length=140, vocab=128: one_hot_rows([ord(c) for c in text if ord(c) < vocab], length, vocab),
        ),
        "unknown-characters-wrapped": (
            "A code of `vocab` or more has no column; taking the remainder gives it that of another character.",
            lambda text, length=140, vocab=128: one_hot_rows([ord(c) % vocab for c in text], length, vocab),
        ),
        "unknown-characters-last": (
            "A code of `vocab` or more has no column; the last column belongs to a character of its own.",
            lambda text, length=140, vocab=128: one_hot_rows([min(ord(c), vocab - 1) for c in text], length, vocab),
        ),
        "bytes": (
            "UTF-8 writes a letter beyond ASCII as several bytes, so the ones behind it slip: take characters.",
            lambda text, length=140, vocab=128: one_hot_rows(list(text.encode("utf-8")), length, vocab),
        ),
        "from-one": (
            "Columns count from 0: the code is the column, with nothing subtracted.",
            lambda text, length=140, vocab=128: one_hot_rows([ord(c) - 1 for c in text], length, vocab),
        ),
        "letters-only": (
            "The column is the character's code itself, not its distance from `a`.",
            lambda text, length=140, vocab=128: one_hot_rows([ord(c) - ord("a") for c in text], length, vocab),
        ),
        "lower-case": (
            "Capital letters are characters of their own, with other codes.",
            lambda text, length=140, vocab=128: one_hot_rows([ord(c.lower()[0]) for c in text], length, vocab),
        ),
        "codes-for-ones": (
            "The element is 1, whatever the character; its code says in which column.",
            codes_themselves,
        ),
        "length-ignored": (
            "The parameter `length` is not used: 140 is only its default.",
            lambda text, length=140, vocab=128: one_hot_rows([ord(c) for c in text], 140, vocab),
        ),
        "vocab-ignored": (
            "The parameter `vocab` is not used: 128 is only its default.",
            lambda text, length=140, vocab=128: one_hot_rows([ord(c) for c in text], length, 128),
        ),
        "one-row": (
            "The numbers are right but stand in one row: the shape is (length, vocab).",
            one_row_of_one_hots,
        ),
    },
    hints=[
        "Which number has a character, and how does a row of zeros and a single one tell it?",
        "Begin with zeros; for each of the first `length` characters put a 1 into column `ord`, if there is one.",
        "T[i, ord(text[i])] = 1 for i < length and ord(text[i]) < vocab; all else is 0.",
    ],
)

# ── stack_batch ───────────────────────────────────────────────────────────────────────────────────────────


def stacked_and_stretched(list_of_arrays):
    return np.array(np.broadcast_arrays(*list_of_arrays))


def stacked_by_size(list_of_arrays):
    first = list_of_arrays[0]
    return np.concatenate([x.reshape(1, -1) for x in list_of_arrays]).reshape(len(list_of_arrays), *first.shape)


stack_batch = exercise(
    reference=torch.stack,
    source="Batch işlemleri",
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    cases={
        "four images": call([arrays(5, 7), arrays(5, 7), arrays(5, 7), arrays(5, 7)]),
        "three vectors": call([arrays(2), arrays(2), arrays(2)]),
        "a single example": call([arrays(3, 2)]),
        "two colour images": call([arrays(3, 4, 5), arrays(3, 4, 5)]),
        "numbers": call([values(1.5), values(-2.5), values(0.5)]),
        "examples without elements": call([values([[], []]), values([[], []])]),
        "a shape that would broadcast raises ValueError": call([arrays(3, 4), arrays(1, 4)]).raises("ValueError"),
        "a transposed example raises ValueError": call([arrays(3, 4), arrays(4, 3)]).raises("ValueError"),
        "a last example of another shape raises ValueError": call([arrays(2, 3), arrays(2, 3), arrays(3)]).raises(
            "ValueError"
        ),
    },
    misconceptions={
        "concatenated": (
            "You join the examples along an axis that they have; a batch needs a new axis in front.",
            lambda list_of_arrays: np.concatenate(list_of_arrays),
        ),
        "last-axis": (
            "The batch is the first axis; you put it last.",
            lambda list_of_arrays: np.stack(list_of_arrays, axis=-1),
        ),
        "flattened": (
            "The examples keep their shape; you lay out each in one row.",
            lambda list_of_arrays: np.stack([x.reshape(-1) for x in list_of_arrays]),
        ),
        "summed": (
            "The examples stand beside each other in a batch; you add them up.",
            lambda list_of_arrays: np.sum(np.stack(list_of_arrays), axis=0),
        ),
        "single-example-bare": (
            "One example is a batch of size 1: it gets the new axis too.",
            lambda list_of_arrays: np.squeeze(np.stack(list_of_arrays)),
        ),
        "stretched": (
            "Examples of different shapes make no batch: raise a ValueError instead of stretching them.",
            stacked_and_stretched,
        ),
        "sizes-compared-only": (
            "As many elements are not the same shape: a (3, 4) and a (4, 3) example make no batch.",
            stacked_by_size,
        ),
    },
    hints=[
        "Which shape has a batch of 4 images of shape (5, 7)?",
        "Each example becomes one entry of a new first axis, and all must have the same shape.",
        "T[n] is the n-th example; `np.stack` makes it so, and refuses different shapes.",
    ],
)

# ── channels_last_to_first, flatten_batch ─────────────────────────────────────────────────────────────────

channels_last_to_first = exercise(
    reference=lambda t: torch.movedim(t, -1, 1),
    source="Tensörler: Video görüntüleri",
    laws=without("0-d", "large"),
    cases={
        "images": arrays(2, 5, 4, 3),
        "videos": arrays(2, 6, 4, 5, 3),
        "square images": arrays(2, 3, 3, 3),
        "grey images, as in MNIST": arrays(3, 4, 4, 1),
        "a single video with two channels": arrays(1, 3, 3, 3, 2),
    },
    misconceptions={
        "reshaped": (
            "reshape cuts the same sequence of numbers in another way and mixes pixels with colours: move the axis.",
            lambda t: t.reshape(t.shape[0], t.shape[-1], *t.shape[1:-1]),
        ),
        "axes-swapped": (
            "Swapping the second and the last axis puts the first spatial axis last: the others keep their order.",
            lambda t: np.swapaxes(t, 1, -1),
        ),
        "reversed": (
            "t.T reverses all axes; only the channels move.",
            lambda t: t.T,
        ),
        "before-the-batch": (
            "The batch stays the first axis; the channels come behind it.",
            lambda t: np.moveaxis(t, -1, 0),
        ),
        "channels-of-each-frame": (
            "In a video the channels stand before the frames: (N, C, T, H, W).",
            lambda t: np.moveaxis(t, -1, -3),
        ),
        "images-only": (
            "A video has five axes: name the places from both ends, or use np.moveaxis.",
            lambda t: np.transpose(t, (0, 3, 1, 2)),
        ),
        "first-to-last": (
            "That is the way back: you move the second axis to the end.",
            lambda t: np.moveaxis(t, 1, -1),
        ),
    },
    hints=[
        "Which axis moves, and which ones only make room?",
        "Take the last axis out and put it in at place 1; a reshape cannot do that.",
        "The element at [n, c, h, w] is t[n, h, w, c]; with frames, [n, c, f, h, w] is t[n, f, h, w, c].",
    ],
)

flatten_batch = exercise(
    reference=lambda t: torch.flatten(t, start_dim=1),
    source="Flatten Katmanı",
    laws=without("0-d", "large"),
    cases={
        "images with channels": arrays(5, 2, 4, 3),
        "grey images": arrays(3, 4, 5),
        "rows already": arrays(4, 3),
        "a single example": arrays(1, 3, 2),
        "videos": arrays(2, 3, 1, 4, 5),
    },
    misconceptions={
        "batch-flattened-too": (
            "The batch keeps its axis: there is one row for each example.",
            lambda t: t.reshape(-1),
        ),
        "first-axis-fastest": (
            'The last axis runs fastest; order="F" reads the first one first.',
            lambda t: t.reshape(len(t), -1, order="F"),
        ),
        "last-two-axes-only": (
            "All axes but the first become one; you join the last two only.",
            lambda t: t.reshape(*t.shape[:-2], -1),
        ),
        "batch-last": (
            "The batch is the first axis: one row for each example, not one column.",
            lambda t: t.reshape(len(t), -1).T,
        ),
        "examples-mixed": (
            "reshape(-1, N) cuts the numbers into rows of length N, through the examples.",
            lambda t: t.reshape(-1, len(t)).T,
        ),
        "minus-one-for-no-examples": (
            "In an empty batch reshape(0, -1) cannot tell how long a row is: multiply the sizes of the other axes.",
            lambda t: t.reshape(t.shape[0], -1),
        ),
    },
    hints=[
        "How many rows and how many columns has a batch of 5 images of 4 by 3 pixels, laid out flat?",
        "The first axis stays, the others become one that is as long as their product.",
        "(N, d₁, …, dₖ) becomes (N, d₁ · … · dₖ), the last axis fastest.",
    ],
)

# ── unsqueeze, squeeze ────────────────────────────────────────────────────────────────────────────────────


def inserted(t, dim):
    shape = list(t.shape)
    shape.insert(dim, 1)
    return t.reshape(shape)


unsqueeze = exercise(
    reference=torch.unsqueeze,
    source="NOTE: Unsqueeze",
    laws=without("large", "rows"),
    cases={
        "an axis at the end": call(arrays(5, 7), -1),
        "an axis at the start": call(arrays(3, 4), 0),
        "an axis in the middle": call(arrays(3, 4, 2), 1),
        "one place from the end": call(arrays(3, 4, 2), -2),
        "the end, counted from the start": call(arrays(3, 4), 2),
        "the start, counted from the end": call(arrays(3, 4), -3),
        "a vector becomes a column": call(arrays(4), dim=1),
    },
    misconceptions={
        "negative-one-too-early": (
            "list.insert(-1, 1) inserts before the last size. A negative dim counts in the result: add n + 1 to it.",
            inserted,
        ),
        "always-first": (
            "The parameter `dim` is not used: you always insert the axis in front.",
            lambda t, dim: t[np.newaxis],
        ),
        "always-last": (
            "The parameter `dim` is not used: you always append the axis.",
            lambda t, dim: t[..., np.newaxis],
        ),
        "one-place-later": (
            "The new axis stands at place `dim` itself, not behind it.",
            lambda t, dim: np.expand_dims(t, (dim % (t.ndim + 1) + 1) % (t.ndim + 1)),
        ),
        "sign-lost": (
            "A negative `dim` counts from the end.",
            lambda t, dim: np.expand_dims(t, min(abs(dim), t.ndim)),
        ),
        "unchanged": (
            "You return the tensor as it is; one axis of size 1 is to be inserted.",
            lambda t, dim: t,
        ),
        "doubled": (
            "The new axis has size 1: nothing is repeated.",
            lambda t, dim: np.stack([t, t], axis=dim),
        ),
    },
    hints=[
        "By which number can a shape grow longer while the number of elements stays the same?",
        "A 1 is inserted into the shape at place `dim` of the result, which has n + 1 places.",
        "For a negative dim take dim + n + 1; then the shape is s[:dim] + (1,) + s[dim:].",
    ],
)


def first_entry(t, dim):
    return np.take(t, 0, axis=dim)


def squeezed_without_sign(t, dim):
    return np.squeeze(t, axis=abs(dim)) if t.shape[abs(dim)] == 1 else t


def squeezed_from_the_front(t, dim):
    return t.reshape(t.shape[:dim] + t.shape[dim + 1 :]) if t.shape[dim] == 1 else t


squeeze = exercise(
    reference=torch.squeeze,
    source="NOTE: Unsqueeze",
    needs=["unsqueeze"],
    laws=without("0-d", "large"),
    cases={
        "an axis in the middle": call(arrays(5, 1, 7), 1),
        "the first axis": call(arrays(1, 3, 4), 0),
        "the last axis, counted from the end": call(arrays(3, 4, 1), -1),
        "an axis counted from the end, one of three of size 1": call(arrays(1, 4, 1, 3, 1), -3),
        "others of size 1 stay": call(arrays(1, 4, 1, 3), 2),
        "an axis whose size is not 1 stays": call(arrays(1, 4, 3), 1),
        "a last axis whose size is not 1 stays": call(arrays(4, 1, 3), dim=-1),
        "nothing but one axis": call(arrays(1), 0),
        "an axis of size 0 stays": call(values([[], [], []]), 1),
    },
    misconceptions={
        "other-sizes-raise": (
            "An axis whose size is not 1 is no error: the tensor is returned as it is. np.squeeze raises there.",
            lambda t, dim: np.squeeze(t, axis=dim),
        ),
        "all-axes": (
            "Only the axis `dim` is removed; the others of size 1 stay.",
            lambda t, dim: np.squeeze(t),
        ),
        "first-entry-taken": (
            "An axis whose size is not 1 stays; you keep its first entry and lose the others.",
            first_entry,
        ),
        "last-axis-from-the-end": (
            "With dim = −1 the slice [dim + 1:] is [0:], the whole shape again: add n to a negative dim first.",
            squeezed_from_the_front,
        ),
        "sign-lost": (
            "A negative `dim` counts from the end.",
            squeezed_without_sign,
        ),
        "unchanged": (
            "You return the tensor as it is; an axis of size 1 is to be removed.",
            lambda t, dim: t,
        ),
    },
    hints=[
        "When does a shape lose a number without any element being lost?",
        "Look at the size of axis `dim`: if it is 1 the axis goes, else all stays as it is.",
        "If s[dim] is 1 the shape is s without that place, else s.",
    ],
)

# ── stocks_to_tensor, einsum_bij_bjk ──────────────────────────────────────────────────────────────────────


def flawed_stocks(table, weeks, days, minutes, *, flaw):
    """The folded table, right but for `flaw`."""
    features = table.shape[1]
    if flaw == "rows-not-checked":
        return table.reshape(weeks, days, minutes, -1)
    if flaw == "rows-cut":
        return table[: weeks * days * minutes].reshape(weeks, days, minutes, features)
    refuse(len(table) != weeks * days * minutes)
    if flaw == "minutes-slowest":
        return table.reshape(minutes, days, weeks, features).transpose(2, 1, 0, 3)
    if flaw == "days-before-weeks":
        return table.reshape(days, weeks, minutes, features).transpose(1, 0, 2, 3)
    if flaw == "days-first":
        return table.reshape(days, weeks, minutes, features)
    if flaw == "prices-before-minutes":
        return table.reshape(weeks, days, features, minutes)
    if flaw == "prices-before-minutes-moved":
        return table.reshape(weeks, days, minutes, features).swapaxes(2, 3)
    return table.reshape(weeks, days, minutes * features)


stocks_to_tensor = exercise(
    reference=lambda table, weeks, days, minutes: table.reshape(weeks, days, minutes, table.shape[1]),
    source="Tensörler: Hisse fiyatları",
    bonus=True,
    laws=without("0-d", "empty", "large", "rows"),
    cases={
        "three weeks of two days": call(arrays(24, 3), 3, 2, 4),
        "the lecture notes' week: five days of 390 minutes, three prices": call(arrays(1950, 3), 1, 5, 390),
        "as many weeks as days as minutes": call(arrays(8, 3), weeks=2, days=2, minutes=2),
        "one price": call(arrays(30, 1), 5, 2, 3),
        "too many rows raise ValueError": call(arrays(24, 3), 3, 2, 2).raises("ValueError"),
        "too few rows raise ValueError": call(arrays(12, 4), 3, 2, 4).raises("ValueError"),
    },
    misconceptions={
        "rows-not-checked": (
            "With −1 for the last size a table of another length is folded too, its rows glued together or cut.",
            lambda table, weeks, days, minutes: flawed_stocks(table, weeks, days, minutes, flaw="rows-not-checked"),
        ),
        "rows-cut": (
            "Rows that are too many are not dropped in silence: raise a ValueError.",
            lambda table, weeks, days, minutes: flawed_stocks(table, weeks, days, minutes, flaw="rows-cut"),
        ),
        "minutes-slowest": (
            "The next row is the next minute, so minutes run fastest; you let the weeks do so.",
            lambda table, weeks, days, minutes: flawed_stocks(table, weeks, days, minutes, flaw="minutes-slowest"),
        ),
        "days-slowest": (
            "A week is over before the next begins: the weeks run slowest, not the days.",
            lambda table, weeks, days, minutes: flawed_stocks(table, weeks, days, minutes, flaw="days-before-weeks"),
        ),
        "days-first": (
            "The first axis are the weeks, the second the days of each.",
            lambda table, weeks, days, minutes: flawed_stocks(table, weeks, days, minutes, flaw="days-first"),
        ),
        "prices-reshaped-before-minutes": (
            "The prices of a minute stand beside each other in the table and stay so: they are the last axis.",
            lambda table, weeks, days, minutes: flawed_stocks(
                table, weeks, days, minutes, flaw="prices-before-minutes"
            ),
        ),
        "prices-moved-before-minutes": (
            "The prices are the last axis, behind the minutes; there is nothing to move.",
            lambda table, weeks, days, minutes: flawed_stocks(
                table, weeks, days, minutes, flaw="prices-before-minutes-moved"
            ),
        ),
        "three-axes": (
            "The prices have an axis of their own, the fourth; you glue them together with the minutes.",
            lambda table, weeks, days, minutes: flawed_stocks(table, weeks, days, minutes, flaw="three-axes"),
        ),
    },
    hints=[
        "Which of week, day and minute changes from one row of the table to the next?",
        "The rows stand in order, so that a reshape is enough: the slowest axis first, the prices last.",
        "(weeks · days · minutes, F) becomes (weeks, days, minutes, F), row (w · days + d) · minutes + m.",
    ],
)

einsum_bij_bjk = exercise(
    reference=torch.bmm,
    source="Batch işlemleri",
    bonus=True,
    needs=["matmul"],
    laws=without("0-d", "empty", "rows"),
    cases={
        "three pairs of matrices": call(arrays(3, 4, 5), arrays(3, 5, 2)),
        "square matrices": call(arrays(2, 3, 3), arrays(2, 3, 3)),
        "as many pairs as rows and columns": call(arrays(3, 3, 3), arrays(3, 3, 3)),
        "a batch of one": call(arrays(1, 2, 4), arrays(1, 4, 3)),
        "rows by columns": call(arrays(4, 1, 3), arrays(4, 3, 1)),
    },
    misconceptions={
        "summed-over-the-batch": (
            "b stands on the right of the arrow too, so it is not summed: one matrix for each pair.",
            lambda a, b: np.einsum("bij,bjk->ik", a, b),
        ),
        "every-pair": (
            "The n-th matrix of a meets the n-th of b only; you multiply each with each.",
            lambda a, b: np.dot(a, b),
        ),
        "second-transposed": (
            "The sum runs along the rows of the second matrix, its middle axis: bjk, not bkj.",
            lambda a, b: np.einsum("bij,bkj->bik", a, b),
        ),
        "first-transposed": (
            "The sum runs along the columns of the first matrix, its last axis: bij, not bji.",
            lambda a, b: np.einsum("bji,bjk->bik", a, b),
        ),
        "result-transposed": (
            "The result is transposed: i, the rows of a, comes before k.",
            lambda a, b: np.einsum("bij,bjk->bki", a, b),
        ),
        "elementwise": (
            "a * b multiplies element by element; each pair is multiplied as matrices, rows by columns.",
            lambda a, b: a * b,
        ),
        "first-pair-for-all": (
            "Each matrix of a has a partner of its own; you multiply all by the first of b.",
            lambda a, b: a @ b[0],
        ),
    },
    hints=[
        "Which letters of `bij,bjk->bik` stand on the left of the arrow only?",
        "j is summed, b is carried along: a matrix product for each b.",
        "C[b] = a[b] @ b[b] for each pair; `@` does so for whole batches.",
    ],
)
