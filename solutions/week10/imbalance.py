"""Classes of different sizes: weights, resampling and synthetic examples."""

import numpy as np


def class_weights(labels: np.ndarray) -> np.ndarray:
    r"""Weigh each class so that all classes count alike, however many examples they have.

    $$w_c = \frac{n}{k \, n_c}$$

    Here n is the number of examples, n_c that of class c, and k the number of classes that occur. Where all classes
    are equally frequent, each weight is 1.

    Args:
        labels: (N,), int64, N ≥ 1. Any whole numbers: they may be negative, and there may be gaps between them.

    Returns:
        A float64 array of shape (k,), one weight for each class that occurs, in the order of growing labels.

    Example:
        >>> class_weights(np.array([0, 2, 0]))
        array([0.75, 1.5 ])

    Source:
        King and Zeng (2001), Logistic Regression in Rare Events Data; `class_weight="balanced"` of
        `sklearn.utils.class_weight.compute_class_weight`. What `torch.nn.CrossEntropyLoss` takes as `weight`.
    """
    _, counts = np.unique(labels, return_counts=True)
    return len(labels) / (len(counts) * counts)


def random_oversample(X: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    r"""Copy random examples of the smaller classes until all classes are as large as the largest.

    $$n_c' = \max_j n_j$$

    Every example stays. Where a class has too few, copies are added, each an example of that class that is drawn with
    equal chances and put back, so that one example may be copied several times.

    Args:
        X: (N, ...), float64, an example in each row.
        y: (N,), int64, the class of each row; any whole numbers.
        rng: the generator to draw from.

    Returns:
        X: a float64 array with the rows of the new data set, in any order.
        y: an int64 array with the class of each row.

    Example:
        >>> random_oversample(
        ...     np.array([[19.5, 21.2], [37.9, 42.5], [21.1, 20.3]]),
        ...     np.array([1, 2, 1]),
        ...     np.random.default_rng(0),
        ... )  # one of many right answers
        (array([[19.5, 21.2],
                [37.9, 42.5],
                [21.1, 20.3],
                [37.9, 42.5]]),
         array([1, 2, 1, 2]))

    Source:
        Batista, Prati and Monard (2004), A Study of the Behavior of Several Methods for Balancing Machine Learning
        Training Data; `imblearn.over_sampling.RandomOverSampler`; `torch.utils.data.WeightedRandomSampler` does it on
        the fly.
    """
    classes, counts = np.unique(y, return_counts=True)
    rows = [np.arange(len(y))]
    for label, count in zip(classes, counts, strict=True):
        rows.append(rng.choice(np.flatnonzero(y == label), counts.max() - count))
    chosen = np.concatenate(rows)
    return X[chosen], y[chosen]


def random_undersample(X: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    r"""Keep random examples of the larger classes, so that all classes are as small as the smallest.

    $$n_c' = \min_j n_j$$

    The examples that stay are drawn with equal chances and not put back: none of them comes twice.

    Args:
        X: (N, ...), float64, an example in each row.
        y: (N,), int64, the class of each row; any whole numbers.
        rng: the generator to draw from.

    Returns:
        X: a float64 array with the rows of the new data set, in any order.
        y: an int64 array with the class of each row.

    Example:
        >>> random_undersample(
        ...     np.array([[2.1, 1.6], [0.8, 0.3], [-0.3, -0.2]]),
        ...     np.array([0, 0, 0]),
        ...     np.random.default_rng(0),
        ... )  # one of many right answers
        (array([[-0.3, -0.2],
                [ 2.1,  1.6],
                [ 0.8,  0.3]]),
         array([0, 0, 0]))

    Source:
        Batista, Prati and Monard (2004), A Study of the Behavior of Several Methods for Balancing Machine Learning
        Training Data; `imblearn.under_sampling.RandomUnderSampler`.
    """
    classes, counts = np.unique(y, return_counts=True)
    rows = [rng.choice(np.flatnonzero(y == label), counts.min(), replace=False) for label in classes]
    chosen = np.concatenate(rows)
    return X[chosen], y[chosen]


def smote(X_minority: np.ndarray, n_new: int, k: int, rng: np.random.Generator) -> np.ndarray:
    r"""Make synthetic examples of a rare class, each on the line between an example and one of its neighbours.

    $$\tilde{x} = x_i + u (x_j - x_i), \quad u \sim U(0, 1)$$

    For each synthetic example draw anew, always with equal chances: an example x_i; one of its k nearest neighbours
    x_j, by Euclidean distance, where an example is no neighbour of itself; and one number u, the same for all
    features. Two examples at the same distance do not occur.

    Args:
        X_minority: (N, D), float64, the examples of the rare class.
        n_new: how many synthetic examples to make; may be 0.
        k: how many neighbours to choose from, 1 ≤ k < N.
        rng: the generator to draw from.

    Returns:
        A float64 array of shape (n_new, D): the synthetic examples alone, in any order.

    Example:
        >>> smote(np.array([[0.0, 1.0], [1.0, 3.0]]), 2, 1, np.random.default_rng(0))  # one of many right answers
        array([[0.7302, 2.4604],
               [0.959 , 2.9181]])

    Source:
        Chawla, Bowyer, Hall and Kegelmeyer (2002), SMOTE: Synthetic Minority Over-sampling Technique;
        `imblearn.over_sampling.SMOTE`.
    """
    distances = np.linalg.norm(X_minority[:, None] - X_minority, axis=-1)
    np.fill_diagonal(distances, np.inf)
    nearest = distances.argsort(axis=1)[:, :k]
    chosen = rng.integers(len(X_minority), size=n_new)
    neighbours = nearest[chosen, rng.integers(k, size=n_new)]
    u = rng.random((n_new, 1))
    return X_minority[chosen] + u * (X_minority[neighbours] - X_minority[chosen])
