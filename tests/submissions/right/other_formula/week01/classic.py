"""Other formulas: normal equations, expanded squares, Horner's rule, probabilities instead of a coin."""

import numpy as np


def least_squares(X, y):
    # slopes from the centred data, then the height of the plane at the origin
    centre = X.mean(axis=0)
    Xc = X - centre
    slopes = np.linalg.inv(Xc.T @ Xc) @ (Xc.T @ (y - y.mean()))
    return np.concatenate([[y.mean() - centre @ slopes], slopes])


def gradient_descent_linear(X, y, lr, steps):
    n = X.shape[0]
    intercept, slopes = 0.0, np.zeros(X.shape[1])
    for _ in range(steps):
        error = y - intercept - X.dot(slopes)
        intercept, slopes = intercept + 2 * lr * error.mean(), slopes + 2 * lr / n * error.dot(X)
    return np.hstack([intercept, slopes])


def logistic_regression_step(w, b, X, y, lr):
    z = np.dot(X, w) + b
    # -dL/dz, by the probability of the wrong label
    sign = 2 * y - 1
    push = sign * np.exp(-np.logaddexp(0, sign * z))
    return w + lr * np.mean(push[:, None] * X, axis=0), b + lr * np.mean(push)


def squared_distances(A, B):
    return np.sum(A**2, axis=1)[:, None] - 2 * A @ B.T + np.sum(B**2, axis=1)


def k_nearest_neighbours(X_train, y_train, X, k):
    d = squared_distances(X, X_train)
    index = np.broadcast_to(np.arange(len(X_train)), d.shape)
    nearest = np.lexsort((index, d), axis=-1)[:, :k]
    classes = np.unique(y_train)
    votes = (y_train[nearest][:, :, None] == classes).sum(axis=1)
    return classes[np.argmax(votes, axis=1)]


def kmeans_step(X, centroids):
    labels = np.argmin(squared_distances(X, centroids), axis=1)
    member = (labels[:, None] == np.arange(len(centroids))).astype(float)
    sizes = member.sum(axis=0)
    empty = sizes == 0
    means = (member.T @ X) / np.where(empty, 1, sizes)[:, None]
    return labels, np.where(empty[:, None], centroids, means)


def discounted_return(rewards, gamma):
    value = 0.0
    for r in rewards[::-1]:
        value = r + gamma * value
    return value


def q_learning_update(Q, s, a, r, s_next, alpha, gamma):
    here = np.zeros(Q.shape)
    here[s, a] = 1
    error = r + gamma * np.max(Q[s_next, :]) - Q[s, a]
    return Q + alpha * error * here


def epsilon_greedy(q_values, epsilon, rng):
    n = len(q_values)
    p = np.full(n, epsilon / n)
    p[np.argmax(q_values)] += 1 - epsilon
    return int(rng.choice(n, p=p))
