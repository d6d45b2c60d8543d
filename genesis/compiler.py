"""The pipeline: an input's name in, a query out."""

import re
from datetime import date

from genesis import __version__
from genesis.diagnostics import Diagnostic, GenesisError, Problems, did_you_mean
from genesis.formatters.pipeline import formatted
from genesis.model.compiling import Compiling
from genesis.model.expression import Field
from genesis.model.model import Model
from genesis.model.parameters import Given, bind
from genesis.model.combining import resolve
from genesis.model.question import Combined, Question
from genesis.relation.build import build
from genesis.relation.finish import Built, Result
from genesis.spec.documents import InputSpec, Text
from genesis.spec.project import ProjectFiles
from genesis.sql.dialect import dialect as dialect_of
from genesis.sql.lower import Statement, lower
from genesis.sql.parse import parse
from genesis.sql.query import CompiledQuery, ResultColumn
from genesis.sql.render import render

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def compile_input(
    files: ProjectFiles,
    name: Text | str,
    dialect: str,
    *,
    parameters: Given | None = None,
    today: date | None = None,
    comments: bool = True,
) -> CompiledQuery:
    """The query that answers an input, with values for its ``parameters``; ``today`` pins relative dates.

    Raises:
        GenesisError: with every mistake found in the input and the definitions it reaches.
    """
    target = dialect_of(dialect)
    spec = files.input(name)
    model = open_model(files, Compiling(dialect, files.project.timezone, today, bind(spec, parameters or {})))
    question = resolve(model, spec)
    built = build(model, question)
    _check_links(question, built)
    statement = lower(built.relation, target, model)
    sql = render(statement, target, _provenance(spec, statement) if comments else ())
    return CompiledQuery(question.name, dialect, sql, _columns(built), built.key, statement.sources, statement.tables)


def open_model(files: ProjectFiles, compiling: Compiling) -> Model:
    """The semantic model of a project; nothing is resolved yet."""
    return Model(files, parse, formatted, files.project.expressions, compiling)


def check_input(files: ProjectFiles, name: Text | str) -> list[Diagnostic]:
    """Every mistake in an input and the definitions it reaches."""
    try:
        compile_input(files, name, "duckdb")
    except GenesisError as error:
        return list(error.diagnostics)
    return []


def check_source(files: ProjectFiles, name: Text | str) -> list[Diagnostic]:
    """Every mistake in a source's own fields, joins, measures and formats."""
    model = open_model(files, Compiling(timezone=files.project.timezone))
    problems = Problems()
    try:
        spec = model.source(name)
    except GenesisError as error:
        return list(error.diagnostics)
    source = spec.name.value
    for look_up, members in ((model.field, spec.fields), (model.join, spec.joins), (model.measure, spec.measures)):
        for member in members:
            try:
                look_up(source, member.name.value)
            except GenesisError as error:
                problems.found.extend(error.diagnostics)
    for check in (_check_formats, _check_query):
        try:
            check(model, source)
        except GenesisError as error:
            problems.found.extend(error.diagnostics)
    return list(problems.found)


def _check_formats(model: Model, source: str) -> None:
    for spec in model.source(source).fields:
        found = model.field(source, spec.name.value)
        if found is not None:
            model.format(Field((), found.name, found.type), found.format, found)


def _check_query(model: Model, source: str) -> None:
    from genesis.model.conditions import condition
    from genesis.sql.sources import parse_query

    spec = model.source(source)
    if spec.where is not None:
        condition(model, source, spec.where)
    if spec.sql is not None and spec.sql.default is not None:
        parse_query(spec.sql, "", model.expressions)


def _provenance(spec: InputSpec, statement: Statement) -> tuple[str, ...]:
    return (
        f"input: {spec.name} ({spec.span.file.path})",
        f"definitions: {', '.join(statement.sources)}",
        f"compiler: genesis {__version__}",
    )


def _columns(built: Built) -> tuple[ResultColumn, ...]:
    return tuple(map(_column, built.columns))


def _column(column: Result) -> ResultColumn:
    name, item = column.name, column.item
    if item is None:
        return ResultColumn(name, name, column.value.type, hidden=True)
    texts = tuple(label if item.relabelled else str(code) for code, label in item.codes)
    known = texts if item.relabelled or item.output == item.value else ()
    return ResultColumn(
        name, item.label, item.output.type, item.shown, description=item.description, values=known, span=item.span
    )


def _check_links(question: Question, built: Built) -> None:
    names = [column.name for column in built.columns]
    problems = Problems()
    for item in question.items:
        if item.shown is None or item.shown.kind != "link":
            continue
        for wanted in _PLACEHOLDER.findall(item.shown.url + item.shown.text):
            if wanted not in names:
                message = f"the link of `{item.name}` needs the column `{wanted}`, which this input does not have"
                problems.add("G505", item.span, message, did_you_mean(wanted, names))
    problems.raise_if_any()
