"""Outcomes as they are printed."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

from genesis.claims.formats import as_json, as_junit, as_table
from tests.claims.rows import write
from tests.claims.test_claims import claims_of


def test_a_table_of_findings(tmp_path: Path) -> None:
    table = as_table(list(claims_of(write(tmp_path), "price").values()))
    assert "2 keys with several newest rows (definitions/price.yaml:4)" in table
    assert "from_quantity 5, changed_on null, rows 2" in table
    assert "held" not in table


def test_nothing_is_printed_of_what_holds(tmp_path: Path) -> None:
    assert as_table(list(claims_of(write(tmp_path), "state_name").values())) == ""


def test_json_has_every_claim(tmp_path: Path) -> None:
    found = json.loads(as_json(list(claims_of(write(tmp_path), "price").values())))
    newest = next(one for one in found if one["claim"] == "newest")
    assert newest == {
        "source": "price",
        "claim": "newest",
        "of": "changed_on",
        "status": "broken",
        "message": "2 keys with several newest rows",
        "found": 2,
        "rows": 4,
        "file": "definitions/price.yaml",
        "line": 4,
        "columns": ["from_quantity", "changed_on", "rows"],
        "examples": [["1", "2024-02-01", "2"], ["5", "null", "2"]],
    }
    assert {one["status"] for one in found} == {"held", "broken"}


def test_junit_counts_and_escapes(tmp_path: Path) -> None:
    rows = "order_id,number,state,quantity,is_draft\n1,1,<&\u0001>,1,false\n"
    root = ET.fromstring(as_junit(list(claims_of(write(tmp_path, order_item=rows), "order_item").values())))  # noqa: S314 - our own
    (suite,) = root.findall("testsuite")
    cases = suite.findall("testcase")
    failures = [case for case in cases if case.find("failure") is not None]
    assert (suite.get("tests"), suite.get("failures")) == (str(len(cases)), str(len(failures)))
    state = next(case for case in failures if case.get("name") == "values: state")
    failure = state.find("failure")
    assert failure is not None
    assert failure.text
    assert failure.text.startswith("state <&")
