"""Other generative models: normalizing flows, autoregression, energies and diffusion."""

import numpy as np


def affine_coupling_forward(x: np.ndarray, s: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    r"""Scale and shift the second half of every example, and say by how much that changes volumes.

    $$y_1 = x_1, \quad y_2 = x_2 \odot e^s + t, \quad
      \ln \left| \det \frac{\partial y}{\partial x} \right| = \sum_j s_j$$

    The first half x₁ holds the first ⌊D / 2⌋ columns of x, the second half x₂ the others: one more where D is odd. In
    a flow, s and t come from a network that sees x₁ only; here they are given. The Jacobian is triangular with eˢ on
    its diagonal, so that the logarithm of its determinant is a sum, one number for each example.

    Args:
        x: examples, shape (N, D), float64.
        s: logarithms of the scales, with the shape of the second half, (N, D - ⌊D / 2⌋).
        t: the shifts, with the shape of `s`.

    Returns:
        (y, log_det): a float64 array with the shape of `x`, and one of shape (N,).

    Example:
        >>> affine_coupling_forward(
        ...     np.array([[1.7, -3.1, 6.5, 0.5], [-0.7, -0.8, -0.5, -4.2], [1.4, 0.1, -1.1, -2.1]]),
        ...     np.array([[-0.3, -1.1], [-1.1, 0.0], [-0.8, 0.6]]),
        ...     np.array([[2.6, -0.6], [-1.9, 0.9], [-1.2, -0.8]]),
        ... )
        (array([[ 1.7   , -3.1   ,  7.4153, -0.4336],
                [-0.7   , -0.8   , -2.0664, -3.3   ],
                [ 1.4   ,  0.1   , -1.6943, -4.6264]]),
         array([-1.4, -1.1, -0.2]))

    Source:
        Dinh, Sohl-Dickstein and Bengio (2017), Density Estimation Using Real NVP, equations 4 to 6.
    """
    kept, changed = np.split(x, [x.shape[1] // 2], axis=1)
    return np.hstack([kept, changed * np.exp(s) + t]), s.sum(axis=1)


def affine_coupling_inverse(y: np.ndarray, s: np.ndarray, t: np.ndarray) -> np.ndarray:
    r"""Undo an affine coupling: find the examples that it was given.

    $$x_1 = y_1, \quad x_2 = (y_2 - t) \odot e^{-s}$$

    The halves are cut as by `affine_coupling_forward`. As y₁ is x₁, the network gives the same s and t again, and need
    not be inverted itself.

    Args:
        y: what the coupling returned, shape (N, D), float64.
        s: logarithms of the scales, as in the forward direction, shape (N, D - ⌊D / 2⌋).
        t: the shifts, with the shape of `s`.

    Returns:
        x, a float64 array with the shape of `y`.

    Example:
        >>> affine_coupling_inverse(
        ...     np.array([[-0.9, -2.3, -3.1, -2.2], [0.9, -1.1, -1.2, 0.9], [1.3, 2.4, -1.0, -4.6]]),
        ...     np.array([[-0.1, -2.1], [1.0, 1.0], [-2.1, 0.4]]),
        ...     np.array([[-1.5, 1.2], [0.2, -1.9], [-1.0, 1.5]]),
        ... )
        array([[ -0.9   ,  -2.3   ,  -1.7683, -27.765 ],
               [  0.9   ,  -1.1   ,  -0.515 ,   1.0301],
               [  1.3   ,   2.4   ,   0.    ,  -4.089 ]])

    Source:
        Dinh, Sohl-Dickstein and Bengio (2017), Density Estimation Using Real NVP, equation 8.
    """
    kept, changed = np.split(y, [y.shape[1] // 2], axis=1)
    return np.hstack([kept, (changed - t) * np.exp(-s)])


def masked_conv_mask(kernel: int | tuple[int, int], kind: str) -> np.ndarray:
    r"""Make the mask of a PixelCNN's convolution kernel: it hides the pixels that are not drawn yet.

    $$m_{ij} = 1 \text{ if } i < c_h \text{ or } (i = c_h \text{ and } j < c_w), \text{ else } 0$$

    An image is drawn row by row, each from left to right, and the kernel's centre (cₕ, c_w) lies on the pixel to be
    drawn: every row above it is seen whole, of its own row what stands left of it. The centre itself is 0 with kind A,
    for the first layer, which sees the image, and 1 with kind B, for the layers on top of it.

    Args:
        kernel: the size of the kernel, odd: k for (k, k), or (kh, kw).
        kind: `"A"` or `"B"`.

    Returns:
        A float64 array of zeros and ones, shape (kh, kw).

    Raises:
        ValueError: `kind` is something else.

    Example:
        >>> masked_conv_mask(6, 'A')
        array([[1., 1., 1., 1., 1., 1.],
               [1., 1., 1., 1., 1., 1.],
               [1., 1., 1., 1., 1., 1.],
               [1., 1., 1., 0., 0., 0.],
               [0., 0., 0., 0., 0., 0.],
               [0., 0., 0., 0., 0., 0.]])

    Source:
        Van den Oord, Kalchbrenner and Kavukcuoglu (2016), Pixel Recurrent Neural Networks, section 3.4.
    """
    if kind not in ("A", "B"):
        raise ValueError("the kind of a mask is A or B")
    kh, kw = np.broadcast_to(kernel, 2)
    mask = np.zeros((kh, kw))
    mask[: kh // 2] = 1
    mask[kh // 2, : kw // 2] = 1
    mask[kh // 2, kw // 2] = kind == "B"
    return mask


def energy_to_probs(energies: np.ndarray) -> np.ndarray:
    r"""Turn the energies of states into probabilities: the lower the energy, the likelier the state.

    $$p_i = \frac{e^{-E_i}}{\sum_j e^{-E_j}}$$

    This is the Boltzmann distribution at temperature 1, for each slice along the last axis by itself. An energy that
    is added to all states changes nothing.

    Args:
        energies: the energies E, at least one axis, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `energies`, which sums to 1 along the last axis.

    Example:
        >>> energy_to_probs(np.array([[1.1, -2.6, -1.6], [-2.2, -1.6, -3.7]]))
        array([[0.0178, 0.7181, 0.2642],
               [0.1658, 0.091 , 0.7432]])

    Source:
        LeCun et al. (2006), A Tutorial on Energy-Based Learning, equation 3; `torch.nn.functional.softmin`.
    """
    weights = np.exp(energies.min(axis=-1, keepdims=True) - energies)
    return weights / weights.sum(axis=-1, keepdims=True)


def diffuse(x0: np.ndarray, t: np.ndarray, betas: np.ndarray, noise: np.ndarray) -> np.ndarray:
    r"""Add the noise of many diffusion steps to clean examples at once.

    $$x_t = \sqrt{\bar\alpha_t}\, x_0 + \sqrt{1 - \bar\alpha_t}\, \epsilon, \quad
      \bar\alpha_t = \prod_{s=0}^t (1 - \beta_s)$$

    Steps are counted from 0: t = 0 has taken one step, and t = T - 1 all of them. Each example has a t of its own.

    Args:
        x0: clean examples, shape (N, ...) with any axes after the first, float64.
        t: the step of each example, shape (N,), int64, from 0 to T - 1.
        betas: the variance β of the noise of each step, shape (T,), from 0 to 1.
        noise: standard normal noise ε, with the shape of `x0`.

    Returns:
        A float64 array with the shape of `x0`.

    Example:
        >>> diffuse(
        ...     np.array([[0.3, 1.8], [3.0, 0.7]]),
        ...     np.array([1, 0]),
        ...     np.array([0.17, 0.49]),
        ...     np.array([[-1.6, -0.1], [-0.9, 0.9]]),
        ... )
        array([[-1.0199,  1.0952],
               [ 2.3621,  1.0088]])

    Source:
        Ho, Jain and Abbeel (2020), Denoising Diffusion Probabilistic Models, equation 4.
    """
    kept = np.cumprod(1 - betas)[t].reshape(-1, *[1] * (x0.ndim - 1))
    return np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise
