"""Hidden suite: preparing data."""

import math
from collections import Counter

from dlgrade.suite import (
    F,
    arrays,
    call,
    drawn,
    exercise,
    generator,
    integers,
    np,
    only,
    say,
    together,
    topic,
    torch,
    values,
    without,
)
from dlgrade.suite.chance import CHANCE

about = topic("Preparing data", order=1)

# A statistic of columns: it has no rows to treat alone, and needs one at least.
OF_COLUMNS = without("0-d", "empty", "rows")


def as_table(x):
    """x, which must be one: whoever looks for a smaller counterexample tries vectors too."""
    if x.ndim != 2:
        raise ValueError(x.shape)
    return x


def on_scales(rows, *scales):
    """Features of very different sizes, none of them around 0."""
    return drawn(lambda rng: (rng.standard_normal((rows, len(scales))) + 3) * scales)


# ── fill_missing ──────────────────────────────────────────────────────────────────────────────────────────

NAN = float("nan")


def with_gaps(rows, *gaps):
    """A table whose column j lacks gaps[j] of its numbers, anywhere."""

    def draw(rng):
        x = 2 * rng.standard_normal((rows, len(gaps))) + 1
        for column, count in zip(x.T, gaps, strict=True):
            column[rng.permutation(rows)[:count]] = np.nan
        return x

    return drawn(draw)


def filled(x):
    gaps = torch.isnan(as_table(x))
    if gaps.all(dim=0).any():
        raise ValueError("a column without a number")
    return torch.where(gaps, torch.nanmean(x, dim=0), x)


def filled_in_place(x):
    gaps = np.isnan(x)
    means = np.nanmean(x, axis=0)
    for row, column in np.argwhere(gaps):
        x[row, column] = means[column]
    return x


def filled_with_the_number_above(x):
    x = x.copy()
    for row in range(1, len(x)):
        x[row] = np.where(np.isnan(x[row]), x[row - 1], x[row])
    return x


def filled_with_the_mean_of_the_row(x):
    means = np.nansum(x, axis=1, keepdims=True) / np.maximum(1, (~np.isnan(x)).sum(axis=1, keepdims=True))
    return np.where(np.isnan(x), means, x)


def filled_without_zeros(x):
    x = np.where(x == 0, np.nan, x)
    return np.where(np.isnan(x), np.nanmean(x, axis=0), x)


fill_missing = exercise(
    reference=filled,
    source="DEĞİŞKEN SAYISINI AZALTMAK",
    # The other laws change numbers or sizes: NaN is no whole number, and a table of no rows has no mean.
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    cases={
        "a table with gaps": with_gaps(9, 2, 0, 5, 3),
        "more features than examples": with_gaps(4, 1, 0, 3, 2, 1, 2, 3),
        "one number left in each column": with_gaps(6, 5, 5, 5),
        "nothing missing": arrays(5, 3),
        "an example of which nothing is known": values([[3.0, -1.0], [NAN, NAN], [8.0, 4.0], [-2.0, NAN]]),
        "zeros are numbers": values([[0.0, NAN, 2.0], [NAN, 0.0, -7.0], [6.0, 0.0, NAN], [0.0, 9.0, 0.0]]),
        "numbers of ±10,000": values([[1e4, NAN], [-1e4, 1e4], [NAN, -3.0], [1e4, 1e4], [0.5, NAN]]),
    },
    misconceptions={
        "filled-with-zero": (
            "You put 0 into the gaps; the mean of the column leaves its mean where it was.",
            lambda x: np.nan_to_num(x),
        ),
        "mean-of-the-table": (
            "Each column has a mean of its own: take it along axis 0, not over the whole table.",
            lambda x: np.where(np.isnan(x), np.nanmean(x), x),
        ),
        "mean-of-the-row": (
            "A row is an example, a mixture of features; the mean of a column is asked: axis 0.",
            filled_with_the_mean_of_the_row,
        ),
        "gaps-counted": (
            "Divide by the number of numbers that the column has: a gap is no example with the value 0.",
            lambda x: np.where(np.isnan(x), np.nansum(x, axis=0) / len(x), x),
        ),
        "mean-is-nan": (
            "A sum with NaN in it is NaN, and so is the mean: leave the gaps out, as np.nanmean does.",
            lambda x: np.where(np.isnan(x), x.mean(axis=0), x),
        ),
        "median": (
            "That is the median of the column; the mean is asked.",
            lambda x: np.where(np.isnan(x), np.nanmedian(x, axis=0), x),
        ),
        "number-above": (
            "You repeat the number above the gap, as one does in a time series; the mean of the column is asked.",
            filled_with_the_number_above,
        ),
        "rows-dropped": (
            "You drop the examples with gaps; keep them all, and fill the gaps.",
            lambda x: x[~np.isnan(x).any(axis=1)],
        ),
        "zeros-are-missing": (
            "0 is a number like any other: only NaN is missing.",
            filled_without_zeros,
        ),
        "in-place": (
            "You fill the gaps in the array of the caller; return a new one.",
            filled_in_place,
        ),
    },
    hints=[
        "Which number changes a column the least when it is put into its gaps?",
        "Take the mean of each column over the numbers that it has, and use it only where np.isnan(x).",
        "np.where(np.isnan(x), m, x), where m is the sum of the column's numbers over their count: np.nanmean.",
    ],
)

# ── label_encode ──────────────────────────────────────────────────────────────────────────────────────────

ANIMALS = ["dog", "cat", "zebra", "cat", "dog", "ant", "cat", "dog", "cat", "bird", "zebra", "cat"]


def labels_of(classes, counts):
    """Each class so many times, in random order."""
    return drawn(lambda rng: rng.permutation(np.repeat(classes, counts)))


def as_lists(label_encode, labels):
    """Called with an array of these labels, text or whole numbers; arrays of text cannot come back, lists can."""
    codes, classes = label_encode(np.array(labels))
    return np.asarray(codes).tolist(), np.asarray(classes).tolist()


def sorted_classes(labels):
    """torch.unique; torch has no text, and there it is what scikit-learn's LabelEncoder does, in plain Python."""
    if isinstance(labels, np.ndarray):
        classes = sorted(set(labels.tolist()))
        return torch.tensor([classes.index(label) for label in labels.tolist()]), np.array(classes)
    classes, codes = torch.unique(labels, return_inverse=True)
    return codes, classes


def encoded(labels, classes):
    """The codes of the labels, where the classes stand in this order."""
    places = {label: code for code, label in enumerate(classes)}
    return np.array([places[label] for label in labels.tolist()]), np.array(classes)


def flawed_encode(labels, *, flaw):
    classes, first, codes, counts = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    if flaw == "in-order-of-appearance":
        return encoded(labels, list(dict.fromkeys(labels.tolist())))
    if flaw == "by-frequency":
        return encoded(labels, classes[np.argsort(-counts, kind="stable")].tolist())
    if flaw == "descending":
        return encoded(labels, classes.tolist()[::-1])
    if flaw == "sorted-as-text":
        return encoded(labels, sorted(classes.tolist(), key=str))
    if flaw == "from-one":
        return codes + 1, classes
    if flaw == "exchanged":
        return classes, codes
    if flaw == "first-places":
        return first, classes
    if flaw == "counts":
        return codes, counts
    return np.arange(len(labels)), classes


label_encode = exercise(
    reference=sorted_classes,
    source="KATMANLAR",
    returns=["codes", "classes"],
    # Labels are no floats, which is what the other laws change.
    laws=only("unchanged", "repeatable", "strided", "readonly"),
    cases={
        "whole numbers with gaps between them": labels_of([-7, 3, 4, 40, 1000], [3, 9, 1, 6, 4]),
        "text": call(ANIMALS).through(as_lists),
        "numbers that stand elsewhere in the alphabet": call([10, 9, 100, 2, 9, -1, 10, 100, 9, -20]).through(as_lists),
        "a single class": call([5, 5, 5]).through(as_lists),
        "labels that are codes already": labels_of([0, 1, 2], [2, 5, 4]),
        "every label another class": drawn(lambda rng: 3 * rng.permutation(40)[:11]),
    },
    misconceptions={
        "in-order-of-appearance": (
            "You number the classes as they appear; sort them first, so that the codes do not depend on the order of "
            "the examples.",
            lambda labels: flawed_encode(labels, flaw="in-order-of-appearance"),
        ),
        "by-frequency": (
            "You number the classes from the most frequent one on; their own increasing order is asked.",
            lambda labels: flawed_encode(labels, flaw="by-frequency"),
        ),
        "descending": (
            "Your classes decrease; the smallest gets the code 0.",
            lambda labels: flawed_encode(labels, flaw="descending"),
        ),
        "sorted-as-text": (
            "You sort whole numbers as text, where 10 stands before 9; compare them as numbers.",
            lambda labels: flawed_encode(labels, flaw="sorted-as-text"),
        ),
        "from-one": (
            "Codes count from 0: they are places in the array of classes, classes[codes] gives the labels back.",
            lambda labels: flawed_encode(labels, flaw="from-one"),
        ),
        "exchanged": (
            "The codes come first, then the classes; np.unique returns them the other way round.",
            lambda labels: flawed_encode(labels, flaw="exchanged"),
        ),
        "first-places": (
            "You return where each class occurs first (return_index); each label needs the place of its class "
            "(return_inverse).",
            lambda labels: flawed_encode(labels, flaw="first-places"),
        ),
        "counts": (
            "The second value holds the classes themselves, not how often each occurs.",
            lambda labels: flawed_encode(labels, flaw="counts"),
        ),
        "examples-numbered": (
            "You number the examples; equal labels get the same code.",
            lambda labels: flawed_encode(labels, flaw="examples-numbered"),
        ),
    },
    hints=[
        "A network needs numbers. Which list must you keep to get the labels back from the codes?",
        "Sort the different labels; the code of a label is its place in that list.",
        "classes, codes = np.unique(labels, return_inverse=True).",
    ],
)

# ── one_hot ───────────────────────────────────────────────────────────────────────────────────────────────


def of_class_zero(one_hot, labels, num_classes):
    return one_hot(0 * labels, num_classes)


def of_no_examples(one_hot, labels, num_classes):
    return one_hot(labels[:0], num_classes)


def marked(labels, num_classes, rows, columns):
    """Zeros with a 1 at rows and columns."""
    out = np.zeros((len(labels), num_classes))
    out[rows, columns] = 1
    return out


one_hot = exercise(
    reference=lambda labels, num_classes: F.one_hot(labels, num_classes).double(),
    source="KATMANLAR",
    needs=["label_encode"],
    # Labels are no floats, which is what the other laws change.
    laws=only("unchanged", "repeatable", "strided", "readonly"),
    cases={
        "every class occurs": call(labels_of([0, 1, 2, 3], [2, 4, 1, 3]), 4),
        "the last classes do not occur": call(labels_of([0, 1, 2], [3, 1, 2]), 5),
        "the first and a middle class do not occur": call(labels_of([1, 3], [5, 7]), 4),
        "more classes than examples": call(integers(4, low=0, high=50), 50),
        "one example": call(integers(1, low=1, high=30), 30),
        "one class": call(integers(3, low=0, high=50), 1).through(of_class_zero),
        "no examples": call(integers(4, low=0, high=6), 6).through(of_no_examples),
    },
    misconceptions={
        "classes-counted-from-the-labels": (
            "The largest label needs not be the last class: the number of columns is num_classes.",
            lambda labels, num_classes: np.eye(max(labels, default=0) + 1)[labels],
        ),
        "classes-that-occur": (
            "Each class has a column, whether it occurs or not: column c is that of class c.",
            lambda labels, num_classes: np.eye(len(np.unique(labels)))[np.unique(labels, return_inverse=True)[1]],
        ),
        "transposed": (
            "The examples are the rows and the classes the columns: (N, num_classes).",
            lambda labels, num_classes: np.eye(num_classes)[:, labels],
        ),
        "from-one": (
            "Classes count from 0: class 0 has its 1 in the first column.",
            lambda labels, num_classes: np.eye(num_classes)[labels - 1],
        ),
        "block": (
            "out[:, labels] marks these columns in every row; pair each row with its label: out[np.arange(N), labels].",
            lambda labels, num_classes: marked(labels, num_classes, slice(None), labels),
        ),
        "rows-marked": (
            "out[labels] marks whole rows; the label says which column of row n is 1.",
            lambda labels, num_classes: np.eye(num_classes)[labels] * 0 + 1,
        ),
        "truth-values": (
            "A comparison gives True and False; a network needs the numbers 1 and 0: .astype(float).",
            lambda labels, num_classes: labels[:, np.newaxis] == np.arange(num_classes),
        ),
        "label-instead-of-one": (
            "Mark the class with 1, not with its number: no class is larger than another.",
            lambda labels, num_classes: np.eye(num_classes)[labels] * labels[:, np.newaxis],
        ),
        "one-cold": (
            "1 stands where the example belongs to the class, 0 elsewhere; you have it the other way round.",
            lambda labels, num_classes: 1 - np.eye(num_classes)[labels],
        ),
    },
    hints=[
        "Why should class 2 not be twice class 1 for a network?",
        "Start from zeros, a row for each example and a column for each class, and set one 1 in each row.",
        "out[np.arange(N), labels] = 1, or the rows `labels` of the identity matrix.",
    ],
)

# ── standardize ───────────────────────────────────────────────────────────────────────────────────────────

CONSTANT_COLUMNS = values([[5.0, 0.0, 1.0, -3.0], [5.0, 0.0, -2.0, -3.0], [5.0, 0.0, 4.0, -3.0], [5.0, 0.0, 3.5, -3.0]])
# The computed mean of three times 0.1 is 0.10000000000000002.
TENTHS = values([[0.1, 0.5, 0.7], [0.1, -1.0, 0.7], [0.1, 2.25, 0.7]])


def standardized(x):
    deviation = as_table(x) - x.mean(dim=0)
    varies = x.amax(dim=0) > x.amin(dim=0)
    return torch.where(varies, deviation / torch.std(x, dim=0, correction=0), 0.0)


def flawed_standardize(x, *, flaw):
    axis = {"over-the-row": 1, "over-the-table": None}.get(flaw, 0)
    low, high = x.min(axis=axis, keepdims=True), x.max(axis=axis, keepdims=True)
    scale = x.std(axis=axis, keepdims=True, ddof=1 if flaw == "sample-deviation" else 0)
    varies = scale != 0 if flaw == "compared-with-zero" else high > low
    deviation = x if flaw == "not-centred" else x - x.mean(axis=axis, keepdims=True)
    if flaw == "variance":
        scale = scale**2
    elif flaw == "range":
        scale = high - low
    elif flaw == "epsilon":
        return deviation / (scale + 1e-8)
    elif flaw == "zero-by-zero":
        return deviation / scale
    elif flaw == "not-scaled":
        return deviation
    constant = x if flaw == "constant-kept" else np.zeros(x.shape)
    return np.where(varies, deviation / np.where(varies, scale, 1), constant)


standardize = exercise(
    reference=standardized,
    source="Batch Normalization",
    laws=OF_COLUMNS,
    cases={
        "a table": arrays(10, 4),
        "features on different scales": on_scales(8, 0.001, 1.0, -20.0, 1000.0, 0.3),
        "more features than examples": arrays(3, 7),
        "two examples": arrays(2, 3),
        "one example": arrays(1, 5),
        "columns of equal numbers": CONSTANT_COLUMNS,
        "three times 0.1": TENTHS,
    },
    misconceptions={
        "sample-deviation": (
            "You divide by N − 1; this is the biased variance, divided by N, as in batch normalisation.",
            lambda x: flawed_standardize(x, flaw="sample-deviation"),
        ),
        "over-the-table": (
            "Each feature has a mean and a deviation of its own: take them along axis 0.",
            lambda x: flawed_standardize(x, flaw="over-the-table"),
        ),
        "over-the-row": (
            "You standardise each example; its features have nothing in common. Take the columns: axis 0.",
            lambda x: flawed_standardize(x, flaw="over-the-row"),
        ),
        "variance": (
            "You divide by the variance; its square root, the standard deviation, has the unit of x.",
            lambda x: flawed_standardize(x, flaw="variance"),
        ),
        "not-scaled": (
            "The mean is 0 now, but the deviation is what it was: divide by it.",
            lambda x: flawed_standardize(x, flaw="not-scaled"),
        ),
        "not-centred": (
            "The deviation is 1 now, but the mean is not 0: subtract it before you divide.",
            lambda x: flawed_standardize(x, flaw="not-centred"),
        ),
        "range": (
            "You divide by the range, maximum − minimum; divide by the standard deviation.",
            lambda x: flawed_standardize(x, flaw="range"),
        ),
        "zero-by-zero": (
            "A column of equal numbers has the deviation 0, and 0 / 0 is NaN: such a column becomes 0.",
            lambda x: flawed_standardize(x, flaw="zero-by-zero"),
        ),
        "compared-with-zero": (
            "Where all numbers are equal, the computed mean may be off by a rounding, and so the deviation is tiny "
            "instead of 0: compare maximum and minimum.",
            lambda x: flawed_standardize(x, flaw="compared-with-zero"),
        ),
        "epsilon": (
            "A small number added to the deviation changes every column a little; treat only those of equal numbers.",
            lambda x: flawed_standardize(x, flaw="epsilon"),
        ),
        "constant-kept": (
            "You leave a column of equal numbers as it is; its mean is subtracted too, so that it becomes 0.",
            lambda x: flawed_standardize(x, flaw="constant-kept"),
        ),
    },
    hints=[
        "What should a column look like, so that its unit, metres or millimetres, does not matter?",
        "Subtract the mean of each column and divide by its standard deviation, both along axis 0. What if all "
        "numbers of a column are equal?",
        "(x − mean) / √(mean((x − mean)²)) along axis 0, and 0 where the maximum of the column is its minimum.",
    ],
)

# ── min_max_scale ─────────────────────────────────────────────────────────────────────────────────────────


def min_max_scaled(x):
    low, high = torch.aminmax(as_table(x), dim=0)
    return torch.where(high > low, (x - low) / (high - low), 0.0)


def flawed_scale(x, *, flaw):
    axis = {"over-the-row": 1, "over-the-table": None}.get(flaw, 0)
    low, high = x.min(axis=axis, keepdims=True), x.max(axis=axis, keepdims=True)
    shift = {"mean-subtracted": x.mean(axis=axis, keepdims=True), "divided-by-the-maximum": 0.0, "not-shifted": 0.0}
    deviation = x - shift.get(flaw, low)
    scale = high if flaw in ("divided-by-the-maximum", "shifted-and-divided-by-the-maximum") else high - low
    if flaw == "standardised":
        deviation, scale = x - x.mean(axis=0), x.std(axis=0)
    elif flaw == "zero-by-zero":
        return deviation / scale
    elif flaw == "epsilon":
        return deviation / (scale + 1e-8)
    constant = {"constant-is-one": np.ones(x.shape), "constant-kept": x}.get(flaw, np.zeros(x.shape))
    scaled = np.where(high > low, deviation / np.where(high > low, scale, 1), constant)
    return 2 * scaled - 1 if flaw == "from-minus-one" else scaled


min_max_scale = exercise(
    reference=min_max_scaled,
    source="Batch Normalization",
    laws=OF_COLUMNS,
    cases={
        "a table": arrays(10, 4),
        "features on different scales": on_scales(8, 0.001, 1.0, -20.0, 1000.0, 0.3),
        "more features than examples": arrays(3, 7),
        "two examples": arrays(2, 3),
        "one example": arrays(1, 5),
        "columns of equal numbers": CONSTANT_COLUMNS,
        "numbers far from 0, and the largest twice": values(
            [[50.0, -1e4], [52.0, -9990.0], [58.0, -9992.0], [58.0, -1e4]]
        ),
    },
    misconceptions={
        "over-the-table": (
            "Each feature has a minimum and a maximum of its own: take them along axis 0.",
            lambda x: flawed_scale(x, flaw="over-the-table"),
        ),
        "over-the-row": (
            "You scale each example; its features have nothing in common. Take the columns: axis 0.",
            lambda x: flawed_scale(x, flaw="over-the-row"),
        ),
        "divided-by-the-maximum": (
            "Divided by its maximum a column reaches up to 1, but does not start at 0: subtract the minimum, and "
            "divide by maximum − minimum.",
            lambda x: flawed_scale(x, flaw="divided-by-the-maximum"),
        ),
        "shifted-and-divided-by-the-maximum": (
            "After the shift the largest number is maximum − minimum: divide by that, not by the maximum.",
            lambda x: flawed_scale(x, flaw="shifted-and-divided-by-the-maximum"),
        ),
        "not-shifted": (
            "The columns are 1 long now, but do not start at 0: subtract the minimum first.",
            lambda x: flawed_scale(x, flaw="not-shifted"),
        ),
        "mean-subtracted": (
            "You subtract the mean; the minimum is what becomes 0.",
            lambda x: flawed_scale(x, flaw="mean-subtracted"),
        ),
        "standardised": (
            "That is standardisation, to mean 0 and deviation 1; here the minimum becomes 0 and the maximum 1.",
            lambda x: flawed_scale(x, flaw="standardised"),
        ),
        "from-minus-one": (
            "Your columns reach from −1 to 1; they should reach from 0 to 1.",
            lambda x: flawed_scale(x, flaw="from-minus-one"),
        ),
        "zero-by-zero": (
            "In a column of equal numbers maximum − minimum is 0, and 0 / 0 is NaN: such a column becomes 0.",
            lambda x: flawed_scale(x, flaw="zero-by-zero"),
        ),
        "epsilon": (
            "A small number added below changes every column a little; treat only those of equal numbers.",
            lambda x: flawed_scale(x, flaw="epsilon"),
        ),
        "constant-kept": (
            "You leave a column of equal numbers as it is; it becomes 0.",
            lambda x: flawed_scale(x, flaw="constant-kept"),
        ),
        "constant-is-one": (
            "A column of equal numbers becomes 0: each is the minimum.",
            lambda x: flawed_scale(x, flaw="constant-is-one"),
        ),
    },
    hints=[
        "Which number of a column should become 0, and which 1?",
        "Subtract the minimum of each column; then the largest number is maximum − minimum, and you divide by it.",
        "(x − min) / (max − min) along axis 0, and 0 where max = min.",
    ],
)

# ── hwc_to_chw ────────────────────────────────────────────────────────────────────────────────────────────


def height_and_width_exchanged(images):
    return np.swapaxes(images, -1, -3)


hwc_to_chw = exercise(
    reference=lambda images: torch.movedim(images, -1, -3),
    source="NOTE",
    laws=without("0-d"),
    cases={
        "a batch": arrays(2, 5, 7, 3),
        "one image": arrays(5, 7, 3),
        "one grey image": arrays(4, 6, 1),
        "a square image": arrays(6, 6, 3),
        "a batch of one": arrays(1, 4, 2, 3),
        "an image as high and wide as it has channels": arrays(4, 4, 4),
    },
    misconceptions={
        "reshaped": (
            "reshape keeps the numbers in their order in memory and mixes pixels with channels; move the axis "
            "instead: transpose or moveaxis.",
            lambda images: images.reshape(*images.shape[:-3], images.shape[-1], *images.shape[-3:-1]),
        ),
        "height-and-width-exchanged": (
            "Height and width have changed places: the order is C, H, W.",
            height_and_width_exchanged,
        ),
        "all-axes-reversed": (
            ".T turns the order of all axes round, of the batch too; only the channels move, before H and W.",
            lambda images: images.T,
        ),
        "batches-only": (
            "A single image has three axes: count them from the last one, with negative numbers.",
            lambda images: images.transpose(0, 3, 1, 2),
        ),
        "single-images-only": (
            "A batch has an axis before the image's three: count them from the last one, with negative numbers.",
            lambda images: images.transpose(2, 0, 1),
        ),
        "before-the-batch": (
            "The channels stand before H, behind the axis of the batch; you put them first of all.",
            lambda images: np.moveaxis(images, -1, 0),
        ),
        "backwards": (
            "You go the other way, from C, H, W to H, W, C: here the last axis moves before the other two.",
            lambda images: np.moveaxis(images, -3, -1),
        ),
        "unchanged": (
            "The axes are where they were; the last one, the channels, moves before the other two.",
            lambda images: images,
        ),
        "divided-by-255": (
            "Only the axes move; the numbers stay as they are.",
            lambda images: np.moveaxis(images, -1, -3) / 255,
        ),
    },
    hints=[
        "Where in the result is the number that stands at row h, column w, channel c?",
        "No number changes, only the order of the axes: the last one moves two places forward.",
        "np.moveaxis(images, −1, −3); for a batch that is transpose(0, 3, 1, 2).",
    ],
)

# ── Random orders: data, checks ───────────────────────────────────────────────────────────────────────────

DRAWS = 500


def labelled(n, *shape):
    """n different examples with n different labels, both in increasing order: how the rows lie shows the shuffle."""

    def draw(rng):
        return np.sort(2 * rng.standard_normal((n, *shape)), axis=0), np.sort(rng.permutation(100)[:n])

    return together(draw)


def not_like(got, want, n):
    """What is wrong with the form of an array that holds n examples of `want`."""
    if not isinstance(got, np.ndarray):
        return say("should be an array")
    if len(got) == n == 0:
        return None
    if got.shape != (n, *want.shape[1:]):
        return say("has shape {got}; should be {want}", got=str(got.shape), want=str((n, *want.shape[1:])))
    # Numbers in a wider type are the same numbers.
    if got.dtype.kind != want.dtype.kind or (got.dtype.kind == "f" and got.dtype.itemsize < want.dtype.itemsize):
        return say("has dtype {got}; should be {want}", got=got.dtype.name, want=want.dtype.name)
    return None


def has_form(answer, names, wanted):
    """A check of several arrays: `wanted` gives an array to be like and a number of examples for each."""
    if not isinstance(answer, list | tuple) or len(answer) != len(names):
        return say("should be {count} values, {names}", count=len(names), names=", ".join(names))
    for name, got, (want, n) in zip(names, answer, wanted, strict=True):
        if fault := not_like(got, want, n):
            return say("{name} {fault}", name=name, fault=fault)
    return None


def places(rows, x):
    """Where in x each of the rows stands; −1 for one that does not."""
    equal = (rows.reshape(len(rows), 1, -1) == x.reshape(1, len(x), -1)).all(axis=2)
    return np.where(equal.any(axis=1), equal.argmax(axis=1), -1)


def mixed_up(order, labels, y):
    """What is wrong with examples that come from the places `order` and have these labels."""
    if (order < 0).any():
        return say("{count} rows of x are none of the examples", count=int((order < 0).sum()))
    missing = len(y) - len(set(order.tolist()))
    if missing:
        return say("{count} of {n} examples are missing, and others occur twice", count=missing, n=len(y))
    wrong = int((labels != y[order]).sum())
    if wrong:
        return say("{count} of {n} examples have the label of another", count=wrong, n=len(y))
    return None


def come_up_evenly(outcomes, kinds):
    """Whether the outcomes, rows of an array, are draws of `kinds` outcomes with the same chance p = 1 / kinds.

    Chernoff: the share s of an outcome among n independent draws keeps to P(s ≥ q) ≤ exp(−n·KL) for q > p, with
    KL = q ln(q/p) + (1 − q) ln((1 − q)/(1 − p)). The most frequent one lies beyond q with `kinds` times that
    chance at most, and that is CHANCE where KL = ln(kinds / CHANCE) / n.
    """
    most = Counter(map(tuple, outcomes.tolist())).most_common(1)[0][1]
    p, q = 1 / kinds, most / len(outcomes)
    divergence = q * math.log(q / p) + ((1 - q) * math.log((1 - q) / (1 - p)) if q < 1 else 0)
    if divergence <= math.log(kinds / CHANCE) / len(outcomes):
        return None
    return say(
        "one outcome comes up {got} % of the time; each of {kinds} should {want} %",
        got=f"{100 * q:.1f}", want=f"{100 * p:.1f}", kinds=kinds,
    )  # fmt: skip


# ── For `alike=`: which mistake random answers show ───────────────────────────────────────────────────────


def form_of(answer):
    if isinstance(answer, list | tuple):
        return tuple(form_of(part) for part in answer)
    return (answer.shape, answer.dtype.kind) if isinstance(answer, np.ndarray) else type(answer).__name__


def traits_of_draws(outcomes):
    """Of DRAWS outcomes: whether any holds a label twice, else how many different ones there are."""
    if outcomes.ndim != 2:
        return "no labels"
    if any(len(set(outcome)) < len(outcome) for outcome in outcomes.tolist()):
        return "with repetition"
    return len(set(map(tuple, outcomes.tolist())))


def steps_down(column):
    """How often the numbers fall; from two on it is a shuffle."""
    return min(2, int((np.diff(column) < 0).sum()))


def traits_of_pairs(parts):
    """Of parts of `labelled` data, each (x, y): what is in order, what belongs together, what is lost."""
    parts = [(x.reshape(len(x), -1), y) for x, y in parts]
    x, y = np.concatenate([x for x, _ in parts]), np.concatenate([y for _, y in parts])
    order = x[:, 0].argsort(kind="stable")
    first, last = parts[0], parts[-1]
    return (
        # In what order the parts of a split stand is free.
        (steps_down(x[:, 0]), steps_down(y)) if len(parts) == 1 and len(x) > 9 else None,
        [(a.max() < b.min(), b.max() < a.min()) for a, b in ((first[0][:, 0], last[0][:, 0]), (first[1], last[1]))],
        steps_down(y[order]) == 0,
        bool((np.diff(x[order], axis=0) >= 0).all()),
        len(np.unique(x[:, 0])) == len(x),
    )


def parts_of(answer):
    """(x, y) or (x_train, x_test, y_train, y_test) as pairs of x and y; none where it is something else."""
    if not isinstance(answer, list | tuple) or not all(isinstance(part, np.ndarray) for part in answer):
        return []
    half = len(answer) // 2
    parts = [(x, y) for x, y in zip(answer[:half], answer[half:], strict=False) if x.ndim and len(x)]
    fit = all(y.ndim == 1 and len(x) == len(y) and x.shape[1:] == parts[0][0].shape[1:] for x, y in parts)
    return parts if fit else []


def same_mistake(a, b):
    """Whether two random answers show the same mistake."""
    if form_of(a) != form_of(b):
        return False
    if isinstance(a, np.ndarray):
        return traits_of_draws(a) == traits_of_draws(b)
    parts = parts_of(a)
    return not parts or traits_of_pairs(parts) == traits_of_pairs(parts_of(b))


# ── shuffle_together ──────────────────────────────────────────────────────────────────────────────────────


def shuffled_like_them(answer, x, y, rng):
    return has_form(answer, ("x", "y"), ((x, len(x)), (y, len(y))))


def pairs_kept(answer, x, y, rng):
    return mixed_up(places(answer[0], x), answer[1], y)


def moved(answer, x, y, rng):
    """With n examples a right shuffle leaves all where they were with a chance of 1/n!, below CHANCE for n > 14."""
    return say("the examples stand where they stood") if np.array_equal(answer[1], y) else None


def many_orders(shuffle_together, x, y, rng):
    return np.array([shuffle_together(x, y, rng)[1] for _ in range(DRAWS)])


def orders_come_up_evenly(answer, x, y, rng):
    if answer.shape != (DRAWS, len(y)) or (np.sort(answer, axis=1) != np.sort(y)).any():
        return say("the labels after a shuffle are not those before it")
    return come_up_evenly(answer, math.factorial(len(y)))


IS_SHUFFLED = (shuffled_like_them, pairs_kept, moved)


def flawed_shuffle(x, y, rng, *, flaw):
    n = len(x)
    if flaw == "other-generator":
        order = np.random.permutation(n)
    elif flaw == "seeded":
        order = np.random.default_rng(0).permutation(n)
    elif flaw == "with-replacement":
        order = rng.integers(0, n, n)
    elif flaw == "rotated":
        order = np.roll(np.arange(n), rng.integers(0, n))
    elif flaw == "each-place-left":
        order = np.arange(n)
        for i in range(n - 1, 0, -1):
            j = rng.integers(0, i)
            order[[i, j]] = order[[j, i]]
    elif flaw == "not-shuffled":
        order = np.arange(n)
    else:
        order = rng.permutation(n)
    if flaw == "apart":
        return x[order], y[rng.permutation(n)]
    if flaw == "only-x":
        return x[order], y
    if flaw == "only-y":
        return x, y[order]
    if flaw == "columns-apart":
        return rng.permuted(x, axis=0), y[order]
    if flaw == "exchanged":
        return y[order], x[order]
    if flaw == "in-place":
        x[:], y[:] = x[order], y[order]
        return x, y
    return x[order], y[order]


def shuffled_in_place_and_apart(x, y, rng):
    rng.shuffle(x)
    rng.shuffle(y)
    return x, y


shuffle_together = exercise(
    source="NOTE",
    returns=["x", "y"],
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    alike=same_mistake,
    cases={
        "thirty examples": call(labelled(30, 3), generator()).satisfies(*IS_SHUFFLED),
        "images": call(labelled(17, 4, 2, 3), generator()).satisfies(*IS_SHUFFLED),
        "examples of one number": call(labelled(20), generator()).satisfies(*IS_SHUFFLED),
        "all orders are equally likely: 500 shuffles of four examples": call(labelled(4, 2), generator())
        .through(many_orders)
        .satisfies(orders_come_up_evenly),
    },
    misconceptions={
        "apart": (
            "x and y come into different orders, and each example gets the label of another: draw one order, and use "
            "it for both.",
            lambda x, y, rng: flawed_shuffle(x, y, rng, flaw="apart"),
        ),
        "in-place-and-apart": (
            "rng.shuffle changes the arrays of the caller, and gives x and y different orders: draw one order with "
            "rng.permutation, and index both arrays with it.",
            shuffled_in_place_and_apart,
        ),
        "only-x": (
            "The labels stand where they stood: bring them into the order of the examples.",
            lambda x, y, rng: flawed_shuffle(x, y, rng, flaw="only-x"),
        ),
        "only-y": (
            "The examples stand where they stood: bring them into the order of the labels.",
            lambda x, y, rng: flawed_shuffle(x, y, rng, flaw="only-y"),
        ),
        "columns-apart": (
            "You shuffle within the examples, too: a row stays together, only its place changes.",
            lambda x, y, rng: flawed_shuffle(x, y, rng, flaw="columns-apart"),
        ),
        "with-replacement": (
            "Some examples are drawn twice and others never; an order has each exactly once: rng.permutation.",
            lambda x, y, rng: flawed_shuffle(x, y, rng, flaw="with-replacement"),
        ),
        "rotated": (
            "You only choose where to begin; the neighbours stay neighbours. Every order must be possible.",
            lambda x, y, rng: flawed_shuffle(x, y, rng, flaw="rotated"),
        ),
        "each-place-left": (
            "Not every order comes up: an example may stay where it is, so the one to exchange with is drawn from "
            "0, …, i, with i itself.",
            lambda x, y, rng: flawed_shuffle(x, y, rng, flaw="each-place-left"),
        ),
        "not-shuffled": (
            "The examples stand where they stood.",
            lambda x, y, rng: flawed_shuffle(x, y, rng, flaw="not-shuffled"),
        ),
        "seeded": (
            "You make a generator of your own with a fixed seed, so that every shuffle is the same: draw from `rng`.",
            lambda x, y, rng: flawed_shuffle(x, y, rng, flaw="seeded"),
        ),
        "other-generator": (
            "The order does not come from `rng`: draw from it, not from np.random, or nobody can repeat the run.",
            lambda x, y, rng: flawed_shuffle(x, y, rng, flaw="other-generator"),
        ),
        "in-place": (
            "You change the arrays of the caller; return new ones.",
            lambda x, y, rng: flawed_shuffle(x, y, rng, flaw="in-place"),
        ),
        "exchanged": (
            "x comes first, then y.",
            lambda x, y, rng: flawed_shuffle(x, y, rng, flaw="exchanged"),
        ),
    },
    hints=[
        "Each example has its label at the same place. What must happen to both arrays at once?",
        "Draw one random order of the places 0, …, N − 1, and index both arrays with it.",
        "order = rng.permutation(N); x[order], y[order].",
    ],
)

# ── train_test_split ──────────────────────────────────────────────────────────────────────────────────────

PARTS = ("x_train", "x_test", "y_train", "y_test")


def split_in_sizes(answer, x, y, test_ratio, rng):
    n_test = math.floor(len(x) * test_ratio)
    n_train = len(x) - n_test
    return has_form(answer, PARTS, ((x, n_train), (x, n_test), (y, n_train), (y, n_test)))


def each_in_one_part(answer, x, y, test_ratio, rng):
    x_train, x_test, y_train, y_test = answer
    # An empty test set may be of any form.
    parts = [(x_train, y_train), (x_test, y_test)] if len(x_test) else [(x_train, y_train)]
    rows, labels = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return mixed_up(places(rows, x), labels, y)


def chosen_at_random(answer, x, y, test_ratio, rng):
    """A right split of 70 puts the first or the last 14 aside with a chance of 2 / C(70, 14), below CHANCE."""
    labels = np.sort(answer[3])
    if not any(np.array_equal(labels, end) for end in (y[: len(labels)], y[-len(labels) :])):
        return None
    return say("the test set is one end of the data; choose at random")


def many_splits(train_test_split, x, y, test_ratio, rng):
    return np.array([np.sort(train_test_split(x, y, test_ratio, rng)[3]) for _ in range(DRAWS)])


def splits_come_up_evenly(answer, x, y, test_ratio, rng):
    n_test = math.floor(len(y) * test_ratio)
    if answer.shape != (DRAWS, n_test):
        return say("y_test should hold {count} labels", count=n_test)
    if not np.isin(answer, y).all() or (np.diff(answer, axis=1) <= 0).any():
        return say("y_test should hold different labels of y")
    return come_up_evenly(answer, math.comb(len(y), n_test))


IS_SPLIT = (split_in_sizes, each_in_one_part)


def flawed_split(x, y, test_ratio, rng, *, flaw):
    n = len(x)
    n_test = math.floor(n * test_ratio)
    if flaw == "rounded-up":
        n_test = math.ceil(n * test_ratio)
    elif flaw == "rounded-to-nearest":
        n_test = round(n * test_ratio)
    elif flaw == "never-empty":
        n_test = max(1, n_test)
    elif flaw == "exchanged":
        n_test = n - n_test
    if flaw == "other-generator":
        order = np.random.permutation(n)
    elif flaw == "seeded":
        order = np.random.default_rng(0).permutation(n)
    elif flaw == "with-replacement":
        order = rng.integers(0, n, n)
    elif flaw in ("first-ones", "last-ones"):
        order = np.roll(np.arange(n), n_test if flaw == "last-ones" else 0)
    elif flaw == "one-run":
        order = np.roll(np.arange(n), rng.integers(0, n))
    elif flaw == "in-place":
        order = rng.permutation(n)
        x[:], y[:] = x[order], y[order]
        order = np.arange(n)
    else:
        order = rng.permutation(n)
    test, train = order[:n_test], order[n_test:]
    if flaw == "minus-zero":
        test, train = order[-n_test:], order[:-n_test]
    elif flaw == "overlapping":
        train = rng.permutation(n)[n_test:]
    elif flaw == "all-for-training":
        train = order
    if flaw == "parts-by-turns":
        return x[train], y[train], x[test], y[test]
    if flaw == "apart":
        order = rng.permutation(n)
        return x[train], x[test], y[order[n_test:]], y[order[:n_test]]
    if flaw == "only-x":
        return x[train], x[test], y[n_test:], y[:n_test]
    return x[train], x[test], y[train], y[test]


train_test_split = exercise(
    source="DAHA FAZLA VERİ EKLEMEK",
    returns=PARTS,
    needs=["shuffle_together"],
    laws=only("unchanged", "repeatable", "strided", "readonly", "float32"),
    alike=same_mistake,
    cases={
        "a fifth of seventy examples": call(labelled(70, 3), 0.2, generator()).satisfies(*IS_SPLIT, chosen_at_random),
        "0.3 of 13 examples: 3.9 is rounded down": call(labelled(13, 2), 0.3, generator()).satisfies(*IS_SPLIT),
        "0.3 of 11 examples: 3.3 is rounded down": call(labelled(11, 2), 0.3, generator()).satisfies(*IS_SPLIT),
        "images, three quarters of 30 for the test": call(labelled(30, 4, 2, 3), 0.75, generator()).satisfies(
            *IS_SPLIT
        ),
        "a tenth of nine examples is none": call(labelled(9, 3), 0.1, generator()).satisfies(*IS_SPLIT),
        "all choices are equally likely: 500 splits of six examples": call(labelled(6, 2), 0.5, generator())
        .through(many_splits)
        .satisfies(splits_come_up_evenly),
    },
    misconceptions={
        "last-ones": (
            "The last examples are the test set; data is often sorted, so draw the test set at random.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="last-ones"),
        ),
        "first-ones": (
            "The first examples are the test set; data is often sorted, so draw the test set at random.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="first-ones"),
        ),
        "one-run": (
            "You only choose where the test set begins; every choice of examples must be possible.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="one-run"),
        ),
        "rounded-up": (
            "The size of the test set is rounded down; yours is rounded up, or what is left of a training set that is "
            "rounded down.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="rounded-up"),
        ),
        "rounded-to-nearest": (
            "The size of the test set is rounded down, not to the nearest whole number.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="rounded-to-nearest"),
        ),
        "never-empty": (
            "The size is rounded down: of a few examples that may be none, and then the test set is empty.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="never-empty"),
        ),
        "minus-zero": (
            "−0 is 0: with an empty test set order[:-n_test] is empty instead of all. Cut at n_test, or at N − n_test.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="minus-zero"),
        ),
        "exchanged": (
            "test_ratio is the share of the test set, and the training set stands first; you have them exchanged.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="exchanged"),
        ),
        "parts-by-turns": (
            "The order is x_train, x_test, y_train, y_test: both parts of x before those of y.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="parts-by-turns"),
        ),
        "apart": (
            "x and y are split by different orders, and each example gets the label of another: draw one order, and "
            "use it for both.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="apart"),
        ),
        "only-x": (
            "The labels are split where they stand: split them by the order of the examples.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="only-x"),
        ),
        "overlapping": (
            "Training and test set are drawn one after the other and have examples in common: what the model has seen "
            "tests nothing. Cut one order in two.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="overlapping"),
        ),
        "all-for-training": (
            "The test examples are in the training set too: what the model has seen tests nothing.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="all-for-training"),
        ),
        "with-replacement": (
            "Some examples are drawn twice and others never; each is in exactly one of the sets: rng.permutation.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="with-replacement"),
        ),
        "seeded": (
            "You make a generator of your own with a fixed seed, so that every split is the same: draw from `rng`.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="seeded"),
        ),
        "other-generator": (
            "The choice does not come from `rng`: draw from it, not from np.random, or nobody can repeat the run.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="other-generator"),
        ),
        "in-place": (
            "You change the arrays of the caller; return new ones.",
            lambda x, y, test_ratio, rng: flawed_split(x, y, test_ratio, rng, flaw="in-place"),
        ),
    },
    hints=[
        "If the examples are sorted by class, what is in the last fifth of them?",
        "Draw one random order of all examples and cut it in two; how many come to the test set?",
        "order = rng.permutation(N); the first ⌊N · test_ratio⌋ of it are the test set, the others the training set.",
    ],
)

# ── k_fold_indices ────────────────────────────────────────────────────────────────────────────────────────


def folds_in_torch(n, k):
    folds = torch.arange(n).tensor_split(k)
    return [(torch.cat(folds[:i] + folds[i + 1 :]), folds[i]) for i in range(k)]


def pairs_of(n, tests):
    """Each of these test sets with the other indices."""
    return [(np.setdiff1d(np.arange(n), test), np.asarray(test)) for test in tests]


def flawed_folds(n, k, *, flaw):
    indices, size = np.arange(n), n // k
    folds = np.array_split(indices, k)
    pairs = pairs_of(n, folds)
    if flaw == "rest-never-tested":
        return pairs_of(n, [indices[i * size : (i + 1) * size] for i in range(k)])
    if flaw == "rest-in-the-last":
        return pairs_of(n, [indices[i * size : (i + 1) * size if i < k - 1 else n] for i in range(k)])
    if flaw == "longer-ones-last":
        return pairs_of(n, [(n - 1 - fold)[::-1] for fold in folds[::-1]])
    if flaw == "rounded-up":
        return pairs_of(n, [indices[i * -(-n // k) : (i + 1) * -(-n // k)] for i in range(k)])
    if flaw == "interleaved":
        return pairs_of(n, [indices[i::k] for i in range(k)])
    if flaw == "size-and-number":
        return pairs_of(n, [indices[i : i + k] for i in range(0, n, k)])
    if flaw == "exchanged":
        return [(test, train) for train, test in pairs]
    if flaw == "all-for-training":
        return [(indices, test) for _, test in pairs]
    if flaw == "only-what-stands-before":
        return [(indices[: test[0]], test) for _, test in pairs]
    if flaw == "rotated":
        return [(np.roll(indices, -test[0])[len(test) :], test) for _, test in pairs]
    if flaw == "masks":
        return [(~np.isin(indices, test), np.isin(indices, test)) for _, test in pairs]
    return folds


k_fold_indices = exercise(
    reference=folds_in_torch,
    source="ÇAPRAZ DOĞRULAMA",
    needs=["train_test_split"],
    # The other laws change arrays, and there are none.
    laws=only("repeatable"),
    cases={
        "folds of equal size": call(12, 4),
        "one index left over": call(10, 3),
        "two indices left over": call(14, 4),
        "nearly every fold is a longer one": call(11, 4),
        "fewer indices left over than the last fold lacks": call(13, 5),
        "two folds": call(9, 2),
        "each example alone": call(6, 6),
        "fewer examples than would fill two a fold": call(7, 5),
    },
    misconceptions={
        "rest-never-tested": (
            "Each example is tested once; you leave out the n mod k last ones.",
            lambda n, k: flawed_folds(n, k, flaw="rest-never-tested"),
        ),
        "rest-in-the-last": (
            "You put all that is left over into the last fold; the first n mod k folds get one more each.",
            lambda n, k: flawed_folds(n, k, flaw="rest-in-the-last"),
        ),
        "longer-ones-last": (
            "The longer folds come first, not last.",
            lambda n, k: flawed_folds(n, k, flaw="longer-ones-last"),
        ),
        "rounded-up": (
            "All your folds are as long as the longest, and the last gets what is left; sizes differ by one at most.",
            lambda n, k: flawed_folds(n, k, flaw="rounded-up"),
        ),
        "interleaved": (
            "Your folds take every k-th index; they are consecutive runs.",
            lambda n, k: flawed_folds(n, k, flaw="interleaved"),
        ),
        "size-and-number": (
            "k is the number of folds, not the number of examples in a fold.",
            lambda n, k: flawed_folds(n, k, flaw="size-and-number"),
        ),
        "exchanged": (
            "The training indices come first, then those of the test.",
            lambda n, k: flawed_folds(n, k, flaw="exchanged"),
        ),
        "all-for-training": (
            "The test indices are among your training indices; what the model has seen tests nothing.",
            lambda n, k: flawed_folds(n, k, flaw="all-for-training"),
        ),
        "only-what-stands-before": (
            "You train on what stands before the fold only, as with time series; all other folds are asked.",
            lambda n, k: flawed_folds(n, k, flaw="only-what-stands-before"),
        ),
        "rotated": (
            "Your training indices begin behind the fold and go on at 0; they stand in increasing order.",
            lambda n, k: flawed_folds(n, k, flaw="rotated"),
        ),
        "masks": (
            "You return masks of True and False; the indices themselves are asked: np.flatnonzero.",
            lambda n, k: flawed_folds(n, k, flaw="masks"),
        ),
        "test-only": (
            "Each fold needs its training indices too: a pair (train, test).",
            lambda n, k: flawed_folds(n, k, flaw="test-only"),
        ),
    },
    hints=[
        "Each example is tested exactly once. How often is it trained on?",
        "Cut 0, …, n − 1 into k runs, the first n mod k one longer; each run in turn is the test set, all others "
        "together the training set.",
        "np.array_split(np.arange(n), k) gives the folds; np.setdiff1d what is not in one.",
    ],
)

# ── iterate_minibatches ───────────────────────────────────────────────────────────────────────────────────


def batches_in_torch(x, y, batch_size):
    if len(x) != len(y):
        raise ValueError((len(x), len(y)))
    return list(zip(x.split(batch_size), y.split(batch_size), strict=True))


def batches_of(x, y, runs):
    return [(x[run], y[run]) for run in runs]


def flawed_batches(x, y, batch_size, *, flaw):
    n = len(x)
    runs = [slice(i, i + batch_size) for i in range(0, n, batch_size)]
    if flaw == "last-dropped":
        return batches_of(x, y, [slice(i, i + batch_size) for i in range(0, n - batch_size + 1, batch_size)])
    if flaw == "empty-batch":
        return batches_of(x, y, [slice(i, i + batch_size) for i in range(0, n + 1, batch_size)])
    if flaw == "overlapping":
        return batches_of(x, y, [slice(i, i + batch_size) for i in range(n)])
    if flaw == "number-of-batches":
        return batches_of(x, y, np.array_split(np.arange(n), batch_size))
    if flaw == "evened-out":
        return batches_of(x, y, np.array_split(np.arange(n), -(-n // batch_size)))
    if flaw == "filled-from-the-start":
        return batches_of(x, y, [np.arange(i, i + batch_size) % n for i in range(0, n, batch_size)])
    if flaw == "last-reaches-back":
        starts = [max(0, min(i, n - batch_size)) for i in range(0, n, batch_size)]
        return batches_of(x, y, [slice(i, i + batch_size) for i in starts])
    if flaw == "interleaved":
        return batches_of(x, y, [slice(i, None, len(runs)) for i in range(len(runs))])
    if flaw == "all-labels":
        return [(x[run], y) for run in runs]
    if flaw == "exchanged":
        return [(y[run], x[run]) for run in runs]
    if flaw == "two-lists":
        return [x[run] for run in runs], [y[run] for run in runs]
    return [(x[0:batch_size], y[0:batch_size]) for _ in runs]


iterate_minibatches = exercise(
    reference=batches_in_torch,
    source="iteration - batch - epoch",
    # The sizes of x and y belong together, and the laws of sizes change that of x alone.
    laws=without("0-d", "empty", "rows"),
    cases={
        "the last batch is smaller": call(arrays(11, 3), integers(11, low=0, high=50), 4),
        "the last batch is as large as the others": call(arrays(12, 2), integers(12, low=0, high=50), 3),
        "one example is left": call(arrays(13, 2), integers(13, low=0, high=50), 6),
        "batches of one": call(arrays(5, 3), integers(5, low=0, high=50), 1),
        "one batch of all": call(arrays(7, 2), integers(7, low=0, high=50), 7),
        "a batch size larger than the data": call(arrays(5, 4), integers(5, low=0, high=50), 32),
        "images": call(arrays(9, 3, 4, 2), integers(9, low=0, high=50), 5),
    },
    misconceptions={
        "last-dropped": (
            "The examples that do not fill a batch are lost; they make a last, smaller one.",
            lambda x, y, batch_size: flawed_batches(x, y, batch_size, flaw="last-dropped"),
        ),
        "empty-batch": (
            "Where the batch size divides N, you add a batch of no examples: stop before N.",
            lambda x, y, batch_size: flawed_batches(x, y, batch_size, flaw="empty-batch"),
        ),
        "overlapping": (
            "Your batches overlap: each begins where the one before ends, batch_size further on.",
            lambda x, y, batch_size: flawed_batches(x, y, batch_size, flaw="overlapping"),
        ),
        "number-of-batches": (
            "batch_size is the number of examples in a batch, not the number of batches.",
            lambda x, y, batch_size: flawed_batches(x, y, batch_size, flaw="number-of-batches"),
        ),
        "evened-out": (
            "You share the examples out evenly; all batches but the last have exactly batch_size of them.",
            lambda x, y, batch_size: flawed_batches(x, y, batch_size, flaw="evened-out"),
        ),
        "filled-from-the-start": (
            "You fill the last batch up with the first examples; it is smaller, and each example occurs once.",
            lambda x, y, batch_size: flawed_batches(x, y, batch_size, flaw="filled-from-the-start"),
        ),
        "last-reaches-back": (
            "Your last batch reaches back into the one before; it is smaller, and each example occurs once.",
            lambda x, y, batch_size: flawed_batches(x, y, batch_size, flaw="last-reaches-back"),
        ),
        "interleaved": (
            "A batch holds neighbours, in the order in which they stand; yours takes every so-manyth example.",
            lambda x, y, batch_size: flawed_batches(x, y, batch_size, flaw="interleaved"),
        ),
        "all-labels": (
            "Each batch has the labels of its own examples: cut y as you cut x.",
            lambda x, y, batch_size: flawed_batches(x, y, batch_size, flaw="all-labels"),
        ),
        "exchanged": (
            "In each pair the examples come first, then the labels.",
            lambda x, y, batch_size: flawed_batches(x, y, batch_size, flaw="exchanged"),
        ),
        "two-lists": (
            "One list of pairs (xb, yb) is asked; you return a list of examples and one of labels.",
            lambda x, y, batch_size: flawed_batches(x, y, batch_size, flaw="two-lists"),
        ),
        "first-batch-again": (
            "All your batches are the first one: the slice must move on with the batch.",
            lambda x, y, batch_size: flawed_batches(x, y, batch_size, flaw="first-batch-again"),
        ),
    },
    hints=[
        "At which places do the batches begin? How many examples are left for the last one?",
        "A batch begins at every multiple of the batch size below N; a slice that goes beyond the end stops there by "
        "itself.",
        "x[i : i + batch_size], y[i : i + batch_size] for i in range(0, N, batch_size).",
    ],
)

# ── count_iterations ──────────────────────────────────────────────────────────────────────────────────────


def batches_times_epochs(n, batch_size, epochs):
    """The number of pieces that torch.split gives, times the epochs; a float, so that 10 and 10.0 are both right."""
    return float(len(torch.empty(n).split(batch_size)) * epochs)


count_iterations = exercise(
    reference=batches_times_epochs,
    source="iteration - batch - epoch",
    needs=["iterate_minibatches"],
    # The other laws change arrays, and there are none.
    laws=only("repeatable"),
    cases={
        "the lecture notes' example: 320 examples in batches of 32": call(320, 32, 1),
        "the lecture notes' example over 20 epochs": call(320, 32, 20),
        "five examples left over": call(325, 32, 20),
        "all but one fill their batches": call(127, 16, 7),
        "one example left over": call(129, 16, 3),
        "a batch size larger than the data": call(5, 8, 4),
        "batches of one": call(9, 1, 6),
        "one batch of all": call(50, 50, 3),
    },
    misconceptions={
        "rounded-down": (
            "The smaller last batch is an iteration too: round the number of batches up.",
            lambda n, batch_size, epochs: n // batch_size * epochs,
        ),
        "rounded-to-nearest": (
            "The smaller last batch is an iteration too, however small: round the number of batches up.",
            lambda n, batch_size, epochs: round(n / batch_size) * epochs,
        ),
        "not-rounded": (
            "There is no fraction of an iteration: round the number of batches up.",
            lambda n, batch_size, epochs: n / batch_size * epochs,
        ),
        "one-too-many": (
            "Where the batch size divides n there is no smaller last batch: n // batch_size + 1 is one too many.",
            lambda n, batch_size, epochs: (n // batch_size + 1) * epochs,
        ),
        "across-epochs": (
            "A batch does not reach into the next epoch: round up for one epoch, then multiply.",
            lambda n, batch_size, epochs: math.ceil(n * epochs / batch_size),
        ),
        "one-epoch": (
            "That is one epoch: multiply by their number.",
            lambda n, batch_size, epochs: math.ceil(n / batch_size),
        ),
        "epochs-added": (
            "Each epoch goes through all batches again: multiply by their number instead of adding it.",
            lambda n, batch_size, epochs: math.ceil(n / batch_size) + epochs,
        ),
        "examples-counted": (
            "An iteration is an update after a whole batch, not after each example.",
            lambda n, batch_size, epochs: n * epochs,
        ),
        "size-for-number": (
            "You multiply by the batch size; the number of batches is n divided by it, rounded up.",
            lambda n, batch_size, epochs: batch_size * epochs,
        ),
    },
    hints=[
        "How many batches does one epoch have, if some examples are left over?",
        "n / batch_size rounded up, and that in each epoch.",
        "⌈n / batch_size⌉ · epochs; in whole numbers ⌈a / b⌉ is −(−a // b).",
    ],
)

# ── correlation_matrix ────────────────────────────────────────────────────────────────────────────────────


def correlated(x):
    if (as_table(x).amax(dim=0) == x.amin(dim=0)).any() or x.shape[1] < 2:
        raise ValueError("a column of equal numbers, or one column alone")
    return torch.corrcoef(x.T)


def flawed_correlation(x, *, flaw):
    centred = x if flaw == "not-centred" else x - x.mean(axis=None if flaw == "over-the-table" else 0)
    ddof = 1 if flaw in ("sample-covariance", "covariance-by-n-minus-one") else 0
    covariance = centred.T @ centred / (len(x) - ddof)
    if flaw in ("covariance", "sample-covariance"):
        return covariance
    if flaw == "not-averaged":
        covariance = covariance * len(x)
    if flaw == "over-the-table":
        return covariance / x.var()
    std = x.std(axis=0, ddof=1 if flaw == "deviation-by-n-minus-one" else 0)
    if flaw == "not-centred":
        std = np.sqrt(np.mean(x**2, axis=0))
    if flaw == "slope":
        return covariance / std**2
    r = covariance / np.outer(std, std)
    if flaw == "squared":
        return r**2
    if flaw == "absolute":
        return abs(r)
    if flaw == "diagonal-zero":
        return r - np.diag(np.diag(r))
    if flaw == "upper-half":
        return np.triu(r)
    return r


def rank_correlation(x):
    return np.corrcoef(x.argsort(axis=0).argsort(axis=0), rowvar=False)


correlation_matrix = exercise(
    reference=correlated,
    source="DEĞİŞKEN SAYISINI AZALTMAK",
    needs=["standardize"],
    laws=OF_COLUMNS,
    cases={
        "a table": arrays(10, 4),
        "features on different scales": on_scales(8, 0.001, 1.0, -20.0, 1000.0, 0.3),
        "more features than examples": arrays(5, 7),
        "two features": arrays(6, 2),
        "features that rise and fall along a line": values(
            [
                [1.0, 5.0, -2.0, 3.0],
                [4.0, 11.0, -8.0, -1.0],
                [-3.0, -3.0, 6.0, 2.0],
                [0.5, 4.0, -1.0, -2.0],
                [2.0, 7.0, -4.0, -2.5],
            ]
        ),
        "two examples": values([[1.0, -2.0, 3.0], [4.0, -5.0, 3.5]]),
    },
    misconceptions={
        "rows-correlated": (
            "You correlate the examples; the features are the columns. np.corrcoef takes rows: rowvar=False, or x.T.",
            lambda x: np.corrcoef(x),
        ),
        "covariance": (
            "That is the covariance, which has the units of the features: divide by both standard deviations.",
            lambda x: flawed_correlation(x, flaw="covariance"),
        ),
        "sample-covariance": (
            "That is the covariance, with N − 1, and it has the units of the features: divide by both standard "
            "deviations.",
            lambda x: flawed_correlation(x, flaw="sample-covariance"),
        ),
        "covariance-by-n-minus-one": (
            "The covariance is divided by N − 1 and the variances by N, so that the diagonal is not 1: use the same "
            "number for both.",
            lambda x: flawed_correlation(x, flaw="covariance-by-n-minus-one"),
        ),
        "deviation-by-n-minus-one": (
            "The covariance is divided by N and the variances by N − 1, so that the diagonal is not 1: use the same "
            "number for both.",
            lambda x: flawed_correlation(x, flaw="deviation-by-n-minus-one"),
        ),
        "not-averaged": (
            "The sum over the examples is N times too large: the diagonal of a correlation matrix is 1.",
            lambda x: flawed_correlation(x, flaw="not-averaged"),
        ),
        "not-centred": (
            "That is the cosine of the columns; subtract the mean of each column first.",
            lambda x: flawed_correlation(x, flaw="not-centred"),
        ),
        "over-the-table": (
            "Each column has a mean and a deviation of its own; you take those of the whole table.",
            lambda x: flawed_correlation(x, flaw="over-the-table"),
        ),
        "slope": (
            "You divide by one variance, which gives the slope of a line; divide by both standard deviations.",
            lambda x: flawed_correlation(x, flaw="slope"),
        ),
        "squared": (
            "That is r², which has lost the sign: a feature that falls as another rises has r < 0.",
            lambda x: flawed_correlation(x, flaw="squared"),
        ),
        "absolute": (
            "The sign is lost: a feature that falls as another rises has r < 0.",
            lambda x: flawed_correlation(x, flaw="absolute"),
        ),
        "ranks": (
            "That is the correlation of the ranks, Spearman's; Pearson's is that of the numbers.",
            rank_correlation,
        ),
        "diagonal-zero": (
            "The correlation of a feature with itself is 1; your diagonal is 0.",
            lambda x: flawed_correlation(x, flaw="diagonal-zero"),
        ),
        "upper-half": (
            "The matrix is symmetric; you fill its upper half only.",
            lambda x: flawed_correlation(x, flaw="upper-half"),
        ),
    },
    hints=[
        "When do two features say the same, whatever their units?",
        "Standardise the columns; then a correlation is the mean of the products of two columns.",
        "zᵀ z / N with z = (x − mean) / deviation, column by column.",
    ],
)

# ── outlier_mask ──────────────────────────────────────────────────────────────────────────────────────────


def with_outliers(rows, columns, k=1.5):
    """Normal numbers, two of each column far out on either side, and none so near a fence that rounding decides."""

    def draw(rng):
        while True:
            x = rng.standard_normal((rows, columns))
            x[0] += rng.uniform(9, 12, columns)
            x[1] -= rng.uniform(9, 12, columns)
            x = rng.permuted(x, axis=0)
            q1, q3 = np.quantile(x, [0.25, 0.75], axis=0)
            fences = np.stack([q1 - k * (q3 - q1), q3 + k * (q3 - q1)])
            if np.abs(x - fences[:, np.newaxis]).min() > 1e-4:
                return x

    return drawn(draw)


def beyond_fences(x, k=1.5):
    q1, q3 = torch.quantile(as_table(x), torch.tensor([0.25, 0.75], dtype=torch.float64), dim=0)
    return (x < q1 - k * (q3 - q1)) | (x > q3 + k * (q3 - q1))


def halves(x):
    """The medians of the lower and of the upper half of each column."""
    x = np.sort(x, axis=0)
    half = max(1, len(x) // 2)
    return np.median(x[:half], axis=0), np.median(x[-half:], axis=0)


def flawed_mask(x, k=1.5, *, flaw):
    axis = {"over-the-table": None, "over-the-row": 1}.get(flaw, 0)
    shares = [0.1, 0.9] if flaw == "deciles" else [0.25, 0.75]
    q1, q3 = np.quantile(x, shares, axis=axis, keepdims=True, method="lower" if flaw == "elements" else "linear")
    if flaw == "halves":
        q1, q3 = halves(x)
    if flaw == "k-ignored":
        k = 1.5
    reach = k * (q3 - q1)
    if flaw == "half-range":
        reach = reach / 2
    elif flaw == "range-forgotten":
        reach = k
    low, high = q1 - reach, q3 + reach
    if flaw == "from-the-median":
        low, high = np.median(x, axis=0) - reach, np.median(x, axis=0) + reach
    elif flaw == "from-the-mean":
        low, high = x.mean(axis=0) - k * x.std(axis=0), x.mean(axis=0) + k * x.std(axis=0)
    elif flaw == "quartiles-only":
        low, high = q1, q3
    below, above = x < low, x > high
    if flaw == "examples-marked":
        return (below | above).any(axis=1)
    if flaw == "fence-included":
        return (x <= low) | (x >= high)
    if flaw == "above-only":
        return above
    if flaw == "below-only":
        return below
    if flaw == "inliers":
        return ~(below | above)
    if flaw == "numbers":
        return (below | above).astype(float)
    return below | above


outlier_mask = exercise(
    reference=beyond_fences,
    source="DEĞİŞKEN SAYISINI AZALTMAK",
    laws=OF_COLUMNS,
    cases={
        "a table with outliers": with_outliers(11, 4),
        "numbers exactly on the fence": values(
            [
                [4.0, -12.25],
                [12.25, -4.0],
                [2.0, -2.0],
                [-4.0, 0.0],
                [12.0, -6.0],
                [5.0, 4.0],
                [0.0, -12.0],
                [6.0, -5.0],
                [3.0, -3.0],
            ]
        ),
        "quartiles between two numbers": values(
            [
                [29.5, 30.5, -29.5, -30.5],
                [8.0, 12.0, -4.0, -16.0],
                [0.0, 4.0, -16.0, -8.0],
                [16.0, 0.0, 0.0, -4.0],
                [4.0, 16.0, -12.0, 0.0],
                [12.0, 8.0, -8.0, -12.0],
            ]
        ),
        "three interquartile ranges": values(
            [[4.0], [13.0], [2.0], [-10.0], [18.25], [5.0], [-10.25], [6.0], [3.0]]
        ).with_(k=3),
        "half an interquartile range": with_outliers(13, 3, 0.5).with_(k=0.5),
        "more features than examples": with_outliers(5, 8, 0.8).with_(k=0.8),
        "columns of equal numbers, with and without another": values(
            [[5.0, -1.0], [5.0, -1.0], [5.0, -1.0], [7.0, -1.0], [5.0, -1.0], [5.0, -1.0], [5.0, -1.0]]
        ),
        "one example": arrays(1, 5),
    },
    misconceptions={
        "over-the-table": (
            "Each feature has quartiles of its own: take them along axis 0.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="over-the-table"),
        ),
        "over-the-row": (
            "You take the quartiles of each example; those of each feature are asked: axis 0.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="over-the-row"),
        ),
        "fence-included": (
            "A number exactly on the fence is no outlier: compare with < and >.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="fence-included"),
        ),
        "above-only": (
            "There are outliers below too: smaller than Q1 − k · (Q3 − Q1).",
            lambda x, k=1.5: flawed_mask(x, k, flaw="above-only"),
        ),
        "below-only": (
            "There are outliers above too: larger than Q3 + k · (Q3 − Q1).",
            lambda x, k=1.5: flawed_mask(x, k, flaw="below-only"),
        ),
        "k-ignored": (
            "The parameter `k` is not used: 1.5 is only its default.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="k-ignored"),
        ),
        "from-the-median": (
            "You measure from the median; the fences stand k ranges beyond the quartiles.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="from-the-median"),
        ),
        "from-the-mean": (
            "That is k standard deviations around the mean, which outliers move themselves; use the quartiles.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="from-the-mean"),
        ),
        "quartiles-only": (
            "Half of all numbers lie beyond the quartiles; outliers lie k interquartile ranges further out.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="quartiles-only"),
        ),
        "half-range": (
            "The interquartile range is Q3 − Q1; you take half of it.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="half-range"),
        ),
        "range-forgotten": (
            "k counts interquartile ranges: multiply it by Q3 − Q1.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="range-forgotten"),
        ),
        "deciles": (
            "Those are the deciles; the quartiles stand at 25 % and 75 %.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="deciles"),
        ),
        "elements": (
            "A quartile may lie between two numbers: interpolate, as np.quantile does by itself.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="elements"),
        ),
        "halves": (
            "You take the medians of the two halves, another convention; here the quartiles are interpolated, as in "
            "np.quantile and torch.quantile.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="halves"),
        ),
        "inliers": (
            "True marks the outliers; you mark the others.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="inliers"),
        ),
        "numbers": (
            "A mask holds True and False, so that x[mask] gives the outliers.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="numbers"),
        ),
        "examples-marked": (
            "You mark whole examples; the mask has the shape of x.",
            lambda x, k=1.5: flawed_mask(x, k, flaw="examples-marked"),
        ),
    },
    hints=[
        "Half of a column lies between its quartiles. How far beyond them is still ordinary?",
        "Take Q1 and Q3 of each column, and their distance; fences stand k times that beyond them, on both sides.",
        "(x < Q1 − k · (Q3 − Q1)) | (x > Q3 + k · (Q3 − Q1)) with np.quantile(x, [0.25, 0.75], axis=0).",
    ],
)
