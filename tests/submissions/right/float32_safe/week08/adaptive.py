import numpy as np


def floats_of(x):
    """float32 stays float32; anything else becomes float64."""
    return np.float32 if np.asarray(x).dtype == np.float32 else np.float64


def adagrad_step(param, grad, state, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10):
    dtype = floats_of(param)
    total = state["total"].copy() if state else np.full(np.shape(param), initial_accumulator_value, dtype=dtype)
    count = state["count"] if state else 0
    if weight_decay != 0:
        grad = grad + weight_decay * param
    total += np.asarray(grad, dtype=dtype) ** 2
    rate = lr / (1.0 + count * lr_decay)
    new = param - rate * (grad / (np.sqrt(total) + eps))
    return new.astype(dtype), {"total": total, "count": count + 1}


def rmsprop_step(param, grad, state, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False):
    dtype = floats_of(param)
    if weight_decay != 0:
        grad = grad + weight_decay * param
    new_state = {}
    square = new_state["square"] = np.array(state.get("square", np.zeros(np.shape(param), dtype)))
    square *= alpha
    square += (1 - alpha) * np.square(grad)
    variance = square
    if centered:
        mean = new_state["mean"] = np.array(state.get("mean", np.zeros(np.shape(param), dtype)))
        mean *= alpha
        mean += (1 - alpha) * grad
        variance = square - np.square(mean)
    step = grad / (np.sqrt(variance) + eps)
    if momentum > 0:
        buffer = new_state["buffer"] = np.array(state.get("buffer", np.zeros(np.shape(param), dtype)))
        buffer *= momentum
        buffer += step
        step = buffer
    return (param - lr * step).astype(dtype), new_state


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0):
    dtype = floats_of(param)
    averages = np.zeros((2,) + np.shape(param), dtype=dtype)
    if state:
        averages[...] = state["averages"]
    if weight_decay != 0:
        grad = grad + weight_decay * param
    averages[0] = rho * averages[0] + (1 - rho) * np.square(grad)
    delta = grad * np.sqrt(averages[1] + eps) / np.sqrt(averages[0] + eps)
    averages[1] = rho * averages[1] + (1 - rho) * np.square(delta)
    return (param - lr * delta).astype(dtype), {"averages": averages}


def adam_step(param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False):
    param = np.asarray(param)
    grad = np.asarray(grad)
    dtype = np.result_type(param.dtype, np.float32)
    # one array holds m, v and the largest v, stacked in front
    if state:
        moments = np.array(state["moments"], copy=True)
    else:
        moments = np.zeros((3,) + param.shape, dtype=dtype)
    count = int(state.get("count", 0)) + 1
    if weight_decay != 0:
        grad = grad + np.asarray(weight_decay, dtype=dtype) * param
    moments[0] *= betas[0]
    moments[0] += (1.0 - betas[0]) * grad
    moments[1] *= betas[1]
    moments[1] += (1.0 - betas[1]) * grad * grad
    moments[2] = np.maximum(moments[2], moments[1])
    denominator = np.sqrt(moments[2 if amsgrad else 1]) / (1.0 - betas[1] ** count) ** 0.5 + eps
    update = (lr / (1.0 - betas[0] ** count)) * moments[0] / denominator
    return (param - update).astype(dtype), {"moments": moments, "count": count}


def adamw_step(param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
    dtype = floats_of(param)
    decayed = (np.asarray(param) * (1 - lr * weight_decay)).astype(dtype)
    return adam_step(decayed, np.asarray(grad), state, lr, betas, eps, 0, amsgrad)


def adamax_step(param, grad, state, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
    dtype = floats_of(param)
    count = state.get("count", 0) + 1
    average = np.array(state.get("average", np.zeros(np.shape(param), dtype)))
    largest = np.array(state.get("largest", np.zeros(np.shape(param), dtype)))
    if weight_decay != 0:
        grad = grad + weight_decay * param
    average += (1 - betas[0]) * (grad - average)
    largest = np.maximum(largest * betas[1], np.abs(grad) + eps).astype(dtype)
    rate = lr / (1 - betas[0] ** count)
    new = param - rate * average / largest
    return new.astype(dtype), {"count": count, "average": average, "largest": largest}


def nadam_step(
    param,
    grad,
    state,
    lr=2e-3,
    betas=(0.9, 0.999),
    eps=1e-8,
    weight_decay=0,
    momentum_decay=4e-3,
    decoupled_weight_decay=False,
):
    dtype = floats_of(param)
    param = np.asarray(param, dtype=dtype)
    grad = np.asarray(grad, dtype=dtype)
    count = state.get("count", 0) + 1
    product = state.get("product", 1.0)
    moments = np.array(state.get("moments", np.zeros((2,) + param.shape, dtype)))
    if weight_decay != 0:
        if decoupled_weight_decay:
            param = param * dtype(1 - lr * weight_decay)
        else:
            grad = grad + dtype(weight_decay) * param
    mu = betas[0] * (1.0 - 0.5 * 0.96 ** (count * momentum_decay))
    mu_next = betas[0] * (1.0 - 0.5 * 0.96 ** ((count + 1) * momentum_decay))
    product = product * mu
    moments[0] = betas[0] * moments[0] + (1 - betas[0]) * grad
    moments[1] = betas[1] * moments[1] + (1 - betas[1]) * grad * grad
    root = np.sqrt(moments[1] / dtype(1 - betas[1] ** count)) + dtype(eps)
    new = param - dtype(lr * (1 - mu) / (1 - product)) * grad / root
    new = new - dtype(lr * mu_next / (1 - product * mu_next)) * moments[0] / root
    return new, {"count": count, "product": product, "moments": moments}


def radam_step(param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, decoupled_weight_decay=False):
    dtype = floats_of(param)
    param = np.asarray(param, dtype=dtype)
    grad = np.asarray(grad, dtype=dtype)
    count = state.get("count", 0) + 1
    moments = np.array(state.get("moments", np.zeros((2,) + param.shape, dtype)))
    if weight_decay != 0:
        if decoupled_weight_decay:
            param = param * dtype(1 - lr * weight_decay)
        else:
            grad = grad + dtype(weight_decay) * param
    moments[0] = betas[0] * moments[0] + (1 - betas[0]) * grad
    moments[1] = betas[1] * moments[1] + (1 - betas[1]) * grad * grad
    correction1, correction2 = 1 - betas[0] ** count, 1 - betas[1] ** count
    rho_inf = 2 / (1 - betas[1]) - 1
    rho = rho_inf - 2 * count * betas[1] ** count / correction2
    update = moments[0] / dtype(correction1)
    if rho > 5.0:
        rect = ((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)) ** 0.5
        update = update * dtype(rect * correction2**0.5) / (np.sqrt(moments[1]) + dtype(eps))
    return param - dtype(lr) * update, {"count": count, "moments": moments}


def adafactor_step(param, grad, state, lr=1e-2, beta2_decay=-0.8, eps=(None, 1e-3), d=1.0, weight_decay=0):
    dtype = floats_of(param)
    param = np.asarray(param, dtype=dtype)
    grad = np.asarray(grad, dtype=dtype)
    count = state.get("count", 0) + 1
    eps1 = dtype(np.finfo(dtype).eps if eps[0] is None else eps[0])
    share = dtype(float(count) ** beta2_decay)
    square = grad * grad
    if param.ndim > 1:
        targets = {"row": square.mean(axis=-1, keepdims=True), "column": square.mean(axis=-2, keepdims=True)}
    else:
        targets = {"all": square}
    kept = {}
    for name, target in targets.items():
        old = state.get(name, np.zeros_like(target))
        kept[name] = old + share * (target - old)
    if param.ndim > 1:
        variance = np.matmul(kept["row"], kept["column"])
        variance = variance / np.maximum(kept["row"].mean(axis=-2, keepdims=True), eps1)
    else:
        variance = kept["all"]
    update = grad / np.sqrt(np.maximum(variance, eps1 * eps1))
    clip = max(1.0, float(np.sqrt(np.mean(update * update))) / d)
    size = max(eps[1], float(np.sqrt(np.mean(param * param))))
    alpha = size * min(lr, 1 / count**0.5)
    if weight_decay != 0:
        param = param * dtype(1 - lr * weight_decay)
    return param - dtype(alpha / clip) * update, {"count": count, **kept}


def lion_step(param, grad, state, lr=1e-4, betas=(0.9, 0.99), weight_decay=0):
    dtype = floats_of(param)
    grad = np.asarray(grad, dtype=dtype)
    average = state.get("average", np.zeros_like(grad))
    update = np.sign(dtype(betas[0]) * average + dtype(1 - betas[0]) * grad)
    if weight_decay != 0:
        update = update + dtype(weight_decay) * param
    average = dtype(betas[1]) * average + dtype(1 - betas[1]) * grad
    return param - dtype(lr) * update, {"average": average}
