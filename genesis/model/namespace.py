"""What the names in a source mean."""

from genesis.diagnostics import did_you_mean, fail
from genesis.spec.documents import FieldSpec, JoinSpec, MeasureSpec, SourceSpec, Text

Member = FieldSpec | JoinSpec | MeasureSpec


def members_of(spec: SourceSpec) -> dict[str, Member]:
    """The fields, joins and measures of a source by name.

    Raises:
        GenesisError: G204 for two of one name, G205 for a key that names no field.
    """
    members: tuple[Member, ...] = (*spec.fields, *spec.joins, *spec.measures)
    found = {member.name.value: member for member in members}
    if len(found) < len(members):
        first: dict[str, Text] = {}
        for name in (member.name for member in members):
            other = first.setdefault(name.value, name)
            if other is not name:
                message = f"`{name}` is defined twice in `{spec.name}`: here and at {other.span}"
                raise fail("G204", name.span, message, "fields, joins and measures share one namespace")
    for key in spec.key or ():
        if not isinstance(found.get(key.value), FieldSpec):
            hint = did_you_mean(key.value, [f.name.value for f in spec.fields])
            raise fail("G205", key.span, f"the key names `{key}`, which is no field of `{spec.name}`", hint)
    return found
