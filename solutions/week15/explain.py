"""What a network looks at: Grad-CAM, guided backpropagation, pictures of filters and of heat."""

import numpy as np


def grad_cam(activations: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    r"""Find where a convolutional layer sees what speaks for a class: gradient-weighted class activation mapping.

    $$L_{ij} = \operatorname{ReLU}\Big(\sum_c \alpha_c A_{cij}\Big), \quad
      \alpha_c = \frac{1}{H W} \sum_{i,j} \frac{\partial y}{\partial A_{cij}}$$

    Here A are the activations, and y is the score of the class before the softmax. The map is not normalised.

    Args:
        activations: (C, H, W), float64, the feature maps of one image.
        gradients: (C, H, W), float64, the gradient of the score with respect to each of them.

    Returns:
        A float64 array of shape (H, W).

    Source:
        Selvaraju, Cogswell, Das, Vedantam, Parikh & Batra (2017), Grad-CAM: visual explanations from deep networks
        via gradient-based localization, equations 1 and 2.
    """
    weights = gradients.mean(axis=(1, 2), keepdims=True)
    return np.maximum((weights * activations).sum(axis=0), 0)


def guided_relu_backward(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
    r"""Carry a gradient back through a ReLU as guided backpropagation does.

    $$dx_i = dout_i \cdot [x_i > 0] \cdot [dout_i > 0]$$

    The brackets are 1 where the condition holds and 0 elsewhere.

    Args:
        dout: any shape, float64, what comes back from above.
        x: same shape, what went into the ReLU.

    Returns:
        A float64 array with the shape of `x`.

    Source:
        Springenberg, Dosovitskiy, Brox & Riedmiller (2015), Striving for simplicity: the all convolutional net,
        section 3.4.
    """
    return np.where(x > 0, np.maximum(dout, 0), 0)


def deconvnet_relu_backward(dout: np.ndarray) -> np.ndarray:
    r"""Carry a signal back through a ReLU as a deconvolutional network does.

    $$dx_i = dout_i \cdot [dout_i > 0]$$

    The brackets are 1 where the condition holds and 0 elsewhere. What went into the ReLU does not matter.

    Args:
        dout: any shape, float64, what comes back from above.

    Returns:
        A float64 array with the shape of `dout`.

    Source:
        Zeiler & Fergus (2014), Visualizing and understanding convolutional networks, section 2.1.
    """
    return np.maximum(dout, 0)


def filters_to_image(weight: np.ndarray) -> np.ndarray:
    r"""Turn the weights of a convolution into pictures, one for each filter.

    $$p = \frac{w - \min w}{\max w - \min w}$$

    Minimum and maximum are those of a filter, over all its channels, so that the numbers of each picture go from 0
    to 1. A filter whose weights are all equal becomes a picture of zeros. The channels stand last, where they are
    the colours of a picture.

    Args:
        weight: (F, C, kH, kW), float64; F may be 0.

    Returns:
        A float64 array of shape (F, kH, kW, C).

    Source:
        Krizhevsky, Sutskever & Hinton (2012), ImageNet classification with deep convolutional neural networks,
        figure 3; `torchvision.utils.make_grid` with normalize=True and scale_each=True.
    """
    rise = weight - weight.min(axis=(1, 2, 3), keepdims=True)
    span = rise.max(axis=(1, 2, 3), keepdims=True)
    return (rise / np.where(span > 0, span, 1)).transpose(0, 2, 3, 1)


def overlay_heatmap(image: np.ndarray, heatmap: np.ndarray, alpha: float) -> np.ndarray:
    r"""Lay a heat map in colours over an image.

    $$\text{out} = (1 - \alpha)\,\text{image} + \alpha\,\text{colour}(t), \quad t = \frac{h}{\max h}, \quad
      \text{colour}(t) = \big[3t,\; 3t - 1,\; 3t - 2\big]_0^1$$

    The colour is red, green and blue, each limited to the range from 0 to 1: cold is black, and getting hotter it
    turns red, yellow and white. In a heat map of zeros t is 0.

    Args:
        image: (H, W, 3), float64, from 0 to 1.
        heatmap: (H, W), float64, not negative, such as grad_cam returns.
        alpha: share of the heat, from 0 to 1.

    Returns:
        A float64 array of shape (H, W, 3).

    Source:
        Selvaraju, Cogswell, Das, Vedantam, Parikh & Batra (2017), Grad-CAM: visual explanations from deep networks
        via gradient-based localization, figure 1, with the colours of a glowing body.
    """
    heat = heatmap / (heatmap.max() or 1)
    colour = np.clip(3 * heat[:, :, None] - np.arange(3), 0, 1)
    return (1 - alpha) * image + alpha * colour
