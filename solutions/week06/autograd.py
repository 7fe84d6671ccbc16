"""Automatic differentiation of scalars in reverse mode."""

from collections.abc import Callable

import numpy as np


class Value:
    r"""Record arithmetic on scalars and differentiate its result in reverse mode.

    $$ \frac{dL}{dv} = \sum_{u} \frac{dL}{du} \frac{\partial u}{\partial v}, \quad \frac{dL}{dL} = 1 $$

    The sum runs over the uses u of v: `L.backward()` adds dL/dv to `.grad` of every node v that L was
    computed from, intermediate ones and L itself (which gets 1.0) included, so a node used twice collects
    both parts, and further backward calls, from L or another node, add up as on PyTorch's leaves.
    A chain of 10,000 nodes has to work, so visit the nodes in topological order without recursion.
    The slope of relu at 0 is 0, and so is that of `v ** 0` everywhere.

    Args:
        data: a real number, kept as the float `.data`.

    Returns:
        a new Value from each of `+ - * /` (a plain number may stand on either side), unary minus, `**` by a
        plain number, `relu()`, `tanh()`, `exp()` and `log()` (natural). `.grad` is a float, 0.0 at first.

    Source:
        Rumelhart, Hinton & Williams (1986), Learning representations by back-propagating errors;
        `torch.Tensor.backward`.
    """

    def __init__(self, data: float) -> None:
        """Make a leaf: a number without parents, whose gradient is 0.0."""
        self.data = float(data)
        self.grad = 0.0
        self._parents: tuple[Value, ...] = ()
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
        for node in reversed(_parents_first(self)):
            dout = adjoint[node]
            node.grad += dout
            for parent, part in zip(node._parents, node._pull(dout), strict=True):
                adjoint[parent] = adjoint.get(parent, 0.0) + part


def _as_value(number: Value | float) -> Value:
    """Wrap a plain number as a constant leaf."""
    return number if isinstance(number, Value) else Value(number)


def _node(data: float, parents: tuple[Value, ...], pull: Callable[[float], tuple[float, ...]]) -> Value:
    """Make the result of an operation; pull turns its gradient into those of its parents."""
    value = Value(data)
    value._parents, value._pull = parents, pull
    return value


def _parents_first(root: Value) -> list[Value]:
    """List the nodes under root, every node after all of its parents."""
    order: list[Value] = []
    seen: set[Value] = set()
    stack = [(root, False)]
    while stack:
        node, parents_done = stack.pop()
        if parents_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((parent, False) for parent in node._parents)
    return order
