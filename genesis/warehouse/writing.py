"""Drafts as YAML that people go on with: what is guessed says so."""

import re
from collections.abc import Iterator
from typing import Final

from sqlglot import exp

from genesis.model.types import Type
from genesis.spec.source import TABLE
from genesis.sql.dialect import dialect, dialects
from genesis.warehouse.drafting import Draft, DraftField, DraftJoin

_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NOT_TEXT: Final = frozenset({"true", "false", "null", "True", "False", "TRUE", "FALSE", "Null", "NULL"})
_LOWER: Final = re.compile(r"[a-z_][a-z0-9_]*")


def written(draft: Draft, schema: str, connection: str, expressions: str) -> str:
    """The file of a draft. ``schema`` is the path of the JSON Schema from there, empty where there is none."""
    head = [f"# yaml-language-server: $schema={schema}"] if schema else []
    head.append(
        f"# Begun by `genesis scaffold` from the tables of `{connection}`: read it, and describe what one row is."
    )
    if draft.written:
        head.append("# The types are those that the cells of its file look like: `genesis test` reads them all.")
    fields = [line for field in draft.fields for line in _field(field)]
    unread = [
        f"  # {_one_line(column)}: {_one_line(native)} is no type here; a view, or `sql:`, may cast it"
        for column, native in draft.unread
    ]
    joins = [line for join in draft.joins for line in _join(join)] + [f"  # {_one_line(said)}" for said in draft.lost]
    lines = [*head, f"source: {draft.source}", *_rows(draft, expressions), _key(draft), ""]
    lines += ["fields:", *fields, *unread] if fields else ["fields: {}", *unread]
    lines += ["", "joins:" if draft.joins else "# joins:", *joins] if joins else []
    return "\n".join(lines) + "\n"


def _rows(draft: Draft, expressions: str) -> Iterator[str]:
    """Where the rows are: the table, or a SELECT where something of it has to be cast or cannot be named."""
    casts = [field for field in draft.fields if field.cast]
    dotted = ".".join(draft.table)
    if not casts and TABLE.fullmatch(dotted) and all("." not in part for part in draft.table):
        yield f"table: {_scalar(dotted)}"
        return
    if casts:
        listed = ", ".join(f"{field.column} ({field.native})" for field in casts)
        yield f"# Read as text, because its type is none here: {_one_line(listed)}"
    select = _select(draft, expressions)
    if not select.replace("\n", "").isprintable():
        yield f"sql: {_quoted(select)}"
        return
    yield "sql: |"
    yield from (f"  {line}" for line in select.split("\n"))


def _select(draft: Draft, expressions: str) -> str:
    columns = []
    for field in draft.fields:
        column = exp.column(_identifier(field.column))
        columns.append(exp.alias_(exp.cast(column, "VARCHAR"), _identifier(field.column)) if field.cast else column)
    parts = [_identifier(part) for part in reversed(draft.table)]
    table = exp.Table(**dict(zip(("this", "db", "catalog"), parts, strict=False)))
    return exp.select(*columns).from_(table).sql(dialect=expressions, pretty=True)


def _identifier(name: str) -> exp.Identifier:
    """A name, quoted where some dialect needs it."""
    reserved = any(name in dialect(one).reserved for one in dialects())
    return exp.Identifier(this=name, quoted=not _LOWER.fullmatch(name) or reserved)


def _key(draft: Draft) -> str:
    if not draft.key:
        return "key: none  # no column looks like one; without a key no input can list these rows"
    names = draft.key[0] if len(draft.key) == 1 else f"[{', '.join(draft.key)}]"
    mark = "" if draft.known_key else f"  # guessed by name: `genesis test {draft.source}` says whether it holds"
    return f"key: {names}{mark}"


def _field(field: DraftField) -> Iterator[str]:
    told = f"  # {_one_line(field.doubt)}" if field.doubt else ""
    if field.column == field.name and not field.label:
        yield f"  {field.name}: {field.type}{told}"
        return
    options = [f"type: {_in_flow(field.type)}"]
    if field.column != field.name:
        options.append(f"column: {_scalar(field.column)}")
    if field.label:
        options.append(f"label: {_scalar(field.label)}")
    yield f"  {field.name}: {{{', '.join(options)}}}{told}"


def _in_flow(type_: Type) -> str:
    return f'"{type_}"' if "," in str(type_) else str(type_)


def _join(join: DraftJoin) -> Iterator[str]:
    same = [own for own, other in join.pairs if own == other]
    if len(same) == len(join.pairs):
        on = same[0] if len(same) == 1 else f"[{', '.join(same)}]"
    else:
        on = f"{{{', '.join(f'{own}: {other}' for own, other in join.pairs)}}}"
    claim = ", many: false" if join.one else ""
    mark = "  # guessed by name" if join.guessed else ""
    yield f"  {join.name}: {{to: {join.to}, on: {on}{claim}, reverse: {join.reverse}}}{mark}"


def _scalar(text: str) -> str:
    """A YAML scalar that is this text, wherever it stands."""
    if text not in _NOT_TEXT and all(_PLAIN.fullmatch(part) for part in text.split(".")):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    escaped = "".join(_escaped(c) for c in text)
    return f'"{escaped}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"  # noqa: PLR2004 - the last of four digits


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
