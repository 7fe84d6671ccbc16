"""Other formulas: contractions, halves of absolute values, interpolated colours."""

import numpy as np


def grad_cam(activations, gradients):
    c, height, width = activations.shape
    weights = np.einsum("chw->c", gradients) / (height * width)
    heat = np.tensordot(weights, activations, axes=1)
    return np.where(heat > 0, heat, 0.0)


def guided_relu_backward(dout, x):
    return dout * np.heaviside(x, 0.0) * np.heaviside(dout, 0.0)


def deconvnet_relu_backward(dout):
    return (np.abs(dout) + dout) / 2


def filters_to_image(weight):
    pictures = np.moveaxis(weight, 1, -1).astype(float)
    rows = pictures.reshape(len(weight), int(np.prod(weight.shape[1:])))
    low = rows.min(axis=1)[:, None]
    span = np.ptp(rows, axis=1)[:, None]
    scaled = np.divide(rows - low, span, out=np.zeros_like(rows), where=span != 0)
    return scaled.reshape(pictures.shape)


def overlay_heatmap(image, heatmap, alpha):
    top = heatmap.max()
    t = heatmap / top if top else np.zeros_like(heatmap)
    third = 1 / 3
    red = np.interp(t, [0, third], [0, 1])
    green = np.interp(t, [third, 2 * third], [0, 1])
    blue = np.interp(t, [2 * third, 1], [0, 1])
    return image + alpha * (np.dstack([red, green, blue]) - image)
