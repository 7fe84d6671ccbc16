"""Notebooks as students hand them in: one clean notebook, mangled in all the ways that editors and people have.

Each mangling is a function from the notebook to the bytes of a file. `LOST` says which exercises it costs, and the
cells that have to be named. `python tests/mangled_notebooks.py FOLDER` writes them all.
"""

from __future__ import annotations

import copy
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

Notebook = dict[str, Any]
Mangling = Callable[[Notebook], bytes]

RELU = '''def relu(x):
    """Pass positive inputs through.

    %timeit is no magic in here.
    """
    return np.maximum(x, ZERO)'''
LEAKY = """def leaky_relu(x, negative_slope=SLOPE):
    # Each side of zero by itself.
    positive = relu(x)
    return positive + negative_slope * np.minimum(x, ZERO)"""
HELPER = """def stable(x):
    return np.exp(-np.abs(x))"""
SIGMOID = """def sigmoid(x):
    z = stable(x)
    return np.where(x >= 0, 1 / (1 + z), z / (1 + z))"""
TANH = """def tanh(x):
    return 2 * sigmoid(2 * np.asarray(x, dtype=float)) - 1"""
SOFTMAX = """def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)"""

# Numbers of cells, counted from 1 as messages do.
TITLE, NUMPY, CONSTANTS, TEXT, RELU_CELL, LEAKY_CELL, HELPER_CELL, SIGMOID_CELL, TANH_CELL, SOFTMAX_CELL = range(1, 11)
SOURCES = [
    "# Homework", "import numpy as np", "ZERO = 0.0\nSLOPE = 1e-2", "The hinges:", RELU, LEAKY, HELPER, SIGMOID, TANH,
    SOFTMAX,
]  # fmt: skip
EXERCISES = ("relu", "leaky_relu", "sigmoid", "tanh", "softmax")
MANGLINGS: dict[str, Mangling] = {}
# By the name of a mangling: exercises that it costs, and the cell that the message has to name.
LOST: dict[str, dict[str, int]] = {}


def clean() -> Notebook:
    """The notebook as it should be: format 4.5, a cell for each function."""
    new = nbformat.v4
    cells = [
        (new.new_markdown_cell if number in (TITLE, TEXT) else new.new_code_cell)(source, id=f"cell-{number}")
        for number, source in enumerate(SOURCES, start=1)
    ]
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": "3.12.1"},
    }
    notebook: Notebook = json.loads(nbformat.writes(new.new_notebook(cells=cells, metadata=metadata)))
    return notebook


def mangling(*, lost: dict[str, int] | None = None) -> Callable[[Callable[[Notebook], Any]], Mangling]:
    """Enter a function into the corpus; what it returns, or leaves of the notebook, becomes a file."""

    def enter(function: Callable[[Notebook], Any]) -> Mangling:
        def mangle(notebook: Notebook) -> bytes:
            own = copy.deepcopy(notebook)
            result = function(own)
            return result if isinstance(result, bytes) else written(own if result is None else result)

        MANGLINGS[function.__name__] = mangle
        LOST[function.__name__] = lost or {}
        return mangle

    return enter


def written(notebook: Notebook) -> bytes:
    return json.dumps(notebook, indent=1, ensure_ascii=False).encode()


def code(source: str, **parts: Any) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source, **parts}


def text(notebook: Notebook, number: int) -> str:
    return "".join(notebook["cells"][number - 1]["source"])


def put(notebook: Notebook, number: int, source: str) -> None:
    notebook["cells"][number - 1]["source"] = source


def insert(notebook: Notebook, after: int, *cells: dict[str, Any]) -> None:
    notebook["cells"][after:after] = cells


def each_code(notebook: Notebook, change: Callable[[str], str]) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = change("".join(cell["source"]))


# ── The order and the number of cells ─────────────────────────────────────────────────────────────────────


@mangling()
def cells_upside_down(notebook: Notebook) -> None:
    notebook["cells"].reverse()


@mangling()
def cells_shuffled(notebook: Notebook) -> None:
    random.Random(1).shuffle(notebook["cells"])


@mangling()
def cells_shuffled_otherwise(notebook: Notebook) -> None:
    random.Random(2).shuffle(notebook["cells"])


@mangling()
def all_in_one_cell(notebook: Notebook) -> None:
    sources = [text(notebook, n) for n in range(1, len(SOURCES) + 1) if n not in (TITLE, TEXT)]
    notebook["cells"] = [code("\n\n".join(sources), id="all")]


@mangling()
def every_cell_twice(notebook: Notebook) -> None:
    """With the same ids: what copying a file together does."""
    notebook["cells"] += copy.deepcopy(notebook["cells"])


@mangling()
def a_first_attempt_above(notebook: Notebook) -> None:
    insert(notebook, TITLE, code("def relu(x):\n    return x"), code("def softmax(x):\n    raise NotImplementedError"))


@mangling()
def a_first_attempt_far_above_with_a_syntax_error(notebook: Notebook) -> None:
    insert(notebook, TITLE, code("def relu(x:\n    return x"))


@mangling()
def a_broken_copy_below(notebook: Notebook) -> None:
    """The kernel still has the one that ran."""
    insert(notebook, SOFTMAX_CELL, code("def relu(x)\n    return x"))


@mangling()
def empty_cells_everywhere(notebook: Notebook) -> None:
    empty = [code(""), code("\n\n  \n"), code("# later")]
    notebook["cells"] = [part for cell in notebook["cells"] for part in (*empty, cell)]


@mangling()
def text_cells_deleted(notebook: Notebook) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


@mangling(lost={"softmax": 0})
def a_cell_deleted(notebook: Notebook) -> None:
    del notebook["cells"][SOFTMAX_CELL - 1]


@mangling()
def imports_in_the_last_cell(notebook: Notebook) -> None:
    notebook["cells"].append(notebook["cells"].pop(NUMPY - 1))


@mangling()
def the_import_in_every_cell(notebook: Notebook) -> None:
    each_code(notebook, lambda source: f"import numpy as np\n{source}")


@mangling()
def a_future_import_below(notebook: Notebook) -> None:
    insert(notebook, SOFTMAX_CELL, code("from __future__ import annotations"))


# ── Cells that are cut, moved or broken ───────────────────────────────────────────────────────────────────


@mangling(lost={"sigmoid": SIGMOID_CELL, "tanh": 0})
def a_function_split_before_its_return(notebook: Notebook) -> None:
    head, _, tail = SIGMOID.rpartition("\n")
    put(notebook, SIGMOID_CELL, head)
    insert(notebook, SIGMOID_CELL, code(tail))


@mangling(lost={"tanh": TANH_CELL})
def a_function_split_below_its_head(notebook: Notebook) -> None:
    head, _, tail = TANH.partition("\n")
    put(notebook, TANH_CELL, head)
    insert(notebook, TANH_CELL, code(tail))


@mangling(lost={"relu": RELU_CELL, "leaky_relu": 0})
def a_function_split_within_its_docstring(notebook: Notebook) -> None:
    head, _, tail = RELU.partition("\n\n")
    put(notebook, RELU_CELL, head)
    insert(notebook, RELU_CELL, code(tail))


@mangling(lost={"softmax": SOFTMAX_CELL})
def a_function_split_in_three(notebook: Notebook) -> None:
    first, second, third = SOFTMAX.split("\n")
    put(notebook, SOFTMAX_CELL, first + "\n    x = np.asarray(x)")
    insert(notebook, SOFTMAX_CELL, code(second), code(third))


@mangling()
def cells_split_between_functions(notebook: Notebook) -> None:
    put(notebook, RELU_CELL, f"{RELU}\n\n{LEAKY}")
    put(notebook, LEAKY_CELL, "relu(np.ones(3))")


@mangling(lost={"tanh": TANH_CELL})
def a_syntax_error(notebook: Notebook) -> None:
    put(notebook, TANH_CELL, TANH.replace("return", "retrun"))


@mangling(lost={"tanh": TANH_CELL})
def an_error_that_only_the_compiler_sees(notebook: Notebook) -> None:
    put(notebook, TANH_CELL, f"{TANH}\n    break")


@mangling(lost={"softmax": SOFTMAX_CELL})
def a_merge_conflict(notebook: Notebook) -> None:
    put(notebook, SOFTMAX_CELL, f"<<<<<<< HEAD\n{SOFTMAX}\n=======\n{SOFTMAX}\n>>>>>>> mine")


@mangling()
def a_cell_indented_as_a_whole(notebook: Notebook) -> None:
    put(notebook, TANH_CELL, "\n".join(f"    {line}" for line in TANH.split("\n")))


@mangling()
def cells_pasted_from_a_session(notebook: Notebook) -> None:
    first, *rest = TANH.split("\n")
    put(notebook, TANH_CELL, "\n".join([f">>> {first}", *(f"... {line}" for line in rest)]))


@mangling()
def tabs_for_blanks(notebook: Notebook) -> None:
    each_code(notebook, lambda source: source.replace("    ", "\t"))


@mangling(lost={"softmax": SOFTMAX_CELL})
def written_to_a_file_instead(notebook: Notebook) -> None:
    put(notebook, SOFTMAX_CELL, f"%%writefile softmax.py\n{SOFTMAX}")


@mangling(lost={"relu": RELU_CELL, "leaky_relu": 0})
def a_function_made_by_a_call(notebook: Notebook) -> None:
    put(notebook, RELU_CELL, "relu = np.vectorize(lambda x: max(x, 0))")


@mangling(lost={"tanh": TANH_CELL})
def a_default_that_no_cell_gives(notebook: Notebook) -> None:
    put(notebook, TANH_CELL, TANH.replace("(x)", "(x, options=load_options())", 1))


# ── What else students leave in a notebook ────────────────────────────────────────────────────────────────


@mangling()
def magics_and_commands(notebook: Notebook) -> None:
    put(notebook, RELU_CELL, f"%timeit -n 1 relu(3)\n{RELU}\n\nfiles = !ls\n!echo don't stop\n%time relu(2)")
    insert(notebook, SOFTMAX_CELL, code("%dlgrade week3"), code("!git commit -am 'it''s done'"))
    magics = "%matplotlib inline\n%load_ext autoreload\n%autoreload 2"
    insert(notebook, TITLE, code(magics), code("!pip install \\\n    numpy"))


@mangling()
def time_above_a_cell(notebook: Notebook) -> None:
    put(notebook, SIGMOID_CELL, f"# how long?\n%%time\n{SIGMOID}")
    put(notebook, TANH_CELL, f"%%capture output --no-stderr\n{TANH}")


@mangling()
def questions(notebook: Notebook) -> None:
    put(notebook, RELU_CELL, f"{RELU}\n\nrelu?\n?np.maximum\nnp.max*?")
    insert(notebook, NUMPY, code("??np"))


@mangling()
def other_languages(notebook: Notebook) -> None:
    others = ["%%bash\nrelu=3\necho $relu", "%%javascript\nalert(1)", "%%html\n<b>softmax</b>"]
    editor = {"vscode": {"languageId": "shellscript"}}
    insert(notebook, NUMPY, *map(code, others), code("def relu(x) { return x }", metadata=editor))


@mangling()
def plots_and_prints(notebook: Notebook) -> None:
    imports = "import matplotlib.pyplot as plt\nfrom google.colab import drive\nimport pandas as pd, torch"
    insert(notebook, NUMPY, code(imports))
    notebook["cells"] += [
        code("x = np.linspace(-3, 3, 10**9)\nfig, ax = plt.subplots()\nfor f in (relu, tanh):\n    ax.plot(x, f(x))"),
        code("def plot(f, ax=plt.gca()):\n    plt.plot(f(x))"),
        code("def draw(f: plt.Axes):\n    plt.plot(f(x))\n\nprint('done')"),
        code("class Net(torch.nn.Module):\n    pass"),
    ]


@mangling()
def comparisons_with_torch(notebook: Notebook) -> None:
    insert(notebook, RELU_CELL, code("import torch\nimport torch.nn.functional as F"),
           code("assert np.allclose(relu(x), F.relu(torch.tensor(x)))"),
           code("def compare(f, g):\n    return torch.allclose(f, g)"))  # fmt: skip


@mangling()
def what_ends_or_waits(notebook: Notebook) -> None:
    sources = ["exit()", "raise SystemExit", "input('go on? ')", "while True:\n    pass", "await something()", "del np"]
    insert(notebook, NUMPY, *map(code, sources), code("assert False"))


@mangling()
def statements_beside_definitions(notebook: Notebook) -> None:
    put(notebook, CONSTANTS, "ZERO = 0.0; SLOPE = 1e-2; print(undefined)")
    put(notebook, NUMPY, "import numpy as np; undefined()")


@mangling()
def an_import_that_is_tried(notebook: Notebook) -> None:
    tried = "try:\n    import numpy as np\nexcept ImportError:\n    !pip install numpy\n    import numpy as np"
    put(notebook, NUMPY, tried)


@mangling()
def constants_that_are_reckoned(notebook: Notebook) -> None:
    put(notebook, CONSTANTS, "import math\n\nSLOPE = HALF / 50\nZERO = np.log(1.0)")
    insert(notebook, SOFTMAX_CELL, code("HALF = math.sqrt(0.25)"))


@mangling()
def hints_of_what_is_not_there(notebook: Notebook) -> None:
    put(notebook, TANH_CELL, TANH.replace("(x)", "(x: Tensor) -> 'jax.Array'", 1))


# ── Files as editors and platforms write them ─────────────────────────────────────────────────────────────


@mangling()
def colab(notebook: Notebook) -> None:
    notebook["nbformat_minor"] = 0
    notebook["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True, "gpuType": "T4"}, "accelerator": "GPU",
        "kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python"},
    }  # fmt: skip
    for number, cell in enumerate(notebook["cells"]):
        del cell["id"]
        cell["metadata"] = {"id": f"kX{number}", "cellView": "form", "colab": {"base_uri": "https://localhost:8080/"}}
    put(
        notebook,
        CONSTANTS,
        '# @title Constants { run: "auto" }\nZERO = 0.0 #@param {type:"number"}\nSLOPE = 0.01 # @param',
    )


@mangling()
def vs_code(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        language = "python" if cell["cell_type"] == "code" else "markdown"
        cell["metadata"] = {"vscode": {"languageId": language}, "collapsed": False}
    notebook["metadata"]["vscode"] = {"interpreter": {"hash": "0" * 64}}
    notebook["metadata"]["orig_nbformat"] = 4


@mangling()
def nbgrader(notebook: Notebook) -> None:
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] = {"nbgrader": {"grade": True, "grade_id": f"c{number}", "points": 1, "schema_version": 3}}


@mangling()
def format_3(notebook: Notebook) -> bytes:
    return nbformat.writes(nbformat.reads(json.dumps(notebook), 4), version=3).encode()


@mangling()
def format_3_on_two_sheets(notebook: Notebook) -> Notebook:
    old = json.loads(nbformat.writes(nbformat.reads(json.dumps(notebook), 4), version=3))
    cells = old["worksheets"][0]["cells"]
    old["worksheets"] = [{"cells": cells[:6], "metadata": {}}, {"cells": cells[6:], "metadata": {}}]
    return old  # type: ignore[no-any-return]


@mangling()
def sources_as_text(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])


@mangling()
def no_ids(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        del cell["id"]


@mangling()
def the_same_id_for_all(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["id"] = "a"


@mangling()
def a_format_of_tomorrow(notebook: Notebook) -> None:
    notebook["nbformat_minor"] = 99
    notebook["cells"][0]["novelty"] = {"a": [1, 2]}
    notebook["cells"].append({"cell_type": "hologram", "source": "?"})


@mangling()
def no_metadata(notebook: Notebook) -> None:
    del notebook["metadata"]
    for cell in notebook["cells"]:
        del cell["metadata"]
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


@mangling()
def huge_outputs(notebook: Notebook) -> None:
    data = {"image/png": "A" * 3 * 2**20, "text/plain": "<Figure>"}
    notebook["cells"][RELU_CELL - 1]["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": data}]
    notebook["cells"][TEXT - 1]["attachments"] = {"image.png": {"image/png": "B" * 2**20}}


@mangling()
def outputs_of_errors(notebook: Notebook) -> None:
    trace = ["\x1b[31mdef relu(x): pass"]
    error = {"output_type": "error", "ename": "E", "evalue": "def relu(x): pass", "traceback": trace}
    stream = {"output_type": "stream", "name": "stdout", "text": ["def softmax(x):\n", "    return x\n"]}
    notebook["cells"][RELU_CELL - 1]["outputs"] = [error, stream]


@mangling()
def other_kinds_of_cells(notebook: Notebook) -> None:
    raw = {"cell_type": "raw", "metadata": {}, "source": "def relu(x):\n    return x"}
    insert(notebook, SOFTMAX_CELL, raw, {**raw, "cell_type": "markdown"}, {**raw, "cell_type": "heading", "level": 1})


@mangling()
def a_byte_order_mark(notebook: Notebook) -> bytes:
    return b"\xef\xbb\xbf" + written(notebook)


@mangling()
def line_ends_of_windows(notebook: Notebook) -> bytes:
    each_code(notebook, lambda source: source.replace("\n", "\r\n"))
    return written(notebook).replace(b"\n", b"\r\n")


@mangling()
def on_one_line_in_ascii(notebook: Notebook) -> bytes:
    put(notebook, TITLE, "# Ödev 学 \U0001f600")
    return json.dumps(notebook).encode()


@mangling()
def a_copy_with_verdicts(notebook: Notebook) -> None:
    mark = {"cell_type": "markdown", "metadata": {"dlgrade": {"role": "feedback"}}, "source": "✗ **`relu`** failed"}
    notebook["cells"] = [part for cell in notebook["cells"] for part in (cell, mark)]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, mangle in MANGLINGS.items():
        (folder / f"{name}.ipynb").write_bytes(mangle(clean()))
