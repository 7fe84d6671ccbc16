"""Plain Python loops over channels, elements and pixels."""

import numpy as np


def grad_cam(activations, gradients):
    channels, height, width = activations.shape
    heat = np.zeros((height, width))
    for c in range(channels):
        total = 0.0
        for row in gradients[c]:
            for g in row:
                total += float(g)
        heat += total / (height * width) * activations[c]
    for i in range(height):
        for j in range(width):
            if heat[i, j] < 0:
                heat[i, j] = 0.0
    return heat


def guided_relu_backward(dout, x):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if x[i] > 0 and dout[i] > 0:
            out[i] = dout[i]
    return out


def deconvnet_relu_backward(dout):
    out = np.zeros(dout.shape)
    for i in np.ndindex(dout.shape):
        if dout[i] > 0:
            out[i] = dout[i]
    return out


def filters_to_image(weight):
    f, c, height, width = weight.shape
    out = np.zeros((f, height, width, c))
    for k in range(f):
        numbers = [float(w) for w in weight[k].ravel()]
        low, high = min(numbers), max(numbers)
        if low == high:
            continue
        for channel in range(c):
            for i in range(height):
                for j in range(width):
                    out[k, i, j, channel] = (weight[k, channel, i, j] - low) / (high - low)
    return out


def overlay_heatmap(image, heatmap, alpha):
    height, width = heatmap.shape
    top = max(float(v) for v in heatmap.ravel())
    out = np.zeros((height, width, 3))
    for i in range(height):
        for j in range(width):
            t = float(heatmap[i, j]) / top if top > 0 else 0.0
            for k in range(3):
                out[i, j, k] = (1 - alpha) * image[i, j, k] + alpha * min(max(3 * t - k, 0.0), 1.0)
    return out
