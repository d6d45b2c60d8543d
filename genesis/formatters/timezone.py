"""``timezone: America/Los_Angeles``: what clocks show there."""

from genesis.model import steps
from genesis.model.expression import Expression, Literal, call
from genesis.model.parts import SourceField
from genesis.model.types import STRING, TIMESTAMP
from genesis.spec.documents import FormatterSpec
from genesis.spec.timezones import near, timezones


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Expression:  # noqa: ARG001
    """A timestamp without zone."""
    steps.takes(step, value, ("timestamptz",))
    zone = steps.text(step, "timezone: America/Los_Angeles")
    if zone not in timezones():
        raise steps.bad_argument(step, f"there is no time zone `{zone}`", near(zone))
    return call("at_timezone", TIMESTAMP, value, Literal(zone, STRING))
