import math

import numpy as np


def adam_step(param, grad, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False):
    param, grad = np.asarray(param), np.asarray(grad)
    new = np.array(param, dtype=float)
    if "t" in state:
        t = state["t"] + 1
        m, v, top = state["m"].copy(), state["v"].copy(), state["top"].copy()
    else:
        t = 1
        m, v, top = np.zeros(param.shape), np.zeros(param.shape), np.zeros(param.shape)
    for i in np.ndindex(param.shape):
        g = grad[i] + weight_decay * param[i]
        m[i] = betas[0] * m[i] + (1 - betas[0]) * g
        v[i] = betas[1] * v[i] + (1 - betas[1]) * g * g
        top[i] = max(top[i], v[i])
        second = top[i] if amsgrad else v[i]
        m_hat = m[i] / (1 - betas[0] ** t)
        v_hat = second / (1 - betas[1] ** t)
        new[i] = param[i] - lr * m_hat / (math.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v, "top": top}
