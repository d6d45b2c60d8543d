"""Outcomes for people, for programs and for continuous integration."""

import json
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from genesis.claims.claim import Outcome
from genesis.model.types import STRING
from genesis.output.shown import printable
from genesis.sql.query import ResultColumn

if TYPE_CHECKING:
    from genesis.engines.rows import Row

_SHOWN = 3
"""Examples in a table: more would hide the other findings."""


def rendering(name: str) -> Callable[[Sequence[Outcome]], str]:
    """The rendering called ``table``, ``json`` or ``junit``; ``KeyError`` for any other."""
    return {"table": as_table, "json": as_json, "junit": as_junit}[name]


def as_table(outcomes: Sequence[Outcome]) -> str:
    """The claims that do not hold, with examples; empty when all hold."""
    from genesis.output.table import write

    told = [one for one in outcomes if one.status != "held"]
    if not told:
        return ""
    columns = tuple(ResultColumn(n.lower(), n, STRING) for n in ("Source", "Claim", "Of", "Finding", "Examples"))
    rows: list[Row] = [(o.claim.source, o.claim.kind, o.claim.subject, _finding(o), _examples(o)) for o in told]
    stream = StringIO()
    write(columns, [rows], stream, raw=False)
    return stream.getvalue()


def _finding(outcome: Outcome) -> str:
    place = f"{outcome.claim.span.file.path}:{outcome.claim.span.line}"
    said = f"not tested: {outcome.message}" if outcome.status == "untested" else outcome.message
    return f"{said} ({place})"


def _examples(outcome: Outcome) -> str:
    shown = outcome.examples[:_SHOWN]
    lines = [", ".join(f"{n} {v}" for n, v in zip(outcome.columns, row, strict=True)) for row in shown]
    return "\n".join([*lines, *(["..."] if len(shown) < outcome.found and shown else [])])


def as_json(outcomes: Sequence[Outcome]) -> str:
    """One array: ``source claim of status message found rows file line columns examples`` of every claim."""
    return json.dumps([_fields(one) for one in outcomes], ensure_ascii=False, indent=2) + "\n"


def _fields(outcome: Outcome) -> dict[str, object]:
    claim = outcome.claim
    return {
        "source": claim.source,
        "claim": claim.kind,
        "of": claim.subject,
        "status": outcome.status,
        "message": outcome.message,
        "found": outcome.found,
        "rows": outcome.rows,
        "file": claim.span.file.path,
        "line": claim.span.line,
        "columns": outcome.columns,
        "examples": outcome.examples,
    }


def as_junit(outcomes: Sequence[Outcome]) -> str:
    """A suite a source, a case a claim: broken ones fail, what could not be tested is skipped."""
    broken = sum(one.status == "broken" for one in outcomes)
    suites = "".join(_suite(source, list(ones)) for source, ones in groupby(outcomes, key=lambda o: o.claim.source))
    opening = f'<testsuites name="genesis test" tests="{len(outcomes)}" failures="{broken}">\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}{suites}</testsuites>\n'


def _suite(source: str, outcomes: list[Outcome]) -> str:
    broken = sum(one.status == "broken" for one in outcomes)
    skipped = sum(one.status == "untested" for one in outcomes)
    counts = f'tests="{len(outcomes)}" failures="{broken}" skipped="{skipped}"'
    cases = "".join(line for one in outcomes for line in _case(one))
    return f"  <testsuite name={quoteattr(source)} {counts}>\n{cases}  </testsuite>\n"


def _case(outcome: Outcome) -> Iterator[str]:
    claim = outcome.claim
    name, file = quoteattr(f"{claim.kind}: {claim.subject}"), quoteattr(claim.span.file.path)
    opening = f"    <testcase classname={quoteattr(claim.source)} name={name} file={file} line={quoteattr(str(claim.span.line))}"
    if outcome.status == "held":
        yield f"{opening}/>\n"
        return
    said = quoteattr(printable(outcome.message))
    body = escape("\n".join(printable(line) for line in _examples(outcome).split("\n")))
    tag = f"<skipped message={said}/>" if outcome.status == "untested" else f"<failure message={said}>{body}</failure>"
    yield f"{opening}>\n      {tag}\n    </testcase>\n"
