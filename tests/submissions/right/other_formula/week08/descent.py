import numpy as np


def gradient_descent(grad_fn, theta, lr, steps):
    # the sum of all steps, subtracted from the start
    start = np.asarray(theta, dtype=np.float64)
    travelled = np.zeros_like(start)
    for _ in range(steps):
        travelled = travelled + grad_fn(start - lr * travelled)
    return start - lr * travelled


def minibatch_order(n, batch_size, epochs, rng):
    # sorting random keys gives a random order
    keys = rng.random((epochs, n))
    cuts = np.arange(batch_size, n, batch_size)
    return [np.split(order, cuts) for order in keys.argsort(axis=1)]


def sgd_step(param, grad, state, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
    d_p = grad
    if weight_decay:
        d_p = d_p + weight_decay * param
    new_state = {}
    if momentum:
        if "buffer" in state:
            buffer = momentum * state["buffer"] + (1 - dampening) * d_p
        else:
            buffer = d_p
        new_state["buffer"] = buffer
        d_p = d_p + momentum * buffer if nesterov else buffer
    return param - lr * d_p, new_state


def ema_momentum_step(param, grad, state, lr, beta=0.9):
    # the average moves towards lr * grad by the share 1 - beta
    target = lr * grad
    old = state.get("average", np.zeros(np.shape(param)))
    average = old + (1 - beta) * (target - old)
    return param - average, {"average": average}


def asgd_step(param, grad, state, lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0):
    # the sum of the parameters that are averaged is kept, and how many they are
    done = state.get("done", 0)
    eta = lr * (1 + lambd * lr * done) ** -alpha
    new = param - eta * (grad + (lambd + weight_decay) * param)
    if done - t0 <= 1:
        total, count = new, 1
    else:
        total, count = state["total"] + new, state["count"] + 1
    return new, {"done": done + 1, "total": total, "count": count, "ax": total / count}
