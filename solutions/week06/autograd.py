"""Automatic differentiation of scalars in reverse mode."""

from collections.abc import Callable
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
        self.data = float(data)
        self.grad = 0.0
        self.parents: tuple[Value, ...] = ()
        self._pull: Callable[[float], tuple[float, ...]] = lambda dout: ()

    def __repr__(self) -> str:
        """Show the number and its gradient."""
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other: "Value | float") -> "Value":
        """Return self + other."""
        b = _as_value(other)
        return _node(self.data + b.data, (self, b), lambda dout: (dout, dout))

    def __mul__(self, other: "Value | float") -> "Value":
        """Return self * other."""
        b = _as_value(other)
        return _node(self.data * b.data, (self, b), lambda dout: (dout * b.data, dout * self.data))

    def __truediv__(self, other: "Value | float") -> "Value":
        """Return self / other."""
        b = _as_value(other)
        ratio = self.data / b.data
        return _node(ratio, (self, b), lambda dout: (dout / b.data, -dout * ratio / b.data))

    def __pow__(self, exponent: float) -> "Value":
        """Return self ** exponent, where exponent is a plain number."""

        def pull(dout: float) -> tuple[float]:
            return (dout * exponent * self.data ** (exponent - 1) if exponent else 0.0,)

        return _node(self.data**exponent, (self,), pull)

    def __neg__(self) -> "Value":
        """Return -self."""
        return _node(-self.data, (self,), lambda dout: (-dout,))

    def __sub__(self, other: "Value | float") -> "Value":
        """Return self - other."""
        return self + -_as_value(other)

    def __radd__(self, other: float) -> "Value":
        """Return other + self."""
        return _as_value(other) + self

    def __rsub__(self, other: float) -> "Value":
        """Return other - self."""
        return _as_value(other) - self

    def __rmul__(self, other: float) -> "Value":
        """Return other * self."""
        return _as_value(other) * self

    def __rtruediv__(self, other: float) -> "Value":
        """Return other / self."""
        return _as_value(other) / self

    def relu(self) -> "Value":
        """Return max(0, self)."""
        return _node(max(0.0, self.data), (self,), lambda dout: (dout if self.data > 0 else 0.0,))

    def tanh(self) -> "Value":
        """Return the hyperbolic tangent of self."""
        t = float(np.tanh(self.data))
        return _node(t, (self,), lambda dout: (dout * (1 - t * t),))

    def exp(self) -> "Value":
        """Return e to the power of self."""
        e = float(np.exp(self.data))
        return _node(e, (self,), lambda dout: (dout * e,))

    def log(self) -> "Value":
        """Return the natural logarithm of self."""
        return _node(np.log(self.data), (self,), lambda dout: (dout / self.data,))

    def backward(self) -> None:
        """Add the derivative of self with respect to each node of its graph to the node's grad."""
        adjoint = {self: 1.0}
        for node in reversed(topological_order(self)):
            dout = adjoint[node]
            node.grad += dout
            for parent, part in zip(node.parents, node._pull(dout), strict=True):
                adjoint[parent] = adjoint.get(parent, 0.0) + part


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
    order: list[Any] = []
    seen: set[Any] = set()
    stack = [(root, False)]
    while stack:
        node, parents_done = stack.pop()
        if parents_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((parent, False) for parent in node.parents)
    return order


def _as_value(number: Value | float) -> Value:
    """Wrap a plain number as a constant leaf."""
    return number if isinstance(number, Value) else Value(number)


def _node(data: float, parents: tuple[Value, ...], pull: Callable[[float], tuple[float, ...]]) -> Value:
    """Make the result of an operation; pull turns its gradient into those of its parents."""
    value = Value(data)
    value.parents, value._pull = parents, pull
    return value
