"""Plain Python loops: sums written out, one example at a time."""

import math

import numpy as np


def rows_with_one(X):
    return [[1.0] + [float(v) for v in row] for row in X]


def own_dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def least_squares(X, y):
    # normal equations, solved by elimination with pivoting
    rows = rows_with_one(X)
    size = len(rows[0])
    table = []
    for i in range(size):
        left = [sum(row[i] * row[j] for row in rows) for j in range(size)]
        table.append(left + [sum(row[i] * float(t) for row, t in zip(rows, y))])
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(table[r][i]))
        table[i], table[pivot] = table[pivot], table[i]
        for r in range(i + 1, size):
            factor = table[r][i] / table[i][i]
            for c in range(i, size + 1):
                table[r][c] -= factor * table[i][c]
    w = np.zeros(size)
    for i in range(size - 1, -1, -1):
        known = sum(table[i][c] * w[c] for c in range(i + 1, size))
        w[i] = (table[i][size] - known) / table[i][i]
    return w


def gradient_descent_linear(X, y, lr, steps):
    rows = rows_with_one(X)
    w = [0.0] * len(rows[0])
    for _ in range(steps):
        gradient = [0.0] * len(w)
        for row, target in zip(rows, y):
            error = own_dot(row, w) - float(target)
            for j, value in enumerate(row):
                gradient[j] += 2 * error * value / len(rows)
        w = [v - lr * g for v, g in zip(w, gradient)]
    return np.array(w)


def own_sigmoid(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)


def logistic_regression_step(w, b, X, y, lr):
    n = len(X)
    dw, db = [0.0] * len(w), 0.0
    for row, label in zip(X, y):
        error = own_sigmoid(float(own_dot(row, w)) + b) - label
        db += error / n
        for j in range(len(w)):
            dw[j] += error * float(row[j]) / n
    return np.array([float(v) - lr * g for v, g in zip(w, dw)]), b - lr * db


def squared_distance(a, b):
    return sum((float(x) - float(y)) ** 2 for x, y in zip(a, b))


def k_nearest_neighbours(X_train, y_train, X, k):
    answers = []
    for x in X:
        ranked = sorted(range(len(X_train)), key=lambda i: (squared_distance(x, X_train[i]), i))
        votes = {}
        for i in ranked[:k]:
            label = int(y_train[i])
            votes[label] = votes.get(label, 0) + 1
        answers.append(min(votes, key=lambda label: (-votes[label], label)))
    return np.array(answers)


def kmeans_step(X, centroids):
    labels = []
    for x in X:
        best = 0
        for k in range(1, len(centroids)):
            if squared_distance(x, centroids[k]) < squared_distance(x, centroids[best]):
                best = k
        labels.append(best)
    new = []
    for k in range(len(centroids)):
        members = [X[i] for i in range(len(X)) if labels[i] == k]
        if members:
            new.append([sum(float(m[j]) for m in members) / len(members) for j in range(X.shape[1])])
        else:
            new.append([float(v) for v in centroids[k]])
    return np.array(labels), np.array(new)


def discounted_return(rewards, gamma):
    total, weight = 0.0, 1.0
    for r in rewards:
        total += weight * float(r)
        weight *= gamma
    return total


def q_learning_update(Q, s, a, r, s_next, alpha, gamma):
    best = -math.inf
    for value in Q[s_next]:
        if value > best:
            best = float(value)
    new = Q.astype(float)
    new[s, a] = (1 - alpha) * float(Q[s, a]) + alpha * (r + gamma * best)
    return new


def epsilon_greedy(q_values, epsilon, rng):
    if rng.uniform(0, 1) < epsilon:
        return rng.choice(len(q_values))
    best = 0
    for a in range(1, len(q_values)):
        if q_values[a] > q_values[best]:
            best = a
    return best
