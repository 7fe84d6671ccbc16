"""Hidden suite: how good predictions are, and what is wrong with the model that made them."""

from dlgrade.suite import (
    F,
    arrays,
    call,
    drawn,
    exercise,
    integers,
    np,
    only,
    together,
    topic,
    torch,
    uniform,
    values,
    without,
)

about = topic("Metrics", order=2)

# ── Questions ─────────────────────────────────────────────────────────────────────────────────────────────

OF_LABELS = only("unchanged", "repeatable", "strided", "readonly")


def guesses(size, classes, right):
    """`size` examples of `classes` classes, of which exactly `right` are guessed rightly; in any order."""

    def draw(rng):
        y_true = rng.integers(0, classes, size)
        off = np.append(np.zeros(right, dtype=np.int64), rng.integers(1, classes, size - right))
        return y_true, (y_true + rng.permutation(off)) % classes

    return together(draw)


def one_too_high(size, classes):
    """Every example is taken for its own class or for the next; twice as often for the next."""

    def draw(rng):
        y_true = rng.permutation(np.arange(size) % classes)
        return y_true, (y_true + (rng.permutation(size) % 3 > 0)) % classes

    return together(draw)


def half_reordered(size):
    """Every label once, and the same labels in another order: about a third stays in place."""

    def draw(rng):
        y_true = rng.permutation(size)
        y_pred = y_true.copy()
        y_pred[size // 3 :] = np.roll(y_pred[size // 3 :], 1)
        return y_true, y_pred

    return together(draw)


def named(*names):
    """Guesses of labels that are no 0, 1, 2 …; two in five are right."""

    def draw(rng):
        y_true = rng.integers(0, len(names), 15)
        y_pred = (y_true + rng.permutation(15) % 5 // 2) % len(names)
        return np.array(names)[y_true], np.array(names)[y_pred]

    return together(draw)


def binary(tp, fp, fn, tn):
    """Binary labels and predictions with these numbers of hits and misses, in any order."""

    def draw(rng):
        order = rng.permutation(tp + fp + fn + tn)
        y_true = np.repeat([1, 0, 1, 0], [tp, fp, fn, tn])
        y_pred = np.repeat([1, 1, 0, 0], [tp, fp, fn, tn])
        return y_true[order], y_pred[order]

    return together(draw)


def only_negatives(rng):
    size = int(rng.integers(5, 5000))
    return np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)


def perfect(*shape):
    def draw(rng):
        y = rng.normal(0, 2, shape)
        return y, y.copy()

    return together(draw)


# ── accuracy ──────────────────────────────────────────────────────────────────────────────────────────────


def mean_recall(y_true, y_pred):
    return np.mean([np.mean(y_pred[y_true == label] == label) for label in np.unique(y_true)])


accuracy = exercise(
    reference=lambda y_true, y_pred: (y_true == y_pred).double().mean(),
    source="Danışmalı/Denetimli Öğrenme",
    laws=OF_LABELS,
    cases={
        "thirteen examples of five classes": call(guesses(13, 5, 4)),
        "two classes": call(binary(5, 2, 3, 7)),
        "a rare class that is never guessed": call(binary(0, 0, 2, 9)),
        "every label right": call(guesses(7, 40, 7)),
        "no label right": call(guesses(6, 40, 0)),
        "a single example": call(guesses(1, 5000, 1)),
        "the right labels in another order": call(half_reordered(12)),
        "labels that are not 0, 1, 2": call(named(-3, 7, 40)),
    },
    misconceptions={
        "error-rate": (
            "That is the share of wrong labels; accuracy is the share of right ones: 1 minus it.",
            lambda y_true, y_pred: np.mean(y_true != y_pred),
        ),
        "count": (
            "You count the right labels; divide by the number of examples, or take the mean.",
            lambda y_true, y_pred: np.sum(y_true == y_pred),
        ),
        "percent": (
            "The answer is a share between 0 and 1, not a percentage.",
            lambda y_true, y_pred: 100 * np.mean(y_true == y_pred),
        ),
        "all-or-nothing": (
            "Your answer is 0 unless all labels are right: compare label by label, not the arrays as a whole, and "
            "divide by `/`, since `//` cuts the share off.",
            lambda y_true, y_pred: float(np.array_equal(y_true, y_pred)),
        ),
        "order-ignored": (
            "You compare which labels occur, in any order; example i is right only if its own label is.",
            lambda y_true, y_pred: np.mean(np.sort(y_true) == np.sort(y_pred)),
        ),
        "distance-of-labels": (
            "Labels are names: a label next to the right one is as wrong as any. Compare by ==, do not subtract.",
            lambda y_true, y_pred: 1 - np.mean(np.abs(y_true - y_pred)),
        ),
        "positives-only": (
            "A negative that is told as negative is right too: count every example whose two labels are equal.",
            lambda y_true, y_pred: np.mean((y_true == 1) & (y_pred == 1)),
        ),
        "mean-of-classes": (
            "That is the balanced accuracy, the mean over the classes; here every example counts alike.",
            mean_recall,
        ),
    },
    hints=[
        "Of a hundred predictions, how many are right?",
        "`y_true == y_pred` is True where a prediction is right; True counts as 1.",
        "mean(y_true == y_pred).",
    ],
)

# ── confusion_matrix ──────────────────────────────────────────────────────────────────────────────────────


def torch_confusion_matrix(y_true, y_pred, num_classes):
    counts = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    return counts.index_put_((y_true, y_pred), torch.ones_like(y_true), accumulate=True)


def counted(y_true, y_pred, num_classes):
    counts = np.zeros((num_classes, num_classes), dtype=np.int64)
    np.add.at(counts, (y_true, y_pred), 1)
    return counts


def repeats_lost(y_true, y_pred, num_classes):
    counts = np.zeros((num_classes, num_classes), dtype=np.int64)
    counts[y_true, y_pred] += 1
    return counts


def classes_that_occur(y_true, y_pred, num_classes):
    classes, places = np.unique(np.append(y_true, y_pred), return_inverse=True)
    return counted(places[: len(y_true)], places[len(y_true) :], len(classes))


def shares_of_rows(y_true, y_pred, num_classes):
    counts = counted(y_true, y_pred, num_classes)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


confusion_matrix = exercise(
    reference=torch_confusion_matrix,
    source="Danışmalı/Denetimli Öğrenme",
    laws=OF_LABELS,
    cases={
        "forty examples of four classes": call(guesses(40, 4, 17), 4),
        "most classes taken for the next": call(one_too_high(24, 5), 5),
        "two classes": call(binary(5, 2, 3, 7), 2),
        "classes that do not occur": call(guesses(19, 3, 8), 7),
        "a class in the middle that does not occur": call(named(0, 1, 3), 4),
        "every label right": call(guesses(15, 3, 15), 3),
        "no examples": call(
            integers(0, low=0, high=2), integers(0, low=0, high=2), drawn(lambda rng: int(rng.integers(2, 60)))
        ),
    },
    misconceptions={
        "transposed": (
            "Rows are the true classes and columns the predicted ones; yours are exchanged.",
            lambda y_true, y_pred, num_classes: counted(y_pred, y_true, num_classes),
        ),
        "repeats-lost": (
            "A pair that occurs several times is counted once: `counts[y_true, y_pred] += 1` keeps one of the repeats. "
            "Use np.add.at, or a loop over the examples.",
            repeats_lost,
        ),
        "floats": (
            "Counts are whole numbers: np.zeros makes floats unless you give it dtype=int.",
            lambda y_true, y_pred, num_classes: 1.0 * counted(y_true, y_pred, num_classes),
        ),
        "shares-of-rows": (
            "You divide each row by its sum; the matrix holds the counts themselves.",
            shares_of_rows,
        ),
        "num-classes-ignored": (
            "You make the matrix as large as the largest label asks; it has `num_classes` rows and columns, also "
            "for classes that do not occur.",
            lambda y_true, y_pred, num_classes: counted(
                y_true, y_pred, 1 + max(y_true.max(initial=-1), y_pred.max(initial=-1))
            ),
        ),
        "classes-that-occur": (
            "You keep only the classes that occur; the others have rows and columns of zeros.",
            classes_that_occur,
        ),
        "right-ones-only": (
            "You count the right predictions only, on the diagonal; the others tell what was confused with what.",
            lambda y_true, y_pred, num_classes: counted(
                y_true[y_true == y_pred], y_pred[y_true == y_pred], num_classes
            ),
        ),
        "wrong-ones-only": (
            "You count the confusions only; the right predictions stand on the diagonal.",
            lambda y_true, y_pred, num_classes: counted(
                y_true[y_true != y_pred], y_pred[y_true != y_pred], num_classes
            ),
        ),
        "last-class-first": (
            "Class 0 stands in row and column 0; you have turned the order of the classes round.",
            lambda y_true, y_pred, num_classes: counted(y_true, y_pred, num_classes)[::-1, ::-1],
        ),
    },
    hints=[
        "Each example is one tally mark. In which row and in which column?",
        "Start with zeros of shape (num_classes, num_classes), whole numbers; example i adds 1 at its true row and "
        "its predicted column.",
        "For each pair t, p of zip(y_true, y_pred): C[t, p] += 1; or np.add.at(C, (y_true, y_pred), 1).",
    ],
)

# ── precision_recall_f1 ───────────────────────────────────────────────────────────────────────────────────


def torch_precision_recall_f1(y_true, y_pred):
    """Van Rijsbergen's definitions; torch has no counterpart. A denominator of 0 makes 0, as zero_division=0."""

    def share(part, whole):
        return torch.where(whole > 0, part / whole.clamp(min=1), 0.0)

    tp = ((y_true == 1) & (y_pred == 1)).sum().double()
    fp = ((y_true == 0) & (y_pred == 1)).sum().double()
    fn = ((y_true == 1) & (y_pred == 0)).sum().double()
    return share(tp, tp + fp), share(tp, tp + fn), share(2 * tp, 2 * tp + fp + fn)


def flawed_f1(y_true, y_pred, *, flaw):
    """Precision, recall and F1, right but for `flaw`."""
    positive = 0 if flaw == "zero-is-positive" else 1
    tp = float(np.sum((y_true == positive) & (y_pred == positive)))
    fp = float(np.sum((y_true != positive) & (y_pred == positive)))
    fn = float(np.sum((y_true == positive) & (y_pred != positive)))
    tn = float(np.sum((y_true != positive) & (y_pred != positive)))
    undefined = {"zero-as-one": 1.0, "nan": np.nan}.get(flaw, 0.0)
    eps = 1e-8 if flaw == "eps-added" else 0.0

    def share(part, whole):
        if whole + eps == 0 and flaw != "zero-division":
            return undefined
        return part / (whole + eps)

    precision = share(tp, tp + fp)
    recall = share(tn, tn + fp) if flaw == "specificity" else share(tp, tp + fn)
    if flaw == "accuracy":
        precision = (tp + tn) / len(y_true)
    f1 = share(2 * precision * recall, precision + recall)
    if flaw == "arithmetic-mean":
        f1 = (precision + recall) / 2
    elif flaw == "geometric-mean":
        f1 = (precision * recall) ** 0.5
    elif flaw == "two-forgotten":
        f1 = share(precision * recall, precision + recall)
    elif flaw == "f1-unguarded" and precision + recall == 0:
        f1 = np.nan
    if flaw == "exchanged":
        precision, recall = recall, precision
    return precision, recall, f1


precision_recall_f1 = exercise(
    reference=torch_precision_recall_f1,
    source="Danışmalı/Denetimli Öğrenme",
    returns=["precision", "recall", "F1"],
    laws=OF_LABELS,
    cases={
        "hits, misses and false alarms, each another number": call(binary(5, 2, 3, 7)),
        "more false alarms than hits": call(binary(3, 8, 1, 4)),
        "every prediction right": call(binary(4, 0, 0, 6)),
        "no hit, but misses and false alarms": call(binary(0, 3, 4, 5)),
        "nothing is predicted positive": call(binary(0, 0, 4, 6)),
        "nothing is positive": call(binary(0, 3, 0, 6)),
        "neither": call(together(only_negatives)),
        "one predicted positive, and rightly": call(binary(1, 0, 4, 8)),
        "one positive, and found": call(binary(1, 5, 0, 6)),
    },
    misconceptions={
        "exchanged": (
            "Precision and recall are exchanged: precision divides the hits by what was predicted positive, recall "
            "by what is positive.",
            lambda y_true, y_pred: flawed_f1(y_true, y_pred, flaw="exchanged"),
        ),
        "zero-is-positive": (
            "The positive class is 1; you judge the class 0.",
            lambda y_true, y_pred: flawed_f1(y_true, y_pred, flaw="zero-is-positive"),
        ),
        "specificity": (
            "TN / (TN + FP) is the specificity; recall is the share of the positives that were found: TP / (TP + FN).",
            lambda y_true, y_pred: flawed_f1(y_true, y_pred, flaw="specificity"),
        ),
        "accuracy": (
            "Right predictions over all is the accuracy; precision looks at the predicted positives only.",
            lambda y_true, y_pred: flawed_f1(y_true, y_pred, flaw="accuracy"),
        ),
        "arithmetic-mean": (
            "F1 is the harmonic mean, 2PR / (P + R), which is small where either is; you took the arithmetic one.",
            lambda y_true, y_pred: flawed_f1(y_true, y_pred, flaw="arithmetic-mean"),
        ),
        "geometric-mean": (
            "F1 is the harmonic mean, 2PR / (P + R); you took the geometric one.",
            lambda y_true, y_pred: flawed_f1(y_true, y_pred, flaw="geometric-mean"),
        ),
        "two-forgotten": (
            "The harmonic mean has a factor 2: 2PR / (P + R), so that F1 is 1 where both are 1.",
            lambda y_true, y_pred: flawed_f1(y_true, y_pred, flaw="two-forgotten"),
        ),
        "nan": (
            "0/0 is NaN: where a denominator is 0, the answer is 0.",
            lambda y_true, y_pred: flawed_f1(y_true, y_pred, flaw="nan"),
        ),
        "zero-division": (
            "A denominator may be 0: nothing is predicted positive, nothing is positive, or P + R is 0. The answer is "
            "then 0.",
            lambda y_true, y_pred: flawed_f1(y_true, y_pred, flaw="zero-division"),
        ),
        "f1-unguarded": (
            "Where precision and recall are both 0, 2PR / (P + R) is 0/0: F1 is then 0.",
            lambda y_true, y_pred: flawed_f1(y_true, y_pred, flaw="f1-unguarded"),
        ),
        "zero-as-one": (
            "A fraction whose denominator is 0 counts as 0 here, not as 1.",
            lambda y_true, y_pred: flawed_f1(y_true, y_pred, flaw="zero-as-one"),
        ),
        "eps-added": (
            "A small number in the denominator changes every answer a little: ask whether it is 0 instead.",
            lambda y_true, y_pred: flawed_f1(y_true, y_pred, flaw="eps-added"),
        ),
    },
    hints=[
        "Of those that you called positive, how many are? Of those that are positive, how many did you call so?",
        "Count TP, FP and FN by comparing both arrays with 1 and 0, and think of each denominator that can be 0.",
        "P = TP / (TP + FP), R = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN), each 0 where its denominator is 0.",
    ],
)

# ── mean_squared_error and mean_absolute_error ────────────────────────────────────────────────────────────

# The mean has nothing to say of an empty array, and a row alone has another mean than the batch.
OF_ERRORS = without("empty", "rows")

PAIRS = {
    "a batch with three outputs": call(arrays(12, 3), arrays(12, 3)),
    "a vector": call(arrays(7), arrays(7)),
    "three axes": call(arrays(2, 5, 3), arrays(2, 5, 3)),
    "a vector and a column of predictions": call(arrays(6), arrays(6, 1)),
    "a column of true values and a vector": call(arrays(5, 1), arrays(5)),
    "a single example": call(arrays(1), arrays(1)),
    "predictions without an error": call(perfect(4, 2)),
    "errors of ten thousands": call(arrays(9, scale=1e4), arrays(9, scale=1e4)),
    "all predictions too low": call(values([3.0, 5.5, -1.0, 2.0]), values([2.5, 3.5, -4.0, 1.0])),
}


def errors(y_true, y_pred):
    return np.ravel(y_true) - np.ravel(y_pred)


mean_squared_error = exercise(
    reference=lambda y_true, y_pred: F.mse_loss(y_pred.reshape(y_true.shape), y_true),
    source="Kayıp (Loss) Fonksiyonları: MSE",
    laws=OF_ERRORS,
    cases=PAIRS,
    misconceptions={
        "broadcast": (
            "(n,) minus (n, 1) is (n, n): every prediction meets every target. Bring both into one shape first.",
            lambda y_true, y_pred: np.mean((y_true - y_pred) ** 2),
        ),
        "sum": (
            "You sum the squares; take their mean.",
            lambda y_true, y_pred: np.sum(errors(y_true, y_pred) ** 2),
        ),
        "mean-over-batch": (
            "You divide by the number of examples; the mean runs over all elements, outputs included.",
            lambda y_true, y_pred: np.sum(errors(y_true, y_pred) ** 2) / (len(y_true) if y_true.ndim else 1),
        ),
        "mean-per-output": (
            "You take a mean per column; one number is asked, the mean over all elements.",
            lambda y_true, y_pred: np.mean(
                (y_true - np.reshape(y_pred, y_true.shape)) ** 2, axis=0 if y_true.ndim else None
            ),
        ),
        "half": (
            "The factor 1/2 is a convention of some books; the mean squared error has none.",
            lambda y_true, y_pred: np.mean(errors(y_true, y_pred) ** 2) / 2,
        ),
        "root": (
            "That is the root of the mean squared error; leave the square root out.",
            lambda y_true, y_pred: np.sqrt(np.mean(errors(y_true, y_pred) ** 2)),
        ),
        "absolute": (
            "That is the mean absolute error; square the errors.",
            lambda y_true, y_pred: np.mean(np.abs(errors(y_true, y_pred))),
        ),
        "squared-after-averaging": (
            "You square the mean error, in which errors of both signs cancel; square each error, then take the mean.",
            lambda y_true, y_pred: np.mean(errors(y_true, y_pred)) ** 2,
        ),
        "difference-of-squares": (
            "(a − b)² is not a² − b²: subtract first, then square.",
            lambda y_true, y_pred: np.mean(np.ravel(y_true) ** 2 - np.ravel(y_pred) ** 2),
        ),
    },
    hints=[
        "What does an error of 2 count, and what do two errors of 1? What shape has (n,) minus (n, 1)?",
        "Bring both into one shape, subtract, square, and take the mean over all elements.",
        "mean((ravel(y_true) − ravel(y_pred))²).",
    ],
)

mean_absolute_error = exercise(
    reference=lambda y_true, y_pred: F.l1_loss(y_pred.reshape(y_true.shape), y_true),
    source="Kayıp (Loss) Fonksiyonları: MAE",
    laws=OF_ERRORS,
    cases=PAIRS,
    misconceptions={
        "broadcast": (
            "(n,) minus (n, 1) is (n, n): every prediction meets every target. Bring both into one shape first.",
            lambda y_true, y_pred: np.mean(np.abs(y_true - y_pred)),
        ),
        "sum": (
            "You sum the absolute errors; take their mean.",
            lambda y_true, y_pred: np.sum(np.abs(errors(y_true, y_pred))),
        ),
        "mean-over-batch": (
            "You divide by the number of examples; the mean runs over all elements, outputs included.",
            lambda y_true, y_pred: np.sum(np.abs(errors(y_true, y_pred))) / (len(y_true) if y_true.ndim else 1),
        ),
        "mean-per-output": (
            "You take a mean per column; one number is asked, the mean over all elements.",
            lambda y_true, y_pred: np.mean(
                np.abs(y_true - np.reshape(y_pred, y_true.shape)), axis=0 if y_true.ndim else None
            ),
        ),
        "signs-kept": (
            "Errors of both signs cancel: take the absolute value of each before the mean.",
            lambda y_true, y_pred: np.mean(errors(y_true, y_pred)),
        ),
        "absolute-after-averaging": (
            "You take the absolute value of the mean error, in which errors of both signs have cancelled already.",
            lambda y_true, y_pred: np.abs(np.mean(errors(y_true, y_pred))),
        ),
        "squared": (
            "That is the mean squared error; take absolute values in place of squares.",
            lambda y_true, y_pred: np.mean(errors(y_true, y_pred) ** 2),
        ),
        "root": (
            "That is the root of the mean squared error, in which large errors weigh more; take the mean of the "
            "absolute values.",
            lambda y_true, y_pred: np.sqrt(np.mean(errors(y_true, y_pred) ** 2)),
        ),
        "median": (
            "That is the median of the absolute errors; take their mean.",
            lambda y_true, y_pred: np.median(np.abs(errors(y_true, y_pred))),
        ),
        "difference-of-sizes": (
            "You subtract absolute values; subtract first, then take the absolute value.",
            lambda y_true, y_pred: np.mean(np.abs(np.abs(np.ravel(y_true)) - np.abs(np.ravel(y_pred)))),
        ),
    },
    hints=[
        "By how much is a prediction off on average? And what shape has (n,) minus (n, 1)?",
        "Bring both into one shape, subtract, drop the signs, and take the mean over all elements.",
        "mean(|ravel(y_true) − ravel(y_pred)|).",
    ],
)

# ── r2_score ──────────────────────────────────────────────────────────────────────────────────────────────


def torch_r2_score(y_true, y_pred):
    """One minus the mean squared error in units of the variance, as torchmetrics; torch itself has no counterpart."""
    y_true, y_pred = y_true.flatten(), y_pred.flatten()
    return 1 - F.mse_loss(y_pred, y_true) / y_true.var(correction=0)


def regression(size, slope=1.0, noise=1.0, offset=0.0, target=0.0):
    """True values, and predictions that grow with them, off by noise and an offset."""

    def draw(rng):
        y_true = rng.normal(target, 2, size)
        y_pred = offset + slope * y_true + noise * rng.standard_normal(size)
        return y_true, y_pred

    return together(draw)


def always_the_mean(rng):
    y_true = rng.normal(5, 2, 9)
    return y_true, np.full(9, y_true.mean())


def as_column(pair, which):
    def draw(rng):
        pair_of = list(pair.draw(rng))
        pair_of[which] = pair_of[which][:, None]
        return tuple(pair_of)

    return together(draw)


def spread(y):
    return np.sum((np.ravel(y) - np.mean(y)) ** 2)


r2_score = exercise(
    reference=torch_r2_score,
    source="Varyans",
    # The spread of one number is 0, and that of none is nothing.
    laws=without("0-d", "empty", "rows"),
    cases={
        "predictions with some noise": call(regression(40)),
        "predictions too close to the mean, and too high": call(regression(11, slope=0.4, noise=0.1, offset=1.5)),
        "predictions worse than the mean": call(regression(8, slope=-1.0)),
        "the mean for every example": call(together(always_the_mean)),
        "predictions without an error": call(perfect(7)),
        "a vector and a column of predictions": call(as_column(regression(6), 1)),
        "a column of true values and a vector": call(as_column(regression(5), 0)),
        "a target far from zero": call(regression(10, target=30.0)),
    },
    misconceptions={
        "broadcast": (
            "(n,) minus (n, 1) is (n, n): every prediction meets every target. Bring both into one shape first.",
            lambda y_true, y_pred: 1 - np.sum((y_true - y_pred) ** 2) / spread(y_true),
        ),
        "exchanged": (
            "You divide by the spread of the predictions; the spread of the true values is asked.",
            lambda y_true, y_pred: 1 - np.sum(errors(y_true, y_pred) ** 2) / spread(y_pred),
        ),
        "mean-of-predictions": (
            "You measure the spread around the mean of the predictions; it is that around the mean of the true values.",
            lambda y_true, y_pred: (
                1 - np.sum(errors(y_true, y_pred) ** 2) / np.sum((np.ravel(y_true) - np.mean(y_pred)) ** 2)
            ),
        ),
        "one-minus-forgotten": (
            "That is the share that is left unexplained: take 1 minus it.",
            lambda y_true, y_pred: np.sum(errors(y_true, y_pred) ** 2) / spread(y_true),
        ),
        "correlation-squared": (
            "The square of the correlation forgives a wrong slope and a constant offset; R² does not.",
            lambda y_true, y_pred: np.corrcoef(np.ravel(y_true), np.ravel(y_pred))[0, 1] ** 2,
        ),
        "explained-variance": (
            "The variance of the errors forgives a constant offset; sum the squares of the errors themselves.",
            lambda y_true, y_pred: 1 - np.var(errors(y_true, y_pred)) / np.var(y_true),
        ),
        "explained-over-total": (
            "The spread of the predictions over that of the target is R² for least squares only; take 1 minus the "
            "residual share.",
            lambda y_true, y_pred: np.sum((np.ravel(y_pred) - np.mean(y_true)) ** 2) / spread(y_true),
        ),
        "not-centred": (
            "You divide by the sum of the squared targets; subtract their mean first.",
            lambda y_true, y_pred: 1 - np.sum(errors(y_true, y_pred) ** 2) / np.sum(y_true**2),
        ),
        "unbiased-variance": (
            "A mean over n and a variance over n − 1 do not fit together: give both the same divisor.",
            lambda y_true, y_pred: 1 - np.mean(errors(y_true, y_pred) ** 2) / np.var(y_true, ddof=1),
        ),
        "sum-over-variance": (
            "You divide a sum of squares by a mean of squares; take two sums or two means.",
            lambda y_true, y_pred: 1 - np.sum(errors(y_true, y_pred) ** 2) / np.var(y_true),
        ),
        "clipped": (
            "R² is negative where predictions are worse than the mean; you cut it off at 0.",
            lambda y_true, y_pred: max(0.0, 1 - np.sum(errors(y_true, y_pred) ** 2) / spread(y_true)),
        ),
        "not-squared": (
            "You compare absolute errors; square them, above and below.",
            lambda y_true, y_pred: (
                1 - np.sum(np.abs(errors(y_true, y_pred))) / np.sum(np.abs(np.ravel(y_true) - np.mean(y_true)))
            ),
        ),
    },
    hints=[
        "How large are the errors of a model that always predicts the mean? What share of them does yours leave?",
        "Sum the squared errors, and the squared distances of the targets from their mean; compare the two sums.",
        "R² = 1 − Σ(y − ŷ)² / Σ(y − mean(y))², both arrays flat.",
    ],
)

# ── bias_variance ─────────────────────────────────────────────────────────────────────────────────────────


def torch_bias_variance(predictions, target):
    """Geman, Bienenstock and Doursat's two terms, with torch's variance over the models."""
    variance, mean = torch.var_mean(predictions, dim=0, correction=0)
    return F.mse_loss(mean, target), variance.mean()


def models_that_agree(rng):
    row = np.round(4 * rng.standard_normal(5))
    return np.tile(row, (4, 1)), row + rng.standard_normal(5)


def flawed_bias_variance(predictions, target, *, flaw):
    """Squared bias and variance, right but for `flaw`."""
    axis = 1 if flaw == "models-in-columns" else 0
    mean = predictions.mean(axis=axis)
    off = mean - target
    bias = np.mean(off**2)
    scatter = (predictions - np.expand_dims(mean, axis)) ** 2
    variance = scatter.mean()
    if flaw == "not-squared":
        bias = np.mean(off)
    elif flaw == "absolute":
        bias = np.mean(np.abs(off))
    elif flaw == "squared-after-averaging":
        bias = np.mean(off) ** 2
    elif flaw == "error-as-bias":
        bias = np.mean((predictions - target) ** 2)
    elif flaw == "unbiased":
        variance = np.mean(predictions.var(axis=0, ddof=1))
    elif flaw == "deviation":
        variance = np.mean(predictions.std(axis=0))
    elif flaw == "around-target":
        variance = np.mean((predictions - target) ** 2)
    elif flaw == "of-everything":
        variance = np.var(predictions)
    elif flaw == "summed":
        bias, variance = np.sum(off**2), np.sum(scatter.mean(axis=0))
    elif flaw == "per-point":
        bias, variance = off**2, scatter.mean(axis=0)
    elif flaw == "exchanged":
        bias, variance = variance, bias
    return bias, variance


bias_variance = exercise(
    reference=torch_bias_variance,
    source="Bias, Varyans",
    returns=["bias_squared", "variance"],
    # One model alone has another mean than several, and none has no mean.
    laws=without("0-d", "empty", "rows"),
    cases={
        "five models, seven points": call(arrays(5, 7), arrays(7)),
        "three models, eleven points": call(arrays(3, 11), arrays(11)),
        "nine models, two points": call(arrays(9, 2), uniform(2, low=3, high=6)),
        "as many models as points": call(arrays(4, 4), arrays(4)),
        "a single model": call(arrays(1, 4), arrays(4)),
        "a single point": call(arrays(6, 1), uniform(1, low=-9, high=-5)),
        "models that agree": call(together(models_that_agree)),
        "models that scatter evenly around the target": call(
            values([[1.0, 5.0, -2.0], [3.0, 1.0, 0.0]]), values([2.0, 3.0, -1.0])
        ),
    },
    misconceptions={
        "unbiased": (
            "The variance is divided by the number of models M here, not by M − 1: leave ddof at 0.",
            lambda predictions, target: flawed_bias_variance(predictions, target, flaw="unbiased"),
        ),
        "models-in-columns": (
            "Rows are models: the mean over the models is taken along axis 0.",
            lambda predictions, target: flawed_bias_variance(predictions, target, flaw="models-in-columns"),
        ),
        "not-squared": (
            "That is the mean bias, in which both signs cancel; square the bias of each point.",
            lambda predictions, target: flawed_bias_variance(predictions, target, flaw="not-squared"),
        ),
        "absolute": (
            "You take the size of each point's bias; take its square.",
            lambda predictions, target: flawed_bias_variance(predictions, target, flaw="absolute"),
        ),
        "squared-after-averaging": (
            "You square the bias after averaging over the points, where both signs have cancelled; square it first.",
            lambda predictions, target: flawed_bias_variance(predictions, target, flaw="squared-after-averaging"),
        ),
        "error-as-bias": (
            "That is the whole mean squared error; the bias compares the mean of the models with the target.",
            lambda predictions, target: flawed_bias_variance(predictions, target, flaw="error-as-bias"),
        ),
        "around-target": (
            "The variance is the scatter around the models' own mean, whatever the target is.",
            lambda predictions, target: flawed_bias_variance(predictions, target, flaw="around-target"),
        ),
        "of-everything": (
            "The points differ from each other anyway: take the variance of the models at each point, along axis 0, "
            "and then the mean over the points.",
            lambda predictions, target: flawed_bias_variance(predictions, target, flaw="of-everything"),
        ),
        "deviation": (
            "That is the standard deviation; the variance is its square.",
            lambda predictions, target: flawed_bias_variance(predictions, target, flaw="deviation"),
        ),
        "summed": (
            "Average over the points, do not sum.",
            lambda predictions, target: flawed_bias_variance(predictions, target, flaw="summed"),
        ),
        "per-point": (
            "You return a number per point; take the mean over the points.",
            lambda predictions, target: flawed_bias_variance(predictions, target, flaw="per-point"),
        ),
        "exchanged": (
            "The two are exchanged: the squared bias comes first, then the variance.",
            lambda predictions, target: flawed_bias_variance(predictions, target, flaw="exchanged"),
        ),
    },
    hints=[
        "Ten archers shoot at one target. What does the middle of their arrows tell, and what their scatter?",
        "Take the mean of the models at every point. Its distance from the target is the bias, the scatter of the "
        "models around it the variance.",
        "m = predictions.mean(axis=0); bias² = mean((m − target)²), variance = mean(predictions.var(axis=0)).",
    ],
)

# ── diagnose_fit ──────────────────────────────────────────────────────────────────────────────────────────


def rule(train_error, test_error, target_error):
    """The rule of the statement; torch knows nothing of the kind."""
    if train_error > target_error:
        return "underfitting"
    return "overfitting" if test_error > target_error else "good fit"


def three(draw):
    """Three errors, `draw` of the generator, as plain numbers."""
    return call(together(lambda rng: tuple(float(error) for error in draw(rng))))


def times(train, test, target):
    """Errors in these proportions, exactly: times a power of 2 and a whole number."""
    return three(lambda rng: np.array([train, test, target]) * rng.integers(1, 4000) / 1024)


def flawed_diagnosis(train_error, test_error, target_error, *, flaw):
    """The diagnosis, right but for `flaw`."""
    bad_train, bad_test = train_error > target_error, test_error > target_error
    if flaw == "equal-misses":
        bad_train, bad_test = train_error >= target_error, test_error >= target_error
    elif flaw == "errors-as-scores":
        bad_train, bad_test = train_error < target_error, test_error < target_error
    elif flaw == "any-gap":
        bad_test = test_error > train_error
    elif flaw == "gap-above-target":
        bad_test = test_error - train_error > target_error
    elif flaw == "only-if-both":
        bad_train = bad_train and bad_test
    elif flaw == "test-first":
        bad_train = bad_train and not bad_test
    under, over = "underfitting", "overfitting"
    if flaw == "names-exchanged":
        under, over = over, under
    if flaw == "train-only":
        bad_test = False
    return under if bad_train else over if bad_test else "good fit"


diagnose_fit = exercise(
    reference=rule,
    source="Underfitting & Overfitting",
    bonus=True,
    laws=only("repeatable"),
    cases={
        "both errors too large": three(lambda rng: rng.uniform([0.5, 0.6, 0.1], [0.6, 0.7, 0.2])),
        "a small error in training, a large one in the test": three(
            lambda rng: rng.uniform([0.0, 0.5, 0.1], [0.1, 0.9, 0.2])
        ),
        "both errors small enough, the test's larger": three(
            lambda rng: rng.uniform([0.05, 0.2, 0.4], [0.1, 0.3, 0.5])
        ),
        "too large in training, but not in the test": three(lambda rng: rng.uniform([0.5, 0.1, 0.3], [0.6, 0.2, 0.4])),
        "a test error slightly above the target": times(15, 17, 16),
        "a training error slightly above the target": times(17, 17, 16),
        "a training error that equals the target, a test error above it": times(4, 9, 4),
        "both errors equal to the target": times(4, 4, 4),
        "errors above one": three(lambda rng: rng.uniform([20, 70, 30], [25, 90, 40])),
    },
    misconceptions={
        "names-exchanged": (
            "The names are exchanged: underfitting is a model that fails in training already, overfitting one that "
            "has learned the training data by heart.",
            lambda *errors_of: flawed_diagnosis(*errors_of, flaw="names-exchanged"),
        ),
        "test-first": (
            "Look at the training error first: a model that misses the target there underfits, whatever the test says.",
            lambda *errors_of: flawed_diagnosis(*errors_of, flaw="test-first"),
        ),
        "only-if-both": (
            "A training error above the target is underfitting, also where the test error happens to be low.",
            lambda *errors_of: flawed_diagnosis(*errors_of, flaw="only-if-both"),
        ),
        "any-gap": (
            "A test error somewhat above the training error is normal; it is overfitting where it misses the target.",
            lambda *errors_of: flawed_diagnosis(*errors_of, flaw="any-gap"),
        ),
        "gap-above-target": (
            "Compare the test error itself with the target, not its distance from the training error.",
            lambda *errors_of: flawed_diagnosis(*errors_of, flaw="gap-above-target"),
        ),
        "equal-misses": (
            "An error that equals the target reaches it: compare by >, not by >=.",
            lambda *errors_of: flawed_diagnosis(*errors_of, flaw="equal-misses"),
        ),
        "errors-as-scores": (
            "These are errors, and small is good; you treat them like scores.",
            lambda *errors_of: flawed_diagnosis(*errors_of, flaw="errors-as-scores"),
        ),
        "train-only": (
            "You look at the training error only; a model that fails in the test overfits.",
            lambda *errors_of: flawed_diagnosis(*errors_of, flaw="train-only"),
        ),
    },
    hints=[
        "One student has not studied, another has learned the exercises by heart. Which fails at the exercises?",
        "Ask first whether the training error is above the target, and only then whether the test error is.",
        "train > target: underfitting; else test > target: overfitting; else good fit.",
    ],
)
