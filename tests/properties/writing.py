"""A project and its questions as the files that Genesis reads."""

import csv
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path as FilePath
from typing import Any, Final

from tests.properties import formulas
from tests.properties.world import (
    Combination,
    Combined,
    Comparison,
    Field,
    Filter,
    Item,
    Join,
    Measure,
    Order,
    Project,
    Quantified,
    Question,
    Source,
    Total,
    Truth,
    Value,
)

_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n"}
Written = dict[str, Any]


def write(project: Project, questions: Mapping[str, Question | Combination], root: FilePath) -> None:
    """Write all definitions, the rows of their tables, and an input per question."""
    for source in project.sources.values():
        save(root / "definitions" / f"{source.name}.yaml", definition(source))
        save_rows(root / "definitions" / "data" / "zoo" / f"{source.name}.csv", source)
    for name, question in questions.items():
        save(root / "inputs" / f"{name}.yaml", {"input": name, **asked(question)})


def save(path: FilePath, document: Written) -> None:
    """One document."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(lines(document)), encoding="utf-8")


def lines(document: Written) -> list[str]:
    """A document, a line per entry of its parts."""
    made = []
    for key, value in document.items():
        if isinstance(value, dict) and value:
            made += [f"{key}:\n", *(f"  {name}: {flow(part)}\n" for name, part in value.items())]
        elif isinstance(value, list) and value:
            made += [f"{key}:\n", *(f"  - {flow(part)}\n" for part in value)]
        else:
            made.append(f"{key}: {flow(value)}\n")
    return made


def flow(value: Any) -> str:
    """A value on one line: text always quoted, odd code points escaped."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(flow, value)) + "]"
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + "".join(map(_escaped, value)) + '"'
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case _:
            return str(value)


def _escaped(letter: str) -> str:
    return _ESCAPES.get(letter) or (letter if " " <= letter <= "~" else f"\\U{ord(letter):08X}")


def save_rows(path: FilePath, source: Source) -> None:
    """The rows of a table; an empty cell is null."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = [f.name for f in source.fields if f.formula is None and f.total is None]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[_cell(row[name]) for name in columns] for row in source.rows])


def _cell(value: Value) -> str:
    return "" if value is None else formulas.shown(value)


def definition(source: Source) -> Written:
    """A source's document."""
    made: Written = {"source": source.name, "table": f"zoo.{source.name}", "key": list(source.key)}
    if source.latest_by:
        made["latest_by"] = source.latest_by
    if source.where is not None:
        made["where"] = formulas.text(source.where)
    made["fields"] = {f.name: field(f) for f in source.fields}
    if source.joins:
        made["joins"] = {j.name: join(j) for j in source.joins}
    if source.measures:
        made["measures"] = {m.name: measure(m) for m in source.measures}
    return made


def field(spec: Field) -> Any:
    """A field's entry."""
    if spec.formula is not None:
        return {"sql": formulas.text(spec.formula)}
    if spec.total is not None:
        return {"rollup": aggregated(spec.behind, spec.total)}
    return {"type": spec.type, "values": list(spec.codes)} if spec.codes else spec.type


def join(spec: Join) -> Written:
    """A join's entry."""
    if spec.through:
        return {"through": ".".join(spec.through)}
    made: Written = {"to": spec.target, "on": [a if a == b else {a: b} for a, b in spec.pairs]}
    if spec.also is not None:
        equal = [f"{a} = {spec.name}.{b}" for a, b in spec.pairs]
        made["on"] = " and ".join([*equal, formulas.text(spec.also)])
    if spec.claimed:
        made["many"] = False
    if spec.where is not None:
        made["where"] = formulas.text(spec.where)
    if spec.pick:
        made["pick"] = {"order_by": orders(spec.pick)}
    if spec.reverse:
        made["reverse"] = spec.reverse
    return made


def measure(spec: Measure) -> Written:
    """A measure's entry."""
    if spec.ratio is not None:
        made: Written = {"ratio": list(spec.ratio)}
    else:
        assert spec.total is not None
        made = totalled(spec.total, item=False)
    if spec.where is not None:
        made["where"] = formulas.text(spec.where)
    return made


def totalled(spec: Total, *, item: bool) -> Written:
    """An aggregate, of a measure or of an item (whose path names what is aggregated)."""
    if spec.of is None:
        return {"count": "rows"}
    options: Written = {} if item else {"of": formulas.text(spec.of)}
    options |= {"order_by": orders(spec.order_by)} if spec.order_by else {}
    options |= {"separator": spec.separator} if spec.separator != ", " else {}
    options |= {"distinct": True} if spec.distinct else {}
    options |= {"limit": spec.limit} if spec.limit is not None else {}
    options |= {"more": spec.more} if spec.more is not None else {}
    options |= {"at": spec.at} if spec.at is not None else {}
    if item and not options:
        return {spec.function: True}
    return {spec.function: options["of"] if set(options) == {"of"} else options}


def aggregated(joins: tuple[str, ...], spec: Total) -> Any:
    """An item that names an aggregate of a field, or counts rows."""
    if spec.of is None:
        return ".".join((*joins, "count"))
    made: Written = {"field": ".".join((*joins, formulas.text(spec.of))), **totalled(spec, item=True)}
    return made if spec.where is None else {**made, "where": formulas.text(spec.where)}


def asked(question: Question | Combination) -> Written:
    """An input's document, without its name."""
    if isinstance(question, Combination):
        made: Written = {"combine": [asked(block) for block in question.blocks]}
    else:
        made = {"source": question.source}
        if question.groups is not None:
            made["group_by"] = [item(i) for i in question.groups]
    if question.items:
        made["fields"] = [item(i) for i in question.items]
    if question.filters:
        made["filters"] = [filtered(f) for f in question.filters]
    if question.sort:
        made["sort"] = orders(question.sort)
    if question.limit is not None:
        made["limit"] = limit(question)
    return made


def limit(question: Question | Combination) -> Any:
    """The entry ``limit``."""
    if isinstance(question, Question):
        options: Written = {"per": list(question.per)} if question.per else {}
        options |= {"ties": True} if question.ties else {}
        if options:
            return {"rows": question.limit, **options}
    return question.limit


def item(spec: Item) -> Any:
    """An item's entry."""
    if spec.formula is not None:
        made: Written = {"sql": formulas.text(spec.formula)}
    else:
        made = {"field": ".".join((*spec.path, *([spec.grain] if spec.grain else [])))}
    if spec.pivot:
        joins = spec.path[:-1]
        made = {"pivot": ".".join((*joins, *spec.pivot)), "values": list(spec.values), **made}
    if spec.total is not None:
        made |= totalled(spec.total, item=True)
        if spec.total.where is not None:
            made["where"] = formulas.text(spec.total.where)
    if spec.where is not None:
        made["where"] = formulas.text(spec.where)
    if spec.named:
        made["as"] = spec.name
    if spec.hidden:
        made["hidden"] = True
    return made["field"] if list(made) == ["field"] else made


def filtered(spec: Filter) -> Written:
    """A filter's entry."""
    match spec:
        case Comparison(path, operator, value):
            return {".".join(path): {operator: _operand(value)}}
        case Combined(kind, parts):
            return {kind: [filtered(p) for p in parts]}
        case Quantified(kind, path, parts):
            return {kind: ".".join(path), **({"where": [filtered(p) for p in parts]} if parts else {})}
        case Truth(formula):
            return {"sql": formulas.text(formula)}


def _operand(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def orders(given: tuple[Order, ...]) -> list[str]:
    """Entries of ``sort``, ``order_by`` and ``pick``."""
    return [("-" if o.descending else "") + ".".join(o.by) for o in given]
