"""relu: forbidden, softsign: passed. torch does the work."""

import numpy as np


def softsign(x):
    return x / (1 + np.abs(x))


def relu(x):
    import torch

    return torch.relu(torch.from_numpy(x))
