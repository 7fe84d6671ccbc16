"""Generative adversarial networks: a generator that forges, a discriminator that judges, and what each minimises."""

import numpy as np
from week03.sigmoid_like import logsigmoid, sigmoid


def discriminator_loss(real_logits: np.ndarray, fake_logits: np.ndarray) -> float:
    r"""Measure how badly a discriminator tells real examples from fake ones.

    $$L_D = -\frac{1}{n} \sum_{i=1}^n \ln \sigma(r_i) - \frac{1}{m} \sum_{j=1}^m \ln (1 - \sigma(f_j))$$

    This is the binary cross-entropy of the n real examples, whose label is 1, plus that of the m fake ones,
    whose label is 0: each the mean over its own elements, and the two are added, not averaged. The discriminator
    returns logits, and σ(logit) is its probability that an example is real.

    Args:
        real_logits: the logits r of real examples, any shape, float64; ±1e4 must not overflow.
        fake_logits: the logits f of generated examples, any shape, which may be another one.

    Returns:
        A number.

    Example:
        >>> discriminator_loss(
        ...     np.array([[-3.0, -0.6, 1.4], [1.1, -0.5, 0.0]]),
        ...     np.array([[-2.0, 4.3, -2.0], [0.8, 0.2, -3.7]]),
        ... )
        2.137

    Source:
        Goodfellow et al. (2014), Generative Adversarial Nets, algorithm 1;
        `torch.nn.functional.binary_cross_entropy_with_logits`.
    """
    return -logsigmoid(real_logits).mean() - logsigmoid(-fake_logits).mean()


def generator_loss(fake_logits: np.ndarray) -> float:
    r"""Measure how badly a generator deceives the discriminator, in the form that does not saturate.

    $$L_G = -\frac{1}{m} \sum_{j=1}^m \ln \sigma(f_j)$$

    The binary cross-entropy of the fake examples with the label of real ones. In the minimax game the generator
    would minimise the mean of ln(1 - σ(f)) instead; that has the same aim, but is flat where the discriminator
    is sure of a fake, which is where the generator has most to learn.

    Args:
        fake_logits: the logits f of generated examples, any shape, float64; ±1e4 must not overflow.

    Returns:
        A number.

    Example:
        >>> generator_loss(np.array([[-2.4, -3.0, -1.9], [1.4, 0.9, -0.3]]))
        1.498

    Source:
        Goodfellow et al. (2014), Generative Adversarial Nets, section 3;
        `torch.nn.functional.binary_cross_entropy_with_logits`.
    """
    return -logsigmoid(fake_logits).mean()


def discriminator_loss_gradient(real_logits: np.ndarray, fake_logits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    r"""Differentiate the discriminator's loss with respect to all its logits.

    $$\frac{\partial L_D}{\partial r_i} = -\frac{\sigma(-r_i)}{n}, \quad
      \frac{\partial L_D}{\partial f_j} = \frac{\sigma(f_j)}{m}$$

    Note that 1 - σ(z) = σ(-z). The n real elements and the m fake ones have a mean each.

    Args:
        real_logits: the logits r of real examples, any shape, float64; ±1e4 must not overflow.
        fake_logits: the logits f of generated examples, any shape, which may be another one.

    Returns:
        (dreal, dfake): float64 arrays with the shapes of `real_logits` and `fake_logits`.

    Example:
        >>> discriminator_loss_gradient(
        ...     np.array([[1.2, -0.7, -1.6], [1.6, 4.4, 0.8]]),
        ...     np.array([[2.1, 0.1, 0.6], [-1.8, 1.1, 2.7]]),
        ... )
        (array([[-0.0386, -0.1114, -0.1387],
                [-0.028 , -0.002 , -0.0517]]),
         array([[0.1485, 0.0875, 0.1076],
                [0.0236, 0.125 , 0.1562]]))

    Source:
        `torch.nn.functional.binary_cross_entropy_with_logits` under autograd.
    """
    return -sigmoid(-real_logits) / real_logits.size, sigmoid(fake_logits) / fake_logits.size


def generator_loss_gradient(fake_logits: np.ndarray) -> np.ndarray:
    r"""Differentiate the generator's loss with respect to the logits of its fakes.

    $$\frac{\partial L_G}{\partial f_j} = -\frac{\sigma(-f_j)}{m}$$

    It is strongest for the fakes that are seen through, and fades for those that pass as real. From here it
    goes backward through the discriminator into the generator.

    Args:
        fake_logits: the logits f of generated examples, any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `fake_logits`.

    Example:
        >>> generator_loss_gradient(np.array([[-4.3, 1.1, -2.8], [3.1, 3.4, -1.4]]))
        array([[-0.1644, -0.0416, -0.1571],
               [-0.0072, -0.0054, -0.1337]])

    Source:
        `torch.nn.functional.binary_cross_entropy_with_logits` under autograd.
    """
    return -sigmoid(-fake_logits) / fake_logits.size


def gan_total_loss(real_logits: np.ndarray, fake_logits: np.ndarray) -> float:
    r"""Add the losses of discriminator and generator.

    $$L = L_D + L_G$$

    The two pull at the fake logits in opposite directions, so nobody minimises this sum: each network takes
    steps on its own loss, and the total is what one watches during training. It is not the value of the minimax
    game, in which the generator's part has the other form.

    Args:
        real_logits: the logits of real examples, any shape, float64; ±1e4 must not overflow.
        fake_logits: the logits of generated examples, any shape, which may be another one.

    Returns:
        A number: `discriminator_loss` plus the non-saturating `generator_loss`.

    Example:
        >>> gan_total_loss(
        ...     np.array([[-0.5, -1.0, 2.5], [0.8, 0.1, -2.3]]),
        ...     np.array([[-1.9, 5.5, -1.1], [-0.9, 0.8, 3.5]]),
        ... )
        3.637

    Source:
        The lecture notes, total loss; Goodfellow et al. (2014), Generative Adversarial Nets, section 3.
    """
    return discriminator_loss(real_logits, fake_logits) + generator_loss(fake_logits)
