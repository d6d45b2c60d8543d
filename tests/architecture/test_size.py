"""Modules under 300 lines, functions under 30 (docstrings aside); a longer one says `Long because` in its docstring."""

import ast
from pathlib import Path

import pytest

from tests.architecture.code import MODULES, Definition, definitions, short, tree

MODULE_LINES = 300
FUNCTION_LINES = 30


def has_reason(node: ast.Module | Definition) -> bool:
    return "Long because" in (ast.get_docstring(node) or "")


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_module_is_small(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines < MODULE_LINES or has_reason(tree(path)), f"{short(path)} has {lines} lines"


def test_functions_are_small() -> None:
    long = [
        f"{short(path)}:{node.lineno} {node.name}: {length(node)} lines"
        for path in MODULES
        for node in definitions(path)
        if not isinstance(node, ast.ClassDef) and length(node) >= FUNCTION_LINES and not has_reason(node)
    ]
    assert not long, "\n".join(long)


def test_length_leaves_docstrings_aside() -> None:
    node = ast.parse('def f():\n    """One.\n\n    Two.\n    """\n    x = 1\n    return x\n').body[0]
    assert isinstance(node, ast.FunctionDef)
    assert length(node) == 3
