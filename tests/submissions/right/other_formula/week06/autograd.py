import numpy as np


class Value:
    """A tape in disguise: a node knows when it was made, and a parent is always older than its child."""

    # name -> (forward, derivative with respect to each operand); the derivative sees operands and result
    OPS = {
        "add": (lambda a, b: a + b, lambda a, b, y: (1.0, 1.0)),
        "sub": (lambda a, b: a - b, lambda a, b, y: (1.0, -1.0)),
        "mul": (lambda a, b: a * b, lambda a, b, y: (b, a)),
        "div": (lambda a, b: a / b, lambda a, b, y: (1.0 / b, -y / b)),
        "relu": (lambda a: (a + abs(a)) / 2, lambda a, y: (float(y > 0),)),
        "tanh": (lambda a: np.tanh(a), lambda a, y: ((1.0 - y) * (1.0 + y),)),
        "exp": (lambda a: np.exp(a), lambda a, y: (y,)),
        "log": (lambda a: np.log(a), lambda a, y: (1.0 / a,)),
    }
    nodes_made = 0

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.op = None
        self.args = ()
        self.exponent = None
        self.born = Value.nodes_made
        Value.nodes_made += 1

    @staticmethod
    def _apply(op, *args):
        args = tuple(a if isinstance(a, Value) else Value(a) for a in args)
        out = Value(Value.OPS[op][0](*(a.data for a in args)))
        out.op, out.args = op, args
        return out

    # fmt: off
    def __add__(self, other): return Value._apply("add", self, other)
    def __radd__(self, other): return Value._apply("add", other, self)
    def __sub__(self, other): return Value._apply("sub", self, other)
    def __rsub__(self, other): return Value._apply("sub", other, self)
    def __mul__(self, other): return Value._apply("mul", self, other)
    def __rmul__(self, other): return Value._apply("mul", other, self)
    def __truediv__(self, other): return Value._apply("div", self, other)
    def __rtruediv__(self, other): return Value._apply("div", other, self)
    def __neg__(self): return Value._apply("sub", 0.0, self)
    def relu(self): return Value._apply("relu", self)
    def tanh(self): return Value._apply("tanh", self)
    def exp(self): return Value._apply("exp", self)
    def log(self): return Value._apply("log", self)
    # fmt: on

    def __pow__(self, exponent):
        out = Value(self.data**exponent)
        out.op, out.args, out.exponent = "pow", (self,), exponent
        return out

    def _slopes(self):
        if self.op is None:
            return ()
        if self.op == "pow":
            n = self.exponent
            return (0.0 if n == 0 else n * self.args[0].data ** (n - 1),)
        return Value.OPS[self.op][1](*(a.data for a in self.args), self.data)

    def backward(self):
        tape, todo = {self.born: self}, [self]
        while todo:
            for a in todo.pop().args:
                if a.born not in tape:
                    tape[a.born] = a
                    todo.append(a)
        flow = dict.fromkeys(tape, 0.0)
        flow[self.born] = 1.0
        for born in sorted(tape, reverse=True):
            for a, slope in zip(tape[born].args, tape[born]._slopes()):
                flow[a.born] += slope * flow[born]
        for born, node in tape.items():
            node.grad = float(node.grad + flow[born])


def topological_order(root):
    """Kahn's algorithm: a node is ready when all of its parents are listed."""
    children, waiting_for, todo = {root: []}, {}, [root]
    while todo:
        node = todo.pop()
        waiting_for[node] = len(set(node.parents))
        for parent in set(node.parents):
            if parent not in children:
                children[parent] = []
                todo.append(parent)
            children[parent].append(node)
    order, ready = [], {node for node, count in waiting_for.items() if count == 0}
    while ready:
        node = ready.pop()
        order.append(node)
        for child in children[node]:
            waiting_for[child] -= 1
            if waiting_for[child] == 0:
                ready.add(child)
    return order
