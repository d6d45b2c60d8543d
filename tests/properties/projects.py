"""Random projects: sources with keys, rows with nulls and doubles, joins of every kind, measures."""

from typing import Final

from msgspec.structs import replace

from tests.properties.drawing import TYPES, Dice, Scope, gives
from tests.properties.joins import counts_lines
from tests.properties.oracle import Oracle
from tests.properties.world import Field, Join, Measure, Order, Path, Project, Source, Total, Value

_NAMES: Final = ("ant", "bee", "cat", "order", "elk")


def project(dice: Dice) -> Project:
    """Two to five sources, their joins, then what is computed along joins."""
    sources = {name: table(dice, name) for name in _NAMES[: dice.count(2, 5)]}
    for name in list(sources):
        sources[name] = replace(sources[name], joins=joins(dice, sources, name))
    for name in list(sources):
        sources[name] = with_claims(dice, sources, name)
    for name in list(sources):
        sources[name] = with_through(dice, sources, name)
    for name in list(sources):
        sources[name] = with_rollup(dice, sources, name)
    for name in list(sources):
        sources[name] = with_far_fields(dice, sources, name)
    for name in list(sources):
        sources[name] = replace(sources[name], measures=measures(dice, sources[name]))
    return Project(sources)


def table(dice: Dice, name: str) -> Source:
    """A source with the rows of its table."""
    key = dice.one_of((("k",), ("k", "m"), ("m",)))
    fields = [Field("k", "integer"), Field("m", "string")]
    fields += [Field(f"f{n}", dice.one_of(TYPES)) for n in range(dice.count(1, 4))]
    fields = [coded(dice, f) for f in fields]
    rows: dict[tuple[Value, ...], dict[str, Value]] = {}
    versions = [f.name for f in fields if f.type in {"integer", "date", "timestamp"} and f.name not in key]
    latest_by = dice.one_of(versions) if versions and dice.chance(25) else ""
    for _ in range(dice.count(0, 7)):
        row = {f.name: dice.value(f.type, 0 if f.name in key else 20) for f in fields}
        rows.setdefault(tuple(row[k] for k in (*key, *([latest_by] if latest_by else []))), row)
    own = scope_of(fields)
    if dice.chance(40):
        type_ = dice.one_of(("integer", "string", "boolean", "date"))
        fields.append(Field("near", type_, dice.formula(type_, own)))
    where = dice.formula("boolean", own) if dice.chance(25) else None
    return Source(name, key, tuple(fields), tuple(rows.values()), where=where, latest_by=latest_by)


def coded(dice: Dice, field: Field) -> Field:
    """The field, perhaps with an order of some of its values."""
    if field.type not in {"string", "integer"} or not dice.chance(20):
        return field
    return replace(field, codes=tuple(dict.fromkeys(dice.value(field.type) for _ in range(dice.count(1, 4)))))


def scope_of(fields: list[Field]) -> Scope:
    """The fields of a row by type."""
    return {t: [(f.name,) for f in fields if f.type == t] for t in TYPES}


def joins(dice: Dice, sources: dict[str, Source], name: str) -> tuple[Join, ...]:
    """Joins from a source to others, and to itself."""
    made: list[Join] = []
    for number in range(dice.count(0, 3)):
        target = sources[dice.one_of(list(sources))]
        pairs = met(dice, sources[name], target)
        if pairs:
            where = dice.formula("boolean", scope_of(list(target.fields)), 1) if dice.chance(20) else None
            reverse = f"{name}_{number}s" if dice.chance(70) else ""
            made.append(
                pinned(dice, sources, Join(f"{target.name}_{number}", name, target.name, pairs, where, reverse))
            )
    return tuple(made)


def pinned(dice: Dice, sources: dict[str, Source], join: Join) -> Join:
    """The join, perhaps with a condition over both sides, or picking one row."""
    own, others = list(sources[join.source].fields), list(sources[join.target].fields)
    if dice.chance(20):
        scope = scope_of(own)
        for field in others:
            scope[field.type].append((join.name, field.name))
        join = replace(join, also=dice.formula("boolean", scope))
    if dice.chance(20):
        orders = tuple(Order((f.name,), dice.chance(50)) for f in others if dice.chance(30))
        join = replace(join, pick=orders or (Order((others[-1].name,)),))
    return join


def with_claims(dice: Dice, sources: dict[str, Source], name: str) -> Source:
    """The source; where data allow it, joins may claim to lead to one row."""
    oracle = Oracle(Project(sources))
    made = []
    for join in sources[name].joins:
        starts = [a for a, _ in oracle.pairs(join)]
        claimed = len(starts) == len(set(starts)) and not oracle.is_to_one(name, (join.name,)) and dice.chance(25)
        made.append(replace(join, claimed=claimed))
    return replace(sources[name], joins=tuple(made))


def with_rollup(dice: Dice, sources: dict[str, Source], name: str) -> Source:
    """The source, perhaps with an aggregate behind a to-many path as a field."""
    path, last = walk(dice, sources, name, 2) if dice.chance(35) else ((), name)
    oracle = Oracle(Project(sources))
    if not path or oracle.is_to_one(name, path):
        return sources[name]
    own = [(f.name, f.type) for f in sources[last].fields if f.name not in {"rolled", "across"}]
    total, type_ = dice.total({}, own, lines=counts_lines(sources, name, path))
    if dice.chance(20):
        total, type_ = Total("count"), "integer"
    return replace(sources[name], fields=(*sources[name].fields, Field("rolled", type_, behind=path, total=total)))


def met(dice: Dice, source: Source, target: Source) -> tuple[tuple[str, str], ...]:
    """Which fields are equal: often those that cover the key of one side."""
    wanted = list(target.key) if dice.chance(60) else [dice.one_of([f.name for f in target.fields])]
    types = {f.name: f.type for f in target.fields}
    pairs = []
    for other in wanted:
        own = [f.name for f in source.fields if f.type == types[other] and f.type != "float"]
        if not own:
            return ()
        pairs.append((dice.one_of(own), other))
    return tuple(pairs)


def steps(sources: dict[str, Source], name: str) -> list[tuple[str, str]]:
    """The joins that can be walked from a source, both ways, with where they lead."""
    own = [(j.name, j.target) for j in sources[name].joins]
    back = [(j.reverse, s.name) for s in sources.values() for j in s.joins if j.reverse and j.target == name]
    return own + back


def walk(dice: Dice, sources: dict[str, Source], name: str, most: int) -> tuple[Path, str]:
    """A path of at most so many joins, and where it leads."""
    path: list[str] = []
    for _ in range(dice.count(0, most)):
        options = steps(sources, name)
        if not options:
            break
        step, name = dice.one_of(options)
        path.append(step)
    return tuple(path), name


def with_through(dice: Dice, sources: dict[str, Source], name: str) -> Source:
    """The source, perhaps with a name for a path of joins."""
    path, last = walk(dice, sources, name, 3) if dice.chance(30) else ((), name)
    source = sources[name]
    if len(path) < 2:
        return source
    return replace(source, joins=(*source.joins, Join("far", name, last, through=path)))


def with_far_fields(dice: Dice, sources: dict[str, Source], name: str) -> Source:
    """The source, perhaps with a field computed along to-one paths."""
    source = sources[name]
    if not dice.chance(30):
        return source
    scope = along_to_one(dice, sources, name)
    type_ = dice.one_of(("integer", "string", "boolean"))
    return replace(source, fields=(*source.fields, Field("across", type_, dice.formula(type_, scope))))


def along_to_one(dice: Dice, sources: dict[str, Source], name: str) -> Scope:
    """Fields of a row and of rows behind to-one paths, without those that are computed across joins."""
    oracle = Oracle(Project(sources))
    scope = scope_of([f for f in sources[name].fields if f.name != "across"])
    for _ in range(3):
        path, last = walk(dice, sources, name, 2)
        if path and oracle.is_to_one(name, path):
            for field in sources[last].fields:
                if field.name != "across" and field.type in scope:
                    scope[field.type].append((*path, field.name))
    return scope


def measures(dice: Dice, source: Source) -> tuple[Measure, ...]:
    """Aggregates of a source's rows."""
    scope = scope_of(list(source.fields))
    own = [(f.name, f.type) for f in source.fields]
    made: list[Measure] = []
    numbers = ["count"]
    for number in range(dice.count(0, 3)):
        where = dice.formula("boolean", scope, 1) if dice.chance(25) else None
        if dice.chance(20):
            made.append(Measure(f"t{number}", ratio=(dice.one_of(numbers), dice.one_of(numbers)), where=where))
            continue
        total, type_ = (Total("count"), "integer") if dice.chance(20) else dice.total(scope, own)
        made.append(Measure(f"t{number}", total, where=where))
        numbers += [f"t{number}"] if type_ in {"integer", "float", "decimal(38,2)"} else []
    return tuple(made)


def measure_type(source: Source, name: str) -> str:
    """The type of a measure's value."""
    found = next((m for m in source.measures if m.name == name), None)
    if found is None:
        return "integer"
    if found.total is None:
        return "float"
    of = found.total.of
    return "integer" if of is None else gives(found.total.function, of.type)
