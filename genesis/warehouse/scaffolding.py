"""Begins definitions from what a connection's catalog knows of tables."""

from collections.abc import Mapping, Sequence
from os.path import relpath
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from msgspec import Struct
from msgspec.structs import replace

from genesis.compiler import open_model
from genesis.diagnostics import GenesisError, Problems, fail
from genesis.discovery.fields import joins as joins_of
from genesis.engines.connections import claims_of
from genesis.engines.rows import Engine
from genesis.engines.tables import Closed, Name, Table, Unread
from genesis.model.model import Model
from genesis.model.types import parse_type
from genesis.spec.folder import shown_path
from genesis.spec.project import ProjectFiles
from genesis.warehouse.catalog import found_tables, listing, near, tables_in
from genesis.warehouse.drafting import Draft, draft
from genesis.warehouse.joining import Target, joined
from genesis.warehouse.naming import mended
from genesis.warehouse.writing import written

_SCHEMAS: Final = ("schemas/source.json", "docs/schema/source.json")
_EVERY: Final = "*"
_PARTS: Final = (2, 3)


class Scaffold(Struct, frozen=True):
    """Files to be written, by path with their text, and what was left out, with the reason."""

    files: tuple[tuple[Path, str], ...]
    left_out: tuple[str, ...]
    guesses: int


@runtime_checkable
class _Sniffing(Protocol):
    """An engine over files of text."""

    def text_types(self, table: Name) -> Mapping[str, str]:
        """What the cells of a table look like, by column, as the engine's names of types."""
        ...


def scaffold(files: ProjectFiles, engine: Engine, connection: str, wanted: Sequence[str], folder: Path) -> Scaffold:
    """First definitions of tables (``schema.table``, or ``schema.*``), to be written into ``folder``. Nothing is written yet.

    Raises:
        GenesisError: G901 for what names no table; G703 and G715 for tables that are missing or closed; G717 and what the engine says
            where it cannot be asked; G926 for a folder outside the definitions, and where a file or a source of that name is there already.
    """
    place = _inside(files, folder)
    names, every = _named(engine, wanted)
    tables, left_out = _readable(engine, names, every)
    drafts = _drafts(files, engine, tables)
    done = joined(drafts, [table for _, table in tables], _existing(files, {one.source for one in drafts}))
    schema = next((one for one in _SCHEMAS if (files.root / one).is_file()), "")
    from_there = relpath(files.root / schema, place).replace("\\", "/") if schema else ""
    texts = [
        (place / f"{one.source}.yaml", written(one, from_there, connection, files.project.expressions)) for one in done
    ]
    _check_free(files, texts)
    guesses = sum(bool(one.key) and not one.known_key for one in done) + sum(
        join.guessed for one in done for join in one.joins
    )
    return Scaffold(tuple(texts), tuple(left_out), guesses)


def _inside(files: ProjectFiles, folder: Path) -> Path:
    place = folder.resolve()
    if not place.is_relative_to(files.folder("source").resolve()):
        hint = "`--out` names a folder within them; without it they are written there"
        raise fail("G926", None, f"{folder} is outside the definitions of the project", hint)
    return place


def _named(engine: Engine, wanted: Sequence[str]) -> tuple[list[Name], frozenset[Name]]:
    """The tables that are meant, each once, and those of them that only a ``*`` means."""
    single: dict[Name, None] = {}
    every: dict[Name, None] = {}
    for word in wanted:
        *schema, last = parts = tuple(word.split("."))
        if len(parts) not in _PARTS or not all(parts):
            raise fail(
                "G901", None, f"`{word}` names no table", "write `schema.table`, `catalog.schema.table`, or `schema.*`"
            )
        if last != _EVERY:
            single[parts] = None
            continue
        found = tables_in(engine, tuple(schema))
        if not found:
            raise fail("G703", None, f"there are no tables in `{'.'.join(schema)}`")
        every |= dict.fromkeys(found)
    return [*single, *(name for name in every if name not in single)], frozenset(every) - frozenset(single)


def _readable(
    engine: Engine, names: Sequence[Name], every: frozenset[Name]
) -> tuple[list[tuple[Name, Table]], list[str]]:
    """The tables that can be read, and why others that only a ``*`` meant are left out."""
    found, listed = found_tables(engine, names), listing(engine)
    problems, left_out = Problems(), []
    tables: list[tuple[Name, Table]] = []
    for name in names:
        dotted = ".".join(name)
        match found[name]:
            case Table() as table if table.columns:
                tables.append((name, _guessing(engine, name, table)))
            case (Closed() | Unread()) as shut if name in every:
                left_out.append(f"`{dotted}` is left out: {shut.said}")
            case Closed(said):
                problems.add("G715", None, f"`{dotted}` may not be read: {said}", "ask its owners for that right")
            case Unread(said):
                problems.add("G706", None, said)
            case Table():
                left_out.append(f"`{dotted}` is left out: it has no columns")
            case None:
                problems.add("G703", None, f"there is no table `{dotted}`", near(name, listed))
    problems.raise_if_any()
    return tables, left_out


def _guessing(engine: Engine, name: Name, table: Table) -> Table:
    """The table without columns that may not be read; one of text with the types that its cells look like."""
    types = engine.text_types(name) if table.written and isinstance(engine, _Sniffing) else {}
    columns = tuple(
        (column, types.get(column, native)) for column, native in table.columns if column not in table.closed
    )
    return replace(table, columns=columns)


def _drafts(files: ProjectFiles, engine: Engine, tables: Sequence[tuple[Name, Table]]) -> list[Draft]:
    claims = claims_of(files)
    taken: set[str] = set()
    found = []
    for name, table in tables:
        alone = mended(name[-1], "table")
        source = alone if alone not in taken else mended(f"{name[-2]}_{name[-1]}", "table", taken)
        taken.add(source)
        types = {column.lower(): type_ for column, type_ in claims(name).items()} if table.written else {}
        found.append(draft(source, _spelt(name, table), table, engine.dialect, types))
    return found


def _spelt(name: Name, table: Table) -> Name:
    """The name as the catalog spells it, with the parts that were given."""
    return table.name[-len(name) :] if len(table.name) >= len(name) else name


def _existing(files: ProjectFiles, drafted: set[str]) -> list[Target]:
    """The sources that are there already, and have tables; those with mistakes are left out."""
    model = open_model(files)
    found = []
    for name in files.names("source"):
        if name not in drafted:
            try:
                found.append(_target(model, name))
            except GenesisError:
                continue
    return [one for one in found if one.table]


def _target(model: Model, name: str) -> Target:
    spec = model.source(name)
    plain = [f for f in spec.fields if f.sql is None and f.rollup is None]
    types = {f.name.value: parse_type(f.type.value) if f.type else None for f in plain}
    columns = {(f.column or f.name).value: (f.name.value, kind) for f in plain if (kind := types[f.name.value])}
    members = (*(f.name.value for f in spec.fields), *(m.name.value for m in spec.measures), *joins_of(model, name))
    table = tuple(spec.table.value.split(".")) if spec.table else ()
    return Target(name, table, columns, model.key(name) or (), frozenset((*members, "count")))


def _check_free(files: ProjectFiles, texts: Sequence[tuple[Path, str]]) -> None:
    problems = Problems()
    for path, _ in texts:
        shown = shown_path(path, files.root.resolve())
        if path.exists() or path.is_symlink():
            problems.add(
                "G926", None, f"{shown} is there already, and is not written over", "move it, or scaffold other tables"
            )
        elif files.has("source", path.stem):
            there = shown_path(files.path("source", path.stem), files.root)
            problems.add(
                "G926",
                None,
                f"the source `{path.stem}` is there already, in {there}",
                "move it, or scaffold other tables",
            )
    problems.raise_if_any()


def write(files: ProjectFiles, begun: Scaffold) -> tuple[str, ...]:
    """Write the files, or none of them; their paths, from the project's folder.

    Raises:
        GenesisError: G926 when one cannot be written.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, text in begun.files:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.stem}.new")
            ready.append((beside, path))
            beside.write_text(text, encoding="utf-8", newline="\n")
        for beside, path in ready:
            beside.replace(path)
    except OSError as error:
        for beside, _ in ready:
            beside.unlink(missing_ok=True)
        shown = shown_path(Path(error.filename or begun.files[0][0]), files.root.resolve())
        raise fail("G926", None, f"{shown} cannot be written: {error.strerror}", "look at its permissions") from error
    return tuple(shown_path(path, files.root.resolve()) for path, _ in begun.files)
