import numpy as np


def adam_step(param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False):
    b1, b2 = betas
    new = dict(state)
    if not new:
        # the powers are kept in the state, so no counter is needed
        new.update(avg=np.zeros_like(param), sq=np.zeros_like(param), b1_power=1.0, b2_power=1.0)
        if amsgrad:
            new["sq_max"] = np.zeros_like(param)
    g = grad + weight_decay * param
    new["b1_power"] = new["b1_power"] * b1
    new["b2_power"] = new["b2_power"] * b2
    new["avg"] = new["avg"] + (1 - b1) * (g - new["avg"])
    new["sq"] = new["sq"] + (1 - b2) * (np.square(g) - new["sq"])
    second = new["sq"]
    if amsgrad:
        second = new["sq_max"] = np.maximum(new["sq_max"], new["sq"])
    # both corrections folded into the step size; then eps has to shrink with them
    root = np.sqrt(1 - new["b2_power"])
    step_size = lr * root / (1 - new["b1_power"])
    return param - step_size * new["avg"] / (np.sqrt(second) + eps * root), new
