"""Classic ways to learn: lines and neighbours, clusters, and rewards."""

import numpy as np


def least_squares(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    r"""Fit a linear model to data by the smallest sum of squared errors.

    $$\hat{w} = \operatorname{argmin}_w \sum_{i=1}^{N} \left(w_0 + \sum_{j=1}^{D} w_j x_{ij} - y_i\right)^2$$

    The intercept w_0 stands first, then one weight per feature. There are more examples than features, and no
    feature follows from the others.

    Args:
        X: examples in rows, float64 of shape (N, D).
        y: the target of every example, float64 of shape (N,).

    Returns:
        The intercept and the weights, a float64 array of shape (D + 1,).

    Example:
        >>> least_squares(np.array([[4.3, -0.3], [0.5, -2.4], [1.0, 0.5]]), np.array([2.8, -0.1, 3.5]))
        array([2.8014, 0.0853, 1.2267])

    Source:
        Legendre (1805), Nouvelles méthodes pour la détermination des orbites des comètes; `torch.linalg.lstsq`.
    """
    design = np.column_stack([np.ones(len(X)), X])
    return np.linalg.lstsq(design, y)[0]


def gradient_descent_linear(X: np.ndarray, y: np.ndarray, lr: float, steps: int) -> np.ndarray:
    r"""Fit a linear model by gradient descent on the mean squared error.

    $$w \leftarrow w - \eta \nabla L(w), \quad
    L(w) = \frac{1}{N} \sum_{i=1}^{N} \left(w_0 + \sum_{j=1}^{D} w_j x_{ij} - y_i\right)^2$$

    Here η is lr. The intercept w_0 stands first, then one weight per feature, and all start at 0. Each step goes
    along the gradient of L over all examples; L is a mean without the factor 1/2, so that its gradient has a
    factor 2/N.

    Args:
        X: examples in rows, float64 of shape (N, D).
        y: the target of every example, float64 of shape (N,).
        lr: the learning rate.
        steps: the number of steps; with 0 the weights stay at their start.

    Returns:
        The intercept and the weights after the last step, a float64 array of shape (D + 1,).

    Example:
        >>> gradient_descent_linear(
        ...     np.array([[-0.5, -0.7], [4.6, -2.0], [1.5, 0.2]]),
        ...     np.array([3.1, 2.3, 0.7]),
        ...     0.05,
        ...     3,
        ... )
        array([ 0.3962,  0.2594, -0.3596])

    Source:
        Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations simultanées; `torch.optim.SGD`
        on `torch.nn.functional.mse_loss`.
    """
    design = np.column_stack([np.ones(len(X)), X])
    weights = np.zeros(design.shape[1])
    for _ in range(steps):
        gradient = 2 / len(X) * design.T @ (design @ weights - y)
        weights = weights - lr * gradient
    return weights


def logistic_regression_step(
    w: np.ndarray, b: float, X: np.ndarray, y: np.ndarray, lr: float
) -> tuple[np.ndarray, float]:
    r"""Take one step of gradient descent on the binary cross-entropy of a logistic regression.

    $$w' = w - \eta \frac{\partial L}{\partial w}, \quad b' = b - \eta \frac{\partial L}{\partial b}, \quad
    L = -\frac{1}{N} \sum_{i=1}^{N} \left(y_i \ln p_i + (1 - y_i) \ln(1 - p_i)\right), \quad
    p_i = \sigma(x_i \cdot w + b)$$

    Here η is lr and σ the sigmoid. Both derivatives are taken before either parameter moves.

    Args:
        w: the weights, float64 of shape (D,).
        b: the bias, a number.
        X: examples in rows, float64 of shape (N, D); logits of ±1e5 must not overflow.
        y: the labels 0 and 1, int64 of shape (N,).
        lr: the learning rate.

    Returns:
        (w, b): the new weights, float64 of shape (D,), and the new bias, a number.

    Example:
        >>> logistic_regression_step(
        ...     np.array([0.07, 0.49, 0.02]),
        ...     1.4,
        ...     np.array([[-1.0, -0.4, 0.9], [1.0, -0.6, 1.5]]),
        ...     np.array([0, 1]),
        ...     0.7,
        ... )
        (array([ 0.4166,  0.548 , -0.0984]), 1.215)

    Source:
        Cox (1958), The Regression Analysis of Binary Sequences;
        `torch.nn.functional.binary_cross_entropy_with_logits` under `torch.optim.SGD`.
    """
    p = (1 + np.tanh((X @ w + b) / 2)) / 2  # the sigmoid, without an exp that overflows
    error = p - y
    return w - lr * X.T @ error / len(X), b - lr * error.mean()


def k_nearest_neighbours(X_train: np.ndarray, y_train: np.ndarray, X: np.ndarray, k: int) -> np.ndarray:
    r"""Give each example the label that most of its k nearest neighbours have.

    $$\hat{y}(x) = \operatorname{argmax}_c \sum_{i \in N_k(x)} [y_i = c], \quad
    N_k(x) = \text{the } k \text{ indices with the smallest } \lVert x - x_i \rVert_2$$

    Distances are Euclidean. Of training examples at the same distance, the one with the lower index is nearer. Each
    neighbour has one vote; of labels with as many votes, the smallest wins.

    Args:
        X_train: the training examples in rows, float64 of shape (M, D).
        y_train: their labels, whole numbers from 0, int64 of shape (M,).
        X: the examples to label, float64 of shape (N, D).
        k: the number of neighbours, from 1 to M.

    Returns:
        The labels, an int64 array of shape (N,).

    Example:
        >>> k_nearest_neighbours(
        ...     np.array([[0.1, -14.2], [-6.1, -4.4], [7.6, -1.6], [2.9, -5.0]]),
        ...     np.array([2, 1, 3, 3]),
        ...     np.array([[0.6, -2.1], [3.5, -1.4], [-3.0, 2.3]]),
        ...     1,
        ... )
        array([3, 3, 1])

    Source:
        Cover and Hart (1967), Nearest Neighbor Pattern Classification; `torch.cdist` and `torch.mode`.
    """
    distances = np.linalg.norm(X[:, None] - X_train, axis=2)
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return np.array([np.bincount(votes).argmax() for votes in y_train[nearest]])


def kmeans_step(X: np.ndarray, centroids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    r"""Take one step of k-means: assign every point to its nearest centroid, then move the centroids.

    $$c_i = \operatorname{argmin}_k \lVert x_i - \mu_k \rVert_2, \quad
    \mu_k' = \frac{1}{|\{i : c_i = k\}|} \sum_{i : c_i = k} x_i$$

    Of centroids at the same distance, the one with the lower index gets the point. A centroid moves to the mean of
    its points; one without points stays where it is. The labels that are returned are those of the assignment,
    before the centroids move.

    Args:
        X: points in rows, float64 of shape (N, D).
        centroids: float64 of shape (K, D).

    Returns:
        (labels, centroids): the index of each point's centroid, int64 of shape (N,), and the moved centroids,
        float64 of shape (K, D), also where the points are whole numbers.

    Example:
        >>> kmeans_step(
        ...     np.array([[-0.2, 4.6], [-0.1, -0.6], [-3.9, 0.5], [-2.5, 1.9]]),
        ...     np.array([[-4.4, 1.3], [1.8, -3.7], [-2.5, 6.0]]),
        ... )
        (array([2, 1, 0, 0]),
         array([[-3.2,  1.2],
                [-0.1, -0.6],
                [-0.2,  4.6]]))

    Source:
        Lloyd (1982), Least Squares Quantization in PCM; `torch.cdist` and `torch.argmin`.
    """
    distances = np.linalg.norm(X[:, None] - centroids, axis=2)
    labels = distances.argmin(axis=1)
    moved = np.array(centroids, dtype=float)
    for k in np.unique(labels):
        moved[k] = X[labels == k].mean(axis=0)
    return labels, moved


def discounted_return(rewards: np.ndarray, gamma: float) -> float:
    r"""Add up the rewards of an episode, each the less the later it comes.

    $$G = \sum_{t=0}^{T-1} \gamma^t r_t = r_0 + \gamma r_1 + \gamma^2 r_2 + \dots$$

    The return is that of the whole episode, as seen from its start: the first reward counts in full. An episode
    without rewards has the return 0.

    Args:
        rewards: in the order of time, float64 of shape (T,); T may be 0, or thousands.
        gamma: the discount, from 0 to 1; 0⁰ is 1.

    Returns:
        A number.

    Example:
        >>> discounted_return(np.array([-0.04, -0.79, -0.8]), 0.9)
        -1.399

    Source:
        Sutton and Barto (2018), Reinforcement Learning, section 3.3; no counterpart in PyTorch.
    """
    return np.sum(rewards * gamma ** np.arange(len(rewards)))


def q_learning_update(
    Q: np.ndarray, s: int, a: int, r: float, s_next: int, alpha: float, gamma: float
) -> np.ndarray:  # fmt: skip
    r"""Learn from one step of an agent: from state s, action a led to reward r and state s_next.

    $$Q'(s, a) = Q(s, a) + \alpha \left(r + \gamma \max_{a'} Q(s', a') - Q(s, a)\right)$$

    Here s' is s_next. All other values stay as they are. Return a new table; the one that was given stays as it was.

    Args:
        Q: the value of every action in every state, float64 of shape (states, actions).
        s: the state in which the agent acted.
        a: the action that it took.
        r: the reward that it got.
        s_next: the state that it came to; it may be s again, and is never the end of an episode.
        alpha: the learning rate.
        gamma: the discount of the future.

    Returns:
        The new table, a float64 array with the shape of `Q`.

    Example:
        >>> q_learning_update(np.array([[-1.6, -3.1], [2.2, -2.0], [1.6, 0.3]]), 2, 0, -1.3, 2, 0.5, 0.7)
        array([[-1.6 , -3.1 ],
               [ 2.2 , -2.  ],
               [ 0.71,  0.3 ]])

    Source:
        Watkins and Dayan (1992), Q-learning; no counterpart in PyTorch.
    """
    updated = np.array(Q, dtype=float)
    target = r + gamma * Q[s_next].max()
    updated[s, a] += alpha * (target - Q[s, a])
    return updated


def epsilon_greedy(q_values: np.ndarray, epsilon: float, rng: np.random.Generator) -> int:
    r"""Choose an action: mostly the best one, and with probability epsilon any.

    $$a = \begin{cases}
    \text{any of all actions, each with probability } 1/A & \text{with probability } \epsilon \\
    \operatorname{argmax}_{a'} Q(a') & \text{with probability } 1 - \epsilon
    \end{cases}$$

    The random choice is among all A actions, the best one included. Of actions that are equally good, the lowest
    index is the best. With epsilon 0 the choice is never random, with 1 always.

    Args:
        q_values: the value of every action, float64 of shape (A,).
        epsilon: the probability of a random choice, from 0 to 1.
        rng: the generator to draw from.

    Returns:
        The index of the action, an integer.

    Example:
        >>> epsilon_greedy(np.array([0.2, 1.5, -0.3]), 0.0, np.random.default_rng(0))
        1

    Source:
        Watkins (1989), Learning from Delayed Rewards; Sutton and Barto (2018), Reinforcement Learning,
        section 2.2; no counterpart in PyTorch.
    """
    if rng.random() < epsilon:
        return rng.integers(len(q_values))
    return np.argmax(q_values)
