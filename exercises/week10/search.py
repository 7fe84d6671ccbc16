"""Search for hyperparameters: by a grid, at random, and by what the trials so far let expect."""

from typing import Any

import numpy as np


def grid(space: dict[str, list[Any]]) -> list[dict[str, Any]]:
    r"""List every combination of the values of some hyperparameters.

    $$\text{grid} = V_1 \times V_2 \times \dots \times V_k$$

    The names keep their order, and the last one changes fastest, as digits do when one counts. A space without names
    has one combination, the empty one; where a name has no values, there is none.

    Args:
        space: a dict from the name of a hyperparameter to the list of its values, of any type.

    Returns:
        A list of dicts from name to value, each dict with all names.

    Example:
        >>> grid({'units': [17, 33], 'depth': [1, 3, 4]})
        [{'units': 17, 'depth': 1},
         {'units': 17, 'depth': 3},
         {'units': 17, 'depth': 4},
         {'units': 33, 'depth': 1},
         {'units': 33, 'depth': 3},
         {'units': 33, 'depth': 4}]

    Source:
        Bergstra and Bengio (2012), Random Search for Hyper-Parameter Optimization, section 1; `itertools.product`;
        `sklearn.model_selection.ParameterGrid`, which sorts the names.
    """
    raise NotImplementedError


def random_search(space: dict[str, Any], n: int, rng: np.random.Generator) -> list[dict[str, Any]]:
    r"""Draw combinations of hyperparameters at random.

    $$v \sim U\{v_1, \dots, v_m\} \text{ for a list}, \quad v \sim U(\text{low}, \text{high}) \text{ for a tuple}$$

    A list holds the values to choose from, with equal chances; what is chosen keeps its type. A tuple of two numbers
    is a range, from which a float is drawn evenly. All values of all combinations are drawn independently, so that a
    combination may come twice.

    Args:
        space: a dict from the name of a hyperparameter to a list of values of any type or a tuple (low, high).
        n: how many combinations to draw; may be 0.
        rng: the generator to draw from.

    Returns:
        A list of n dicts from name to value, each dict with all names.

    Example:
        >>> space = {"units": [16, 32], "lr": (0.001, 0.1)}
        >>> [sorted(found) for found in random_search(space, 2, np.random.default_rng(0))]
        [['lr', 'units'], ['lr', 'units']]

    Source:
        Bergstra and Bengio (2012), Random Search for Hyper-Parameter Optimization;
        `sklearn.model_selection.ParameterSampler`.
    """
    raise NotImplementedError


def expected_improvement(mean: np.ndarray, std: np.ndarray, best: float) -> np.ndarray:
    r"""Tell by how much a trial may be expected to beat the best one so far, where small is good.

    $$\operatorname{EI} = E[\max(0, f^* - f)] = (f^* - \mu) \Phi(z) + \sigma \varphi(z), \quad
    z = \frac{f^* - \mu}{\sigma}$$

    The result f of the trial, such as a validation loss, is to be made small; it is normally distributed with mean μ
    and standard deviation σ, and f* is `best`. Φ and φ are distribution function and density of the standard normal
    distribution; NumPy has no Φ, but Python's `math` has erf and erfc for single numbers: Φ(z) = erfc(-z/√2) / 2.
    Where σ is 0, the result is certain and EI is max(0, f* - μ); nothing may be divided by 0 there, not even in the
    branch of `np.where` that is thrown away.

    Args:
        mean: μ of each trial, any shape, float64.
        std: σ of each trial, float64 with the shape of `mean`; not negative.
        best: the smallest result so far.

    Returns:
        A float64 array with the shape of `mean`.

    Example:
        >>> expected_improvement(
        ...     np.array([[0.4, -2.2, 0.5], [-1.4, -0.6, -4.4]]),
        ...     np.array([[2.3, 1.9, 1.2], [0.7, 1.6, 2.1]]),
        ...     0.7,
        ... )
        array([[1.0754, 2.9524, 0.5854],
               [2.1003, 1.4881, 5.1052]])

    Source:
        Jones, Schonlau and Welch (1998), Efficient Global Optimization of Expensive Black-Box Functions, equation 15;
        `torch.distributions.Normal` has Φ.
    """
    raise NotImplementedError


def bayes_next(X: np.ndarray, y: np.ndarray, candidates: np.ndarray, length_scale: float) -> int:
    r"""Choose the next trial of Bayesian optimisation: the candidate with the largest expected improvement.

    $$\mu = k^\top K^{-1} y, \quad \sigma^2 = 1 - k^\top K^{-1} k, \quad
    \kappa(a, b) = \exp\left(-\frac{\lVert a - b \rVert^2}{2 \ell^2}\right)$$

    A Gaussian process with mean 0 and the kernel κ, without noise, goes through the trials so far. K holds κ of all
    pairs of these, k that of the candidate with each of them, and ℓ is `length_scale`. The results y are to be made
    small: the improvement is the one of `expected_improvement` over the smallest of y. A candidate may have been tried
    already, or nearly; its σ is then 0 but for rounding, which may leave σ² a little below 0.

    Args:
        X: (N, D), float64, the hyperparameters of the trials so far, no two alike.
        y: (N,), float64, their results.
        candidates: (M, D), float64, what may be tried next.
        length_scale: how far apart two trials must be to tell little of each other.

    Returns:
        The index of the candidate, an int.

    Example:
        >>> bayes_next(
        ...     np.array([[1.5, 0.7], [-1.9, 1.9], [-2.0, -0.9]]),
        ...     np.array([1.0, 3.0, -0.4]),
        ...     np.array([[-1.1, -0.2], [-1.9, 1.1], [-0.9, -1.2], [-0.2, 1.0]]),
        ...     0.8,
        ... )
        2

    Source:
        Snoek, Larochelle and Adams (2012), Practical Bayesian Optimization of Machine Learning Algorithms; Rasmussen
        and Williams (2006), Gaussian Processes for Machine Learning, equation 2.19; `torch.linalg.solve`.
    """
    raise NotImplementedError
