"""A week, a topic or an exercise as a notebook to work in: what each exercise asks, its stub, and cells that grade.

The same course gives the same bytes. Exercises keep the ids of their cells, so that versions can be compared.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dlgrade.course import Course, Selection, Topic
from dlgrade.docstring import Statement, parse
from dlgrade.messages import _, tell
from dlgrade.sentences import stub_text
from dlgrade.suite.exercise import Exercise

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
TODO = "raise NotImplementedError"
# Whatever means something to Markdown; what stands between backticks stays.
_MARKUP = re.compile(r"(`[^`]*`)|([\\*_<$\[~])")
_FORMULA = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_ENTRY = re.compile(r"^(\*{0,2}\w+(?:, \*{0,2}\w+)*): +(.*)$")


def compose(course: Course, selection: Selection) -> str:
    """The notebook of a selection, as the text of its file."""
    import nbformat

    notebook = nbformat.v4.new_notebook(metadata=METADATA, cells=list(_cells(course, selection)))
    nbformat.validate(notebook)
    return f"{nbformat.writes(notebook)}\n"


def file_name(selection: Selection) -> str:
    """How its file is called: `week03.ipynb` sorts before `week12.ipynb`."""
    is_week = selection.week is not None and selection.name == f"week{selection.week}"
    return f"week{selection.week:02d}.ipynb" if is_week else f"{selection.name}.ipynb"


def _cells(course: Course, selection: Selection) -> Iterator[Any]:
    topics: dict[Topic, list[Exercise]] = {}
    for exercise in selection.exercises:
        topics.setdefault(course.topic_of(exercise), []).append(exercise)
    yield _text("title", [f"# {_title(selection, list(topics))}", _how_to(selection)])
    yield _code("setup", "%load_ext dlgrade")
    known: set[str] = set()
    for topic, exercises in topics.items():
        yield from _topic(course, topic, exercises, known)
        if len(topics) > 1:
            yield _code(f"{topic.name}-grade", f"%dlgrade {topic.name}")
    if len(topics) > 1:
        yield _text("all", [f"## {_('All of it')}"])
    yield _code("grade", f"%dlgrade {selection.name}")


def _title(selection: Selection, topics: Sequence[Topic]) -> str:
    if len(topics) > 1 and selection.week is not None:
        return _("Week {week}", week=selection.week)
    single = selection.exercises[0].name if len(selection.exercises) == 1 else ""
    return f"`{single}`" if single == selection.name else _plain(tell(topics[0].about.title))


def _how_to(selection: Selection) -> str:
    return _(
        "Write each function in its cell in place of `raise NotImplementedError`, with NumPy and the standard library "
        "alone, and run the cell. A cell with `%dlgrade` shows what is right so far and what to mend; "
        "`dlgrade {name} {file}` does the same with the saved file.",
        name=selection.name, file=file_name(selection),
    )  # fmt: skip


def _topic(course: Course, topic: Topic, exercises: Sequence[Exercise], known: set[str]) -> Iterator[Any]:
    source = stub_text(topic.stub_path)
    tree = ast.parse(source)
    yield _text(f"{topic.name}-topic", [f"## {_plain(tell(topic.about.title))}"])
    # What was imported above need not be imported again.
    head = [ast.get_source_segment(source, node) or "" for node in tree.body if _is_head(node)]
    if new := [line for line in head if line not in known]:
        yield _code(f"{topic.name}-imports", "\n".join(new))
    known.update(head)
    nodes = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for exercise in exercises:
        node = nodes[exercise.name]
        statement = parse("", ast.get_docstring(node) or "")
        yield _text(f"{exercise.name}-text", _statement(course, exercise, statement))
        yield _code(exercise.name, stub(source, node))


def _is_head(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom | ast.Assign)


def stub(source: str, node: ast.FunctionDef | ast.ClassDef) -> str:
    """The stub with the first line of its docstring alone: the rest stands above it, with its formula drawn."""
    lines = source.split("\n")[node.lineno - 1 : node.end_lineno]
    first = node.body[0]
    if ast.get_docstring(node) is not None and isinstance(first, ast.Expr):
        begin, end = first.lineno - node.lineno, (first.end_lineno or 0) - node.lineno
        opening = lines[begin].rstrip()
        if "\\" not in opening:
            opening = opening.replace('r"""', '"""', 1)
        lines[begin : end + 1] = [opening if begin == end else f'{opening}"""']
    return "\n".join(lines)


# ── What an exercise asks ─────────────────────────────────────────────────────────────────────────────────


def _statement(course: Course, exercise: Exercise, statement: Statement) -> Iterator[str]:
    bonus = f" ({_('bonus')})" if exercise.bonus else ""
    yield f"### `{exercise.name}`{bonus}"
    yield _plain(tell(statement.summary))
    if statement.formula:
        yield _formula(statement.formula)
    if statement.text:
        yield _plain(tell(statement.text))
    titles = {"Args": _("Arguments"), "Returns": _("Returns"), "Raises": _("Raises"), "Source": _("Source")}
    for key, title in titles.items():
        if text := statement.sections.get(key):
            told = _section(tell(text))
            yield f"**{title}**\n\n{told}" if told.startswith("- ") else f"**{title}** {told}"
    if example := statement.sections.get("Example"):
        yield f"**{_('Example')}**\n\n```python\n{example}\n```"
    if exercise.needs:
        yield f"**{_('Builds on')}** {', '.join(_place(course, exercise, name) for name in exercise.needs)}"


def _place(course: Course, exercise: Exercise, name: str) -> str:
    """An exercise, with its week where that is another."""
    # Those of the same week are at hand; to look through all weeks takes longer.
    if any(other.name == name for other in course.exercises(exercise.week)):
        return f"`{name}`"
    week = course.exercise(name).week
    return _("`{name}` (week {week})", name=name, week=week)


def _section(text: str) -> str:
    """A list where each entry begins with a name, as arguments do, else a paragraph."""
    lines = text.split("\n")
    if not _ENTRY.match(lines[0]):
        return _plain(text)
    found: list[str] = []
    for line in lines:
        if entry := _ENTRY.match(line):
            names = ", ".join(f"`{name.strip()}`" for name in entry[1].split(","))
            found.append(f"- {names}: {_plain(entry[2])}")
        else:
            found[-1] += f" {_plain(line.strip())}"
    return "\n".join(found)


def _plain(text: str) -> str:
    """Sentences in which only backticks are markup, a paragraph on one line: Jupyter keeps the ends of lines."""
    parts = (part.strip() for part in _FORMULA.split(text))
    return "\n\n".join(_formula(part) if index % 2 else _prose(part) for index, part in enumerate(parts) if part)


def _prose(text: str) -> str:
    paragraphs = (" ".join(line.strip() for line in part.split("\n")) for part in text.split("\n\n"))
    return _MARKUP.sub(lambda found: found[1] or f"\\{found[2]}", "\n\n".join(paragraphs))


def _formula(latex: str) -> str:
    return f"$$\n{' '.join(latex.split())}\n$$"


def _text(cell_id: str, parts: Iterable[str]) -> Any:
    import nbformat

    return nbformat.v4.new_markdown_cell("\n\n".join(parts), id=cell_id[:64])


def _code(cell_id: str, source: str) -> Any:
    import nbformat

    return nbformat.v4.new_code_cell(source, id=cell_id[:64])
