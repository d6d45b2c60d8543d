"""First definitions of tables: what the catalog knows, and what names let guess, told apart."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from genesis.claims.native import BARE, closest
from genesis.engines.tables import Name, Table
from genesis.model.parts import words
from genesis.model.types import Type
from genesis.warehouse.naming import mended, singular, speaks_of, stem

_CASTS: Final = frozenset({"uuid", "ipaddress", "inet", "cidr", "macaddr", "citext", "xml"})
"""Types that have one plain text for each value."""
_NEVER_KEYS: Final = frozenset({"float", "json", "list", "boolean"})


class DraftField(Struct, frozen=True):
    """A field: ``column`` as the database calls it. ``cast``: it is read as text. ``doubt`` is why its type may be wrong."""

    name: str
    column: str
    type: Type
    native: str
    label: str = ""
    cast: bool = False
    doubt: str = ""


class DraftJoin(Struct, frozen=True):
    """A join by pairs of fields (own, other). ``one``: the database keeps the other side unique, by columns that are not its key."""

    name: str
    to: str
    pairs: tuple[tuple[str, str], ...]
    reverse: str
    guessed: bool
    one: bool = False


class Draft(Struct, frozen=True):
    """A source to be. ``unread`` are columns that no type holds, with the engine's types; ``lost`` what could not be said of joins."""

    source: str
    table: Name
    fields: tuple[DraftField, ...]
    unread: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    known_key: bool
    written: bool = False
    joins: tuple[DraftJoin, ...] = ()
    lost: tuple[str, ...] = ()

    def field(self, column: str) -> DraftField | None:
        """The field that reads a column of that name."""
        return next((one for one in self.fields if one.column == column), None)


def draft(source: str, name: Name, table: Table, dialect: str, types: Mapping[str, Type]) -> Draft:
    """A table's own part: fields and key. ``types`` are what other definitions claim for its columns."""
    fields: list[DraftField] = []
    unread: list[tuple[str, str]] = []
    for number, (column, native) in enumerate(table.columns):
        taken = [one.name for one in fields]
        plain = column in table.enums or native.partition("(")[0].lower() in _CASTS
        found = _field(mended(column, f"column_{number + 1}", taken), column, native, dialect, types, plain=plain)
        if found:
            fields.append(found)
        else:
            unread.append((column, native))
    named = {one.column: one.name for one in fields}
    known = bool(table.key) and all(column in named for column in table.key)
    key = tuple(named[column] for column in table.key) if known else guessed_key(source, fields)
    return Draft(source, name, tuple(fields), tuple(unread), key, known, table.written)


def _field(
    name: str, column: str, native: str, dialect: str, types: Mapping[str, Type], *, plain: bool
) -> DraftField | None:
    """The field of a column; ``plain``: each of its values has one plain text."""
    label = column if words(name) != words(column) and " " in column.strip() else ""
    claimed = types.get(column.lower())
    if claimed:
        return DraftField(name, column, claimed, native, label)
    found = closest(native, dialect)
    if found is None:
        text = closest("varchar", dialect)
        return DraftField(name, column, text, native, label, cast=True) if plain and text else None
    bare = found == BARE and not any(c.isdigit() for c in native)
    doubt = f"{native} says nothing of its digits" if bare else ""
    return DraftField(name, column, found, native, label, doubt=doubt)


def guessed_key(source: str, fields: Sequence[DraftField]) -> tuple[str, ...]:
    """What may be the key by its name; empty where nothing looks like one."""
    can = {one.name: one for one in fields if one.type.kind not in _NEVER_KEYS}
    stems = {name: found for name in can if (found := stem(name))}
    together = [name for name, one in stems.items() if one in source]
    if len(together) > 1 and "".join(stems[name] for name in together) in source.replace("_", ""):
        return tuple(together)
    one = singular(source)
    for name in (
        "id",
        f"{one}_id",
        f"{one}id",
        f"{one}_key",
        f"{one}key",
        f"{one}_code",
        f"{source}_id",
        "key",
        "code",
    ):
        if name in can:
            return (name,)
    first = next(iter(can), "")
    alone = list(stems) == [first]
    return (first,) if alone or speaks_of(stems.get(first, ""), source) else ()
