"""Twelve functions, solved: what a week's homework may look like."""

import numpy as np


def relu(x: np.ndarray) -> np.ndarray:
    """max(x, 0)."""
    raise NotImplementedError


def leaky_relu(x: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    """x, and `negative_slope` times x below zero."""
    raise NotImplementedError


def elu(x: np.ndarray, alpha: float = 1.0) -> np.ndarray:
    """x, and alpha (exp(x) − 1) below zero."""
    raise NotImplementedError


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(−x))."""
    raise NotImplementedError


def hardtanh(x: np.ndarray, min_val: float = -1.0, max_val: float = 1.0) -> np.ndarray:
    """x, kept between the two."""
    raise NotImplementedError


def softplus(x: np.ndarray) -> np.ndarray:
    """log(1 + exp(x))."""
    raise NotImplementedError


def gelu_tanh(x: np.ndarray) -> np.ndarray:
    """x times the normal distribution's function, by tanh."""
    raise NotImplementedError


def silu(x: np.ndarray) -> np.ndarray:
    """x times its sigmoid."""
    raise NotImplementedError


def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """exp(x), made to sum to 1 along the axis."""
    raise NotImplementedError


def log_softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """The logarithm of softmax."""
    raise NotImplementedError


def mse_loss(pred: np.ndarray, target: np.ndarray) -> float:
    """The mean of the squared differences."""
    raise NotImplementedError


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> float:
    """The mean of −log softmax(logits) at the labels."""
    raise NotImplementedError
