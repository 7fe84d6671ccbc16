"""A wrong gradient is held against the student's own forward, and the report says which of the two to mend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import grade_path
from dlgrade.author.proof import prove
from dlgrade.author.structure import check_structure
from dlgrade.course import Course
from dlgrade.records import ExerciseResult
from dlgrade.suite.gradient import gradient, vjp
from dlgrade.suite.inputs import Call

SUITE = '''"""Hidden suite: a product and its gradients."""

from dlgrade.suite import arrays, call, exercise, gradient, only, topic, torch, vjp

about = topic("Products", order=1)


def squares(answer, x, weight):
    return float((answer**2).sum())


def torch_backward(dout, x, weight):
    x, weight = x.requires_grad_(), weight.requires_grad_()
    return torch.autograd.grad((dout * (x @ weight)).sum(), (x, weight))


def torch_squares(x, weight):
    weight = weight.requires_grad_()
    return torch.autograd.grad(((x @ weight) ** 2).sum(), weight)[0]


def swapped(dout, x, weight):
    return (x.T @ dout, dout @ weight.T)


product = exercise(
    reference=lambda x, weight: x @ weight,
    source="Products",
    laws=only("unchanged"),
    cases={"a batch": call(arrays(5, 3), arrays(3, 4))},
    misconceptions={"sum": ("Multiply, do not add.", lambda x, weight: x.sum() + weight.sum())},
    hints=["a", "b", "c"],
)
product_backward = exercise(
    reference=torch_backward,
    source="Products",
    laws=only("unchanged"),
    cases={"a batch": call(arrays(5, 4), arrays(5, 3), arrays(3, 4))},
    misconceptions={"swapped": ("You returned the two in the other order.", swapped)},
    hints=["a", "b", "c"],
    gradient_of=vjp("product"),
)
squares_gradient = exercise(
    reference=torch_squares,
    source="Products",
    laws=only("unchanged"),
    cases={"a batch": call(arrays(5, 3), arrays(3, 4))},
    misconceptions={"half": ("The factor 2 is missing.", lambda x, weight: x.T @ (x @ weight))},
    hints=["a", "b", "c"],
    gradient_of=gradient("product", wrt=1, objective=squares),
)
'''

FORWARD = "def product(x, weight):\n    return x @ weight\n"
WRONG_FORWARD = "def product(x, weight):\n    return 2 * (x @ weight)\n"
BACKWARD = "def product_backward(dout, x, weight):\n    return {factor} * dout @ weight.T, {factor} * x.T @ dout\n"
MESS = (
    "import numpy as np\n\n\ndef product_backward(dout, x, weight):\n"
    "    return np.cos(9 * dout) @ weight.T, np.cos(9 * x.T) @ dout\n"
)


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., ExerciseResult]:
    """Grade a submission in a course of a product and its gradients."""
    course = Course(*(tmp_path / tree for tree in ("exercises", "solutions", "suites", "demo")))
    (course.suites_dir / "week01").mkdir(parents=True)
    (course.suites_dir / "week01" / "products.py").write_text(SUITE, encoding="utf-8")

    def run(name: str, text: str) -> ExerciseResult:
        path = tmp_path / "answer.py"
        path.write_text(text, encoding="utf-8")
        return next(grade_path(course, path, (name,)).exercises())

    return run


def test_a_gradient_that_fits_its_own_wrong_forward_is_told_to_mend_the_forward(
    told: Callable[..., ExerciseResult],
) -> None:
    result = told("product_backward", WRONG_FORWARD + BACKWARD.format(factor=2))
    assert result.diagnosis is not None
    assert result.diagnosis.id == "gradient/fits-own-forward"
    assert str(result.diagnosis.message) == (
        "It is the right gradient of your own product, but your product is wrong: mend product first."
    )
    assert str(result.verdict) == "failed"


def test_a_wrong_gradient_of_a_right_forward_is_the_one_to_mend(told: Callable[..., ExerciseResult]) -> None:
    result = told("product_backward", FORWARD + MESS)
    assert result.diagnosis is not None
    assert result.diagnosis.id == "gradient/forward-is-right"
    assert str(result.diagnosis.message) == (
        "Your product is right here, and product_backward is not its gradient: mend product_backward."
    )


def test_where_both_are_wrong_the_forward_comes_first(told: Callable[..., ExerciseResult]) -> None:
    result = told("product_backward", WRONG_FORWARD + MESS)
    assert result.diagnosis is not None
    assert result.diagnosis.id == "gradient/both-wrong"
    assert "mend product first" in str(result.diagnosis.message)


def test_a_known_mistake_keeps_its_name_and_tells_of_the_forward_too(told: Callable[..., ExerciseResult]) -> None:
    swapped = "def product_backward(dout, x, weight):\n    return x.T @ dout, dout @ weight.T\n"
    result = told("product_backward", FORWARD + swapped)
    assert result.diagnosis is not None
    assert result.diagnosis.id == "product_backward/swapped"
    assert str(result.diagnosis.message).startswith("You returned the two in the other order. Your product is right")


def test_what_relation_a_wrong_gradient_has_is_told_with_what_is_to_be_mended(
    told: Callable[..., ExerciseResult],
) -> None:
    result = told("product_backward", FORWARD + BACKWARD.format(factor=11))
    assert result.diagnosis is not None
    assert result.diagnosis.id == "relation/constant-factor"
    assert str(result.diagnosis.message).startswith("All your numbers are 11 times what they should be")
    assert "Your product is right here" in str(result.diagnosis.message)


@pytest.mark.parametrize(
    "forward",
    ["", "def product(x, weight):\n    raise NotImplementedError\n", "def product(x, weight):\n    return x.nothing\n"],
)
def test_without_a_forward_that_answers_nothing_is_said_of_it(
    told: Callable[..., ExerciseResult], forward: str
) -> None:
    assert told("product_backward", forward + MESS).diagnosis is None


def test_a_right_gradient_passes_whatever_the_forward_is(told: Callable[..., ExerciseResult]) -> None:
    assert str(told("product_backward", WRONG_FORWARD + BACKWARD.format(factor=1)).verdict) == "passed"


def test_the_slopes_of_an_objective_are_those_of_a_number_made_of_the_answer(
    told: Callable[..., ExerciseResult],
) -> None:
    # product is twice too large, so its square four times: d/dW of the sum of squares is 4 · 2 xᵀ(xW).
    text = WRONG_FORWARD + "def squares_gradient(x, weight):\n    return 8 * x.T @ (x @ weight)\n"
    result = told("squares_gradient", text)
    assert result.diagnosis is not None
    assert result.diagnosis.id == "gradient/fits-own-forward"


def test_a_forward_that_changes_its_arguments_does_not_spoil_the_slopes(told: Callable[..., ExerciseResult]) -> None:
    greedy = "def product(x, weight):\n    y = x @ weight\n    x[...] = 0\n    weight[...] = 0\n    return y\n"
    result = told("product_backward", greedy + MESS)
    assert result.diagnosis is not None
    assert result.diagnosis.id == "gradient/forward-is-right"


def test_a_backward_that_is_not_given_the_input_says_where_the_forward_stands() -> None:
    declared = vjp("softmax", at=lambda dout, probs, axis=-1: (dout, (np.log(probs),), {"axis": axis}))
    call = Call((np.ones(3), np.array([0.2, 0.3, 0.5])), {"axis": 0})
    assert declared.forward_call(call).kwargs == {"axis": 0}
    assert np.array_equal(declared.forward_call(call).args[0], np.log([0.2, 0.3, 0.5]))


def test_a_gradient_of_no_exercise_is_a_fault_of_the_course(tmp_path: Path) -> None:
    course = Course(*(tmp_path / tree for tree in ("exercises", "solutions", "suites", "demo")))
    (course.suites_dir / "week01").mkdir(parents=True)
    suite = SUITE.replace('vjp("product")', 'vjp("nothing")')
    (course.suites_dir / "week01" / "products.py").write_text(suite, encoding="utf-8")
    found = [str(p.message) for p in check_structure(course, course.exercises(), ())]
    assert "product_backward is the gradient of nothing, no exercise" in found


def test_a_gradient_that_does_not_fit_the_solutions_is_a_fault_of_the_course(tmp_path: Path) -> None:
    course = Course(*(tmp_path / tree for tree in ("exercises", "solutions", "suites", "demo")))
    (course.suites_dir / "week01").mkdir(parents=True)
    (course.solutions_dir / "week01").mkdir(parents=True)
    suite = SUITE.replace("gradient_of=vjp(", "gradient_of=vjp(wrt=(1,), of=")
    (course.suites_dir / "week01" / "products.py").write_text(suite, encoding="utf-8")
    squares = "def squares_gradient(x, weight):\n    return 2 * x.T @ (x @ weight)\n"
    text = FORWARD + BACKWARD.format(factor=1) + squares
    (course.solutions_dir / "week01" / "products.py").write_text(text, encoding="utf-8")
    found = [str(p.message) for p in prove(course, course.exercises())]
    assert found == ["the solution of product_backward does not fit finite differences of product; look at gradient_of"]


def test_the_gradient_of_a_sum_is_asked_with_an_upstream_gradient_of_one() -> None:
    call = gradient("relu").slopes_call(Call((np.array([1.0, -1.0]),), {}))
    assert call.args[0] == 1.0
    assert call.args[3] == [0]
