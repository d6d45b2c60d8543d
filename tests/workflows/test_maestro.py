"""Requests have the fields of Maestro's own models, within its limits.

Fields, patterns and limits were read in Netflix/maestro, maestro-common: WorkflowCreateRequest, Properties, RunStrategy,
Workflow, AbstractStep, TypedStep, RetryPolicy, CronTimeTrigger, MaestroIdConstraint, MaestroNameConstraint, Constants.
"""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from genesis.diagnostics import GenesisError
from tests.workflows.project import HOSTILE, IMAGE, TRACKER, generated, hash_in, hostile, one_line

PATH = "trackers/generated/maestro/films.json"
LONGEST_REQUEST = 256 * 1024
RETRIES = {"type": "integer", "minimum": 0, "maximum": 99}
PAUSE = {"type": "integer", "minimum": 0, "maximum": 86_400}


def closed(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """An object that has these keys and no other."""
    return {
        "type": "object",
        "required": sorted(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


TAGS = {
    "type": "array",
    "items": closed({"name": {"type": "string", "maxLength": 256, "pattern": r"^[\w .,:@&='(){}$+\[\]\-/\\]+$"}}),
}
STEP = closed(
    {
        "id": {"type": "string", "pattern": "^[_a-zA-Z][.\\-_a-zA-Z0-9]*$", "maxLength": 128},
        "type": {"enum": ["kubernetes"]},
        "tags": TAGS,
        "timeout": {"type": "integer", "minimum": 1, "maximum": 120 * 86_400},
        "retry_policy": closed(
            {
                "error_retry_limit": RETRIES,
                "platform_retry_limit": RETRIES,
                "timeout_retry_limit": RETRIES,
                "backoff": closed(
                    {
                        "type": {"enum": ["FIXED_BACKOFF"]},
                        "error_retry_backoff_in_secs": PAUSE,
                        "platform_retry_backoff_in_secs": PAUSE,
                        "timeout_retry_backoff_in_secs": PAUSE,
                    }
                ),
            }
        ),
        "params": {"type": "object"},
    }
)
REQUEST = closed(
    {
        "properties": closed(
            {"owner": {"type": "string", "minLength": 1}, "run_strategy": closed({"rule": {"enum": ["FIRST_ONLY"]}})}
        ),
        "is_active": {"type": "boolean"},
        "workflow": closed(
            {
                "id": {"type": "string", "pattern": "^[_a-zA-Z0-9][.\\-_a-zA-Z0-9]*$", "maxLength": 128},
                "name": {"type": "string", "maxLength": 256},
                "description": {"type": "string", "maxLength": 16_384},
                "tags": TAGS,
                "time_triggers": {
                    "type": "array",
                    "items": closed(
                        {"type": {"const": "CRON"}, "cron": {"type": "string"}, "timezone": {"type": "string"}}
                    ),
                },
                "steps": {"type": "array", "minItems": 1, "maxItems": 300, "items": closed({"step": STEP})},
            }
        ),
    }
)


def valid(text: str) -> Any:
    assert len(text.encode()) <= LONGEST_REQUEST
    found = json.loads(text)
    jsonschema.validate(found, REQUEST)
    return found


def test_a_request_is_what_the_tracker_says(tmp_path: Path) -> None:
    texts = generated(tmp_path)
    told = valid(texts[PATH])
    assert told["properties"]["owner"] == "films@example.com"
    flow = told["workflow"]
    assert (flow["id"], flow["name"], flow["description"]) == ("genesis_films", "films", "What came last.")
    assert flow["time_triggers"] == [{"type": "CRON", "cron": "0 6 * * 1-5", "timezone": "America/Los_Angeles"}]
    step = flow["steps"][0]["step"]
    assert (step["timeout"], step["retry_policy"]["error_retry_limit"]) == (1200, 3)
    assert step["tags"] == [{"name": "genesis_csv"}]
    assert step["params"]["kubernetes"]["value"] == {
        "image": {"type": "STRING", "value": IMAGE},
        "command": {
            "type": "STRING_ARRAY",
            "value": ["genesis", "refresh", "films", "--expect-lock", hash_in(texts)],
        },
    }


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_out(text: str, tmp_path: Path) -> None:
    told = valid(generated(tmp_path, hostile(text))[PATH])
    assert (told["workflow"]["description"], told["properties"]["owner"]) == (one_line(text), text)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("x_maestro", "tracker: films", "tracker: x_maestro", "does not end in `_maestro`"),
        ("films", "0 6 * * 1-5", "0 6 1 * 1-5", "has both"),
        ("films", "20 minutes", "200 days", "longer than 120 days"),
    ],
)
def test_what_maestro_cannot_do(name: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    tracker = TRACKER.replace(old, new).replace("America/Los_Angeles", "UTC")
    with pytest.raises(GenesisError, match=re.escape(said)) as caught:
        generated(tmp_path, tracker, name)
    assert {one.code for one in caught.value.diagnostics} == {"G937"}


def test_the_longest_name_fits(tmp_path: Path) -> None:
    name = "a" * 63
    texts = generated(tmp_path, TRACKER.replace("tracker: films", f"tracker: {name}"), name)
    assert valid(texts[f"trackers/generated/maestro/{name}.json"])["workflow"]["id"] == f"genesis_{name}"
