"""Losses for classes: how surprised a model is by the right answer, and the slope of that surprise."""

import numpy as np


def binary_cross_entropy(probs: np.ndarray, target: np.ndarray, reduction: str = "mean") -> np.ndarray | float:
    r"""Measure probabilities of the positive class by the binary cross-entropy.

    $$L = -\frac{1}{n} \sum_{i=1}^n \left( t_i \ln p_i + (1 - t_i) \ln (1 - p_i) \right)$$

    Each of the two logarithms counts as -100 where it is smaller, as in PyTorch: a probability of 0 that should
    be 1 costs 100 and not infinity. The mean runs over all n elements of all axes.

    Args:
        probs: the probabilities p, any shape, float64, from 0 to 1, both included: the output of a sigmoid.
        target: what they should be, t, from 0 to 1, with the shape of `probs`.
        reduction: `"mean"` over all elements, their `"sum"`, or `"none"`: the loss of each.

    Returns:
        A number; with `reduction="none"` a float64 array with the shape of `probs`.

    Example:
        >>> binary_cross_entropy(
        ...     np.array([[0.55, 0.13, 0.44], [0.25, 0.65, 0.83]]),
        ...     np.array([[0.0, 1.0, 0.0], [1.0, 1.0, 1.0]]),
        ... )
        0.9037

    Source:
        Good (1952), Rational Decisions; `torch.nn.functional.binary_cross_entropy`.
    """
    raise NotImplementedError


def binary_cross_entropy_gradient(probs: np.ndarray, target: np.ndarray, reduction: str = "mean") -> np.ndarray:
    r"""Differentiate the binary cross-entropy with respect to the probabilities.

    $$\frac{\partial L}{\partial p_i} = \frac{1}{n} \frac{p_i - t_i}{\max(p_i (1 - p_i), 10^{-12})}$$

    The maximum is PyTorch's guard against a division by zero; with it, a probability of exactly 0 or 1 has the
    gradient 0 where it is right.

    Args:
        probs: the probabilities p, any shape, float64, from 0 to 1, both included.
        target: what they should be, t, from 0 to 1, with the shape of `probs`.
        reduction: that of the loss; with `"none"` each loss is differentiated by its own probability, which is
            the gradient of `"sum"`.

    Returns:
        A float64 array with the shape of `probs`.

    Example:
        >>> binary_cross_entropy_gradient(
        ...     np.array([[0.86, 0.19, 0.43], [0.15, 0.39, 0.89]]),
        ...     np.array([[0.0, 1.0, 1.0], [0.0, 0.0, 1.0]]),
        ... )
        array([[ 1.1905, -0.8772, -0.3876],
               [ 0.1961,  0.2732, -0.1873]])

    Source:
        `torch.nn.functional.binary_cross_entropy` under autograd.
    """
    raise NotImplementedError


def bce_with_logits(
    logits: np.ndarray,
    target: np.ndarray,
    pos_weight: np.ndarray | float | None = None,
    reduction: str = "mean",
) -> np.ndarray | float:
    r"""Measure logits by the binary cross-entropy of their sigmoids.

    $$L = -\frac{1}{n} \sum_{i=1}^n \left( w_i t_i \ln \sigma(z_i) + (1 - t_i) \ln \sigma(-z_i) \right)$$

    Note that 1 - σ(z) = σ(-z). A sigmoid may round to 0, but its logarithm is known: no loss is clamped here.
    Weights w above 1 make missed positives more expensive; the mean is over the n elements all the same.

    Args:
        logits: the logits z, any shape, float64; ±1e4 must not overflow.
        target: what their sigmoids should be, t, from 0 to 1, with the shape of `logits`; zeros and ones may
            be int64.
        pos_weight: the weight w of positive targets, a number or an array that broadcasts against `logits`:
            (C,) for a weight of each column; None stands for 1.
        reduction: `"mean"` over all elements, their `"sum"`, or `"none"`: the loss of each.

    Returns:
        A number; with `reduction="none"` a float64 array with the shape of `logits`.

    Example:
        >>> bce_with_logits(np.array([[0.5, -3.3, -2.1], [-0.5, 0.8, 0.8]]), np.array([[0, 1, 1], [0, 1, 0]]))
        1.424

    Source:
        `torch.nn.functional.binary_cross_entropy_with_logits`.
    """
    raise NotImplementedError


def bce_with_logits_gradient(
    logits: np.ndarray,
    target: np.ndarray,
    pos_weight: np.ndarray | float | None = None,
    reduction: str = "mean",
) -> np.ndarray:
    r"""Differentiate the binary cross-entropy with respect to the logits.

    $$\frac{\partial L}{\partial z_i} = \frac{1}{n} \left( (1 - t_i) \sigma(z_i) - w_i t_i \sigma(-z_i) \right)$$

    Without weights this is (σ(z) - t) / n: what is too much, or too little.

    Args:
        logits: the logits z, any shape, float64; ±1e4 must not overflow.
        target: what their sigmoids should be, t, from 0 to 1, with the shape of `logits`; zeros and ones may
            be int64.
        pos_weight: the weight w of positive targets, a number or an array that broadcasts against `logits`:
            (C,) for a weight of each column; None stands for 1.
        reduction: that of the loss; with `"none"` each loss is differentiated by its own logit, which is the
            gradient of `"sum"`.

    Returns:
        A float64 array with the shape of `logits`.

    Example:
        >>> bce_with_logits_gradient(
        ...     np.array([[0.2, 1.9, 0.9], [-1.8, 3.9, 3.6]]),
        ...     np.array([[0, 1, 0], [0, 0, 1]]),
        ... )
        array([[ 0.0916, -0.0217,  0.1185],
               [ 0.0236,  0.1634, -0.0044]])

    Source:
        `torch.nn.functional.binary_cross_entropy_with_logits` under autograd.
    """
    raise NotImplementedError


def nll_loss(log_probs: np.ndarray, labels: np.ndarray, reduction: str = "mean") -> np.ndarray | float:
    r"""Measure log-probabilities by how small that of the right class is.

    $$L = -\frac{1}{N} \sum_{i=1}^N \ell_{i, y_i}$$

    Here ℓ is `log_probs` and y are the labels: of each example only the number at its label counts, and it is
    taken as it is. The mean runs over the N examples.

    Args:
        log_probs: the output ℓ of a log-softmax, float64 of shape (N, C).
        labels: the right classes, int64 of shape (N,), from 0 to C - 1.
        reduction: `"mean"` over the examples, their `"sum"`, or `"none"`: the loss of each.

    Returns:
        A number; with `reduction="none"` a float64 array of shape (N,).

    Example:
        >>> nll_loss(np.array([[3.2, 2.1], [-0.6, -0.5], [1.1, 0.5]]), np.array([1, 0, 0]))
        -0.8667

    Source:
        `torch.nn.functional.nll_loss`.
    """
    raise NotImplementedError


def nll_loss_gradient(log_probs: np.ndarray, labels: np.ndarray, reduction: str = "mean") -> np.ndarray:
    r"""Differentiate the negative log-likelihood with respect to the log-probabilities.

    $$\frac{\partial L}{\partial \ell_{ij}} = -\frac{1}{N} \begin{cases} 1 & j = y_i \\ 0 & j \ne y_i
    \end{cases}$$

    The loss is linear in its input, so the gradient depends on the labels only.

    Args:
        log_probs: the output ℓ of a log-softmax, float64 of shape (N, C).
        labels: the right classes, int64 of shape (N,), from 0 to C - 1.
        reduction: that of the loss; with `"none"` the sum of the N losses is differentiated.

    Returns:
        A float64 array of shape (N, C).

    Example:
        >>> nll_loss_gradient(np.array([[-2.7, -6.2], [-1.4, 1.7], [1.1, 0.0]]), np.array([0, 0, 1]))
        array([[-0.3333, -0.    ],
               [-0.3333, -0.    ],
               [-0.    , -0.3333]])

    Source:
        `torch.nn.functional.nll_loss` under autograd.
    """
    raise NotImplementedError


def cross_entropy(
    logits: np.ndarray, labels: np.ndarray, label_smoothing: float = 0, reduction: str = "mean"
) -> np.ndarray | float:
    r"""Measure logits by the cross-entropy of their softmax and the right classes.

    $$L = -\frac{1}{N} \sum_{i,j} q_{ij} \ln \operatorname{softmax}(z_i)_j, \quad
    q_{ij} = (1 - s) [j = y_i] + \frac{s}{C}$$

    Here s is `label_smoothing` and [j = y] is 1 for the right class and 0 for the others; without smoothing
    the loss is the negative log-softmax at the label. The mean runs over the N examples.

    Args:
        logits: the scores z before any softmax, float64 of shape (N, C); ±1e4 must not overflow.
        labels: the right classes y, int64 of shape (N,), from 0 to C - 1.
        label_smoothing: the share s of the target that all C classes get in equal parts, from 0 to 1.
        reduction: `"mean"` over the examples, their `"sum"`, or `"none"`: the loss of each.

    Returns:
        A number; with `reduction="none"` a float64 array of shape (N,).

    Example:
        >>> cross_entropy(np.array([[-1.6, -3.0], [0.3, -0.3], [-1.3, 0.3]]), np.array([1, 0, 1]))
        0.7473

    Source:
        Szegedy, Vanhoucke, Ioffe, Shlens and Wojna (2016), Rethinking the Inception Architecture for Computer
        Vision, for the smoothing; `torch.nn.functional.cross_entropy`.
    """
    raise NotImplementedError


def cross_entropy_gradient(
    logits: np.ndarray, labels: np.ndarray, label_smoothing: float = 0, reduction: str = "mean"
) -> np.ndarray:
    r"""Differentiate the cross-entropy with respect to the logits.

    $$\frac{\partial L}{\partial z_{ij}} = \frac{1}{N} \left( \operatorname{softmax}(z_i)_j - q_{ij} \right), \quad
    q_{ij} = (1 - s) [j = y_i] + \frac{s}{C}$$

    What the model believes minus what it should: each row sums to 0.

    Args:
        logits: the scores z before any softmax, float64 of shape (N, C); ±1e4 must not overflow.
        labels: the right classes y, int64 of shape (N,), from 0 to C - 1.
        label_smoothing: the share s of the target that all C classes get in equal parts, from 0 to 1.
        reduction: that of the loss; with `"none"` the sum of the N losses is differentiated.

    Returns:
        A float64 array of shape (N, C).

    Example:
        >>> cross_entropy_gradient(np.array([[0.7, 2.3], [0.6, -0.5], [0.7, -3.3]]), np.array([0, 0, 1]))
        array([[-0.2773,  0.2773],
               [-0.0832,  0.0832],
               [ 0.3273, -0.3273]])

    Source:
        Bridle (1990), Training Stochastic Model Recognition Algorithms as Networks can Lead to Maximum Mutual
        Information Estimation of Parameters; `torch.nn.functional.cross_entropy` under autograd.
    """
    raise NotImplementedError


def sparse_categorical_crossentropy(
    y: np.ndarray, labels: np.ndarray, from_logits: bool, reduction: str = "mean"
) -> np.ndarray | float:
    r"""Measure probabilities, or logits, by the cross-entropy in Keras' two ways.

    $$L = -\frac{1}{N} \sum_{i=1}^N \ln a_{i, y_i}, \quad a = \begin{cases} \operatorname{softmax}(z) &
    \text{from logits} \\ \min(\max(p, \epsilon), 1 - \epsilon) & \text{from probabilities} \end{cases}$$

    Keras' ε is 1e-7, so that from probabilities a loss is never above 16.2. The rows of probabilities sum to
    1 and are not normalised again. From logits nothing is clipped, and no probability need be computed.

    Args:
        y: probabilities p, or logits z where `from_logits` is true, float64 of shape (N, C); logits of ±1e4
            must not overflow.
        labels: the right classes, int64 of shape (N,), from 0 to C - 1.
        from_logits: whether the model ends without a softmax.
        reduction: `"mean"` over the examples, their `"sum"`, or `"none"`: the loss of each.

    Returns:
        A number; with `reduction="none"` a float64 array of shape (N,).

    Example:
        >>> sparse_categorical_crossentropy(
        ...     np.array([[-1.4, -0.5], [0.4, 1.8], [1.5, -0.5]]),
        ...     np.array([0, 0, 0]),
        ...     from_logits=True,
        ... )
        0.9962

    Source:
        `keras.losses.SparseCategoricalCrossentropy` of Keras 3; `torch.nn.functional.cross_entropy` for logits,
        `torch.nn.functional.nll_loss` of the logarithm for probabilities.
    """
    raise NotImplementedError


def sparse_categorical_crossentropy_gradient(
    y: np.ndarray, labels: np.ndarray, from_logits: bool, reduction: str = "mean"
) -> np.ndarray:
    r"""Differentiate Keras' cross-entropy with respect to the probabilities, or to the logits.

    $$\frac{\partial L}{\partial p_{ij}} = -\frac{1}{N} \begin{cases} 1 / p_{ij} & j = y_i \\ 0 & j \ne y_i
    \end{cases}, \quad \frac{\partial L}{\partial z_{ij}} = \frac{1}{N} \left( \operatorname{softmax}(z_i)_j -
    [j = y_i] \right)$$

    The left one is from probabilities, the right one from logits. A probability that is clipped, below 1e-7
    or above 1 - 1e-7, has the gradient 0: the loss does not move with it.

    Args:
        y: probabilities p, or logits z where `from_logits` is true, float64 of shape (N, C); logits of ±1e4
            must not overflow.
        labels: the right classes, int64 of shape (N,), from 0 to C - 1.
        from_logits: whether the model ends without a softmax.
        reduction: that of the loss; with `"none"` the sum of the N losses is differentiated.

    Returns:
        A float64 array of shape (N, C).

    Example:
        >>> sparse_categorical_crossentropy_gradient(
        ...     np.array([[-1.5, 1.2], [0.4, 2.2], [-0.4, 1.3]]),
        ...     np.array([1, 0, 1]),
        ...     from_logits=True,
        ... )
        array([[ 0.021 , -0.021 ],
               [-0.286 ,  0.286 ],
               [ 0.0515, -0.0515]])

    Source:
        `keras.losses.SparseCategoricalCrossentropy` of Keras 3; autograd of PyTorch.
    """
    raise NotImplementedError


def kl_div(log_input: np.ndarray, target: np.ndarray, reduction: str = "batchmean") -> np.ndarray | float:
    r"""Measure log-probabilities by their Kullback-Leibler divergence from the right distributions.

    $$L = \frac{1}{N} \sum_{i,j} t_{ij} (\ln t_{ij} - \ell_{ij})$$

    Here ℓ is `log_input`, the logarithm of the model's probabilities, and t are probabilities; a t of 0 adds
    0. The rows sum to the divergence of one example, so the default is the sum over all elements divided by N.

    Args:
        log_input: the output ℓ of a log-softmax, float64 of shape (N, C) or with more axes, N first.
        target: the right probabilities t, with the shape of `log_input`.
        reduction: `"batchmean"`, the sum of all elements divided by N; `"mean"`, divided by the number of
            elements; `"sum"`; or `"none"`: the term of each element.

    Returns:
        A number; with `reduction="none"` a float64 array with the shape of `log_input`.

    Example:
        >>> kl_div(
        ...     np.array([[1.0, 0.2], [1.2, -2.2], [0.3, 3.4]]),
        ...     np.array([[0.83, 0.17], [0.7, 0.3], [0.33, 0.67]]),
        ... )
        -1.707

    Source:
        Kullback and Leibler (1951), On Information and Sufficiency; `torch.nn.functional.kl_div`.
    """
    raise NotImplementedError


def kl_div_gradient(log_input: np.ndarray, target: np.ndarray, reduction: str = "batchmean") -> np.ndarray:
    r"""Differentiate the Kullback-Leibler divergence with respect to the log-probabilities.

    $$\frac{\partial L}{\partial \ell_{ij}} = -\frac{t_{ij}}{N}$$

    The loss is linear in ℓ, so the gradient depends on the target only.

    Args:
        log_input: the output ℓ of a log-softmax, float64 of shape (N, C) or with more axes, N first.
        target: the right probabilities t, with the shape of `log_input`.
        reduction: that of the loss: `"batchmean"` divides by N, `"mean"` by the number of elements; with
            `"none"` each term is differentiated by its own element, which is the gradient of `"sum"`.

    Returns:
        A float64 array with the shape of `log_input`.

    Example:
        >>> kl_div_gradient(
        ...     np.array([[3.0, 0.7], [-2.1, -2.0], [1.8, 0.3]]),
        ...     np.array([[0.23, 0.77], [0.2, 0.8], [0.16, 0.84]]),
        ... )
        array([[-0.0767, -0.2567],
               [-0.0667, -0.2667],
               [-0.0533, -0.28  ]])

    Source:
        `torch.nn.functional.kl_div` under autograd.
    """
    raise NotImplementedError


def hinge_loss(scores: np.ndarray, labels: np.ndarray, reduction: str = "mean") -> np.ndarray | float:
    r"""Measure scores by how far the right class fails to be ahead of each other one by a margin of 1.

    $$L = \frac{1}{N} \sum_{i=1}^N \frac{1}{C} \sum_{j \ne y_i} \max(0, 1 + s_{ij} - s_{i, y_i})$$

    As in PyTorch's multi-class margin loss the sum over the wrong classes is divided by the number C of all
    classes. The mean runs over the N examples.

    Args:
        scores: the scores s, float64 of shape (N, C).
        labels: the right classes y, int64 of shape (N,), from 0 to C - 1.
        reduction: `"mean"` over the examples, their `"sum"`, or `"none"`: the loss of each.

    Returns:
        A number; with `reduction="none"` a float64 array of shape (N,).

    Example:
        >>> hinge_loss(np.array([[-1.1, 3.3], [-0.1, 2.2], [-0.3, -0.4]]), np.array([0, 1, 1]))
        1.083

    Source:
        Weston and Watkins (1999), Support Vector Machines for Multi-Class Pattern Recognition;
        `torch.nn.functional.multi_margin_loss`.
    """
    raise NotImplementedError


def hinge_loss_gradient(scores: np.ndarray, labels: np.ndarray, reduction: str = "mean") -> np.ndarray:
    r"""Differentiate the multi-class hinge loss with respect to the scores.

    $$\frac{\partial L}{\partial s_{ij}} = \frac{1}{N C} \begin{cases} v_{ij} & j \ne y_i \\
    -\sum_{k \ne y_i} v_{ik} & j = y_i \end{cases}, \quad v_{ij} = [1 + s_{ij} - s_{i, y_i} > 0]$$

    The bracket is 1 where its condition holds and else 0: a class that is behind by exactly the margin has the
    gradient 0.

    Args:
        scores: the scores s, float64 of shape (N, C).
        labels: the right classes y, int64 of shape (N,), from 0 to C - 1.
        reduction: that of the loss; with `"none"` the sum of the N losses is differentiated.

    Returns:
        A float64 array of shape (N, C).

    Example:
        >>> hinge_loss_gradient(np.array([[-3.7, 0.1], [-0.7, -2.5], [3.2, 2.2]]), np.array([0, 1, 0]))
        array([[-0.1667,  0.1667],
               [ 0.1667, -0.1667],
               [ 0.    ,  0.    ]])

    Source:
        Weston and Watkins (1999), Support Vector Machines for Multi-Class Pattern Recognition;
        `torch.nn.functional.multi_margin_loss` under autograd.
    """
    raise NotImplementedError


def focal_loss(logits: np.ndarray, target: np.ndarray, gamma: float = 2, reduction: str = "mean") -> np.ndarray | float:
    r"""Measure logits by a binary cross-entropy that cares less for what is easy.

    $$L = -\frac{1}{n} \sum_{i=1}^n (1 - p_i)^\gamma \ln p_i, \quad p_i = \begin{cases} \sigma(z_i) & t_i = 1 \\
    \sigma(-z_i) & t_i = 0 \end{cases}$$

    Here p is the probability of the right answer. With γ = 0 this is the binary cross-entropy; there is no
    weight α for the classes. The mean runs over all n elements of all axes.

    Args:
        logits: the logits z, any shape, float64; ±1e4 must not overflow.
        target: the right answers t, 0 or 1, with the shape of `logits`; may be int64.
        gamma: how strongly easy examples are discounted, γ, not negative.
        reduction: `"mean"` over all elements, their `"sum"`, or `"none"`: the loss of each.

    Returns:
        A number; with `reduction="none"` a float64 array with the shape of `logits`.

    Example:
        >>> focal_loss(np.array([[-1.7, 0.9, 2.5], [-1.2, -0.9, -0.6]]), np.array([[0, 1, 1], [0, 1, 0]]))
        0.1216

    Source:
        Lin, Goyal, Girshick, He and Dollár (2017), Focal Loss for Dense Object Detection, without α;
        `torchvision.ops.sigmoid_focal_loss` with `alpha=-1`.
    """
    raise NotImplementedError


def focal_loss_gradient(
    logits: np.ndarray, target: np.ndarray, gamma: float = 2, reduction: str = "mean"
) -> np.ndarray:
    r"""Differentiate the focal loss with respect to the logits.

    $$\frac{\partial L}{\partial z_i} = \pm \frac{1}{n} (1 - p_i)^\gamma (\gamma p_i \ln p_i + p_i - 1), \quad
    p_i = \sigma(\pm z_i)$$

    The sign is + where the target is 1 and - where it is 0, so that p is the probability of the right answer.

    Args:
        logits: the logits z, any shape, float64; ±1e4 must not overflow.
        target: the right answers t, 0 or 1, with the shape of `logits`; may be int64.
        gamma: how strongly easy examples are discounted, γ, not negative.
        reduction: that of the loss; with `"none"` each loss is differentiated by its own logit, which is the
            gradient of `"sum"`.

    Returns:
        A float64 array with the shape of `logits`.

    Example:
        >>> focal_loss_gradient(np.array([[4.4, 1.8, 1.5], [1.8, -3.5, 1.5]]), np.array([[1, 1, 1], [0, 0, 0]]))
        array([[-0.    , -0.0014, -0.0028],
               [ 0.1733,  0.    ,  0.1602]])

    Source:
        Lin, Goyal, Girshick, He and Dollár (2017), Focal Loss for Dense Object Detection, appendix B;
        `torchvision.ops.sigmoid_focal_loss` with `alpha=-1` under autograd.
    """
    raise NotImplementedError
