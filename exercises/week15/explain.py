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

    Example:
        >>> grad_cam(
        ...     np.array([[[1.1, 0.1], [-2.2, -1.9]], [[-0.9, -0.2], [-1.0, -0.2]]]),
        ...     np.array([[[0.6, 1.0], [1.8, 0.2]], [[-1.7, 0.3], [-0.6, 0.8]]]),
        ... )
        array([[1.26, 0.15],
               [0.  , 0.  ]])

    Source:
        Selvaraju, Cogswell, Das, Vedantam, Parikh & Batra (2017), Grad-CAM: visual explanations from deep networks
        via gradient-based localization, equations 1 and 2.
    """
    raise NotImplementedError


def guided_relu_backward(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
    r"""Carry a gradient back through a ReLU as guided backpropagation does.

    $$dx_i = dout_i \cdot [x_i > 0] \cdot [dout_i > 0]$$

    The brackets are 1 where the condition holds and 0 elsewhere.

    Args:
        dout: any shape, float64, what comes back from above.
        x: same shape, what went into the ReLU.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> guided_relu_backward(
        ...     np.array([[-2.9, -2.9, -0.3], [0.3, 0.3, 1.2]]),
        ...     np.array([[-1.1, -0.8, 0.9], [-1.3, -0.2, 0.6]]),
        ... )
        array([[0. , 0. , 0. ],
               [0. , 0. , 1.2]])

    Source:
        Springenberg, Dosovitskiy, Brox & Riedmiller (2015), Striving for simplicity: the all convolutional net,
        section 3.4.
    """
    raise NotImplementedError


def deconvnet_relu_backward(dout: np.ndarray) -> np.ndarray:
    r"""Carry a signal back through a ReLU as a deconvolutional network does.

    $$dx_i = dout_i \cdot [dout_i > 0]$$

    The brackets are 1 where the condition holds and 0 elsewhere. What went into the ReLU does not matter.

    Args:
        dout: any shape, float64, what comes back from above.

    Returns:
        A float64 array with the shape of `dout`.

    Example:
        >>> deconvnet_relu_backward(np.array([[-0.9, 1.0, -1.5], [-1.0, -2.3, 1.8]]))
        array([[0. , 1. , 0. ],
               [0. , 0. , 1.8]])

    Source:
        Zeiler & Fergus (2014), Visualizing and understanding convolutional networks, section 2.1.
    """
    raise NotImplementedError


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

    Example:
        >>> filters_to_image(np.array([[[[-4.8, -3.9], [1.6, -1.1]]], [[[-5.0, 0.1], [0.7, -1.0]]]]))
        array([[[[0.    ],
                 [0.1406]],

                [[1.    ],
                 [0.5781]]],


               [[[0.    ],
                 [0.8947]],

                [[1.    ],
                 [0.7018]]]])

    Source:
        Krizhevsky, Sutskever & Hinton (2012), ImageNet classification with deep convolutional neural networks,
        figure 3; `torchvision.utils.make_grid` with normalize=True and scale_each=True.
    """
    raise NotImplementedError


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

    Example:
        >>> overlay_heatmap(
        ...     np.array([[[0.11, 0.7, 0.16], [0.63, 0.01, 0.98]], [[0.09, 0.41, 0.94], [0.2, 0.64, 0.04]]]),
        ...     np.array([[2.1, 5.0], [4.4, 1.4]]),
        ...     0.3,
        ... )
        array([[[0.377, 0.568, 0.112],
                [0.741, 0.307, 0.986]],

               [[0.363, 0.587, 0.85 ],
                [0.392, 0.448, 0.028]]])

    Source:
        Selvaraju, Cogswell, Das, Vedantam, Parikh & Batra (2017), Grad-CAM: visual explanations from deep networks
        via gradient-based localization, figure 1, with the colours of a glowing body.
    """
    raise NotImplementedError
