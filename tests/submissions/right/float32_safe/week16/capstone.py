import numpy as np


class Linear:
    """A layer that remembers its input and trains itself, in single precision."""

    def __init__(self, fan_in, fan_out, rng):
        bound = np.sqrt(1.0 / fan_in)
        self.weight = rng.uniform(-bound * 3**0.5, bound * 3**0.5, (fan_out, fan_in)).astype(np.float32)
        self.bias = rng.uniform(-bound, bound, fan_out).astype(np.float32)
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
    centre, spread = X.mean(axis=0), X.std(axis=0)
    inputs = ((X - centre) / spread).astype(np.float32)
    widths = (X.shape[1],) + tuple(config["hidden"]) + (len(np.unique(y)),)
    net = []
    for fan_in, fan_out in zip(widths, widths[1:]):
        net += [Linear(fan_in, fan_out, rng), Relu()]
    net.pop()

    t = 0
    curve = []
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

    # fold the standardisation into the first layer, so that the net takes X as it is
    params = [(layer.weight.astype(float), layer.bias.astype(float)) for layer in net[::2]]
    weight, bias = params[0]
    weight = weight / spread
    params[0] = (weight, bias - weight @ centre)
    return params, np.array(curve, dtype=float)
