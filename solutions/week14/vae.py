"""Variational autoencoders: a code that is a distribution, and the two halves of its loss."""

import numpy as np
from week05.classification_losses import binary_cross_entropy, binary_cross_entropy_gradient


def reparameterize(mu: np.ndarray, logvar: np.ndarray, eps: np.ndarray) -> np.ndarray:
    r"""Turn standard normal noise into a sample of the encoder's distribution.

    $$z = \mu + \sigma \odot \epsilon, \quad \sigma = e^{\ell / 2}, \quad \ell = \ln \sigma^2$$

    The encoder returns the logarithm ℓ of the variance, which may be any number, and σ is the standard deviation.
    All randomness stands in ε, so that gradients reach μ and ℓ.

    Args:
        mu: the means μ, any shape, float64.
        logvar: the logarithms ℓ of the variances, with the shape of `mu`; σ must be right wherever it is a
            float64 itself, thus for -1400 < ℓ < 1400, even though the variance would overflow.
        eps: standard normal noise ε, with the shape of `mu`.

    Returns:
        The sample z, a float64 array with the shape of `mu`.

    Example:
        >>> reparameterize(
        ...     np.array([[-1.3, -2.9, -0.7], [1.3, -0.1, 0.7]]),
        ...     np.array([[-0.6, 0.5, -0.5], [2.7, 2.0, -0.9]]),
        ...     np.array([[-1.0, 0.4, 0.5], [0.9, -1.2, 1.7]]),
        ... )
        array([[-2.0408, -2.3864, -0.3106],
               [ 4.7717, -3.3619,  1.784 ]])

    Source:
        Kingma and Welling (2014), Auto-Encoding Variational Bayes, section 2.4; `torch.distributions.Normal.rsample`.
    """
    return mu + np.exp(logvar / 2) * eps


def kl_standard_normal(mu: np.ndarray, logvar: np.ndarray) -> float:
    r"""Measure how far the encoder's distributions are from the standard normal one.

    $$D_{KL} = -\frac{1}{2N} \sum_{n=1}^N \sum_{j=1}^L \left(1 + \ell_{nj} - \mu_{nj}^2 - e^{\ell_{nj}}\right)$$

    The Kullback-Leibler divergence from N(0, 1) to N(μ, σ²), where ℓ = ln σ²: the sum over the L latent dimensions
    of an example, and the mean over the N examples of the batch.

    Args:
        mu: the means μ, shape (N, L), float64.
        logvar: the logarithms ℓ of the variances, with the shape of `mu`.

    Returns:
        A number; 0 where every μ and every ℓ is 0.

    Example:
        >>> kl_standard_normal(
        ...     np.array([[-1.2, -0.5, -1.2], [-0.8, 0.5, -0.5]]),
        ...     np.array([[-0.5, -1.9, -0.6], [-0.5, 0.7, 0.4]]),
        ... )
        1.522

    Source:
        Kingma and Welling (2014), Auto-Encoding Variational Bayes, appendix B; `torch.distributions.kl_divergence`.
    """
    return -0.5 * (1 + logvar - mu**2 - np.exp(logvar)).sum() / len(mu)


def vae_loss(recon: np.ndarray, x: np.ndarray, mu: np.ndarray, logvar: np.ndarray) -> float:
    r"""Add the two halves of a variational autoencoder's loss: reconstruction and divergence.

    $$L = -\frac{1}{N} \sum_{n=1}^N \sum_i \left(x_{ni} \ln \hat{x}_{ni} + (1 - x_{ni}) \ln (1 - \hat{x}_{ni})\right)
          + D_{KL}$$

    The first half is the binary cross-entropy between the input x and its reconstruction: the sum over all features
    of an example, which are all axes but the first, and the mean over the N examples. Its logarithms count as -100
    where they are smaller, as in `binary_cross_entropy`. The second half is `kl_standard_normal`. This is the
    negative evidence lower bound, with the weight 1 for both.

    Args:
        recon: the reconstructions x̂, shape (N, ...), float64, from 0 to 1, both included: the output of a sigmoid.
        x: the inputs, from 0 to 1, with the shape of `recon`.
        mu: the means μ of the codes, shape (N, L).
        logvar: the logarithms ℓ of the codes' variances, with the shape of `mu`.

    Returns:
        A number.

    Example:
        >>> vae_loss(
        ...     np.array([[0.84, 0.89, 0.32, 0.83], [0.64, 0.82, 0.49, 0.5], [0.26, 0.09, 0.09, 0.29]]),
        ...     np.array([[0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 1.0, 0.0], [0.0, 0.0, 1.0, 1.0]]),
        ...     np.array([[0.6, -1.3], [1.3, 0.5], [0.2, 1.4]]),
        ...     np.array([[0.2, 0.6], [1.7, -1.0], [-0.6, 0.2]]),
        ... )
        5.747

    Source:
        Kingma and Welling (2014), Auto-Encoding Variational Bayes, equation 10 and appendix C.1;
        `torch.nn.functional.binary_cross_entropy`.
    """
    return binary_cross_entropy(recon, x, reduction="sum") / len(x) + kl_standard_normal(mu, logvar)


def vae_loss_backward(
    recon: np.ndarray, x: np.ndarray, mu: np.ndarray, logvar: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Differentiate the loss of a variational autoencoder with respect to what decoder and encoder returned.

    $$\frac{\partial L}{\partial \hat{x}} = \frac{\hat{x} - x}{N \max(\hat{x} (1 - \hat{x}), 10^{-12})}, \quad
      \frac{\partial L}{\partial \mu} = \frac{\mu}{N}, \quad \frac{\partial L}{\partial \ell} = \frac{e^\ell - 1}{2N}$$

    The maximum is PyTorch's guard against a division by zero, as in `binary_cross_entropy_gradient`. The gradients of
    μ and ℓ are those of the divergence: what the reconstruction adds comes back through the decoder.

    Args:
        recon: the reconstructions x̂, shape (N, ...), float64, from 0 to 1, both included.
        x: the inputs, from 0 to 1, with the shape of `recon`.
        mu: the means μ of the codes, shape (N, L).
        logvar: the logarithms ℓ of the codes' variances, with the shape of `mu`.

    Returns:
        (drecon, dmu, dlogvar): float64 arrays with the shapes of `recon`, `mu` and `logvar`.

    Example:
        >>> vae_loss_backward(
        ...     np.array([[0.51, 0.94, 0.34, 0.23], [0.79, 0.77, 0.9, 0.5], [0.32, 0.87, 0.19, 0.12]]),
        ...     np.array([[0.0, 1.0, 1.0, 0.0], [1.0, 1.0, 1.0, 0.0], [0.0, 1.0, 0.0, 1.0]]),
        ...     np.array([[0.63, -0.48], [0.79, 0.1], [-0.44, -0.93]]),
        ...     np.array([[1.1, -0.1], [-1.3, 0.2], [-0.7, 1.8]]),
        ... )
        (array([[ 0.6803, -0.3546, -0.9804,  0.4329],
                [-0.4219, -0.4329, -0.3704,  0.6667],
                [ 0.4902, -0.3831,  0.4115, -2.7778]]),
         array([[ 0.21  , -0.16  ],
                [ 0.2633,  0.0333],
                [-0.1467, -0.31  ]]),
         array([[ 0.334 , -0.0159],
                [-0.1212,  0.0369],
                [-0.0839,  0.8416]]))

    Source:
        Kingma and Welling (2014), Auto-Encoding Variational Bayes; PyTorch's autograd.
    """
    drecon = binary_cross_entropy_gradient(recon, x, reduction="sum")
    return drecon / len(x), mu / len(mu), (np.exp(logvar) - 1) / (2 * len(mu))
