"""Preparing data: from a table of raw numbers to the mini-batches that a network is trained on."""

import numpy as np


def fill_missing(x: np.ndarray) -> np.ndarray:
    r"""Put the mean of its column in the place of each missing number.

    $$y_{ij} = \begin{cases} \bar{x}_j & x_{ij} \text{ is missing} \\ x_{ij} & \text{else} \end{cases}$$

    The mean of column j is that of the numbers it has: missing ones count neither in the sum nor in the
    number of examples.

    Args:
        x: (N, D), float64, a row for each example and a column for each feature; NaN where a number is
            missing. Every column has at least one number.

    Returns:
        A float64 array with the shape of `x` and no NaN.

    Example:
        >>> fill_missing(np.array([[-0.1, 4.1], [1.1, -0.2], [np.nan, 3.8]]))
        array([[-0.1,  4.1],
               [ 1.1, -0.2],
               [ 0.5,  3.8]])

    Source:
        Little and Rubin (2002), Statistical Analysis with Missing Data, chapter 4; `torch.nanmean`.
    """
    raise NotImplementedError


def label_encode(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    r"""Number the classes that occur, so that each label becomes a whole number.

    $$\mathrm{labels}_i = \mathrm{classes}_{c_i}, \quad \mathrm{classes}_0 < \mathrm{classes}_1 < \dots$$

    The classes are the different labels in increasing order, text in that of the alphabet; the code c of a
    label is the place of its class among them, counted from 0.

    Args:
        labels: (N,), whole numbers or text, in any order and with gaps.

    Returns:
        (codes, classes): (N,), int64, and (C,), with the dtype of `labels`, where C is the number of classes.

    Example:
        >>> label_encode(np.array([3, -7, 3]))
        (array([1, 0, 1]), array([-7,  3]))

    Source:
        `torch.unique` with `return_inverse=True`; scikit-learn's `LabelEncoder`.
    """
    raise NotImplementedError


def one_hot(labels: np.ndarray, num_classes: int) -> np.ndarray:
    r"""Give every class a column of its own, with a 1 where an example belongs to it and 0 elsewhere.

    $$y_{nc} = \begin{cases} 1 & c = \mathrm{labels}_n \\ 0 & \text{else} \end{cases}$$

    A class that does not occur among the labels has its column too.

    Args:
        labels: (N,), int64, classes 0, 1, …, num_classes - 1; N may be 0.
        num_classes: the number of classes.

    Returns:
        A float64 array of shape (N, num_classes).

    Example:
        >>> one_hot(np.array([2, 1, 0]), 4)
        array([[0., 0., 1., 0.],
               [0., 1., 0., 0.],
               [1., 0., 0., 0.]])

    Source:
        `torch.nn.functional.one_hot`.
    """
    raise NotImplementedError


def standardize(x: np.ndarray) -> np.ndarray:
    r"""Shift and scale each column to mean 0 and standard deviation 1.

    $$y_{ij} = \frac{x_{ij} - \mu_j}{\sigma_j}, \quad \sigma_j^2 = \frac{1}{N} \sum_i (x_{ij} - \mu_j)^2$$

    The variance is the biased one, divided by N as in batch normalisation. A column whose numbers are all
    equal becomes 0, also where rounding puts the computed mean beside them, as that of three times 0.1.

    Args:
        x: (N, D), float64, a row for each example and a column for each feature.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> standardize(np.array([[-0.2, 1.6], [-3.7, -0.8], [-0.1, -2.3]]))
        array([[ 0.677 ,  1.3074],
               [-1.4138, -0.1868],
               [ 0.7368, -1.1206]])

    Source:
        LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, section 4.3; scikit-learn's
        `StandardScaler`; `torch.std` with `correction=0`.
    """
    raise NotImplementedError


def min_max_scale(x: np.ndarray) -> np.ndarray:
    r"""Shift and scale each column so that it reaches from 0 to 1.

    $$y_{ij} = \frac{x_{ij} - \min_i x_{ij}}{\max_i x_{ij} - \min_i x_{ij}}$$

    A column whose numbers are all equal becomes 0.

    Args:
        x: (N, D), float64, a row for each example and a column for each feature.

    Returns:
        A float64 array with the shape of `x`, between 0 and 1.

    Example:
        >>> min_max_scale(np.array([[1.2, -0.3], [0.0, -3.8], [4.0, 0.0]]))
        array([[0.3   , 0.9211],
               [0.    , 0.    ],
               [1.    , 1.    ]])

    Source:
        Han, Kamber and Pei (2011), Data Mining, section 3.5.2; scikit-learn's `MinMaxScaler`; `torch.aminmax`.
    """
    raise NotImplementedError


def hwc_to_chw(images: np.ndarray) -> np.ndarray:
    r"""Bring images from the layout of image files to that of PyTorch: the channels before the rows.

    $$y_{chw} = x_{hwc}$$

    The numbers stay as they are, and of a batch each image is treated so.

    Args:
        images: one image, (H, W, C), or a batch of them, (N, H, W, C), float64.

    Returns:
        A float64 array of shape (C, H, W), or (N, C, H, W).

    Example:
        >>> hwc_to_chw(np.array([[[2.0, 3.3], [-1.7, -2.6]], [[-0.6, 2.3], [1.9, 0.2]]]))
        array([[[ 2. , -1.7],
                [-0.6,  1.9]],

               [[ 3.3, -2.6],
                [ 2.3,  0.2]]])

    Source:
        `torch.movedim`; the first step of torchvision's `ToTensor`.
    """
    raise NotImplementedError


def shuffle_together(x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    r"""Bring examples and their labels into one and the same random order.

    $$x'_i = x_{\pi(i)}, \quad y'_i = y_{\pi(i)}$$

    π is a permutation of the N examples, each with the same chance 1 / N!. The arrays of the caller stay as
    they are.

    Args:
        x: (N, …), float64, an example in each place of the first axis.
        y: (N,), int64, their labels.
        rng: the generator to draw from.

    Returns:
        (x, y) in the new order: float64 and int64, with the shapes of `x` and of `y`.

    Example:
        >>> shuffle_together(
        ...     np.array([[-2.7, -5.0], [-2.3, -3.5], [-1.6, -3.2]]),
        ...     np.array([0, 1, 12]),
        ...     np.random.default_rng(0),
        ... )  # one of many right answers
        (array([[-1.6, -3.2],
                [-2.7, -5. ],
                [-2.3, -3.5]]),
         array([12,  0,  1]))

    Source:
        Fisher and Yates (1938), Statistical Tables; `torch.randperm`.
    """
    raise NotImplementedError


def train_test_split(
    x: np.ndarray, y: np.ndarray, test_ratio: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    r"""Put a random share of the examples aside for the test, and keep the others to train on.

    $$N_{test} = \lfloor N \cdot \mathrm{ratio} \rfloor$$

    Rounded down, so that few examples may leave the test set empty. Every choice of that many examples has
    the same chance, and each example is in one of the two sets, with its label. In what order they stand
    there is up to you.

    Args:
        x: (N, …), float64, an example in each place of the first axis.
        y: (N,), int64, their labels.
        test_ratio: the share of the test set, between 0 and 1.
        rng: the generator to draw from.

    Returns:
        (x_train, x_test, y_train, y_test), the order of scikit-learn; dtypes as those of `x` and `y`.

    Example:
        >>> x, y = np.array([[0.1], [1.2], [2.3], [3.4]]), np.array([0, 0, 1, 1])
        >>> train_test_split(x, y, 0.25, np.random.default_rng(0))  # one of many right answers
        (array([[0.1],
                [1.2],
                [3.4]]),
         array([[2.3]]),
         array([0, 0, 1]),
         array([1]))

    Source:
        Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 7.2;
        `torch.utils.data.random_split`.
    """
    raise NotImplementedError


def k_fold_indices(n: int, k: int) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Cut the examples 0, …, n - 1 into k folds, each of which is the test set once.

    $$\mathrm{train}_f = \{0, \dots, n - 1\} \setminus \mathrm{test}_f, \quad f = 1, \dots, k$$

    The folds are consecutive runs of indices, without shuffling. Where k does not divide n, the first n mod k
    folds have one index more than the others.

    Args:
        n: the number of examples.
        k: the number of folds, from 2 to n.

    Returns:
        A list of k pairs (train, test), fold by fold: two int64 arrays of indices in increasing order.

    Example:
        >>> k_fold_indices(5, 3)
        [(array([2, 3, 4]), array([0, 1])),
         (array([0, 1, 4]), array([2, 3])),
         (array([0, 1, 2, 3]), array([4]))]

    Source:
        Stone (1974), Cross-Validatory Choice and Assessment of Statistical Predictions; scikit-learn's `KFold`;
        `torch.tensor_split`.
    """
    raise NotImplementedError


def iterate_minibatches(x: np.ndarray, y: np.ndarray, batch_size: int) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Cut examples and labels into mini-batches, in the order in which they stand.

    $$X_b = (x_{bB}, x_{bB + 1}, \dots, x_{bB + B - 1}), \quad b = 0, 1, \dots$$

    B is the batch size. The last batch has what is left, which may be less, but never nothing.

    Args:
        x: (N, …), float64, an example in each place of the first axis; N is at least 1.
        y: (N,), int64, their labels.
        batch_size: the number of examples in a batch; it may be larger than N.

    Returns:
        A list of pairs (xb, yb), float64 and int64.

    Example:
        >>> iterate_minibatches(np.array([[1.1, -0.2], [1.7, 3.4], [-0.9, -1.3]]), np.array([14, 47, 35]), 4)
        [(array([[ 1.1, -0.2],
                 [ 1.7,  3.4],
                 [-0.9, -1.3]]),
          array([14, 47, 35]))]

    Source:
        `torch.split`; `torch.utils.data.DataLoader` with `shuffle=False`.
    """
    raise NotImplementedError


def count_iterations(n: int, batch_size: int, epochs: int) -> int:
    r"""Count the updates of a training run: one for each mini-batch of each epoch.

    $$\mathrm{iterations} = \mathrm{epochs} \cdot \left\lceil \frac{n}{\mathrm{batch}} \right\rceil$$

    A batch does not reach into the next epoch: each epoch ends with a smaller one where the batch size does
    not divide n, and that is an iteration too.

    Args:
        n: the number of examples.
        batch_size: the number of examples in a batch.
        epochs: how many times the model sees all examples.

    Returns:
        The number of iterations, a whole number.

    Example:
        >>> count_iterations(321, 33, 1)
        10

    Source:
        `len(torch.utils.data.DataLoader(...))`, times the epochs.
    """
    raise NotImplementedError


def correlation_matrix(x: np.ndarray) -> np.ndarray:
    r"""Correlate each column with each other by Pearson's coefficient.

    $$r_{jk} = \frac{1}{N} \sum_i \frac{x_{ij} - \mu_j}{\sigma_j} \frac{x_{ik} - \mu_k}{\sigma_k}$$

    It is 1 where two features rise together along a line, -1 where one falls as the other rises, and 0 where
    no line says anything.

    Args:
        x: (N, D), float64, a row for each example and a column for each feature; D is at least 2, and no
            column has equal numbers only.

    Returns:
        A float64 array of shape (D, D).

    Example:
        >>> correlation_matrix(np.array([[1.8, -1.0], [2.2, -1.2], [-1.4, 2.8]]))
        array([[ 1.    , -0.9984],
               [-0.9984,  1.    ]])

    Source:
        Pearson (1895), Notes on regression and inheritance in the case of two parents; `torch.corrcoef`, which
        takes the features as rows.
    """
    raise NotImplementedError


def outlier_mask(x: np.ndarray, k: float = 1.5) -> np.ndarray:
    r"""Mark the numbers that lie more than k interquartile ranges beyond the quartiles of their column.

    $$x < Q_1 - k (Q_3 - Q_1) \quad \text{or} \quad x > Q_3 + k (Q_3 - Q_1)$$

    Each column has quartiles of its own, linearly interpolated: Q1 lies at place (N - 1) / 4 and Q3 at place
    3 (N - 1) / 4 of the sorted column, counted from 0. A number exactly on the fence is no outlier.

    Args:
        x: (N, D), float64, a row for each example and a column for each feature.
        k: how far the fences lie from the quartiles, in interquartile ranges.

    Returns:
        A bool array with the shape of `x`, True for outliers.

    Example:
        >>> outlier_mask(np.array([[1.0], [2.0], [1.5], [9.0], [2.5]]))
        array([[False],
               [False],
               [False],
               [ True],
               [False]])

    Source:
        Tukey (1977), Exploratory Data Analysis; `torch.quantile`.
    """
    raise NotImplementedError
