"""A review as SARIF 2.1.0 (OASIS), for code scanning: results on the lines of YAML that changed trackers."""

import json
from typing import Any

from genesis.output.diagnostics.sarif import envelope, location
from genesis.review.inert import cut, legible
from genesis.review.points import Point, points
from genesis.review.report import Review
from genesis.review.wording import headline

_TEXT = 8_000
"""Characters of one message."""


def render(review: Review, *, color: bool = False) -> str:
    """One run; columns count Unicode code points. The same definition keeps its fingerprint from run to run."""
    del color
    found = points(review)
    rules = sorted({point.rule for point in found})
    log = envelope(rules, [_result(point, rules.index(point.rule)) for point in found])
    log["runs"][0]["properties"] = {"verdict": headline(review)}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(point: Point, rule: int) -> dict[str, Any]:
    result = {
        "ruleId": point.rule,
        "ruleIndex": rule,
        "level": point.level,
        "message": {"text": cut(legible(f"{point.title}\n{point.text}"), _TEXT)},
        "partialFingerprints": {"genesisReview/v1": legible(point.id)},
    }
    return result | ({"locations": [location(point.place.file, point.place)]} if point.place else {})
