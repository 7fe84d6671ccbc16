import numpy as np


def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    # every row of the identity is one direction
    directions = np.eye(x.size).reshape((x.size,) + x.shape)
    slopes = []
    for e in directions:
        right = np.add(x, h * e)
        left = np.subtract(x, h * e)
        # divide by the distance that really lies between the two rounded points
        distance = np.sum(right - left)
        slopes.append((f(np.asarray(right)) - f(np.asarray(left))) / distance)
    return np.array(slopes, dtype=float).reshape(x.shape)
