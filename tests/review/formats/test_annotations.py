"""SARIF, JSON and GitHub's annotations: on the line of YAML that changed trackers, within limits."""

import json
import re
from typing import Any, Final

import pytest
from jsonschema import Draft4Validator

from genesis.review.formats.github import render as github
from genesis.review.formats.json import render as as_json
from genesis.review.formats.sarif import render as sarif
from genesis.review.report import Review
from tests.diagnostics.projects import HERE
from tests.review.formats.reviews import NOTHING, SMALL, foreign, large
from tests.review.formats.test_markdown import HOSTILE

SCHEMA: Final = json.loads((HERE / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
REVIEWS: Final = (SMALL, NOTHING, large(50), foreign("a\n,:%"))
COMMAND: Final = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def results(review: Review) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(sarif(review))["runs"][0]["results"]
    return found


def commands(review: Review) -> list[tuple[str, dict[str, str], str]]:
    """Level, properties and message of each, read as GitHub's runner does."""
    found = []
    for line in github(review).splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        properties = dict(one.split("=", 1) for one in match[2].split(","))
        found.append((match[1], {key: _unescaped(value) for key, value in properties.items()}, _unescaped(match[3])))
    return found


def _unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


@pytest.mark.parametrize("review", REVIEWS)
def test_sarif_is_valid_by_its_schema(review: Review) -> None:
    assert sorted(map(str, Draft4Validator(SCHEMA).iter_errors(json.loads(sarif(review))))) == []


def test_results_stand_on_the_line_that_changed() -> None:
    places = [
        (one["ruleId"], one["level"], place["artifactLocation"]["uri"], place["region"]["startLine"])
        for one in results(SMALL)
        for place in [one["locations"][0]["physicalLocation"]]
    ]
    assert places == [
        ("G203", "error", "inputs/ghost_towns.yaml", 7),
        ("rows", "warning", "definitions/production.yaml", 14),
        ("rows", "warning", "inputs/country_overview.yaml", 9),
        ("settings", "note", "trackers/longest_movies.yaml", 1),
        ("formatting", "note", "trackers/movies.yaml", 1),
    ]


def test_the_same_definition_has_the_same_fingerprint() -> None:
    prints = [one["partialFingerprints"]["genesisReview/v1"] for one in results(SMALL)]
    assert prints[1] == "source:production.status"
    assert len(set(prints)) == len(prints)


def test_annotations_stand_on_the_line_that_changed() -> None:
    found = [(level, properties["file"], properties["line"]) for level, properties, _ in commands(SMALL)]
    assert found[:3] == [
        ("error", "inputs/ghost_towns.yaml", "7"),
        ("warning", "definitions/production.yaml", "14"),
        ("warning", "inputs/country_overview.yaml", "9"),
    ]
    assert "country_overview, kids_catalogue" in commands(SMALL)[1][2]


def test_no_level_has_more_than_ten() -> None:
    found = commands(large())
    assert [sum(level == one for one, _, _ in found) for level in ("error", "warning", "notice")] == [0, 10, 10]
    last = [message for level, _, message in found if level == "warning"][-1]
    # 100 trackers of unknown change, 300 of another filter that one edit explains, and nine places that are shown
    assert last.startswith("392 more places")


def test_ten_are_not_summed_up() -> None:
    review = large(100)  # ten unknown ones, and one edit for the thirty others
    assert len([one for one in commands(review) if one[0] == "warning"]) == 10


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_gives_a_command_of_its_own(text: str) -> None:
    found = commands(foreign(text))
    assert len(found) == len(commands(foreign("x")))
    assert {level for level, _, _ in found} <= {"error", "warning", "notice"}


def test_the_longest_texts_are_cut() -> None:
    assert max(map(len, github(foreign("abc %" * 100_000)).splitlines())) < 20_000


@pytest.mark.parametrize("text", HOSTILE)
def test_json_holds_every_text_and_can_be_written_down(text: str) -> None:
    said = as_json(foreign(text))
    assert json.loads(said.encode())["trackers"][0]["owners"] == [text, text]
