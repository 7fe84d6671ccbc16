"""Hidden suite: automatic differentiation of scalars in reverse mode."""

import math

from dlgrade.suite import call, drawn, exercise, np, only, say, topic, torch, uniform, values

about = topic("Automatic differentiation", order=3)


# ── Probes: each builds a graph from `Value`, differentiates it and says what every node got ──────────────


def leaves(Value, numbers):
    return [Value(float(number)) for number in numbers]


def answer_of(result, **nodes):
    """The number that was computed and the gradients of `nodes`."""
    gradients = {f"{name}.grad": float(node.grad) for name, node in nodes.items()}
    return {"result": float(result.data), **gradients}


def a_plus_b(Value, numbers):
    a, b = leaves(Value, numbers)
    y = a + b
    y.backward()
    return answer_of(y, a=a, b=b)


def a_minus_b(Value, numbers):
    a, b = leaves(Value, numbers)
    y = a - b
    y.backward()
    return answer_of(y, a=a, b=b)


def a_times_b(Value, numbers):
    a, b = leaves(Value, numbers)
    y = a * b
    y.backward()
    return answer_of(y, a=a, b=b)


def a_over_b(Value, numbers):
    a, b = leaves(Value, numbers)
    y = a / b
    y.backward()
    return answer_of(y, a=a, b=b)


def minus_a(Value, numbers):
    (a,) = leaves(Value, numbers)
    y = -a
    y.backward()
    return answer_of(y, a=a)


def a_to_the_power(Value, numbers, exponent):
    (a,) = leaves(Value, numbers)
    y = a**exponent
    y.backward()
    return answer_of(y, a=a)


def plain_numbers_on_the_right(Value, numbers):
    a, b, c, d = leaves(Value, numbers)
    y = (a + 3) * (b - 2.5) * (c * 4) * (d / 0.5)
    y.backward()
    return answer_of(y, a=a, b=b, c=c, d=d)


def plain_numbers_on_the_left(Value, numbers):
    a, b, c, d = leaves(Value, numbers)
    y = (3 + a) * (2.5 - b) * (4 * c) * (0.5 / d)
    y.backward()
    return answer_of(y, a=a, b=b, c=c, d=d)


def five_relus(Value, numbers):
    inputs = leaves(Value, numbers)
    y = 0
    for factor, x in enumerate(inputs, start=2):
        y = y + factor * x.relu()
    y.backward()
    a, b, c, d, e = inputs
    return answer_of(y, a=a, b=b, c=c, d=d, e=e)


def tanh_of_each(Value, numbers):
    a, b, c = leaves(Value, numbers)
    y = a.tanh() + 2 * b.tanh() + 3 * c.tanh()
    y.backward()
    return answer_of(y, a=a, b=b, c=c)


def exp_of_each(Value, numbers):
    a, b = leaves(Value, numbers)
    y = a.exp() + 2 * b.exp()
    y.backward()
    return answer_of(y, a=a, b=b)


def log_of_each(Value, numbers):
    a, b = leaves(Value, numbers)
    y = a.log() + 2 * b.log()
    y.backward()
    return answer_of(y, a=a, b=b)


def a_on_both_sides(Value, numbers):
    (a,) = leaves(Value, numbers)
    y = a * a + a
    y.backward()
    return answer_of(y, a=a)


def diamonds(Value, numbers):
    """d is used early and late: its gradient is complete only when that of f is."""
    a, b = leaves(Value, numbers)
    d = a * b
    e = d + a
    f = e * d
    y = f * b + d
    y.backward()
    return answer_of(y, a=a, b=b, d=d, e=e, f=f, y=y)


def late_and_early(Value, numbers):
    """The same, with the early use on the other side."""
    a, b = leaves(Value, numbers)
    d = a * b
    e = a + d
    f = d * e
    y = d + b * f
    y.backward()
    return answer_of(y, a=a, b=b, d=d, e=e, f=f, y=y)


def ten_doublings(Value, numbers):
    a, b = leaves(Value, numbers)
    y = a * b
    for _ in range(10):
        y = y + y
    y.backward()
    return answer_of(y, a=a, b=b)


def long_chain(Value, numbers):
    a, b = leaves(Value, numbers)
    y = a
    for _ in range(1500):
        y = y * 0.999 + b
    y.backward()
    return answer_of(y, a=a, b=b)


def backward_twice(Value, numbers):
    a, b = leaves(Value, numbers)
    c = a * b
    y = c * c + a
    y.backward()
    y.backward()
    return answer_of(y, a=a, b=b, c=c, y=y)


def two_results(Value, numbers):
    a, b = leaves(Value, numbers)
    c = a * b
    y = c.tanh() + a
    z = c * 3
    y.backward()
    z.backward()
    return answer_of(y, a=a, b=b, c=c, y=y, z=z)


def from_the_middle(Value, numbers):
    a, b = leaves(Value, numbers)
    c = a * b
    y = c * c
    c.backward()
    return answer_of(y, a=a, b=b, c=c, y=y)


def small_network(Value, numbers):
    """Two neurons and an output under half the squared error, over two examples."""
    w1, w2, w3, w4, b1, b2, v1, v2, c = leaves(Value, numbers)
    loss = 0.0
    for x1, x2, target in ((0.5, -1.5, 1.0), (2.0, 0.25, -0.5)):
        h1 = (w1 * x1 + w2 * x2 + b1).relu()
        h2 = (w3 * x1 + w4 * x2 + b2).tanh()
        loss = loss + (v1 * h1 + v2 * h2 + c - target) ** 2 / 2
    loss.backward()
    return answer_of(loss, w1=w1, w2=w2, w3=w3, w4=w4, b1=b1, b2=b2, v1=v1, v2=v2, c=c)


def logistic_loss(Value, numbers):
    w, b = leaves(Value, numbers)
    loss = (1 + (-(w * 1.5 + b)).exp()).log() + 0.1 * w**2
    loss.backward()
    return answer_of(loss, w=w, b=b)


def new_leaf(Value, numbers):
    (a,) = leaves(Value, numbers)
    return [a.data, a.grad]


def holds_its_number_and_no_gradient(answer, numbers):
    for name, got, want in (("data", answer[0], numbers[0]), ("grad", answer[1], 0.0)):
        if not isinstance(got, float | np.ndarray) or np.shape(got) != () or got != want:
            return say(
                "the .{name} of a new Value({number}) should be the float {want}",
                name=name,
                number=float(numbers[0]),
                want=float(want),
            )
    return None


# ── What the answers are compared with: torch, in the student's place ─────────────────────────────────────


class Twin:
    """A tensor without axes behind the interface of Value; backward keeps the graph, to be called again."""

    def __init__(self, data):
        self.tensor = torch.tensor(data, dtype=torch.float64, requires_grad=True) if is_plain(data) else data
        self.tensor.retain_grad()

    @property
    def data(self):
        return self.tensor.detach()

    @property
    def grad(self):
        return 0.0 if self.tensor.grad is None else self.tensor.grad

    def backward(self):
        self.tensor.backward(retain_graph=True)


def is_plain(number):
    return isinstance(number, int | float)


def by_torch(method):
    def call(self, *others):
        return Twin(getattr(self.tensor, method)(*(getattr(other, "tensor", other) for other in others)))

    return call


for operator in ("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "pow", "neg"):
    setattr(Twin, f"__{operator}__", by_torch(f"__{operator}__"))
for function in ("relu", "tanh", "exp", "log"):
    setattr(Twin, function, by_torch(function))


# ── Wrong ones ────────────────────────────────────────────────────────────────────────────────────────────


class Flawed:
    """A Value that is right but for `flaw`: the name of a local derivative or of a way to sweep backwards."""

    def __init__(self, data, flaw, parents=(), slopes=()):
        self.data, self.grad, self.flaw = float(data), 0.0, flaw
        self.parents, self.slopes = parents, slopes

    def node(self, data, parents, slopes):
        return Flawed(data, self.flaw, parents, slopes)

    def wrap(self, other):
        return other if isinstance(other, Flawed) else Flawed(other, self.flaw)

    def __add__(self, other):
        b = self.wrap(other)
        return self.node(self.data + b.data, (self, b), (1.0, 1.0))

    def __sub__(self, other):
        b = self.wrap(other)
        return self.node(self.data - b.data, (self, b), (1.0, 1.0 if self.flaw == "minus-lost" else -1.0))

    def __mul__(self, other):
        b = self.wrap(other)
        slopes = (self.data, b.data) if self.flaw == "own-factor" else (b.data, self.data)
        return self.node(self.data * b.data, (self, b), slopes)

    def __truediv__(self, other):
        b = self.wrap(other)
        below = {
            "denominator-constant": 0.0,
            "quotient-sign": self.data / b.data**2,
            "quotient-not-squared": -self.data / b.data,
        }.get(self.flaw, -self.data / b.data**2)
        return self.node(self.data / b.data, (self, b), (1 / b.data, below))

    def __pow__(self, n):
        if self.flaw == "power-not-lowered":
            slope = n * self.data**n
        elif self.flaw == "exponent-forgotten":
            slope = self.data ** (n - 1)
        elif self.flaw == "zero-to-the-minus-one":
            slope = n * self.data ** (n - 1)
        else:
            slope = n * self.data ** (n - 1) if n else 0.0
        return self.node(self.data**n, (self,), (slope,))

    def __neg__(self):
        return self.node(-self.data, (self,), (-1.0,))

    def __radd__(self, other):
        if self.flaw == "value-first-only":
            raise TypeError
        return self + other

    def __rmul__(self, other):
        if self.flaw == "value-first-only":
            raise TypeError
        return self * other

    def __rsub__(self, other):
        if self.flaw == "value-first-only":
            raise TypeError
        return self - other if self.flaw == "reflected-order" else self.wrap(other) - self

    def __rtruediv__(self, other):
        if self.flaw == "value-first-only":
            raise TypeError
        return self / other if self.flaw == "reflected-order" else self.wrap(other) / self

    def relu(self):
        slope = float(self.data > 0)
        if self.flaw == "relu-lets-all-through":
            slope = 1.0
        elif self.flaw == "relu-at-zero":
            slope = float(self.data >= 0)
        elif self.flaw == "relu-value":
            slope = max(0.0, self.data)
        return self.node(max(0.0, self.data), (self,), (slope,))

    def tanh(self):
        t = math.tanh(self.data)
        return self.node(t, (self,), (1 - (self.data if self.flaw == "tanh-of-input" else t) ** 2,))

    def exp(self):
        e = math.exp(self.data)
        return self.node(e, (self,), (self.data if self.flaw == "exp-of-input" else e,))

    def log(self):
        y = math.log(self.data)
        return self.node(y, (self,), (1 / y if self.flaw == "log-of-output" else 1 / self.data,))

    def children_last(self):
        """The nodes below self, each after all nodes that use it."""
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((parent, False) for parent in node.parents)
        return order[::-1]

    def nearest_first(self):
        """The nodes below self, breadth first."""
        order, seen = [self], {self}
        for node in order:
            new = [parent for parent in dict.fromkeys(node.parents) if parent not in seen]
            order.extend(new)
            seen.update(new)
        return order

    def push(self):
        """Depth first, each use at once, with what the node has got so far."""
        for parent, slope in zip(self.parents, self.slopes, strict=True):
            parent.grad += slope * self.grad
            parent.push()

    def walk(self, seen):
        seen.add(self)
        for parent in self.parents:
            if parent not in seen:
                parent.walk(seen)

    def backward(self):
        if self.flaw == "every-use-anew":
            self.grad = 1.0
            self.push()
            return
        if self.flaw == "recursive":
            self.walk(set())
        order = self.nearest_first() if self.flaw == "breadth-first" else self.children_last()
        old = {node: node.grad for node in order}
        if self.flaw != "earlier-gradients-again":
            for node in order:
                node.grad = 0.0
        self.grad = 0.0 if self.flaw == "not-seeded" else 1.0
        for node in order:
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad = slope * node.grad + (0.0 if self.flaw == "overwritten" else parent.grad)
        if self.flaw == "result-without-gradient":
            self.grad = 0.0
        if self.flaw not in ("starts-over", "earlier-gradients-again"):
            for node in order:
                node.grad += old[node]


Value = exercise(
    reference=Twin,
    source="Backpropagation",
    laws=only("repeatable"),
    cases={
        "a * b": uniform(2, low=-3.0, high=3.0).through(a_times_b),
        "a + b": uniform(2, low=-3.0, high=3.0).through(a_plus_b),
        "a - b": uniform(2, low=-3.0, high=3.0).through(a_minus_b),
        "a / b": values([-1.7, 0.6]).through(a_over_b),
        "-a": values([1.7]).through(minus_a),
        "a ** 3, below zero": call(values([-1.7]), 3).through(a_to_the_power),
        "a ** 0.5": call(values([2.6]), 0.5).through(a_to_the_power),
        "a ** -2": call(values([-0.6]), -2).through(a_to_the_power),
        "0 ** 0 has the slope 0": call(values([0.0]), 0).through(a_to_the_power),
        "plain numbers on the right": uniform(4, low=0.5, high=2.0).through(plain_numbers_on_the_right),
        "plain numbers on the left": uniform(4, low=0.5, high=2.0).through(plain_numbers_on_the_left),
        "relu on both sides of zero and at zero": values([-1.3, 2.4, 0.0, -0.2, 0.7]).through(five_relus),
        "tanh, also far out": values([-0.6, 0.4, 1000.0]).through(tanh_of_each),
        "exp, also far out": values([1.2, -1000.0]).through(exp_of_each),
        "log": values([3.1, 0.2]).through(log_of_each),
        "a node used twice: a * a + a": values([1.3]).through(a_on_both_sides),
        "a node used early and late": uniform(2, low=0.5, high=2.0).through(diamonds),
        "a node used late and early": uniform(2, low=0.5, high=2.0).through(late_and_early),
        "a neuron's log-loss": values([0.8, -0.3]).through(logistic_loss),
        "a small network": values([0.9, -0.4, 0.3, 1.1, 0.2, -0.5, -1.2, 0.7, 0.4]).through(small_network),
        "backward from a node in the middle": uniform(2, low=0.5, high=2.0).through(from_the_middle),
        "a second backward adds to the first": uniform(2, low=0.5, high=1.5).through(backward_twice),
        "backward from two results adds up": uniform(2, low=0.5, high=1.5).through(two_results),
        "a new leaf": values([1.7]).through(new_leaf).satisfies(holds_its_number_and_no_gradient),
        "ten doublings": values([0.7, -1.9]).through(ten_doublings),
        "a chain of 3,000 nodes": values([0.7, -1.9]).through(long_chain),
    },
    misconceptions={
        "overwritten": (
            "A node that is used twice receives two gradients: accumulate with +=, do not overwrite.",
            lambda data: Flawed(data, "overwritten"),
        ),
        "every-use-anew": (
            "You pass a node's gradient on each time something is added to it, so what came first is passed on "
            "again. Pass it on once, when it is complete: visit the nodes in topological order.",
            lambda data: Flawed(data, "every-use-anew"),
        ),
        "breadth-first": (
            "You pass a node's gradient on before all its uses have added theirs: nearest first is no topological "
            "order.",
            lambda data: Flawed(data, "breadth-first"),
        ),
        "recursive": (
            "Your walk through the graph calls itself once per node, and Python stops at about a thousand: keep a "
            "list of the nodes to visit instead.",
            lambda data: Flawed(data, "recursive"),
        ),
        "not-seeded": (
            "The derivative of the result with respect to itself is 1: start from there, or nothing flows back.",
            lambda data: Flawed(data, "not-seeded"),
        ),
        "result-without-gradient": (
            "The result has a gradient too: dL/dL = 1.",
            lambda data: Flawed(data, "result-without-gradient"),
        ),
        "starts-over": (
            "A second backward() adds to the gradients of the first; you set them back to zero.",
            lambda data: Flawed(data, "starts-over"),
        ),
        "earlier-gradients-again": (
            "On a second backward() the nodes in the middle still hold the gradients of the first, and you pass "
            "those on again: keep what flows in this sweep apart from what `.grad` has collected.",
            lambda data: Flawed(data, "earlier-gradients-again"),
        ),
        "minus-lost": (
            "d(a − b)/db is −1: the minus sign is lost on the way back.",
            lambda data: Flawed(data, "minus-lost"),
        ),
        "own-factor": (
            "d(a·b)/da is b: each factor gets the other one.",
            lambda data: Flawed(data, "own-factor"),
        ),
        "denominator-constant": (
            "The denominator has a gradient too: d(a/b)/db = −a/b².",
            lambda data: Flawed(data, "denominator-constant"),
        ),
        "quotient-sign": (
            "A larger denominator makes the quotient smaller: d(a/b)/db = −a/b², with the minus.",
            lambda data: Flawed(data, "quotient-sign"),
        ),
        "quotient-not-squared": (
            "The square is missing: d(a/b)/db = −a/b².",
            lambda data: Flawed(data, "quotient-not-squared"),
        ),
        "power-not-lowered": (
            "The derivative lowers the exponent: d(aⁿ)/da = n·aⁿ⁻¹.",
            lambda data: Flawed(data, "power-not-lowered"),
        ),
        "exponent-forgotten": (
            "The factor n is missing: d(aⁿ)/da = n·aⁿ⁻¹.",
            lambda data: Flawed(data, "exponent-forgotten"),
        ),
        "zero-to-the-minus-one": (
            "a⁰ is constant, so its slope is 0, at a = 0 too, where n·aⁿ⁻¹ divides by zero.",
            lambda data: Flawed(data, "zero-to-the-minus-one"),
        ),
        "value-first-only": (
            "For 2 + v Python asks v.__radd__(2): the reflected methods __radd__, __rsub__, __rmul__ and "
            "__rtruediv__ are missing.",
            lambda data: Flawed(data, "value-first-only"),
        ),
        "reflected-order": (
            "v.__rsub__(2) is asked for 2 − v, and v.__rtruediv__(2) for 2 / v: the plain number stands first.",
            lambda data: Flawed(data, "reflected-order"),
        ),
        "relu-lets-all-through": (
            "ReLU lets a gradient through only where its input was positive.",
            lambda data: Flawed(data, "relu-lets-all-through"),
        ),
        "relu-at-zero": (
            "At 0 we follow PyTorch: the slope of ReLU is 0 there.",
            lambda data: Flawed(data, "relu-at-zero"),
        ),
        "relu-value": (
            "The slope of ReLU on the positive side is 1, not its value.",
            lambda data: Flawed(data, "relu-value"),
        ),
        "tanh-of-input": (
            "The derivative of tanh is 1 − tanh(x)²: square the output, not the input.",
            lambda data: Flawed(data, "tanh-of-input"),
        ),
        "exp-of-input": (
            "The derivative of exp is exp itself: the output, not the input.",
            lambda data: Flawed(data, "exp-of-input"),
        ),
        "log-of-output": (
            "The derivative of log x is 1/x: x is the input, not the output.",
            lambda data: Flawed(data, "log-of-output"),
        ),
    },
    hints=[
        "What must a result remember of how it was made, so that a gradient can flow from it to its operands?",
        "Let each result keep its operands and the local derivative for each. backward() gives the result 1 and "
        "visits the nodes so that each comes after everything that uses it; what a node has got, times the local "
        "derivative, is added to the operand.",
        "operand.grad += local derivative · node.grad, with 1 and 1 for a + b; b and a for a·b; 1/b and −a/b² for "
        "a/b; n·aⁿ⁻¹ for aⁿ; 1 − t² for t = tanh a. The order is a topological sort from the result, made with a "
        "list of nodes to visit.",
    ],
)


# ── topological_order ─────────────────────────────────────────────────────────────────────────────────────


class Node:
    """A node of a graph, as any class may make it."""

    def __init__(self, parents):
        self.parents = parents


def graph_of(parents):
    """A node for each entry, whose parents are the nodes with the numbers in it."""
    nodes = []
    for numbers in parents:
        nodes.append(Node(tuple(nodes[number] for number in numbers)))
    return nodes


def numbers_of(order, nodes):
    """The list as numbers of nodes; −1 stands for what is none of them."""
    number_of = {id(node): number for number, node in enumerate(nodes)}
    return [number_of.get(id(node), -1) for node in order]


def order_of(topological_order, parents, root):
    nodes = graph_of(parents)
    return numbers_of(topological_order(nodes[root]), nodes)


def order_of_two_calls(topological_order, parents, root):
    nodes = graph_of(parents)
    topological_order(nodes[root])
    return numbers_of(topological_order(nodes[root]), nodes)


def order_of_a_chain(topological_order, length):
    nodes = graph_of([[], *([number] for number in range(length - 1))])
    return numbers_of(topological_order(nodes[-1]), nodes)


def below(parents, root):
    """The numbers of the nodes that root was computed from, its own included."""
    found, to_visit = {root}, [root]
    while to_visit:
        new = set(parents[to_visit.pop()]) - found
        found |= new
        to_visit += new
    return found


def has_parents_first(answer, parents, root):
    wanted, seen = below(parents, root), set()
    for number in answer:
        if number not in wanted:
            return say("lists something that the root was not computed from")
        if number in seen:
            return say("lists node {number} more than once", number=number)
        for parent in parents[number]:
            if parent not in seen:
                return say("node {number} stands before its parent {parent}", number=number, parent=parent)
        seen.add(number)
    if missing := sorted(wanted - seen):
        return say("lacks node {number}", number=missing[0])
    return None


def is_the_chain(answer, length):
    return has_parents_first(answer, [[], *([number] for number in range(length - 1))], length - 1)


def random_graph(rng):
    """Twelve nodes with up to three parents each, the last of them above all others."""
    parents = [[]]
    for number in range(1, 12):
        parents.append([int(p) for p in rng.integers(0, number, rng.integers(1, 4))])
    used = {p for numbers in parents for p in numbers}
    return [*parents, [number for number in range(12) if number not in used]]


# Backwards from the last node: 2 is used by 3, 4 and 6, early and late.
EARLY_AND_LATE = [[], [], [0, 1], [2, 0], [3, 2], [4, 1], [5, 2]]
# The same, with the parents exchanged.
LATE_AND_EARLY = [[], [], [1, 0], [0, 2], [2, 3], [1, 4], [2, 5]]


def parents_first(root):
    """A right order: a node is listed when it is left for the second time."""
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, left = stack.pop()
        if left:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((parent, False) for parent in node.parents)
    return order


def as_they_are_met(root, take):
    """Each node when it is first met; `take` is 0 for breadth first and −1 for depth first."""
    order, seen, to_visit = [], {root}, [root]
    while to_visit:
        node = to_visit.pop(take)
        order.append(node)
        for parent in node.parents:
            if parent not in seen:
                seen.add(parent)
                to_visit.append(parent)
    return order


def seen_too_early(root):
    order, seen, stack = [], {root}, [(root, False)]
    while stack:
        node, left = stack.pop()
        if left:
            order.append(node)
            continue
        stack.append((node, True))
        for parent in node.parents:
            if parent not in seen:
                seen.add(parent)
                stack.append((parent, False))
    return order


def every_use_anew(root):
    return [node for parent in root.parents for node in every_use_anew(parent)] + [root]


def recursive(root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(root)
    return order


def marked(root):
    order, stack = [], [(root, False)]
    while stack:
        node, left = stack.pop()
        if left:
            order.append(node)
        elif not hasattr(node, "visited"):
            node.visited = True
            stack.append((node, True))
            stack.extend((parent, False) for parent in node.parents)
    return order


topological_order = exercise(
    source="Backpropagation",
    # Nothing but the order of parents is asked, not even that two calls choose the same one.
    laws=only(),
    cases={
        "a result of two numbers": call([[], [], [0, 1]], 2).through(order_of).satisfies(has_parents_first),
        "a leaf alone": call([[]], 0).through(order_of).satisfies(has_parents_first),
        "a node used early and late": call(EARLY_AND_LATE, 6).through(order_of).satisfies(has_parents_first),
        "a node used late and early": call(LATE_AND_EARLY, 6).through(order_of).satisfies(has_parents_first),
        "a node used twice at once": call([[], [0, 0], [1, 1], [2, 0]], 3)
        .through(order_of)
        .satisfies(has_parents_first),
        "from a node in the middle": call(EARLY_AND_LATE, 4).through(order_of).satisfies(has_parents_first),
        "a graph as it comes": call(drawn(random_graph), 12).through(order_of).satisfies(has_parents_first),
        "ten doublings": call([[], *([number, number] for number in range(10))], 10)
        .through(order_of)
        .satisfies(has_parents_first),
        "asked twice of one graph": call(EARLY_AND_LATE, 6).through(order_of_two_calls).satisfies(has_parents_first),
        "a chain of 3,000 nodes": call(3_000).through(order_of_a_chain).satisfies(is_the_chain),
    },
    misconceptions={
        "children-first": (
            "Your list begins at the root; each node comes after its parents here, so turn the list round.",
            lambda root: parents_first(root)[::-1],
        ),
        "breadth-first": (
            "Nearest first is no topological order: a parent that is used early and late is met too soon. List a node "
            "only when all of its parents are listed.",
            lambda root: as_they_are_met(root, 0)[::-1],
        ),
        "depth-first": (
            "The order in which nodes are met is no topological order, not even turned round: list a node only when "
            "all of its parents are listed, when you leave it.",
            lambda root: as_they_are_met(root, -1)[::-1],
        ),
        "seen-too-early": (
            "You mark a parent as seen when you put it on the list of nodes to visit: then a node that needs it sooner "
            "passes it over. Mark it when you visit it.",
            seen_too_early,
        ),
        "every-use-anew": (
            "A node that is used twice stands in your list twice: keep a set of those that you have seen.",
            every_use_anew,
        ),
        "recursive": (
            "Your walk through the graph calls itself once per node, and Python stops at about a thousand: keep a "
            "list of the nodes to visit instead.",
            recursive,
        ),
        "root-missing": (
            "The root belongs to the list: it is the last node.",
            lambda root: parents_first(root)[:-1],
        ),
        "leaves-missing": (
            "Leaves belong to the list too: they have no parents, and come before all that was made of them.",
            lambda root: [node for node in parents_first(root) if node.parents],
        ),
        "nearest-parents-only": (
            "The parents of the parents belong to the list too, and so on down to the leaves.",
            lambda root: [*dict.fromkeys(root.parents), root],
        ),
        "marked-nodes": (
            "You leave marks on the nodes, and the next call takes them for visited: keep a set of your own.",
            marked,
        ),
    },
    hints=[
        "When may a node be listed, and which node can be the first?",
        "Go from the root to the parents, and list a node when you come back to it, after all of its parents. A list "
        "of nodes to visit takes the place of recursion, if it remembers which of them you come back to.",
        "Keep pairs (node, parents done). Take one off: if its parents are done, list it; else, if it is new, put back "
        "(node, True) and then (parent, False) for each parent.",
    ],
)
