"""Names say what a thing is: the words that fit everything are not used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.code import MODULES, Definition, short, tree

EMPTY = {"util", "helper", "manager", "handler", "process", "processor", "data", "info"}
EMPTY_WORDS = EMPTY | {f"{word}s" for word in EMPTY} | {f"{word}es" for word in EMPTY}


def words(name: str) -> list[str]:
    """``HttpErrorHandler`` and ``http_error_handler`` in words."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def names(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case _:
                pass


def is_empty(name: str) -> bool:
    """A name that ends in a word that says nothing."""
    return bool(words(name)) and words(name)[-1] in EMPTY_WORDS


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_names_say_something(path: Path) -> None:
    empty = [f"{short(path)}:{line} {name}" for line, name in names(tree(path)) if is_empty(name)]
    if is_empty(path.stem):
        empty.append(short(path))
    assert not empty, "\n".join(empty)


@pytest.mark.parametrize(
    ("name", "empty"),
    [
        ("utils", True),
        ("ErrorHandler", True),
        ("row_data", True),
        ("metadata", False),
        ("data_type", False),
        ("_", False),
    ],
)
def test_which_names_say_nothing(name: str, *, empty: bool) -> None:
    assert is_empty(name) is empty


def test_names_of_all_kinds_are_seen() -> None:
    module = ast.parse("class A:\n    def f(self, x):\n        y = x\n")
    found: list[Definition | str] = [name for _, name in names(module)]
    assert sorted(map(str, found)) == ["A", "f", "self", "x", "y"]
