from collections import deque

import numpy as np


class Value:
    """Parents and local gradients are stored side by side; uses are counted down in the backward sweep."""

    __slots__ = ("data", "grad", "inputs", "locals")

    def __init__(self, data, inputs=(), locals=()):
        self.data = float(data)
        self.grad = 0.0
        self.inputs = inputs
        self.locals = locals

    @staticmethod
    def wrap(v):
        return v if isinstance(v, Value) else Value(v)

    def __add__(self, other):
        other = Value.wrap(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __sub__(self, other):
        other = Value.wrap(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))

    def __mul__(self, other):
        other = Value.wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __truediv__(self, other):
        other = Value.wrap(other)
        q = self.data / other.data
        return Value(q, (self, other), (1.0 / other.data, -q / other.data))

    def __pow__(self, n):
        if n == 0:
            return Value(1.0, (self,), (0.0,))
        slope = n * self.data ** (n - 1) if self.data != 0 or n >= 1 else float("inf")
        return Value(self.data**n, (self,), (slope,))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return Value.wrap(other) - self

    def __rtruediv__(self, other):
        return Value.wrap(other) / self

    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (1.0 if self.data > 0 else 0.0,))

    def tanh(self):
        # from e = exp(-2|x|), which can't overflow
        e = float(np.exp(-2 * abs(self.data)))
        t = float(np.copysign(-np.expm1(-2 * abs(self.data)) / (1 + e), self.data))
        return Value(t, (self,), (4 * e / (1 + e) ** 2,))

    def exp(self):
        y = float(np.exp(self.data))
        return Value(y, (self,), (y,))

    def log(self):
        return Value(float(np.log(self.data)), (self,), (1.0 / self.data,))

    def backward(self):
        uses = {self: 0}
        pending = [self]
        while pending:
            for parent in pending.pop().inputs:
                if parent in uses:
                    uses[parent] += 1
                else:
                    uses[parent] = 1
                    pending.append(parent)
        sums = dict.fromkeys(uses, 0.0)
        sums[self] = 1.0
        ready = deque([self])
        while ready:
            node = ready.popleft()
            g = sums[node]
            node.grad += g
            for parent, slope in zip(node.inputs, node.locals):
                sums[parent] += g * slope
                uses[parent] -= 1
                if uses[parent] == 0:
                    ready.append(parent)


def topological_order(root):
    # children first, by counting uses down; turned round at the end
    uses = {root: 0}
    pending = [root]
    while pending:
        for parent in pending.pop().parents:
            if parent not in uses:
                uses[parent] = 0
                pending.append(parent)
            uses[parent] += 1
    order = deque()
    ready = deque([root])
    while ready:
        node = ready.popleft()
        order.appendleft(node)
        for parent in node.parents:
            uses[parent] -= 1
            if uses[parent] == 0:
                ready.append(parent)
    return list(order)
