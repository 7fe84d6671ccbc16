"""The checks as tests of pytest."""

import homework
import pytest
from checks import QUESTIONS, check


@pytest.mark.parametrize(("name", "case"), QUESTIONS)
def test_the_answer_is_that_of_torch(name, case):
    check(getattr(homework, name), name, case)
