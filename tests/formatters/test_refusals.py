"""Formats that cannot be: what is said, and where."""

import pytest

from genesis.formatters.project.language import formatters
from tests.formatters.formatting import formatted
from tests.functions.evaluation import refused

REFUSED = [
    ("integer", "upper", "G501", "formats string, this is an integer"),
    ("string", "{round: 1}", "G501", "integer and decimal and float"),
    ("string", "{duration: seconds}", "G501", "duration"),
    ("string", "yes_no", "G501", "boolean"),
    ("timestamp", "{timezone: UTC}", "G501", "timestamptz"),
    ("string", '{join: ", "}', "G501", "list"),
    ("list(float)", '{join: ", "}', "G501", "no certain text"),
    ("list(string)", "{map: {a: b}}", "G501", "single values"),
    ("string", "{date: yyyy}", "G501", "date"),
    ("date", '{datetime: "HH:mm"}', "G501", "timestamp"),
    ("string", "{upper: 3}", "G502", "takes no argument"),
    ("string", "truncate", "G502", "whole number from 1"),
    ("string", "{truncate: 0}", "G502", "whole number from 1"),
    ("string", "{truncate: 1.5}", "G502", "whole number"),
    ("string", "{truncate: true}", "G502", "whole number"),
    ("string", "{replace: x}", "G502", "mapping"),
    ("string", "{replace: {'': x}}", "G502", "text to look for"),
    ("string", "{prefix: ''}", "G502", "needs text"),
    ("string", "mask", "G502", "mapping"),
    ("string", "{mask: {keep: -1}}", "G502", "keep"),
    ("string", "{mask: {show: 4}}", "G502", "no argument `show`"),
    ("integer", "{round: 99}", "G502", "from -15 to 15"),
    ("integer", "{scale: much}", "G502", "needs a number"),
    ("decimal(38,30)", "{scale: 0.000000001}", "G502", "more digits"),
    ("integer", "{bucket: 10}", "G502", "list"),
    ("integer", "{bucket: [10, 10]}", "G502", "go up"),
    ("integer", "{bucket: [10, a]}", "G502", "needs a number"),
    ("integer", "{duration: days}", "G502", "seconds, minutes, hours"),
    ("boolean", "{yes_no: [a]}", "G502", "two texts"),
    ("timestamptz", "{timezone: Los Angeles}", "G502", "no time zone"),
    ("date", "{date: YYYY}", "G502", "`YYYY`"),
    ("date", "{date: 'yyyy HH'}", "G502", "without a time"),
    ("date", "{date: \"d 'of\"}", "G502", "quote"),
    ("date", "{date: w}", "G502", "`w`"),
    ("integer", "{number: abc}", "G502", "number pattern"),
    ("integer", '{number: "0;0;0"}', "G502", "number pattern"),
    ("integer", '{number: "#,##,##0"}', "G502", "three digits"),
    ("integer", '{number: "0.0000000000000000"}', "G502", "15 decimals"),
    ("integer", '{number: "0%"}', "G502", "number pattern"),
    ("integer", "{percent: 11}", "G502", "from 0 to 10"),
    ("integer", "{currency: dollars}", "G502", "ISO 4217"),
    ("string", "{link: {text: x}}", "G502", "`url`"),
    ("string", '{link: {url: "javascript:alert(1)"}}', "G502", "begins with"),
    ("string", "labels", "G503", "values"),
    ("integer", '[{number: "0"}, {scale: 2}]', "G504", "after a formatter that shows it"),
    ("string", "uper", "G500", "no formatter `uper`"),
    ("integer", "{default: x}", "G304", "is not an integer"),
    ("integer", "{map: {a: b}}", "G304", "is not an integer"),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "format_", "code", "said"), REFUSED, ids=str)
def test_refused(type_: str, format_: str, code: str, said: str) -> None:
    found = refused(lambda: formatted(type_, format_))
    assert (found.code, found.line) == (code, 5)
    assert said in found.message + found.hint
    assert found.column > len("  v: {")


def test_a_near_name_is_suggested() -> None:
    assert refused(lambda: formatted("string", "uper")).hint == "did you mean `upper`?"


def test_every_formatter_is_known_to_the_language_page() -> None:
    assert formatters() == (
        "bucket", "checkbox", "currency", "date", "datetime", "default", "duration", "initials", "join", "labels",
        "link", "lower", "map", "mask", "none", "number", "percent", "prefix", "replace", "round", "scale", "suffix",
        "timezone", "title_case", "trim", "truncate", "upper", "yes_no",
    )  # fmt: skip
