"""Diagnostics as JUnit XML, for continuous integration: every error a failed test case, every warning a passed one that says so."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from genesis.diagnostics import Diagnostic, headline

_FORBIDDEN: Final = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def render(diagnostics: Sequence[Diagnostic], *, color: bool = False) -> str:
    """One suite a file; without diagnostics one passed case, because some readers refuse an empty report."""
    del color
    ordered = sorted(diagnostics, key=Diagnostic.order)
    suites = [_suite(file, list(found)) for file, found in groupby(ordered, key=lambda d: d.file)]
    if not suites:
        suites = [
            '  <testsuite name="genesis" tests="1" failures="0">\n    <testcase classname="genesis" name="check"/>\n  </testsuite>\n'
        ]
    failures = sum(d.severity == "error" for d in ordered)
    opening = f'<testsuites name="genesis" tests="{max(len(ordered), 1)}" failures="{failures}">\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}{"".join(suites)}</testsuites>\n'


def _suite(file: str, found: list[Diagnostic]) -> str:
    failures = sum(d.severity == "error" for d in found)
    opening = f'  <testsuite name={_attribute(file or "genesis")} tests="{len(found)}" failures="{failures}">\n'
    return f"{opening}{''.join(_case(d) for d in found)}  </testsuite>\n"


def _case(diagnostic: Diagnostic) -> str:
    name = f"{diagnostic.code} {diagnostic.span}" if diagnostic.span else diagnostic.code
    body = escape(_legal(headline(diagnostic) + (f"\nhint: {diagnostic.hint}" if diagnostic.hint else "")))
    if diagnostic.severity == "error":
        inner = f"<failure type={_attribute(diagnostic.code)} message={_attribute(diagnostic.message)}>{body}</failure>"
    else:
        inner = f"<system-out>{body}</system-out>"
    return f"    <testcase classname={_attribute(diagnostic.file or 'genesis')} name={_attribute(name)}>\n      {inner}\n    </testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(_legal(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
