"""A state of a project with one definition as it is in another state."""

from typing import TYPE_CHECKING, Final, TypeVar

from msgspec.structs import replace

from genesis.diagnostics import GenesisError
from genesis.review.edits import Change, Element
from genesis.spec.documents import FieldSpec, InputSpec, JoinSpec, MeasureSpec, SourceSpec
from genesis.spec.kinds import DocumentKind
from genesis.spec.project import ProjectFiles, Spec
from genesis.spec.settings import FormatterDefinitionSpec, ProjectSpec, TrackerSpec

if TYPE_CHECKING:
    from collections.abc import Callable

_MEMBERS: Final = ("fields", "joins", "measures")
_PARTS: Final = {
    "schedule": ("cron", "timezone", "retries", "timeout", "jitter"),
    "rows": ("rows_gone",),
    "columns": ("cells_edited",),
}
"""The settings that stand under a key of a tracker, where they are not called like it."""
_Member = FieldSpec | JoinSpec | MeasureSpec
_D = TypeVar("_D", InputSpec, TrackerSpec, FormatterDefinitionSpec, ProjectSpec)


def with_change(files: ProjectFiles, other: ProjectFiles, change: Change, *, onto_head: bool) -> ProjectFiles | None:
    """``files`` with one definition as ``other`` has it; ``None`` where that is no state of its own, because one side cannot be read.

    ``onto_head``: ``files`` is the head and ``other`` the base, so what was added goes and what was removed comes back.
    """
    here, there = (change.head, change.base) if onto_head else (change.base, change.head)
    if here is not None and there is not None and here.key != there.key:
        return None
    try:
        return _replaced(files, other, here, there)
    except GenesisError:
        return None


def _replaced(files: ProjectFiles, other: ProjectFiles, here: Element | None, there: Element | None) -> ProjectFiles:
    found = there or here
    assert found is not None  # noqa: S101 a change has one side at least
    kind, name = found.document
    if kind is None:
        return files.with_documents({}, _keyed(files.project, other.project, found.key))
    if not found.key:
        return files.with_documents(_whole(other, here, there))
    made: Spec
    match kind:
        case "source":
            made = _source(files.source(name), other.source(name), here, there)
        case "input":
            made = _keyed(files.input(name), other.input(name), found.key)
        case "tracker":
            made = _keyed(files.tracker(name), other.tracker(name), found.key)
        case "formatter":
            made = _keyed(files.formatter(name), other.formatter(name), found.key)
    return files.with_documents({(kind, name): made})


def _whole(
    other: ProjectFiles, here: Element | None, there: Element | None
) -> dict[tuple[DocumentKind, str], Spec | None]:
    found: dict[tuple[DocumentKind, str], Spec | None] = {}
    was, old = here.document if here is not None else (None, "")
    if was is not None:
        found[was, old] = None
    kind, name = there.document if there is not None else (None, "")
    if kind is not None:
        readers: dict[DocumentKind, Callable[[str], Spec]] = {
            "source": other.source,
            "input": other.input,
            "tracker": other.tracker,
            "formatter": other.formatter,
        }
        found[kind, name] = readers[kind](name)
    return found


def _keyed(spec: _D, other: _D, key: str) -> _D:
    """A document with what another has under a key; keys that are no setting of it change nothing."""
    names = (one for one in _PARTS.get(key, (key,)) if one in spec.__struct_fields__)
    return replace(spec, **{one: getattr(other, one) for one in names})


def _source(spec: SourceSpec, other: SourceSpec, here: Element | None, there: Element | None) -> SourceSpec:
    key = (there or here).key  # type: ignore[union-attr]
    if key not in _MEMBERS:
        return replace(spec, **{key: getattr(other, key)})
    members: tuple[_Member, ...] = getattr(spec, key)
    new = None if there is None else next(one for one in getattr(other, key) if one.name.value == there.member)
    at = next((i for i, one in enumerate(members) if here is not None and one.name.value == here.member), len(members))
    made = (*members[:at], *(() if new is None else (new,)), *members[at + 1 :])
    return replace(spec, **{key: made})
