import numpy as np


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
