"""Plain Python loops: one element at a time, filled into a fresh float array."""

import math

import numpy as np


def threshold(x, threshold, value):
    y = np.empty(np.shape(x))
    for i in np.ndindex(y.shape):
        y[i] = x[i] if x[i] > threshold else value
    return y


def sign(x):
    y = np.zeros(np.shape(x))
    for i in np.ndindex(y.shape):
        if x[i] > 0:
            y[i] = 1
        elif x[i] < 0:
            y[i] = -1
    return y


def softsign(x):
    y = np.empty(np.shape(x))
    for i in np.ndindex(y.shape):
        v = float(x[i])
        y[i] = v / (1 + abs(v))
    return y


def tanhshrink(x):
    y = np.empty(np.shape(x))
    for i in np.ndindex(y.shape):
        v = float(x[i])
        y[i] = v - math.tanh(v)
    return y


def softshrink(x, lambd=0.5):
    y = np.zeros(np.shape(x))
    for i in np.ndindex(y.shape):
        v = float(x[i])
        if v > lambd:
            y[i] = v - lambd
        elif v < -lambd:
            y[i] = v + lambd
    return y


def hardshrink(x, lambd=0.5):
    y = np.zeros(np.shape(x))
    for i in np.ndindex(y.shape):
        if abs(float(x[i])) > lambd:
            y[i] = x[i]
    return y
