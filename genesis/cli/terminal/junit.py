"""The outcomes of a refresh as JUnit reads test results."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from genesis.cli.terminal.outcomes import Outcome
from genesis.diagnostics import headline
from genesis.output.shown import printable


def as_junit(outcomes: Sequence[Outcome]) -> str:
    """One test a tracker: a failure where it failed or was stopped, an error where Genesis is mistaken, skipped where this machine is not
    set up for it."""
    failed = sum(outcome.error is not None for outcome in outcomes)
    broken = sum(outcome.bug is not None for outcome in outcomes)
    skipped = sum(outcome.status == "skipped" for outcome in outcomes)
    total = sum(outcome.done.seconds for outcome in outcomes if outcome.done)
    cases = "".join(map(_case, outcomes))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites><testsuite name="genesis refresh" tests="{len(outcomes)}" failures="{failed}" errors="{broken}"'
        f' skipped="{skipped}" time="{total:.3f}">{cases}</testsuite></testsuites>\n'
    )


def _case(outcome: Outcome) -> str:
    seconds = outcome.done.seconds if outcome.done else 0.0
    start = f'<testcase classname="genesis.refresh" name={quoteattr(outcome.tracker)} time="{seconds:.3f}">'
    inside = ""
    if outcome.error:
        found = outcome.error.diagnostics
        text = escape(printable("\n".join(map(headline, found))))
        message = quoteattr(printable(found[0].message))
        inside = f"<failure type={quoteattr(found[0].code)} message={message}>{text}</failure>"
    elif outcome.bug:
        kind, said = type(outcome.bug).__name__, printable(str(outcome.bug))
        inside = f"<error type={quoteattr(kind)} message={quoteattr(said)}/>"
    elif outcome.missing:
        inside = f"<skipped message={quoteattr(outcome.missing[0].message)}/>"
    elif outcome.done and outcome.done.notes:
        inside = f"<system-out>{escape(chr(10).join(outcome.done.notes))}</system-out>"
    return f"{start}{inside}</testcase>"
