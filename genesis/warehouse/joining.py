"""Joins of drafts: foreign keys that the engine knows, and guesses by names."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from genesis.engines.tables import Name, Reference, Table
from genesis.model.types import Type
from genesis.warehouse.drafting import Draft, DraftField, DraftJoin
from genesis.warehouse.naming import is_generic, mended, plural, singular, stem


class Target(Struct, frozen=True):
    """A source that joins may lead to: its table, the fields of its columns, its key, and the names that are taken in it."""

    source: str
    table: Name
    columns: Mapping[str, tuple[str, Type]]
    key: tuple[str, ...]
    taken: frozenset[str]


def target_of(one: Draft) -> Target:
    """A draft as something to join."""
    columns = {field.column: (field.name, field.type) for field in one.fields}
    taken = frozenset((*(name for name, _ in columns.values()), "count"))
    return Target(one.source, one.table, columns, one.key, taken)


def joined(drafts: Sequence[Draft], tables: Sequence[Table], existing: Sequence[Target]) -> tuple[Draft, ...]:
    """The drafts with their joins. Names stay unique on both sides, over all drafts."""
    targets = [*map(target_of, drafts), *existing]
    taken = {target.source: set(target.taken) for target in targets}
    return tuple(_Joining(one, targets, taken).draft(table) for one, table in zip(drafts, tables, strict=True))


class _Joining:
    """The joins of one draft. ``taken`` grows with every name that is given."""

    def __init__(self, own: Draft, targets: Sequence[Target], taken: Mapping[str, set[str]]) -> None:
        self._own = own
        self._targets = targets
        self._taken = taken

    def draft(self, table: Table) -> Draft:
        """The draft with joins by the engine's foreign keys first, then by names."""
        joins: list[DraftJoin] = []
        lost: list[str] = []
        for reference in table.references:
            found = self._referred(reference)
            if isinstance(found, str):
                lost.append(f"{', '.join(reference.columns)} refers to {'.'.join(reference.table)}, {found}")
            else:
                joins.append(found)
        known = {column for reference in table.references for column in reference.columns}
        others = [field for field in self._own.fields if field.column not in known]
        joins += [guess for field in others if (guess := self._guessed(field))]
        return replace(self._own, joins=tuple(joins), lost=tuple(lost))

    def _referred(self, reference: Reference) -> DraftJoin | str:
        """The join of a foreign key, or why it is none."""
        target = next((t for t in self._targets if _same_table(t.table, reference.table)), None)
        if target is None:
            return "which has no definition"
        fields = [self._own.field(column) for column in reference.columns]
        others = [target.columns.get(column) for column in reference.others]
        if not all(fields):
            unread = [column for column in reference.columns if not self._own.field(column)]
            return f"and {self._own.source} has no field that reads {', '.join(unread)}"
        if not all(others):
            unread = [column for column in reference.others if column not in target.columns]
            return f"and {target.source} has no field that reads {', '.join(unread)}"
        pairs = tuple((own.name, other[0]) for own, other in zip(fields, others, strict=True) if own and other)
        covered = set(target.key) <= {other for _, other in pairs} and bool(target.key)
        return self._named(target, pairs, guessed=False, one=not covered)

    def _guessed(self, field: DraftField) -> DraftJoin | None:
        """A join to the only source that a column's name speaks of, whose key is one field of that type.

        A source of that name goes before those whose key has the column's name, and of several those of the same schema.
        """
        can = [target for target in self._targets if self._may_hold(field, target)]
        named = [target for target in can if _is_named(field, target)]
        found = named or [
            t for t in can if t.key[0] == field.name and not is_generic(field.name) and not self._is_key(field)
        ]
        near = [target for target in found if target.table[:-1] == self._own.table[:-1]]
        best = near if len(near) == 1 else found
        return self._named(best[0], ((field.name, best[0].key[0]),), guessed=True) if len(best) == 1 else None

    def _may_hold(self, field: DraftField, target: Target) -> bool:
        """Whether another source's key is one field of the same type."""
        if len(target.key) != 1 or singular(target.source) == singular(self._own.source) or field.cast:
            return False
        return any(name == target.key[0] and kind.kind == field.type.kind for name, kind in target.columns.values())

    def _is_key(self, field: DraftField) -> bool:
        return self._own.key == (field.name,)

    def _named(
        self, target: Target, pairs: tuple[tuple[str, str], ...], *, guessed: bool, one: bool = False
    ) -> DraftJoin:
        mine, theirs = self._taken[self._own.source], self._taken[target.source]
        word = stem(pairs[0][0]) if len(pairs) == 1 else ""
        to_self = target.source == self._own.source
        one_there = singular(target.source)
        wanted = one_there if one_there.startswith(word) else word
        wanted = f"{wanted}_row" if to_self and not word else wanted
        if wanted in mine:
            wanted = f"{wanted}_row" if wanted == one_there else f"{wanted}_{one_there}"
        name = mended(wanted, "other", mine)
        mine.add(name)
        only = bool(self._own.key) and set(self._own.key) <= {own for own, _ in pairs}
        back = singular(self._own.source) if only else plural(self._own.source)
        if to_self or back in theirs:
            back = f"{back}_as_{name}"
        reverse = mended(back, "back", theirs)
        theirs.add(reverse)
        return DraftJoin(name, target.source, pairs, reverse, guessed, one)


def _is_named(field: DraftField, target: Target) -> bool:
    """Whether a column says by its name that it holds the target's key: ``country_id``, or ``birth_country_id``."""
    word, one, key = stem(field.name), singular(target.source), target.key[0]
    speaks = word in {one, target.source} or word.endswith(f"_{one}")
    return speaks and (is_generic(key) or stem(key) == one)


def _same_table(one: Name, other: Name) -> bool:
    least = min(len(one), len(other))
    return [part.lower() for part in one[-least:]] == [part.lower() for part in other[-least:]]
