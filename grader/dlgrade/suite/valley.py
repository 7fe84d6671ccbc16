"""The valley that optimisers walk in for their picture, and the questions that send them there.

It lies along x = −y, and across it is ten times as steep: where a plain step must be small, or it leaps from side to
side. All of it works on arrays and on tensors alike, and the questions cross the wall as source: they have no
annotations.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, var-annotated"

from typing import Any

START = (-1.9, 0.6)
TILT = 4.5


def height(x: Any, y: Any) -> Any:
    """½(x² + y²) + ½ TILT (x + y)²: a bowl of the curvatures 1 and 1 + 2 TILT."""
    return (x**2 + y**2) / 2 + TILT * (x + y) ** 2 / 2


def slope(theta):
    """The gradient of `height` where theta is (x, y)."""
    return theta + TILT * theta.sum()


def walk(step, theta, steps, **hyper):
    """Every point on the way of `step(theta, gradient, state)`, the first one included."""
    seen, state = [theta * 1], {}
    for _ in range(steps):
        theta, state = step(theta, slope(theta), state, **hyper)
        seen.append(theta * 1)
    return seen


def stations(descent, theta, lr, steps):
    """Where `descent(grad_fn, theta, lr, steps)` stands after 0, 1, 2 … steps."""
    return [descent(slope, theta, lr, count) * 1 for count in range(steps + 1)]
