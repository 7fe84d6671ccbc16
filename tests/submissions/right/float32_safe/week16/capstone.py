import numpy as np


class Linear:
    """A layer that remembers its input and trains itself, in single precision."""

    def __init__(self, fan_in, fan_out, rng, gain=2.0):
        scale = np.float32(np.sqrt(gain / fan_in))
        self.weight = scale * rng.standard_normal((fan_out, fan_in), dtype=np.float32)
        self.bias = np.zeros(fan_out, dtype=np.float32)
        self.moments = {}

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, d):
        self.grads = {"weight": d.T @ self.x, "bias": d.sum(axis=0)}
        return d @ self.weight

    def step(self, lr, t):
        for name, g in self.grads.items():
            m, v = self.moments.get(name, (np.zeros_like(g), np.zeros_like(g)))
            m += np.float32(0.1) * (g - m)
            v += np.float32(0.001) * (g * g - v)
            self.moments[name] = (m, v)
            size = np.sqrt(v / np.float32(1 - 0.999**t)) + np.float32(1e-8)
            value = getattr(self, name)
            setattr(self, name, value - np.float32(lr / (1 - 0.9**t)) * m / size)


class Relu:
    def forward(self, x):
        self.mask = x > 0
        return np.where(self.mask, x, np.float32(0))

    def backward(self, d):
        return np.where(self.mask, d, np.float32(0))

    def step(self, lr, t):
        pass


def _loss(logits, labels):
    logits = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(logits)
    s = e.sum(axis=1, keepdims=True)
    picked = np.take_along_axis(logits - np.log(s), labels[:, None], axis=1)
    d = e / s
    np.put_along_axis(d, labels[:, None], np.take_along_axis(d, labels[:, None], axis=1) - 1, axis=1)
    return float(-picked.mean(dtype=np.float64)), d / np.float32(len(labels))


def train_mlp(X, y, config, rng):
    widths = (X.shape[1],) + tuple(config["hidden"]) + (len(np.unique(y)),)
    net = []
    for fan_in, fan_out in zip(widths, widths[1:]):
        net += [Linear(fan_in, fan_out, rng), Relu()]
    net.pop()
    return _train(net, net[::2], X, y, config, rng)


class Conv(Linear):
    """A convolution: a linear layer on every window."""

    def __init__(self, channels, c_in, k, rng):
        super().__init__(c_in * k * k, channels, rng)
        self.c_in, self.k = c_in, k

    def forward(self, x):
        views = np.lib.stride_tricks.sliding_window_view(x, (self.k, self.k), axis=(2, 3))
        windows = views.transpose(0, 2, 3, 1, 4, 5)
        out = super().forward(windows.reshape(*windows.shape[:3], -1))
        return out.transpose(0, 3, 1, 2)

    def backward(self, d):
        rows = d.transpose(0, 2, 3, 1).reshape(-1, d.shape[1])
        self.grads = {"weight": rows.T @ self.x.reshape(len(rows), -1), "bias": rows.sum(axis=0)}


class Pool:
    """Max pooling over 2 × 2, flattened."""

    def forward(self, x):
        n, c, height, width = x.shape
        blocks = x.reshape(n, c, height // 2, 2, width // 2, 2).swapaxes(3, 4)
        self.shape = blocks.shape
        flat = blocks.reshape(*blocks.shape[:4], 4)
        self.choice = flat.argmax(axis=-1)[..., None]
        return np.take_along_axis(flat, self.choice, axis=-1).reshape(n, -1)

    def backward(self, d):
        flat = np.zeros((*self.shape[:4], 4), dtype=d.dtype)
        np.put_along_axis(flat, self.choice, d.reshape(self.choice.shape), axis=-1)
        n, c, rows, columns = self.shape[:4]
        return flat.reshape(self.shape).swapaxes(3, 4).reshape(n, c, 2 * rows, 2 * columns)

    def step(self, lr, t):
        pass


class Recurrent:
    """A layer of tanh units that see their own last state; returns the final one."""

    def __init__(self, inputs, hidden, rng):
        self.from_input, self.from_state = Linear(inputs, hidden, rng, 1.0), Linear(hidden, hidden, rng, 1.0)
        self.hidden = hidden

    def forward(self, x):
        self.x, self.states = x, [np.zeros((len(x), self.hidden), dtype=np.float32)]
        for t in range(x.shape[1]):
            before = self.from_input.forward(x[:, t]) + self.from_state.forward(self.states[-1])
            self.states.append(np.tanh(before))
        return self.states[-1]

    def backward(self, d):
        sums = None
        for t in range(self.x.shape[1] - 1, -1, -1):
            d = d * (1 - self.states[t + 1] ** 2)
            self.from_input.x, self.from_state.x = self.x[:, t], self.states[t]
            self.from_input.backward(d)
            d = self.from_state.backward(d)
            here = [g for layer in (self.from_input, self.from_state) for g in layer.grads.values()]
            sums = here if sums is None else [a + b for a, b in zip(sums, here)]
        self.from_input.grads = {"weight": sums[0], "bias": sums[1]}
        self.from_state.grads = {"weight": sums[2], "bias": sums[3]}

    def step(self, lr, t):
        self.from_input.step(lr, t)
        self.from_state.step(lr, t)


def _train(net, layers, X, y, config, rng):
    inputs, t, curve = X.astype(np.float32), 0, []
    for _ in range(config["epochs"]):
        order = rng.permutation(len(X))
        sums = 0.0
        for start in range(0, len(X), config["batch_size"]):
            pick = order[start : start + config["batch_size"]]
            h = inputs[pick]
            for layer in net:
                h = layer.forward(h)
            loss, d = _loss(h, y[pick])
            for layer in reversed(net):
                d = layer.backward(d)
            t += 1
            for layer in net:
                layer.step(config["lr"], t)
            sums += loss * len(pick)
        curve.append(sums / len(X))
    return [(layer.weight.astype(float), layer.bias.astype(float)) for layer in layers], np.array(curve, dtype=float)


def train_cnn(X, y, config, rng):
    k, channels = config["kernel"], config["channels"]
    features = channels * (X.shape[2] - k + 1) * (X.shape[3] - k + 1) // 4
    conv, head = Conv(channels, X.shape[1], k, rng), Linear(features, len(np.unique(y)), rng)
    params, losses = _train([conv, Relu(), Pool(), head], [conv, head], X, y, config, rng)
    kernel, bias = params[0]
    return [(kernel.reshape(channels, X.shape[1], k, k), bias), params[1]], losses


def train_rnn(X, y, config, rng):
    recurrent = Recurrent(X.shape[2], config["hidden"], rng)
    head = Linear(config["hidden"], len(np.unique(y)), rng, 1.0)
    layers = [recurrent.from_input, recurrent.from_state, head]
    return _train([recurrent, head], layers, X, y, config, rng)


def compare_optimizers(grad_fn, theta, lr, steps):
    dtype = theta.dtype if theta.dtype.kind == "f" else np.dtype(float)
    theta = theta.astype(dtype)
    paths = {name: np.tile(theta, (steps + 1,) + (1,) * theta.ndim) for name in ("sgd", "momentum", "adam")}
    velocity, m, v = np.zeros_like(theta), np.zeros_like(theta), np.zeros_like(theta)
    for t in range(steps):
        now = {name: path[t].copy() for name, path in paths.items()}
        velocity = 0.9 * velocity + grad_fn(now["momentum"])
        g = grad_fn(now["adam"])
        m = m + 0.1 * (g - m)
        v = v + 0.001 * (g * g - v)
        size = np.sqrt(v / (1 - 0.999 ** (t + 1))) + 1e-8
        paths["sgd"][t + 1] = now["sgd"] - lr * grad_fn(now["sgd"])
        paths["momentum"][t + 1] = now["momentum"] - lr * velocity
        paths["adam"][t + 1] = now["adam"] - lr / (1 - 0.9 ** (t + 1)) * m / size
    return paths
