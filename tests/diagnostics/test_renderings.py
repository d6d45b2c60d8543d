"""The formats of diagnostics, each read back by somebody else's reader or by the rules of its own documentation."""

import json
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

import pytest
from jsonschema import Draft4Validator

from genesis.diagnostics import Diagnostic, SourceFile, Span
from genesis.output.diagnostics.renderings import names, rendering
from genesis.output.diagnostics.text import render, width
from tests.diagnostics.projects import HERE

SCHEMA: Final = json.loads((HERE / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
FILE: Final = SourceFile("inputs/größe, 100%:1.yaml", "one: 1\ntwo: [映画, titel]\nthree: \x1b[31m<&>\u202e\n")
FOUND: Final = (
    Diagnostic("G203", "no `titel` < & > \"'", Span(FILE, 2, 11, 2, 16), "did you mean `title`?\nor another"),
    Diagnostic("G020", "over lines, 100%", Span(FILE, 1, 1, 3, 4)),
    Diagnostic("G100", "no place", None, "", "warning"),
    Diagnostic("G203", "again \x00 \x1b[31m", Span(FILE, 3, 8, 3, 8)),
)


def test_every_rendering_takes_nothing_and_everything() -> None:
    assert names() == ("github", "json", "junit", "sarif", "text")
    for name in names():
        assert isinstance(rendering(name)(()), str)
        assert rendering(name)(FOUND).endswith("\n")
    with pytest.raises(KeyError):
        rendering("renderings")


@pytest.mark.parametrize("found", [(), FOUND[:1], FOUND])
def test_sarif_is_valid_by_its_schema(found: tuple[Diagnostic, ...]) -> None:
    Draft4Validator.check_schema(SCHEMA)
    log = json.loads(rendering("sarif")(found))
    assert sorted(map(str, Draft4Validator(SCHEMA).iter_errors(log))) == []


@pytest.mark.parametrize("name", names())
def test_a_file_may_have_a_name_that_is_no_text(name: str) -> None:
    found = Diagnostic("G020", "what", Span(SourceFile("inputs/\udcff.yaml", "one: 1\n"), 1, 1, 1, 2))
    said = rendering(name)((found,))
    if name == "sarif":
        (result,) = json.loads(said)["runs"][0]["results"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote_to_bytes(place) == b"inputs/\xff.yaml"
    else:
        assert said


def test_sarif_says_what_was_found() -> None:
    run = json.loads(rendering("sarif")(FOUND))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["G020", "G100", "G203"]
    for result, diagnostic in zip(run["results"], FOUND, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == diagnostic.code
        assert result["level"] == diagnostic.severity
        assert result["message"]["text"].startswith(diagnostic.message)
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == FILE.path
    assert place["region"] == {"startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 16}
    assert run["columnKind"] == "unicodeCodePoints"
    assert "locations" not in run["results"][2]


def test_the_sarif_schema_can_refuse() -> None:
    log = json.loads(rendering("sarif")(FOUND))
    log["runs"][0]["results"][0]["level"] = "fatal"
    del log["runs"][0]["tool"]["driver"]["name"]
    assert len(list(Draft4Validator(SCHEMA).iter_errors(log))) == 2


def test_json_is_one_array() -> None:
    read = json.loads(rendering("json")(FOUND))
    assert [one["code"] for one in read] == ["G203", "G020", "G100", "G203"]
    assert read[0] == {
        "code": "G203",
        "severity": "error",
        "message": "no `titel` < & > \"'",
        "hint": "did you mean `title`?\nor another",
        "file": FILE.path,
        "line": 2,
        "column": 11,
        "end_line": 2,
        "end_column": 16,
    }
    assert (read[2]["file"], read[2]["line"], read[2]["end_column"]) == ("", 0, 0)


def test_junit_is_xml_with_one_case_each() -> None:
    root = ET.fromstring(rendering("junit")(FOUND))  # noqa: S314 - our own text
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "4", "3")
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"genesis", FILE.path}
    cases = [case for suite in suites.values() for case in suite]
    assert sum(int(suite.get("tests", 0)) for suite in suites.values()) == len(cases) == 4
    first = next(case for case in cases if case.get("name") == f"G203 {FILE.path}:2:11")
    failure = first.find("failure")
    assert failure is not None
    assert (failure.get("type"), failure.get("message")) == ("G203", "no `titel` < & > \"'")
    warning = suites["genesis"][0]
    assert warning.find("failure") is None
    assert "no place" in str(warning.findtext("system-out"))


def test_junit_of_nothing_is_one_passed_case() -> None:
    root = ET.fromstring(rendering("junit")(()))  # noqa: S314 - our own text
    assert (root.get("tests"), root.get("failures"), len(root.findall("./testsuite/testcase"))) == ("1", "0", 1)


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands as the runner reads them (actions/runner: ActionCommand.TryParseV2)."""
    read = []
    for line in text.splitlines():
        match = re.fullmatch(r"::(\w+)(?: (.*?))?::(.*)", line)
        assert match, line
        properties = dict(pair.split("=", 1) for pair in match[2].split(","))
        read.append((match[1], {key: unescaped(value) for key, value in properties.items()}, unescaped(match[3])))
    return read


def unescaped(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def test_github_commands_are_read_back() -> None:
    first, second, third, fourth = commands(rendering("github")(FOUND))
    place = {"file": FILE.path, "line": "2", "endLine": "2", "col": "11", "endColumn": "15", "title": "G203"}
    assert first == ("error", place, "no `titel` < & > \"'\nhint: did you mean `title`?\nor another")
    assert second == ("error", {"file": FILE.path, "line": "1", "endLine": "3", "title": "G020"}, "over lines, 100%")
    assert third == ("warning", {"title": "G100"}, "no place")
    assert fourth[1]["col"] == fourth[1]["endColumn"] == "8"


def test_text_puts_carets_under_the_characters_of_a_terminal() -> None:
    lines = render(FOUND[:1]).splitlines()
    assert lines[1] == "  2 | two: [映画, titel]"
    assert lines[2].index("^") == width(lines[1][: lines[1].index("titel")])
    assert lines[2].strip("| ").count("^") == 5


def test_text_cannot_move_the_cursor_or_turn_text_round() -> None:
    text = render(FOUND)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_color_adds_only_color() -> None:
    colored = render(FOUND, color=True)
    assert colored != render(FOUND)
    assert re.sub("\x1b\\[\\d+m", "", colored) == render(FOUND)


@pytest.mark.parametrize("column", [1, 40, 99, 100, 101, 500, 5_000, 500_000, 999_990])
def test_a_long_line_is_cut_around_the_caret(column: int) -> None:
    line = "".join(chr(97 + n % 26) for n in range(1_000_000))
    shown = render((Diagnostic("G001", "x", Span(SourceFile("a.yaml", line), 1, column, 1, column + 5)),)).splitlines()
    assert max(map(width, shown)) <= 110
    start = shown[2].index("^")
    assert shown[1][start : start + 5] == line[column - 1 : column + 4]
    assert shown[2].count("^") == 5


def test_codes_are_sorted_by_place() -> None:
    assert all(a.order() <= b.order() for a, b in pairwise(sorted(FOUND, key=Diagnostic.order)))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("token: pat123", "token: ******"),
        ('a: {token: "pat 123, 4", base: x}', "a: {token: ************, base: x}"),
        ("password: 'it is'", "password: *******"),
        ('token: "${NAME}"', 'token: "${NAME}"'),
        ("tokens: 3", "tokens: 3"),
    ],
)
def test_a_secret_is_not_shown_again(line: str, shown: str) -> None:
    text = render((Diagnostic("G106", "x", Span(SourceFile("genesis.yaml", line), 1, 1, 1, 2)),))
    assert text.splitlines()[1] == f"  1 | {shown}"
