"""Keeps float32: zeros and masks of the dtype that came in."""

import numpy as np


def grad_cam(activations, gradients):
    alpha = np.mean(gradients, axis=(-2, -1))
    heat = sum(a * channel for a, channel in zip(alpha, activations, strict=True))
    return heat * (heat > 0)


def guided_relu_backward(dout, x):
    dout, x = np.asarray(dout), np.asarray(x)
    return dout * ((x > 0) & (dout > 0)).astype(dout.dtype)


def deconvnet_relu_backward(dout):
    dout = np.asarray(dout)
    return np.where(dout > 0, dout, np.zeros_like(dout))


def filters_to_image(weight):
    w = np.true_divide(weight, 1)
    pictures = np.zeros_like(w)
    for k, filter_ in enumerate(w):
        span = filter_.max() - filter_.min()
        if span > 0:
            pictures[k] = (filter_ - filter_.min()) / span
    return pictures.transpose(0, 2, 3, 1)


def overlay_heatmap(image, heatmap, alpha):
    top = heatmap.max()
    t = heatmap if top == 0 else heatmap / top
    colour = np.empty_like(image)
    for k in range(3):
        colour[..., k] = np.clip(3 * t - k, 0, 1)
    return image * (1 - alpha) + colour * alpha
