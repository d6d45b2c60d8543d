"""What plain and quoted text means (YAML 1.2's core schema, as far as JSON has it)."""

import pytest

from genesis.diagnostics import SourceFile
from genesis.spec.documents import Scalar
from genesis.spec.yaml_nodes import read_yaml


def scalar(written: str) -> Scalar:
    node = read_yaml(SourceFile("a.yaml", f"key: {written}\n")).entries[0][1]
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("0", 0),
        ("-7", -7),
        ("1.10", 1.1),
        ("1e3", 1000.0),
        ("-0.5E-2", -0.005),
    ],
)
def test_json_has_it(written: str, value: object) -> None:
    node = scalar(written)
    assert (node.value, type(node.value), node.text, node.plain) == (value, type(value), written, True)


@pytest.mark.parametrize(
    "written",
    [
        *("yes", "no", "NO", "on", "off", "y", "n", "True", "TRUE", "False", "Null", "NULL"),
        *("012", "0x1F", "0o17", "0b1", "1_000", "+1", ".5", "5.", "1e", "12:30", "1:05:09", "2021-01-01"),
        *(".inf", "-.inf", ".nan", "NaN", "Infinity", "1e999", "-1e999", "--1", "1.2.3", "²", "٣"),
        *("2021-01-01 10:00:00", "=", "a:b"),
    ],
)
def test_everything_else_is_text(written: str) -> None:
    node = scalar(written)
    assert (node.value, node.text, node.plain) == (written, written, True)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"true"', "true"),
        ("'012'", "012"),
        ('"1"', "1"),
        ("'it''s'", "it's"),
        ('"tab\\tand \\u00e9"', "tab\tand é"),
        ("|\n  one\n  two", "one\ntwo\n"),
        (">-\n  one\n  two", "one two"),
        ('""', ""),
    ],
)
def test_quoted_and_block_text_is_text(written: str, text: str) -> None:
    node = scalar(written)
    assert (node.value, node.text, node.plain) == (text, text, False)


def test_an_integer_of_thousands_of_digits_stays_text() -> None:
    assert scalar("9" * 3999).value == int("9" * 3999)
    assert scalar("9" * 4000).value == "9" * 4000


def test_a_plain_scalar_over_lines_is_folded() -> None:
    assert scalar("one\n  two").text == "one two"
