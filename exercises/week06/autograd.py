"""Automatic differentiation of scalars in reverse mode."""

from typing import Any

import numpy as np


class Value:
    r"""Record arithmetic on scalars and differentiate its result in reverse mode.

    $$ \frac{dL}{dv} = \sum_{u} \frac{dL}{du} \frac{\partial u}{\partial v}, \quad \frac{dL}{dL} = 1 $$

    The sum runs over the uses u of v: `L.backward()` adds dL/dv to `.grad` of every node v that L was
    computed from, intermediate ones and L itself (which gets 1.0) included, so a node used twice collects
    both parts, and further backward calls, from L or another node, add up as on PyTorch's leaves.
    A chain of 3,000 nodes has to work, so visit the nodes in topological order without recursion.
    The slope of relu at 0 is 0, and so is that of `v ** 0` everywhere.

    Args:
        data: a real number, kept as the float `.data`.

    Returns:
        a new Value from each of `+ - * /` (a plain number may stand on either side), unary minus, `**` by a
        plain number, `relu()`, `tanh()`, `exp()` and `log()` (natural). `.grad` is a float, 0.0 at first.

    Example:
        >>> x = Value(3.0)
        >>> y = x * x + 2 * x
        >>> y.backward()
        >>> y.data, x.grad
        (15.0, 8.0)

    Source:
        Rumelhart, Hinton & Williams (1986), Learning representations by back-propagating errors;
        `torch.Tensor.backward`.
    """

    def __init__(self, data: float) -> None:
        """Make a leaf: a number without parents, whose gradient is 0.0."""
        raise NotImplementedError

    def __repr__(self) -> str:
        """Show the number and its gradient."""
        raise NotImplementedError

    def __add__(self, other: "Value | float") -> "Value":
        """Return self + other."""
        raise NotImplementedError

    def __mul__(self, other: "Value | float") -> "Value":
        """Return self * other."""
        raise NotImplementedError

    def __truediv__(self, other: "Value | float") -> "Value":
        """Return self / other."""
        raise NotImplementedError

    def __pow__(self, exponent: float) -> "Value":
        """Return self ** exponent, where exponent is a plain number."""
        raise NotImplementedError

    def __neg__(self) -> "Value":
        """Return -self."""
        raise NotImplementedError

    def __sub__(self, other: "Value | float") -> "Value":
        """Return self - other."""
        raise NotImplementedError

    def __radd__(self, other: float) -> "Value":
        """Return other + self."""
        raise NotImplementedError

    def __rsub__(self, other: float) -> "Value":
        """Return other - self."""
        raise NotImplementedError

    def __rmul__(self, other: float) -> "Value":
        """Return other * self."""
        raise NotImplementedError

    def __rtruediv__(self, other: float) -> "Value":
        """Return other / self."""
        raise NotImplementedError

    def relu(self) -> "Value":
        """Return max(0, self)."""
        raise NotImplementedError

    def tanh(self) -> "Value":
        """Return the hyperbolic tangent of self."""
        raise NotImplementedError

    def exp(self) -> "Value":
        """Return e to the power of self."""
        raise NotImplementedError

    def log(self) -> "Value":
        """Return the natural logarithm of self."""
        raise NotImplementedError

    def backward(self) -> None:
        """Add the derivative of self with respect to each node of its graph to the node's grad."""
        raise NotImplementedError


def topological_order(root: Any) -> list[Any]:
    r"""List the nodes that a result was computed from, every node after all of its parents.

    $$ p \in \mathrm{parents}(v) \Rightarrow \mathrm{position}(p) < \mathrm{position}(v) $$

    The list holds root, the parents of root, their parents and so on, each of them once however often it was
    used, and nothing else; root is its last node. Any order with this property will do, and backwards it is the
    order in which gradients flow.
    A chain of 3,000 nodes has to work, so keep a list of nodes to visit in place of recursion. Leave the nodes
    as they are: the next call has to find them unmarked.

    Args:
        root: a node, that is any object with an attribute `parents`: a tuple of nodes, empty for a leaf, in which
            a node may stand twice, as in x * x. Your Value is one if it has this attribute.

    Returns:
        list of nodes, the very objects, each after its parents.

    Example:
        >>> class Node:
        ...     def __init__(self, *parents):
        ...         self.parents = parents
        >>> a = Node()
        >>> b = Node(a)
        >>> c = Node(a, b)
        >>> topological_order(c) == [a, b, c]
        True

    Source:
        Kahn (1962), Topological sorting of large networks; Griewank & Walther (2008), Evaluating derivatives,
        chapter 3; `torch.Tensor.backward`.
    """
    raise NotImplementedError
