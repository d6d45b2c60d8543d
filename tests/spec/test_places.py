"""A place inside an expression is a place in the YAML text, however it is quoted."""

import pytest

from genesis.diagnostics import SourceFile
from genesis.spec.documents import Scalar, Text
from genesis.spec.places import locate
from genesis.spec.yaml_nodes import read_yaml


def found(text: str, word: str) -> tuple[str, int, int]:
    """What stands in the file where ``word`` stands in the value of the first key, and its line and column."""
    node = read_yaml(SourceFile("a.yaml", text)).entries[0][1]
    assert isinstance(node, Scalar)
    start = node.text.index(word)
    span = locate(Text(node.text, node.span), start, start + len(word))
    assert span.line == span.end_line
    line = span.file.line(span.line)
    return line[span.column - 1 : span.end_column - 1], span.line, span.column


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("sql: first + word\n", 1, 14),
        ("sql: 'first + word'\n", 1, 15),
        ('sql: "first + word"\n', 1, 15),
        ("sql: 'it''s + word'\n", 1, 15),
        ('sql: "\\"é\\" + word"\n', 1, 15),
        ('sql: "\\u00e9 \\x41 \\t word"\n', 1, 22),
        ("sql: |\n  first +\n    word\n", 3, 5),
        ("sql: >\n  first\n\n  + word + x\n", 4, 5),
        ("sql: >-  # a comment with word\n  first + word\n", 2, 11),
        ("sql: |2\n   indented word\n", 2, 13),
        ('sql: "first\n  + word"\n', 2, 5),
        ('sql: "first\\\n  + word"\n', 2, 5),
        ("sql: first\n  + word\n", 2, 5),
        ("sql: first\r\n  + word\r\n", 2, 5),
        ("sql: &anchor first + word\n", 1, 22),
        ("# é\nsql: größe + word\n", 2, 14),
    ],
)
def test_a_word_is_found(text: str, line: int, column: int) -> None:
    assert found(text, "word") == ("word", line, column)


def test_an_escaped_character_covers_its_escape() -> None:
    assert found('sql: "a \\u00e9 b"\n', "é") == ("\\u00e9", 1, 9)
