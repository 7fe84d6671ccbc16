"""Hidden suite: numerical derivatives."""

from dlgrade.suite import arrays, call, exercise, np, topic, torch, values, without

about = topic("Numerical derivatives", order=3)

# What is differentiated. Each works on arrays and on tensors alike.


def sum_of_squares(x):
    return (x**2).sum()


def sum_of_quartics(x):
    return (x**4 - 3 * x**3 + x).sum()


def square_of_sum_plus_cubes(x):
    return x.sum() ** 2 + (x**3).sum()


def sum_of_bells(x):
    return (1 / (1 + x**2)).sum()


def two_thirds_of_the_first(x):
    return x.reshape(-1)[0] * 2 / 3


# ── numerical_gradient ────────────────────────────────────────────────────────────────────────────────────


def central_difference(f, x, h=1e-5):
    """Autograd's slope along each axis, and the share of the third derivative that a central difference adds.

    By Taylor's formula (f(x + h) − f(x − h)) / 2h is f'(x) + h²/6 f'''(x) + h⁴/120 f⁽⁵⁾(x) + …; the functions
    above are polynomials of degree four at most, where it ends here, or h is so small that the rest is nothing.
    """
    gradient = torch.zeros_like(x)
    for i in np.ndindex(tuple(x.shape)):
        t = torch.zeros((), dtype=torch.float64, requires_grad=True)
        direction = torch.zeros_like(x)
        direction[i] = 1
        # 0·t⁴ keeps the derivatives of a linear function in the graph, where they are 0.
        slopes = [f(x + t * direction) + 0 * t**4]
        for _ in range(3):
            slopes += torch.autograd.grad(slopes[-1], t, create_graph=True)
        gradient[i] = (slopes[1] + h**2 / 6 * slopes[3]).detach()
    return gradient


def difference(f, x, h, up, down, distance):
    """(f(x + up·h) − f(x + down·h)) / distance, one element moved at a time."""
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + up * step) - f(x + down * step)) / distance
    return gradient


def left_at_minus_h(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        gradient[i] = (above - f(x)) / (2 * h)
    return gradient


def whole_rows(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def in_the_dtype_of_x(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


numerical_gradient = exercise(
    reference=central_difference,
    source="Gradient",
    # Rounding of f, about 1e-16, is divided by h.
    tolerance=1e-8,
    cases={
        "a matrix": call(sum_of_quartics, arrays(3, 4)),
        "elements that act on each other": call(square_of_sum_plus_cubes, arrays(3, 4)),
        "a vector": call(square_of_sum_plus_cubes, arrays(5)),
        "three axes": call(sum_of_quartics, arrays(2, 4, 3)),
        "no polynomial": call(sum_of_bells, arrays(3, 4)),
        "a large step, exact for a quadratic": call(sum_of_squares, arrays(3, 4), h=0.5),
        "a large step, off by h² for a cubic": call(square_of_sum_plus_cubes, arrays(3, 4), h=0.5),
        "a tiny step": call(sum_of_squares, values([[0.001, -0.002, 0.003], [0.0, 0.0005, -0.001]]), h=1e-9),
        "elements that f does not look at": call(two_thirds_of_the_first, arrays(3, 4)),
    },
    laws=without("large", "rows"),
    misconceptions={
        "forward-difference": (
            "That is the forward difference; the central one goes h to both sides, and its error shrinks like h².",
            lambda f, x, h=1e-5: difference(f, x, h, 1, 0, h),
        ),
        "backward-difference": (
            "That is the backward difference; the central one goes h to both sides, and its error shrinks like h².",
            lambda f, x, h=1e-5: difference(f, x, h, 0, -1, h),
        ),
        "divided-by-h": (
            "The two points lie 2h apart: divide by 2h, not by h.",
            lambda f, x, h=1e-5: difference(f, x, h, 1, -1, h),
        ),
        "one-side-over-2h": (
            "You divide by 2h, but went h to one side only: take f(x + h) − f(x − h).",
            lambda f, x, h=1e-5: difference(f, x, h, 1, 0, 2 * h),
        ),
        "half-a-step": (
            "h is half the distance between the two points: go h to each side, not h/2.",
            lambda f, x, h=1e-5: difference(f, x, h, 0.5, -0.5, h),
        ),
        "times-h": (
            "`/ 2 * h` divides by 2 and multiplies by h; write `/ (2 * h)`.",
            lambda f, x, h=1e-5: difference(f, x, h, 1, -1, 2 / h),
        ),
        "not-divided": (
            "A slope is a difference over a distance: divide by 2h.",
            lambda f, x, h=1e-5: difference(f, x, h, 1, -1, 1),
        ),
        "sign-flipped": (
            "The sign is flipped: f(x + h) − f(x − h), the upper point first.",
            lambda f, x, h=1e-5: difference(f, x, h, -1, 1, 2 * h),
        ),
        "h-ignored": (
            "The parameter `h` is not used: 1e-5 is only its default.",
            lambda f, x, h=1e-5: difference(f, x, 1e-5, 1, -1, 2e-5),
        ),
        "all-at-once": (
            "You move all elements at once, which gives one number, the sum of all partial derivatives; "
            "move one element and keep the others.",
            lambda f, x, h=1e-5: float(f(x + h) - f(x - h)) / (2 * h),
        ),
        "sum-everywhere": (
            "Every element holds the sum of all partial derivatives: move one element at a time.",
            lambda f, x, h=1e-5: np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h)),
        ),
        "whole-rows": (
            "x[i] is a whole row where x has two axes; move single elements, by an index for all axes.",
            whole_rows,
        ),
        "not-put-back": (
            "You move an element and do not put it back: the caller's array is changed, and the next partial "
            "derivatives are taken elsewhere.",
            left_at_minus_h,
        ),
        "dtype-of-x": (
            "In float32 a step of 1e-5 drowns, and among whole numbers it vanishes: copy x to float64 first.",
            in_the_dtype_of_x,
        ),
    },
    hints=[
        "A partial derivative is a slope along one axis. How do you measure a slope with two calls of f?",
        "For each index take two copies of x, move this one element up in one and down in the other, and compare "
        "f; `np.ndindex(x.shape)` runs over the indices of any shape.",
        "gradient[i] = (f(x + h·eᵢ) − f(x − h·eᵢ)) / (2h), eᵢ being 1 at index i and 0 elsewhere.",
    ],
)
