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

    Source:
        Kingma and Welling (2014), Auto-Encoding Variational Bayes; PyTorch's autograd.
    """
    drecon = binary_cross_entropy_gradient(recon, x, reduction="sum")
    return drecon / len(x), mu / len(mu), (np.exp(logvar) - 1) / (2 * len(mu))
