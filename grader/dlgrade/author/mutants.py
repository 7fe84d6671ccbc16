"""Mechanical mutants of a solution: small changes to its source, each of which a suite should notice.

An operator or a comparison exchanged, a constant moved, one reduction for another, a keyword dropped, a clamp or a
shift taken away, a branch fixed, a statement left out, an array changed in place.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
_EXCHANGED = (
    "sum mean", "max min", "maximum minimum", "argmax argmin", "std var", "any all", "zeros ones",
    "zeros_like ones_like", "exp expm1", "log log1p", "floor ceil", "cumsum cumprod", "sin cos", "vstack hstack",
    "uniform normal", "append extend",
)  # fmt: skip
NAMES = {a: b for pair in _EXCHANGED for a, b in (pair.split(), pair.split()[::-1])} | {"prod": "sum", "sqrt": "square"}
REDUCTIONS = ("sum", "mean", "max", "min", "argmax", "argmin", "any", "all", "prod", "std", "var", "cumsum")


@dataclass(frozen=True)
class Mutant:
    """One change: the line where it was made and the whole file with it."""

    line: int
    source: str


def mutants(tree: ast.Module, names: set[str]) -> Iterator[Mutant]:
    """Every mutant of the definitions called `names`, functions, classes or constants of the file; none twice."""
    seen = {ast.unparse(tree)}
    for definition in tree.body:
        if _name_of(definition) not in names:
            continue
        parameters = {a.arg for n in ast.walk(definition) if isinstance(n, ast.arguments) for a in _all_args(n)}
        for parent, field, index, node in _places(definition):
            for changed in _changes(node, parameters):
                source = _with(tree, parent, field, index, changed)
                if source not in seen:
                    seen.add(source)
                    yield Mutant(getattr(node, "lineno", 0), source)


def needed(tree: ast.Module, name: str, others: set[str]) -> set[str]:
    """`name` and the definitions of the file that it uses, but for those called `others`."""
    bodies = {_name_of(node): node for node in tree.body if _name_of(node)}
    found, todo = {name}, [name]
    while todo:
        used = {n.id for n in ast.walk(bodies[todo.pop()]) if isinstance(n, ast.Name)}
        new = (used & bodies.keys()) - others - found
        found |= new
        todo += new
    return found


def _name_of(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return ""


def _all_args(node: ast.arguments) -> list[ast.arg]:
    return [*node.posonlyargs, *node.args, *node.kwonlyargs]


def _places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Where a node hangs in the tree, for all that are run: no annotations, no docstrings."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or (
                isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            ):
                continue
            yield node, field, index, child
            yield from _places(child)


def _with(tree: ast.Module, parent: ast.AST, field: str, index: int | None, changed: Any) -> str:
    """The source of the tree with `changed` in that place; the tree is left as it was."""
    holder: Any = getattr(parent, field) if index is not None else parent
    before = holder[index] if index is not None else getattr(parent, field)
    _put(holder, field, index, changed)
    source = ast.unparse(ast.fix_missing_locations(tree))
    _put(holder, field, index, before)
    return source


def _put(holder: Any, field: str, index: int | None, value: Any) -> None:
    if index is None:
        setattr(holder, field, value)
    else:
        holder[index] = value


def _changes(node: ast.AST, parameters: set[str]) -> Iterator[ast.AST]:
    """What `node` may be replaced by."""
    match node:
        case ast.BinOp():
            if type(node.op) in OPERATORS:
                yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
            yield from (node.left, node.right)
        case ast.UnaryOp():
            yield node.operand
        case ast.BoolOp():
            yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
        case ast.Compare(ops=[op]):
            yield from (ast.Compare(node.left, [other()], node.comparators) for other in COMPARISONS[type(op)])
        case ast.Constant():
            yield from (ast.Constant(value) for value in _other_constants(node.value))
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.Subscript(ctx=ast.Load()):
            yield node.value
        case ast.comprehension(ifs=[_, *_]):
            yield ast.comprehension(node.target, node.iter, [], node.is_async)
        case ast.Call():
            yield from _changed_calls(node, parameters)
        case ast.stmt():
            yield from _changed_statements(node, parameters)


def _other_constants(value: Any) -> tuple[Any, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return (value + 1, value - 1)
    if isinstance(value, float):
        return (2 * value, value + 1.0) if value else (1.0,)
    return ()


def _changed_calls(node: ast.Call, parameters: set[str]) -> Iterator[ast.AST]:
    for i in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, [*node.keywords[:i], *node.keywords[i + 1 :]])
    match node:
        case ast.Call(func=ast.Name(id="range"), args=[*first, stop]):
            shorter = ast.BinOp(stop, ast.Sub(), ast.Constant(1))
            yield ast.Call(node.func, [*first, shorter], [])
        case ast.Call(func=ast.Name(), args=[only]):
            yield only
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr="where"), args=[condition, yes, no]):
            yield from (yes, no, ast.Call(node.func, [condition, no, yes], []))
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "math"), attr=name)):
            yield from node.args[:2]
            into = node.args[0] if node.args else None
            if _takes_out(name) and isinstance(into, ast.Name) and into.id in parameters:
                yield ast.Call(node.func, node.args, [*node.keywords, ast.keyword("out", into)])
        case ast.Call(func=ast.Attribute(value=whole, attr=name)):
            yield whole
            if name in REDUCTIONS and node.args:
                yield ast.Call(node.func, [], node.keywords)
    if isinstance(node.func, ast.Attribute) and node.func.attr in NAMES:
        other = ast.Attribute(node.func.value, NAMES[node.func.attr], ast.Load())
        yield ast.Call(other, node.args, node.keywords)


def _takes_out(name: str) -> bool:
    """Whether the function of NumPy can write into an argument."""
    return name == "clip" or isinstance(getattr(np, name, None), np.ufunc)


def _changed_statements(node: ast.stmt, parameters: set[str]) -> Iterator[ast.AST]:
    match node:
        case ast.If() | ast.While():
            for value in (True, False):
                if value is False or isinstance(node, ast.If):
                    changed = copy.copy(node)
                    changed.test = ast.Constant(value)
                    yield changed
        case ast.AugAssign():
            if type(node.op) in OPERATORS:
                yield ast.AugAssign(node.target, OPERATORS[type(node.op)](), node.value)
            yield from (ast.Assign([node.target], node.value), ast.Pass())
        case ast.Expr() | ast.Raise() | ast.Break() | ast.Continue():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield ast.Pass()
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            if any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(value)):
                yield ast.Pass()
            if (first := _changed_argument(value, parameters)) is not None:
                yield ast.If(ast.Constant(True), [first, ast.Assign(node.targets, first.target)], [])
        case ast.Return(value=ast.expr() as value):
            if (first := _changed_argument(value, parameters)) is not None:
                yield ast.If(ast.Constant(True), [first, ast.Return(first.target)], [])


def _changed_argument(value: ast.expr, parameters: set[str]) -> ast.AugAssign | None:
    """`x -= …` for `x - …`, where x is an argument."""
    match value:
        case ast.BinOp(left=ast.Name(id=name)) if name in parameters:
            return ast.AugAssign(ast.Name(name, ast.Load()), value.op, value.right)
    return None
