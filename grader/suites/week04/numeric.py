"""Hidden suite: numerical derivatives."""

from dlgrade.suite import arrays, call, drawn, exercise, np, together, topic, torch, values, without

about = topic("Numerical derivatives", order=3)

# ── numerical_derivative ──────────────────────────────────────────────────────────────────────────────────

# What is differentiated at every number by itself. Each works on arrays, on tensors and on numbers alike.


def parabola(x):
    return 3 * x**2 - x


def cubic(x):
    return x**3 - 2 * x**2


def quartic(x):
    return x**4 - 3 * x**3 + x


def bell(x):
    return 1 / (1 + x**2)


def sharp_bend(x):
    """Its third derivative is so large that at x = 0 a step of 1e-5 is off by a millionth."""
    return x + 1e4 * x**3


def elementwise_central_difference(f, x, h=1e-5):
    """Autograd's derivative and the share of the third one; see `central_difference` below."""
    x = torch.as_tensor(x, dtype=torch.float64).requires_grad_()
    derivatives = [f(x) + 0 * x**4]
    for _ in range(3):
        derivatives += torch.autograd.grad(derivatives[-1].sum(), x, create_graph=True)
    return derivatives[1] + h**2 / 6 * derivatives[3]


def quotient(f, x, h, up, down, distance):
    """(f(x + up·h) − f(x + down·h)) / distance."""
    x = np.asarray(x, dtype=float)
    return (f(x + up * h) - f(x + down * h)) / distance


numerical_derivative = exercise(
    reference=elementwise_central_difference,
    source="Gradient",
    # Rounding of f, about 1e-16, is divided by h.
    tolerance=1e-8,
    cases={
        "a batch": call(quartic, arrays(5, 7)),
        "three axes": call(cubic, arrays(2, 3, 4)),
        "no polynomial": call(bell, arrays(3, 4)),
        "a large step, exact for a parabola": call(parabola, arrays(3, 4), h=0.5),
        "a large step, off by h² for a cubic": call(cubic, arrays(3, 4), h=0.5),
        "a sharp bend, where the default step shows": call(sharp_bend, values([0.001, -0.002, 0.0, 0.003])),
        "a tiny step": call(parabola, values([[0.001, -0.002, 0.003], [0.0, 0.0005, -0.001]]), h=1e-9),
        "a number in place of an array": call(cubic, -1.5),
    },
    # At ±10,000 the step is lost in rounding.
    laws=without("large"),
    misconceptions={
        "forward-difference": (
            "That is the forward difference; the central one goes h to both sides, and its error shrinks like h².",
            lambda f, x, h=1e-5: quotient(f, x, h, 1, 0, h),
        ),
        "backward-difference": (
            "That is the backward difference; the central one goes h to both sides, and its error shrinks like h².",
            lambda f, x, h=1e-5: quotient(f, x, h, 0, -1, h),
        ),
        "divided-by-h": (
            "The two points lie 2h apart: divide by 2h, not by h.",
            lambda f, x, h=1e-5: quotient(f, x, h, 1, -1, h),
        ),
        "one-side-over-2h": (
            "You divide by 2h, but went h to one side only: take f(x + h) − f(x − h).",
            lambda f, x, h=1e-5: quotient(f, x, h, 1, 0, 2 * h),
        ),
        "half-a-step": (
            "h is half the distance between the two points: go h to each side, not h/2.",
            lambda f, x, h=1e-5: quotient(f, x, h, 0.5, -0.5, h),
        ),
        "times-h": (
            "`/ 2 * h` divides by 2 and multiplies by h; write `/ (2 * h)`.",
            lambda f, x, h=1e-5: quotient(f, x, h, 1, -1, 2 / h),
        ),
        "not-divided": (
            "A slope is a difference over a distance: divide by 2h.",
            lambda f, x, h=1e-5: quotient(f, x, h, 1, -1, 1),
        ),
        "sign-flipped": (
            "The sign is flipped: f(x + h) − f(x − h), the upper point first.",
            lambda f, x, h=1e-5: quotient(f, x, h, -1, 1, 2 * h),
        ),
        "h-ignored": (
            "The parameter `h` is not used: 1e-5 is only its default.",
            lambda f, x, h=1e-5: quotient(f, x, 1e-5, 1, -1, 2e-5),
        ),
        "summed": (
            "Every number of x has a derivative of its own: return an array of the shape of x, not a sum.",
            lambda f, x, h=1e-5: np.sum(quotient(f, x, h, 1, -1, 2 * h)),
        ),
        "dtype-of-x": (
            "In float32 a step of 1e-5 drowns: bring x to float64 first.",
            lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / (2 * h),
        ),
    },
    hints=[
        "A derivative is a slope. How do you measure a slope with two calls of f?",
        "Go h up and h down from x, all numbers at once, and divide the rise by the distance between the two points.",
        "(f(x + h) − f(x − h)) / (2h), with x brought to float64 first.",
    ],
)

# ── numerical_gradient ────────────────────────────────────────────────────────────────────────────────────

# What is differentiated. Each works on arrays and on tensors alike.


def sum_of_squares(x):
    return (x**2).sum()


def sum_of_quartics(x):
    return (x**4 - 3 * x**3 + x).sum()


def square_of_sum_plus_cubes(x):
    return x.sum() ** 2 + (x**3).sum()


def sum_of_bells(x):
    return (1 / (1 + x**2)).sum()


def sum_of_sharp_bends(x):
    return sharp_bend(x).sum()


def two_thirds_of_the_first(x):
    return x.reshape(-1)[0] * 2 / 3


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
        "a sharp bend, where the default step shows": call(sum_of_sharp_bends, values([0.001, -0.002, 0.0, 0.003])),
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

# ── relative_error ────────────────────────────────────────────────────────────────────────────────────────


def close_together(*shape, apart=0.3):
    """Two arrays of both signs, each element of the second off by up to `apart` of the first."""

    def draw(rng):
        a = rng.uniform(0.5, 3, shape) * np.where(np.arange(np.prod(shape)).reshape(shape) % 3 == 0, -1, 1)
        return a, a * (1 + rng.uniform(-apart, apart, shape))

    return call(together(draw))


def largest_relative_error(a, b):
    """CS231n, assignment 1, in torch."""
    a, b = (torch.as_tensor(value, dtype=torch.float64) for value in (a, b))
    return ((a - b).abs() / (a.abs() + b.abs()).clamp(min=1e-8)).max()


relative_error = exercise(
    reference=largest_relative_error,
    source="Gradient",
    cases={
        "two arrays close to each other": close_together(5, 7),
        "two vectors that agree but for a millionth": close_together(6, apart=1e-6),
        "three axes": close_together(2, 3, 4),
        "one element off among many": call(values([1.5, -2.0, 0.5, 7.0, 3.0]), values([1.5, -2.0, 0.4, 7.0, 3.0])),
        "all elements of the second larger": call(values([1.0, -2.0, 3.0]), values([1.2, -1.5, 3.1])),
        "all elements of the second smaller": call(values([1.0, -2.0, 3.0]), values([0.9, -2.6, 2.5])),
        "opposite signs": call(values([1.0, -2.0, 0.5]), values([1.0, -2.0, -0.25])),
        "zero against zero": call(values([0.0, 0.0, 3.0, -1.0]), values([0.0, 0.0, 3.5, -1.0])),
        "nothing but zeros": call(values([[0.0, 0.0]]), values([[0.0, 0.0]])),
        "zero against a number": call(values([0.0, 2.0]), values([0.5, 2.0])),
        "numbers below the bound of 1e-8": call(values([1e-10, -3e-9, 0.0]), values([2e-10, 1e-9, 1e-9])),
        "numbers just above the bound": call(values([2e-8, 5e-9]), values([1e-8, 6e-9])),
        "two numbers in place of arrays": call(-3.0, -2.5),
    },
    laws=without("empty"),
    misconceptions={
        "absolute": (
            "That is the absolute error; divide it by the size of the numbers, |a| + |b|.",
            lambda a, b: np.max(np.abs(a - b)),
        ),
        "mean": (
            "You average the errors, and one wrong element among many right ones drowns; take the largest.",
            lambda a, b: np.mean(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))),
        ),
        "elementwise": (
            "Return one number, the largest error of all elements.",
            lambda a, b: np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)),
        ),
        "larger-of-the-two": (
            "You divide by the larger of |a| and |b|; here it is their sum, which gives about half of that.",
            lambda a, b: np.max(np.abs(a - b) / np.maximum(1e-8, np.maximum(np.abs(a), np.abs(b)))),
        ),
        "over-the-first": (
            "You divide by |a| alone; both numbers count: |a| + |b|.",
            lambda a, b: np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a))),
        ),
        "over-the-second": (
            "You divide by |b| alone; both numbers count: |a| + |b|.",
            lambda a, b: np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(b))),
        ),
        "norms": (
            "You used the norms of the whole arrays, ‖a − b‖ / (‖a‖ + ‖b‖), where a small element that is wrong "
            "drowns among large ones; here each element is compared by itself.",
            lambda a, b: np.sqrt(np.sum((a - b) ** 2)) / max(1e-8, np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))),
        ),
        "largest-over-largest": (
            "You divide the largest difference by the largest sum; divide each element by its own, then take the "
            "largest quotient.",
            lambda a, b: np.max(np.abs(a - b)) / np.maximum(1e-8, np.max(np.abs(a) + np.abs(b))),
        ),
        "no-bound": (
            "Zero against zero is 0/0: divide by max(1e-8, |a| + |b|).",
            lambda a, b: np.max(np.abs(a - b) / (np.abs(a) + np.abs(b))),
        ),
        "bound-added": (
            "1e-8 is a lower bound of |a| + |b|, a maximum; you add it.",
            lambda a, b: np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-8)),
        ),
        "sign-kept": (
            "The difference counts by its magnitude: without the absolute value a negative one is never the largest.",
            lambda a, b: np.max((a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))),
        ),
        "sum-then-magnitude": (
            "|a + b| vanishes for opposite signs; take the magnitudes first: |a| + |b|.",
            lambda a, b: np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a + b))),
        ),
    },
    hints=[
        "Is a difference of 0.001 large? What must it be compared with?",
        "Divide the magnitude of each difference by the sum of the two magnitudes, which must not be 0, and keep the "
        "worst element.",
        "max over i of |aᵢ − bᵢ| / max(1e-8, |aᵢ| + |bᵢ|); `np.maximum` compares element by element.",
    ],
)

# ── gradient_check ────────────────────────────────────────────────────────────────────────────────────────

# Functions to check, and gradients for them. The slopes 3x² + 4 are nowhere near 0, where every error is large.


def sum_of_cubics(x):
    return (x**3 + 4 * x).sum()


def slopes_of_cubics(x):
    return 3 * x**2 + 4


def slopes_with_the_sign_flipped(x):
    return -slopes_of_cubics(x)


def slopes_with_the_constant_forgotten(x):
    return 3 * x**2


def slopes_two_percent_too_large(x):
    return 1.02 * slopes_of_cubics(x)


def slopes_two_percent_too_small(x):
    return 0.98 * slopes_of_cubics(x)


def slopes_with_one_element_off(x):
    return slopes_of_cubics(x) * (1 + 2e-5 * (x == x.max()))


def slopes_with_one_element_right(x):
    return slopes_of_cubics(x) * (1 + 0.1 * (x != x.max()))


def slopes_whose_errors_cancel(x):
    return slopes_of_cubics(x) + (x - x.mean())


def slopes_too_large_by_8_of_ten_million(x):
    """A relative error of 4e-7."""
    return (1 + 8e-7) * slopes_of_cubics(x)


def slopes_too_large_by_16_of_ten_million(x):
    """A relative error of 8e-7."""
    return (1 + 16e-7) * slopes_of_cubics(x)


def slopes_too_large_by_24_of_ten_million(x):
    """A relative error of 1.2e-6."""
    return (1 + 24e-7) * slopes_of_cubics(x)


def a_million_times_cubics(x):
    return 1e6 * sum_of_cubics(x)


def slopes_of_a_million_times_cubics(x):
    return 1e6 * slopes_of_cubics(x)


def tiny_cubics(x):
    return 1e-8 * sum_of_cubics(x)


def ten_percent_too_large_for_tiny_cubics(x):
    return 1.1e-8 * slopes_of_cubics(x)


def steep_cubics(x):
    """Curved so much that a step of 1e-3 is too wide."""
    return (1000 * x**3 + x).sum()


def slopes_of_steep_cubics(x):
    return 3000 * x**2 + 1


def product_of_neighbours(x):
    return (x[1:] * x[:-1]).sum() + 20 * x.sum()


def slopes_of_a_plain_sum(x):
    return 20 + 0 * x


def always_three(x):
    return 3 + (0 * x).sum()


def nothing(x):
    return 0 * x


def error_is_within(f, grad, x, tolerance=1e-6):
    """The relative error of CS231n between autograd's gradient and the claimed one.

    Central differences are within 1e-7 of autograd's in every case, and no error is that near to its tolerance.
    """
    t = x.clone().requires_grad_()
    return bool(largest_relative_error(torch.autograd.grad(f(t), t)[0], grad(x)) <= tolerance)


def errors_at(f, grad, x, *, up=1, down=-1, distance=2):
    """The relative error of each element."""
    a, b = difference(f, x, 1e-5, up, down, distance * 1e-5), grad(x)
    return np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))


def absolute_errors_at(f, grad, x):
    return np.abs(difference(f, x, 1e-5, 1, -1, 2e-5) - grad(x))


def sums_agree(f, grad, x, tolerance=1e-6):
    a, b = difference(f, x, 1e-5, 1, -1, 2e-5).sum(), grad(x).sum()
    return abs(a - b) / max(1e-8, abs(a) + abs(b)) <= tolerance


def signed_error_is_within(f, grad, x, tolerance=1e-6, *, sign):
    a, b = difference(f, x, 1e-5, 1, -1, 2e-5), grad(x)
    return np.max(sign * (a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))) <= tolerance


def moved_all_at_once(f, grad, x, tolerance=1e-6):
    a, b = (f(x + 1e-5) - f(x - 1e-5)) / 2e-5, grad(x)
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))) <= tolerance


gradient_check = exercise(
    reference=error_is_within,
    source="Gradient",
    needs=["numerical_gradient", "relative_error"],
    cases={
        "the right gradient": call(sum_of_cubics, slopes_of_cubics, arrays(5, 6)),
        "the sign flipped": call(sum_of_cubics, slopes_with_the_sign_flipped, arrays(3, 4)),
        "a term forgotten": call(sum_of_cubics, slopes_with_the_constant_forgotten, arrays(5)),
        "two per cent too large": call(sum_of_cubics, slopes_two_percent_too_large, arrays(3, 4)),
        "two per cent too small": call(sum_of_cubics, slopes_two_percent_too_small, arrays(3, 4)),
        "one element off": call(sum_of_cubics, slopes_with_one_element_off, arrays(5, 6)),
        "all elements off but one": call(sum_of_cubics, slopes_with_one_element_right, arrays(5, 6)),
        "errors that cancel": call(sum_of_cubics, slopes_whose_errors_cancel, arrays(3, 4)),
        "two per cent, within a tolerance of two per cent": call(
            sum_of_cubics, slopes_two_percent_too_large, arrays(3, 4), tolerance=0.02
        ),
        "two per cent, beyond a tolerance of a thousandth": call(
            sum_of_cubics, slopes_two_percent_too_large, arrays(3, 4), tolerance=0.001
        ),
        "an error of 4e-7, beyond a tolerance of 1e-7": call(
            sum_of_cubics, slopes_too_large_by_8_of_ten_million, arrays(3, 4), tolerance=1e-7
        ),
        "an error of 8e-7": call(sum_of_cubics, slopes_too_large_by_16_of_ten_million, arrays(3, 4)),
        "an error of 1.2e-6": call(sum_of_cubics, slopes_too_large_by_24_of_ten_million, arrays(3, 4)),
        "a large gradient, right": call(a_million_times_cubics, slopes_of_a_million_times_cubics, arrays(3, 4)),
        "a tiny gradient, wrong": call(tiny_cubics, ten_percent_too_large_for_tiny_cubics, arrays(3, 4)),
        "a function that bends sharply": call(
            steep_cubics, slopes_of_steep_cubics, values([0.01, -0.02, 0.1, -0.05, 0.03])
        ),
        "elements that act on each other": call(product_of_neighbours, slopes_of_a_plain_sum, arrays(4)),
        "a flat function, without any tolerance": call(always_three, nothing, arrays(3, 4), tolerance=0.0),
        "a single number": call(sum_of_cubics, slopes_of_cubics, values(-1.5)),
    },
    laws=without("empty", "large", "rows"),
    misconceptions={
        "absolute": (
            "You compare the absolute error; what counts is the relative one: a large gradient is never exact, and "
            "a tiny one may be all wrong.",
            lambda f, grad, x, tolerance=1e-6: np.max(absolute_errors_at(f, grad, x)) <= tolerance,
        ),
        "mean": (
            "You average the errors, and one wrong element among many right ones drowns; take the largest.",
            lambda f, grad, x, tolerance=1e-6: np.mean(errors_at(f, grad, x)) <= tolerance,
        ),
        "any-element": (
            "Every element must be within the tolerance, not any: take the largest error.",
            lambda f, grad, x, tolerance=1e-6: np.min(errors_at(f, grad, x)) <= tolerance,
        ),
        "sums-compared": (
            "You compare the sums of the two gradients, where errors cancel; compare element by element.",
            sums_agree,
        ),
        "sign-kept-too-large": (
            "The difference counts by its magnitude: a gradient that is too large passes with you.",
            lambda f, grad, x, tolerance=1e-6: signed_error_is_within(f, grad, x, tolerance, sign=1),
        ),
        "sign-kept-too-small": (
            "The difference counts by its magnitude: a gradient that is too small passes with you.",
            lambda f, grad, x, tolerance=1e-6: signed_error_is_within(f, grad, x, tolerance, sign=-1),
        ),
        "tolerance-ignored": (
            "The parameter `tolerance` is not used: 1e-6 is only its default.",
            lambda f, grad, x, tolerance=1e-6: np.max(errors_at(f, grad, x)) <= 1e-6,
        ),
        "allclose": (
            "np.allclose has tolerances of its own, 1e-5 and 1e-8; compare the relative error with `tolerance`.",
            lambda f, grad, x, tolerance=1e-6: np.allclose(difference(f, x, 1e-5, 1, -1, 2e-5), grad(x)),
        ),
        "forward-difference": (
            "A forward difference is off by more than the tolerance; use central ones, numerical_gradient.",
            lambda f, grad, x, tolerance=1e-6: np.max(errors_at(f, grad, x, up=1, down=0, distance=1)) <= tolerance,
        ),
        "exact": (
            "Two ways of computing hardly ever agree to the last digit: allow an error up to `tolerance`.",
            lambda f, grad, x, tolerance=1e-6: np.max(errors_at(f, grad, x)) == 0,
        ),
        "inside-out": (
            "True means that the gradient is right: the error is at most `tolerance`.",
            lambda f, grad, x, tolerance=1e-6: np.max(errors_at(f, grad, x)) > tolerance,
        ),
        "each-element-answered": (
            "Return one True or False for the whole gradient, not one for each element.",
            lambda f, grad, x, tolerance=1e-6: errors_at(f, grad, x) <= tolerance,
        ),
        "all-at-once": (
            "You move all elements of x at once; a partial derivative moves one: use numerical_gradient.",
            moved_all_at_once,
        ),
        "always-true": (
            "This passes whatever the gradient is: compare it with the numerical one.",
            lambda f, grad, x, tolerance=1e-6: True,
        ),
    },
    hints=[
        "You have f, and a function that is said to be its gradient. What can be measured without believing it?",
        "Take the numerical gradient of f at x and the claimed one, and look at their relative error.",
        "relative_error(numerical_gradient(f, x), grad(x)) <= tolerance.",
    ],
)

# ── quadratic_gradient ────────────────────────────────────────────────────────────────────────────────────

A_TARGET = drawn(lambda rng: float(3 * rng.standard_normal()))


def autograd_of_half_the_squared_error(theta, x, y):
    theta = theta.double().requires_grad_()
    return torch.autograd.grad(0.5 * (theta.dot(x.double()) - y) ** 2, theta)[0]


quadratic_gradient = exercise(
    reference=autograd_of_half_the_squared_error,
    source="Gradient",
    laws=without("0-d", "rows", "empty"),
    needs=["dot"],
    cases={
        "many weights": call(arrays(31), arrays(31), A_TARGET),
        "two weights, as in the lecture notes": call(arrays(2), arrays(2), A_TARGET),
        "one weight": call(arrays(1), arrays(1), A_TARGET),
        "a prediction that is too small": call(values([0.5, -1.0, 2.0]), values([1.0, 3.0, -0.5]), 4.5),
        "a prediction that is too large": call(values([0.5, -1.0, 2.0]), values([-1.0, -3.0, 0.5]), -4.5),
        "a prediction that is right": call(values([2.0, -1.0, 0.5]), values([3.0, 1.0, 4.0]), 7.0),
        "weights of zero": call(values([0.0, 0.0, 0.0]), arrays(3), A_TARGET),
        "a target of zero": call(arrays(4), arrays(4), 0.0),
    },
    misconceptions={
        "two": (
            "The half cancels the 2 of the square: (θ·x − y) x, without a factor.",
            lambda theta, x, y: 2 * (theta @ x - y) * x,
        ),
        "half": (
            "The square brings a 2, which cancels the half: (θ·x − y) x, without a factor.",
            lambda theta, x, y: 0.5 * (theta @ x - y) * x,
        ),
        "sign-flipped": (
            "The sign is flipped: prediction minus target, θ·x − y.",
            lambda theta, x, y: (y - theta @ x) * x,
        ),
        "inner-derivative-forgotten": (
            "By the chain rule the error is multiplied by the slope of θ·x, which is x.",
            lambda theta, x, y: (theta @ x - y) * np.ones(x.shape),
        ),
        "error-alone": (
            "By the chain rule the error is multiplied by x: the gradient has an element for each weight.",
            lambda theta, x, y: theta @ x - y,
        ),
        "with-respect-to-x": (
            "That is the gradient with respect to x; the weights θ are what is learnt: multiply the error by x.",
            lambda theta, x, y: (theta @ x - y) * theta,
        ),
        "target-forgotten": (
            "The target is missing: the error is θ·x − y.",
            lambda theta, x, y: (theta @ x) * x,
        ),
        "not-summed": (
            "θ·x is one number, the sum over all weights; you keep the products apart.",
            lambda theta, x, y: (theta * x - y) * x,
        ),
        "loss": (
            "That is ½(θ·x − y)² itself; its gradient is asked.",
            lambda theta, x, y: 0.5 * (theta @ x - y) ** 2,
        ),
    },
    hints=[
        "J is the square of an error, and the error depends on θ. Which rule takes a derivative through both?",
        "The outer derivative is the error itself, since the half cancels the 2; the inner one is that of θ·x.",
        "(θ·x − y) · x.",
    ],
)
