"""Hidden suite: classes of different sizes."""

from dlgrade.suite import arrays, call, drawn, exercise, generator, integers, np, only, say, together, topic, torch
from dlgrade.suite.chance import CHANCE, deviation, differ, follows, has_shape, same_distribution

about = topic("Imbalanced classes", order=3)

# ── class_weights ─────────────────────────────────────────────────────────────────────────────────────────


def labels_with(counts):
    """A class number as often as it says, in random order."""
    return drawn(lambda rng: rng.permutation(np.repeat(list(counts), list(counts.values()))))


def torch_class_weights(labels):
    """n / (k · n_c), "balanced" in scikit-learn's compute_class_weight."""
    _, counts = torch.unique(labels, return_counts=True)
    return labels.numel() / (len(counts) * counts.double())


def counts_of(labels):
    return np.unique(labels, return_counts=True)[1]


class_weights = exercise(
    reference=torch_class_weights,
    source="VERİ DENGESİNİ SAĞLAMA TEKNİKLERİ",
    laws=only("unchanged", "repeatable", "strided", "readonly"),
    cases={
        "four classes of different sizes": call(labels_with({0: 14, 1: 3, 2: 8, 3: 5})),
        "two classes, one of them rare": call(labels_with({0: 19, 1: 1})),
        "labels with gaps between them": call(labels_with({2: 5, 3: 1, 9: 7})),
        "labels −1 and 1": call(labels_with({-1: 6, 1: 4})),
        "a balanced set": call(labels_with({0: 4, 1: 4, 2: 4})),
        "a single class": call(drawn(lambda rng: np.full(6, rng.integers(10**6)))),
        "labels as they come": call(integers(40, low=0, high=5)),
    },
    misconceptions={
        "classes-not-counted": (
            "n / n_c grows with the number of classes: divide by k too, so that balanced classes get the weight 1.",
            lambda labels: len(labels) / counts_of(labels),
        ),
        "reciprocal-of-the-count": (
            "1 / n_c depends on the size of the data set: multiply by n and divide by the number of classes.",
            lambda labels: 1 / counts_of(labels),
        ),
        "shares": (
            "That is the share of each class, so that frequent classes weigh more; a rare class needs a large weight.",
            lambda labels: counts_of(labels) / len(labels),
        ),
        "largest-class-as-one": (
            "You give the largest class the weight 1; here it is n / (k · n_c), as in scikit-learn, and below 1 for "
            "frequent classes.",
            lambda labels: counts_of(labels).max() / counts_of(labels),
        ),
        "sum-of-one": (
            "Your weights sum to 1; here they are n / (k · n_c), as in scikit-learn.",
            lambda labels: 1 / counts_of(labels) / (1 / counts_of(labels)).sum(),
        ),
        "labels-up-to-the-largest": (
            "A number between the labels that never occurs is no class: count those that occur only.",
            lambda labels: len(labels) / ((labels.max() + 1) * counts_of(labels)),
        ),
        "weight-of-each-example": (
            "One weight for each class is asked, not for each example.",
            lambda labels: (len(labels) / (len(counts_of(labels)) * counts_of(labels)))[
                np.unique(labels, return_inverse=True)[1]
            ],
        ),
        "order-of-appearance": (
            "The weights come in the order of growing labels, not in that in which the classes first appear.",
            lambda labels: (len(labels) / (len(counts_of(labels)) * counts_of(labels)))[
                np.argsort(np.argsort([list(labels).index(c) for c in np.unique(labels)]))
            ],
        ),
    },
    hints=[
        "Each class should have the same say in the loss. How large must the weight of one example be, then?",
        "Count each class. Weight times count should be the same for all classes, and all of it together n.",
        "w = n / (k · counts), counts by np.unique(labels, return_counts=True), k the number of counts.",
    ],
)

# ── random_oversample, random_undersample ─────────────────────────────────────────────────────────────────


def imbalanced(counts, *shape):
    """Rows of each class around a number of their own, in random order; X, y."""

    def draw(rng):
        y = rng.permutation(np.repeat(list(counts), list(counts.values())))
        place = 20.0 * np.searchsorted(sorted(counts), y).reshape(-1, *[1] * len(shape))
        return place + rng.standard_normal((len(y), *shape)), y

    return together(draw)


def resampled_twice(resample, X, y, rng):
    return [resample(X, y, rng)[0], resample(X, y, rng)[0]]


def rows_found(answer, X):
    """Which row of X each row of the answer is; −1 where it is none."""
    place = {tuple(row): i for i, row in enumerate(X.reshape(len(X), -1).tolist())}
    return np.array([place.get(tuple(row), -1) for row in answer[0].reshape(len(answer[0]), -1).tolist()], dtype=int)


def are_rows_with_their_labels(answer, X, y, rng):
    """(X, y) of the right form, made of rows that were given, each with its label."""
    if not isinstance(answer, list | tuple) or len(answer) != 2:
        return say("should be two values, (X, y)")
    for name, new, old in zip("Xy", answer, (X, y), strict=True):
        if not isinstance(new, np.ndarray) or new.shape[1:] != old.shape[1:] or new.ndim != old.ndim:
            return say("{name} should be an array of shape {shape}", name=name, shape=str(("N", *old.shape[1:])))
    if len(answer[0]) != len(answer[1]):
        return say("X has {rows} rows, but y has {labels} labels", rows=len(answer[0]), labels=len(answer[1]))
    found = rows_found(answer, X)
    if (found < 0).any():
        return say("{count} rows of X are none of those that were given", count=int((found < 0).sum()))
    wrong = answer[1] != y[found]
    if wrong.any():
        return say("{count} rows have another label than they had", count=int(wrong.sum()))
    return None


def has_classes_of(size_of):
    def check(answer, X, y, rng):
        classes, counts = np.unique(y, return_counts=True)
        want = size_of(counts)
        for label in classes.tolist():
            got = int((answer[1] == label).sum())
            if got != want:
                return say("class {label} has {got} rows; should have {want}", label=label, got=got, want=int(want))
        return None

    return check


def keeps_every_row(answer, X, y, rng):
    lost = len(y) - len(np.unique(rows_found(answer, X)))
    return say("{count} rows have been lost; every one stays", count=lost) if lost else None


def has_no_row_twice(answer, X, y, rng):
    again = len(answer[0]) - len(np.unique(rows_found(answer, X)))
    return say("{count} rows come more than once", count=again) if again else None


def drawn_evenly(skip_originals):
    """Among the rows of each class, those at the front are drawn as often as those behind.

    For a fixed place in a class of R rows, the share of m draws that lie before it is off by more than ε with a chance
    of at most 2 exp(−2mε²): Hoeffding (1963), theorem 2 for draws that are put back, theorem 4 for those that are not.
    There are R places, and so ε is chosen for CHANCE / R.
    """

    def check(answer, X, y, rng):
        times = np.bincount(rows_found(answer, X), minlength=len(y)) - (1 if skip_originals else 0)
        for label in np.unique(y).tolist():
            mine = times[y == label]
            size, draws = len(mine), int(mine.sum())
            if not draws:
                continue
            off = np.abs(np.cumsum(mine) / draws - np.arange(1, size + 1) / size)
            if off.max() > np.sqrt(np.log(2 * size / CHANCE) / (2 * draws)):
                return say("the rows of class {label} are not drawn with equal chances", label=label)
        return None

    return check


IS_OVERSAMPLED = (
    are_rows_with_their_labels, has_classes_of(lambda counts: counts.max()), keeps_every_row, drawn_evenly(True)
)  # fmt: skip
IS_UNDERSAMPLED = (
    are_rows_with_their_labels, has_classes_of(lambda counts: counts.min()), has_no_row_twice, drawn_evenly(False)
)  # fmt: skip


def same_resampling(a, b):
    """For naming a mistake: in each class as many rows, about as many different ones, around the same place."""
    if not all(isinstance(v, list | tuple) and len(v) == 2 for v in (a, b)):
        return False
    if not all(isinstance(v, np.ndarray) for v in (*a, *b)) or a[0].shape != b[0].shape or a[1].shape != b[1].shape:
        return False
    if a[1].ndim > 1:
        return np.array_equal(*a) == np.array_equal(*b)
    return a[1].shape == a[0].shape[:1] and all(alike_in_class(a, b, label) for label in np.unique([a[1], b[1]]))


def alike_in_class(a, b, label):
    mine, other = (v[0][v[1] == label].reshape(int((v[1] == label).sum()), -1) for v in (a, b))
    if len(mine) != len(other):
        return False
    different = abs(len(np.unique(mine, axis=0)) - len(np.unique(other, axis=0)))
    return different <= 1 + 0.15 * len(mine) and abs(mine.mean() - other.mean()) < 5


def flawed_resampling(X, y, rng, *, flaw):
    """Over- or undersampling by row numbers, each flaw in one of them."""
    classes, counts = np.unique(y, return_counts=True)
    members = [np.flatnonzero(y == label) for label in classes]
    most, least = counts.max(), counts.min()
    if flaw in ("undersampled", "rows-and-labels-apart-under"):
        rows = [rng.choice(m, least, replace=False) for m in members]
    elif flaw == "with-replacement":
        rows = [rng.choice(m, least) for m in members]
    elif flaw == "first-rows":
        rows = [m[:least] for m in members]
    elif flaw == "largest-class-only":
        rows = [rng.choice(m, least, replace=False) if len(m) == most else m for m in members]
    elif flaw == "originals-drawn-too":
        rows = [rng.choice(m, most) for m in members]
    elif flaw == "smallest-class-only":
        rows = [np.arange(len(y)), *(rng.choice(m, most - len(m)) for m in members if len(m) == least)]
    elif flaw == "as-many-as-the-largest":
        rows = [np.arange(len(y)), *(rng.choice(m, most) for m in members if len(m) < most)]
    elif flaw == "one-row":
        rows = [np.arange(len(y)), *(np.full(most - len(m), rng.choice(m)) for m in members)]
    elif flaw == "not-put-back":
        rows = [np.arange(len(y)), *(rng.choice(m, most - len(m), replace=False) for m in members)]
    else:
        rows = [np.arange(len(y)), *(rng.choice(m, most - len(m)) for m in members)]
    chosen = np.concatenate(rows)
    if flaw.startswith("rows-and-labels-apart"):
        return X[rng.permutation(chosen)], y[chosen]
    return X[chosen], y[chosen]


RESAMPLING_LAWS = only("unchanged", "repeatable", "strided", "readonly", "float32")

random_oversample = exercise(
    source="VERİ DENGESİNİ SAĞLAMA TEKNİKLERİ",
    returns=["X", "y"],
    laws=RESAMPLING_LAWS,
    alike=same_resampling,
    cases={
        "three classes, two of them rare": call(imbalanced({0: 40, 1: 13, 2: 4}, 3), generator()).satisfies(
            *IS_OVERSAMPLED
        ),
        "five rows against two hundred": call(imbalanced({0: 200, 1: 5}, 2), generator()).satisfies(*IS_OVERSAMPLED),
        "a class of one row, labels −1 and 4": call(imbalanced({-1: 1, 4: 9}, 2), generator()).satisfies(
            *IS_OVERSAMPLED
        ),
        "images": call(imbalanced({3: 4, 5: 12, 8: 7}, 2, 3, 4), generator()).satisfies(*IS_OVERSAMPLED),
        "balanced already": call(imbalanced({0: 6, 1: 6, 2: 6}, 3), generator()).satisfies(*IS_OVERSAMPLED),
        "two calls copy different rows": call(imbalanced({0: 60, 1: 20}, 2), generator())
        .through(resampled_twice)
        .satisfies(differ),
    },
    misconceptions={
        "originals-drawn-too": (
            "You draw the whole of each class anew, and so lose some examples; every one stays, and copies are added.",
            lambda X, y, rng: flawed_resampling(X, y, rng, flaw="originals-drawn-too"),
        ),
        "smallest-class-only": (
            "You fill up the smallest class only; every class becomes as large as the largest.",
            lambda X, y, rng: flawed_resampling(X, y, rng, flaw="smallest-class-only"),
        ),
        "as-many-as-the-largest": (
            "You add as many copies as the largest class has rows; add what is missing to that number only.",
            lambda X, y, rng: flawed_resampling(X, y, rng, flaw="as-many-as-the-largest"),
        ),
        "one-row": (
            "You draw one row of a class and copy it again and again; draw anew for each copy.",
            lambda X, y, rng: flawed_resampling(X, y, rng, flaw="one-row"),
        ),
        "not-put-back": (
            "A class cannot give more different rows than it has: what is drawn must be put back, replace=True.",
            lambda X, y, rng: flawed_resampling(X, y, rng, flaw="not-put-back"),
        ),
        "rows-and-labels-apart": (
            "Rows and labels have lost each other: take both with the same row numbers.",
            lambda X, y, rng: flawed_resampling(X, y, rng, flaw="rows-and-labels-apart"),
        ),
        "undersampled": (
            "You cut the larger classes down, which is undersampling; here the smaller ones are filled up.",
            lambda X, y, rng: flawed_resampling(X, y, rng, flaw="undersampled"),
        ),
        "left-as-it-is": (
            "The classes are as they were: the smaller ones must be filled up.",
            lambda X, y, rng: (X, y),
        ),
    },
    hints=[
        "How many rows does each class lack, and which rows can fill the gap?",
        "Work with row numbers: all of them, and for each class as many drawn ones as it lacks. In the end take the "
        "rows of X and of y with the same numbers.",
        "For each class: rng.choice(numbers of its rows, largest count − its count), put back after each draw; join "
        "these to np.arange(N), and return X[chosen], y[chosen].",
    ],
)

random_undersample = exercise(
    source="VERİ DENGESİNİ SAĞLAMA TEKNİKLERİ",
    returns=["X", "y"],
    laws=RESAMPLING_LAWS,
    alike=same_resampling,
    cases={
        "three classes of different sizes": call(imbalanced({0: 40, 1: 23, 2: 12}, 3), generator()).satisfies(
            *IS_UNDERSAMPLED
        ),
        "eighty rows against four hundred": call(imbalanced({0: 400, 1: 80}, 2), generator()).satisfies(
            *IS_UNDERSAMPLED
        ),
        "a class of one row, labels −1 and 4": call(imbalanced({-1: 9, 4: 1}, 2), generator()).satisfies(
            *IS_UNDERSAMPLED
        ),
        "images": call(imbalanced({3: 14, 5: 30, 8: 17}, 2, 3, 4), generator()).satisfies(*IS_UNDERSAMPLED),
        "balanced already": call(imbalanced({0: 6, 1: 6, 2: 6}, 3), generator()).satisfies(*IS_UNDERSAMPLED),
        "two calls keep different rows": call(imbalanced({0: 60, 1: 20}, 2), generator())
        .through(resampled_twice)
        .satisfies(differ),
    },
    misconceptions={
        "with-replacement": (
            "Some rows come twice: draw without putting back, replace=False.",
            lambda X, y, rng: flawed_resampling(X, y, rng, flaw="with-replacement"),
        ),
        "first-rows": (
            "You always keep the first rows of a class; draw those that stay.",
            lambda X, y, rng: flawed_resampling(X, y, rng, flaw="first-rows"),
        ),
        "largest-class-only": (
            "You cut down the largest class only; every class becomes as small as the smallest.",
            lambda X, y, rng: flawed_resampling(X, y, rng, flaw="largest-class-only"),
        ),
        "rows-and-labels-apart": (
            "Rows and labels have lost each other: take both with the same row numbers.",
            lambda X, y, rng: flawed_resampling(X, y, rng, flaw="rows-and-labels-apart-under"),
        ),
        "oversampled": (
            "You fill the smaller classes up, which is oversampling; here the larger ones are cut down.",
            lambda X, y, rng: flawed_resampling(X, y, rng, flaw=""),
        ),
        "left-as-it-is": (
            "The classes are as they were: the larger ones must be cut down.",
            lambda X, y, rng: (X, y),
        ),
    },
    hints=[
        "How many rows of each class may stay, and what if the first ones differ from the rest?",
        "For each class draw that many of its row numbers, none of them twice. In the end take the rows of X and of y "
        "with the same numbers.",
        "For each class: rng.choice(numbers of its rows, smallest count, replace=False); join these, and return "
        "X[chosen], y[chosen].",
    ],
)

# ── smote ─────────────────────────────────────────────────────────────────────────────────────────────────


def three_clusters(rng):
    """Three examples in each of three places, at different distances."""
    return np.repeat([[0.0], [10.0], [100.0]], 3, axis=0) + rng.standard_normal((9, 3))


def made_twice(smote, X_minority, n_new, k, rng):
    return [smote(X_minority, n_new, k, rng), smote(X_minority, n_new, k, rng)]


def segments(X, k):
    """The lines between examples and their k nearest neighbours, each once: from, to, how near, how likely."""
    X = X.astype(float)
    distances = np.linalg.norm(X[:, None] - X, axis=-1)
    np.fill_diagonal(distances, np.inf)
    found = {}
    for i, row in enumerate(distances.argsort(axis=1)[:, :k].tolist()):
        for rank, j in enumerate(row):
            nearness, chance = found.get((min(i, j), max(i, j)), (rank, 0.0))
            found[min(i, j), max(i, j)] = min(nearness, rank), chance + 1 / (len(X) * k)
    ends = np.array(list(found))
    rank, chance = np.array(list(found.values())).T
    return X[ends[:, 0]], X[ends[:, 1]], rank, chance


def located(answer, X, k):
    """For each synthetic example the segment that it is nearest to, how far along, and how far off."""
    start, end, _, _ = segments(X, k)
    along = end - start
    relative = answer[:, None].astype(float) - start
    u = (relative * along).sum(axis=-1) / (along**2).sum(axis=-1)
    off = np.linalg.norm(relative - np.clip(u, 0, 1)[..., None] * along, axis=-1)
    nearest = off.argmin(axis=1)
    each = np.arange(len(answer))
    return nearest, u[each, nearest], off[each, nearest]


def new_shape(X_minority, n_new, k, rng):
    return n_new, X_minority.shape[1]


def is_made_of_numbers(answer, X_minority, n_new, k, rng):
    """has_shape, but float32 is answered in either dtype."""
    wide = answer.astype(float) if isinstance(answer, np.ndarray) and X_minority.dtype == np.float32 else answer
    return has_shape(new_shape)(wide, X_minority, n_new, k, rng)


def is_new(answer, X_minority, n_new, k, rng):
    """Few copies. A right answer is one only where u is rounded away, with a chance below 1e-5 even in float32."""
    old = (answer[:, None] == X_minority).all(axis=-1).any(axis=1)
    if old.sum() <= len(answer) / 50:
        return None
    return say("{count} of {size} examples are no new ones but copies", count=int(old.sum()), size=len(answer))


def comes_of_segments(answer, X_minority, n_new, k, rng):
    """On the lines between examples and their neighbours, evenly along each, each as often as it should be."""
    nearest, u, off = located(answer, X_minority, k)
    return (
        lies_off(off, answer, X_minority, k)
        or has_uneven_gaps(u, X_minority, n_new, k, rng)
        or uses_segments_unevenly(nearest, X_minority, k)
    )


def lies_off(off, answer, X_minority, k):
    single = "float32" in (answer.dtype.name, X_minority.dtype.name)
    wrong = off > (1e-5 if single else 1e-11) * np.abs(X_minority).max()
    if not wrong.any():
        return None
    return say(
        "{count} of {size} examples lie on no line from an example to one of its {k} nearest neighbours",
        count=int(wrong.sum()), size=len(answer), k=k,
    )  # fmt: skip


def has_uneven_gaps(u, X_minority, n_new, k, rng):
    """u lies evenly between 0 and 1, and so does 1 − u: it does not matter from which end it is measured."""
    wrong = follows(lambda *args: lambda t: np.clip(t, 0, 1))(u, X_minority, n_new, k, rng)
    return wrong and say("along the lines, {what}", what=wrong)


def uses_segments_unevenly(nearest, X_minority, k):
    """Each line as often as it should be: by `deviation`, with lines in order of examples, and in that of nearness."""
    _, _, rank, chance = segments(X_minority, k)
    count = max(len(nearest), 1)
    share = np.bincount(nearest, minlength=len(chance)) / count
    for order, what in (
        (np.arange(len(chance)), say("the examples are not chosen with equal chances")),
        (rank.argsort(kind="stable"), say("the k nearest neighbours are not chosen with equal chances")),
    ):
        if len(nearest) and np.abs(np.cumsum((share - chance)[order])).max() > deviation(count):
            return what
    return None


IS_SMOTE = (is_made_of_numbers, is_new, comes_of_segments)


def same_synthesis(a, b):
    """For naming a mistake: alike in distribution, in the spread of each row, and in how many rows are different."""
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(same_synthesis, a, b))
    if not all(isinstance(v, np.ndarray) and v.ndim == 2 for v in (a, b)) or a.shape != b.shape:
        return False
    a, b = a.astype(float), b.astype(float)
    different = abs(len(np.unique(a, axis=0)) - len(np.unique(b, axis=0)))
    return (
        different <= 0.1 * len(a)
        and same_distribution(a, b)
        and same_distribution(a.std(axis=1).round(9), b.std(axis=1).round(9))
    )


def flawed_smote(X_minority, n_new, k, rng, *, flaw):
    """SMOTE, right but for `flaw`."""
    X = X_minority
    distances = np.linalg.norm(X[:, None] - X, axis=-1)
    order = distances.argsort(axis=1)
    nearest = order[:, 1 : k + 1]
    if flaw == "own-neighbour":
        nearest = order[:, :k]
    elif flaw == "farthest":
        nearest = order[:, ::-1][:, :k]
    elif flaw == "any-other":
        nearest = order[:, 1:]
    elif flaw == "nearest-only":
        nearest = order[:, 1:2]
    chosen = rng.integers(len(X), size=n_new)
    neighbours = nearest[chosen, rng.integers(nearest.shape[1], size=n_new)]
    u = rng.random((n_new, 1))
    if flaw == "gap-for-each-feature":
        u = rng.random((n_new, X.shape[1]))
    elif flaw == "one-gap":
        u = rng.random()
    elif flaw == "middle":
        u = 0.5
    elif flaw == "copies":
        u = 0.0
    elif flaw == "beyond":
        u = rng.uniform(-1, 1, (n_new, 1))
    new = X[chosen] + u * (X[neighbours] - X[chosen])
    if flaw == "sum":
        new = X[chosen] + u * X[neighbours]
    return np.concatenate([X, new]) if flaw == "appended" else new


smote = exercise(
    source="VERİ DENGESİNİ SAĞLAMA TEKNİKLERİ",
    laws=RESAMPLING_LAWS,
    alike=same_synthesis,
    cases={
        "twelve examples, three neighbours": call(arrays(12, 4), 1000, 3, generator()).satisfies(*IS_SMOTE),
        "the nearest neighbour only": call(arrays(8, 3), 400, 1, generator()).satisfies(*IS_SMOTE),
        "all others as neighbours": call(arrays(5, 3), 600, 4, generator()).satisfies(*IS_SMOTE),
        "three places, at different distances": call(drawn(three_clusters), 600, 2, generator()).satisfies(*IS_SMOTE),
        "two examples": call(
            drawn(lambda rng: rng.uniform(1, 2) + np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]])), 500, 1, generator()
        ).satisfies(*IS_SMOTE),
        "none are asked": call(arrays(6, 3), 0, 2, generator()).satisfies(is_made_of_numbers),
        "two calls make different examples": call(arrays(6, 3), 10, 2, generator())
        .through(made_twice)
        .satisfies(differ),
    },
    misconceptions={
        "own-neighbour": (
            "You count an example among its own neighbours, and so copy it: ask for k + 1 and drop the first.",
            lambda X_minority, n_new, k, rng: flawed_smote(X_minority, n_new, k, rng, flaw="own-neighbour"),
        ),
        "gap-for-each-feature": (
            "You draw a number u for each feature; one for each synthetic example keeps it on the line.",
            lambda X_minority, n_new, k, rng: flawed_smote(X_minority, n_new, k, rng, flaw="gap-for-each-feature"),
        ),
        "one-gap": (
            "All synthetic examples share one u; draw it anew for each of them.",
            lambda X_minority, n_new, k, rng: flawed_smote(X_minority, n_new, k, rng, flaw="one-gap"),
        ),
        "middle": (
            "You always take the middle; u is drawn evenly between 0 and 1.",
            lambda X_minority, n_new, k, rng: flawed_smote(X_minority, n_new, k, rng, flaw="middle"),
        ),
        "beyond": (
            "Your u goes beyond the line between the two examples; it is drawn evenly between 0 and 1.",
            lambda X_minority, n_new, k, rng: flawed_smote(X_minority, n_new, k, rng, flaw="beyond"),
        ),
        "copies": (
            "That is random oversampling: you copy examples; go from each some way to a neighbour.",
            lambda X_minority, n_new, k, rng: flawed_smote(X_minority, n_new, k, rng, flaw="copies"),
        ),
        "any-other": (
            "You go to any other example; only the k nearest are neighbours.",
            lambda X_minority, n_new, k, rng: flawed_smote(X_minority, n_new, k, rng, flaw="any-other"),
        ),
        "nearest-only": (
            "The parameter `k` is not used: you always go to the nearest neighbour.",
            lambda X_minority, n_new, k, rng: flawed_smote(X_minority, n_new, k, rng, flaw="nearest-only"),
        ),
        "farthest": (
            "You go to the examples that are farthest away; neighbours are the nearest.",
            lambda X_minority, n_new, k, rng: flawed_smote(X_minority, n_new, k, rng, flaw="farthest"),
        ),
        "sum": (
            "You add a share of the neighbour; add a share of the way to it, x_j − x_i.",
            lambda X_minority, n_new, k, rng: flawed_smote(X_minority, n_new, k, rng, flaw="sum"),
        ),
        "appended": (
            "Only the synthetic examples are asked, without those that were given.",
            lambda X_minority, n_new, k, rng: flawed_smote(X_minority, n_new, k, rng, flaw="appended"),
        ),
    },
    hints=[
        "Where between two examples of a class would you believe a third one, and how do you draw a point on a line?",
        "Find the k nearest others of each example. For each synthetic one draw an example, one of its neighbours and "
        "how far to go towards it.",
        "x̃ = x_i + u (x_j − x_i), u drawn evenly from [0, 1), one for each synthetic example; the distances of all "
        "pairs, with infinity on the diagonal, and argsort give the neighbours.",
    ],
)
