"""What an author of suites imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlgrade.messages import say
from dlgrade.suite.exercise import Exercise, exercise, topic
from dlgrade.suite.gradient import gradient, vjp
from dlgrade.suite.inputs import arrays, call, drawn, generator, integers, together, uniform, values
from dlgrade.suite.laws import only, without
from dlgrade.suite.lazy import Lazy

if TYPE_CHECKING:
    import numpy as np
    import torch
    import torch.nn.functional as F
else:
    np, torch, F = Lazy("numpy"), Lazy("torch"), Lazy("torch.nn.functional")

__all__ = [
    "Exercise", "F", "arrays", "call", "drawn", "exercise", "generator", "gradient", "integers", "np", "only", "say",
    "together", "topic", "torch", "uniform", "values", "vjp", "without",
]  # fmt: skip
