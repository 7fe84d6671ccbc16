"""What an exception has to do with: a name, shapes that do not fit, an index. One next step for each kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dlgrade.judge.question import Asked
from dlgrade.judge.relations.evidence import Evidence, Found, fill
from dlgrade.messages import Message, say
from dlgrade.worker.observe import Error

SHAPES = re.compile(r"\([0-9][0-9, ]*\)")
RESHAPE = re.compile(r"cannot reshape array of size (\d{1,12}) into shape (\([0-9, -]{1,60}\))")

# Parts of what NumPy and Python say: the id of the relation, and what to do next.
SAID: tuple[tuple[str, str, Message], ...] = (
    (
        "to unpack",
        "other-count",
        say("There are not as many values on the right of `=` as names on the left: print the right side."),
    ),
    (
        "truth value of an array",
        "truth-of-an-array",
        say(
            "`if`, `and`, `or`, `not` and `max` take one truth value, an array has many: use np.where, & and "
            "|, or np.maximum."
        ),
    ),
    (
        "setting an array element with a sequence",
        "array-for-a-number",
        say("An array stands where one number belongs: index it, or reduce it first."),
    ),
    (
        "inhomogeneous",
        "array-for-a-number",
        say("Rows of different lengths do not make an array: print their shapes before that line."),
    ),
    (
        "need at least one array",
        "nothing-there",
        say("A list of arrays is empty: is something appended to it in every case?"),
    ),
    (
        "zero-size array",
        "nothing-there",
        say("A maximum or minimum of no numbers is asked for: which index or mask leaves none?"),
    ),
    (
        "must have the same shape",
        "shapes-do-not-fit",
        say("Arrays of different shapes are put together: print each shape before, and broadcast the smaller ones."),
    ),
    (
        "must match exactly",
        "shapes-do-not-fit",
        say("Arrays are joined that differ along another axis: print each shape before that line."),
    ),
    (
        "shape-mismatch",
        "shapes-do-not-fit",
        say("The shapes of two arrays do not fit: print both before that line, and say what each axis stands for."),
    ),
    (
        "zero-dimensional arrays cannot be concatenated",
        "number-for-an-array",
        say("A single number stands where an array belongs: np.atleast_1d, or a list around it."),
    ),
    (
        "axes don't match",
        "axis-missing",
        say("As many axes have to be named as the array has: print its shape before that line."),
    ),
    ("repeated axis", "axis-twice", say("An axis is named twice: each has to stand once.")),
    ("duplicate value in 'axis'", "axis-twice", say("An axis is named twice: each has to stand once.")),
    (
        "out of bounds for axis",
        "index-too-large",
        say("An index is not below the length of its axis: where does counting begin, and where should it end?"),
    ),
    (
        "boolean index did not match",
        "shapes-do-not-fit",
        say("A mask has to have the shape of what it picks from: print both shapes."),
    ),
)
NEXT_STEP: dict[str, tuple[str, Message]] = {
    "NameError": ("undefined-name", say("A name is used that was never given a value: is it spelt alike everywhere?")),
    "UnboundLocalError": (
        "undefined-name",
        say("A variable gets its value in a branch that was not taken: give it one before."),
    ),
    "IndexError": (
        "index-too-large",
        say(
            "An index is not below the length of its axis, or there are more indices than axes: print the shape before."
        ),
    ),
    "AxisError": (
        "axis-missing",
        say("An axis is named that the array does not have: print its shape before that line."),
    ),
    "TypeError": (
        "wrong-type",
        say("Something is not of the type that this line takes it for: print the `type` of each part before."),
    ),
    "AttributeError": (
        "no-such-attribute",
        say("The object is of another type than you think: print its `type` before."),
    ),
    "KeyError": ("no-such-key", say("A key is looked up that was never put in: print the keys before that line.")),
    "ZeroDivisionError": ("division-by-zero", say("A divisor is 0 for this call: where does it come from?")),
    "RecursionError": (
        "endless-recursion",
        say("The function calls itself without end: which call should be the last?"),
    ),
    "ModuleNotFoundError": (
        "no-such-module",
        say("Only NumPy and the standard library are there: write that part yourself."),
    ),
}


def raised(evidence: Evidence) -> Found | None:
    """The next step after an exception, if the first case that fails raised it and no other exception follows."""
    failing = [a for a in evidence.asked if a.fault and a.case.law is None and a.fault.kind != "todo"]
    if failing and all(a.fault and a.fault.kind == "no error" for a in failing):
        return _not_refused(failing)
    errors = [a.outcome.error for a in failing if a.outcome.error is not None]
    if not errors or failing[0].outcome.error is None:
        return None
    first = errors[0]
    if any(e.type_name != first.type_name for e in errors):
        return None
    return _told(first) or _refused(evidence, first)


def _not_refused(failing: Sequence[Asked]) -> Found:
    """Everything is right but for what should be refused."""
    return Found(
        "relation/not-refused",
        say(
            "Everything that has an answer is right. What has none should raise {error}: test for it first.",
            error=failing[0].case.inputs.error,
        ),
    )


def _refused(evidence: Evidence, error: Error) -> Found | None:
    """What has an answer is refused as only what has none should be."""
    if any(case.inputs.error == error.type_name for case in evidence.exercise.cases):
        message = say(
            "This call has an answer, but {error} is raised as for one that has none: look at the condition before "
            "`raise`, or at what that line is given.",
            error=error.type_name,
        )
        return Found("relation/refused", message)
    return None


def _told(error: Error) -> Found | None:
    text = error.text
    if "broadcast" in text or "matmul:" in text or "not aligned" in text:
        return Found("relation/shapes-do-not-fit", _shapes(text))
    if (match := RESHAPE.search(text)) is not None:
        sentence = say("{count} numbers do not fill the shape {shape}: count what each axis should hold.")
        return Found("relation/other-size", fill(sentence, count=match[1], shape=match[2]))
    for part, name, message in SAID:
        if part in text:
            return Found(f"relation/{name}", message)
    if error.type_name in NEXT_STEP:
        name, message = NEXT_STEP[error.type_name]
        return Found(f"relation/{name}", message)
    return None


def _shapes(text: str) -> Message:
    found = SHAPES.findall(text)
    if len(found) >= 2:
        return say(
            "Arrays of shapes {one} and {other} meet and do not fit: say for each axis what it stands for, then "
            "transpose one, or keep an axis by `keepdims=True`.",
            one=found[0][:60],
            other=found[1][:60],
        )
    return say("The shapes of two arrays do not fit: print both before that line, and say what each axis stands for.")
