import numpy as np


def as_floats(x):
    x = np.asarray(x)
    return x if x.dtype in (np.float32, np.float64) else x.astype(np.float64)


def gradient_descent(grad_fn, theta, lr, steps):
    theta = as_floats(theta).copy()
    for _ in range(steps):
        theta = theta - theta.dtype.type(lr) * as_floats(grad_fn(theta))
    return theta


def minibatch_order(n, batch_size, epochs, rng):
    epochs_of_batches = []
    for _ in range(epochs):
        order = np.arange(n, dtype=np.int32)
        rng.shuffle(order)
        number = (n + batch_size - 1) // batch_size
        epochs_of_batches.append([order[k * batch_size : (k + 1) * batch_size].copy() for k in range(number)])
    return epochs_of_batches


def sgd_step(param, grad, state, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
    param = as_floats(param)
    kind = param.dtype.type
    update = np.array(grad, dtype=kind)
    if weight_decay != 0:
        update += kind(weight_decay) * param
    velocity = None
    if momentum != 0:
        if state.get("velocity") is None:
            velocity = update.copy()
        else:
            velocity = state["velocity"] * kind(momentum)
            velocity += kind(1 - dampening) * update
        if nesterov:
            update += kind(momentum) * velocity
        else:
            update = velocity
    return param - kind(lr) * update, {"velocity": velocity}


def ema_momentum_step(param, grad, state, lr, beta=0.9):
    param = as_floats(param)
    velocity = np.array(state.get("velocity", np.zeros_like(param)))
    velocity *= beta
    velocity += (1 - beta) * lr * as_floats(grad)
    return param - velocity, {"velocity": velocity}


def asgd_step(param, grad, state, lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0):
    param, grad = as_floats(param), as_floats(grad)
    kind = param.dtype.type
    # eta and mu for the next step are made at the end of this one, as PyTorch does
    step, eta, mu, ax = state.get("all", (0, lr, 1.0, np.zeros_like(param)))
    step = step + 1
    if weight_decay != 0:
        grad = grad + kind(weight_decay) * param
    new = param * kind(1 - lambd * eta) - kind(eta) * grad
    ax = new.copy() if mu == 1 else ax + kind(mu) * (new - ax)
    eta = lr / (1 + lambd * lr * step) ** alpha
    mu = 1 / max(1, step - t0)
    return new, {"all": (step, eta, mu, ax), "ax": ax}
