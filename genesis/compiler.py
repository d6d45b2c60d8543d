"""The pipeline: an input's name in, a query out."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

from msgspec import Struct

from genesis import __version__
from genesis.diagnostics import Diagnostic, GenesisError, Problems, did_you_mean, fail
from genesis.formatters.pipeline import formatter_of
from genesis.formatters.text.rendered import rendered
from genesis.model.combining import resolve
from genesis.model.compiling import Compiling
from genesis.model.expression import Field
from genesis.model.model import Language, Model
from genesis.model.parameters import Given, bind
from genesis.model.question import Combined, Question
from genesis.model.resolved import Resolved
from genesis.model.types import STRING
from genesis.relation.build import build
from genesis.relation.finish import Built, Result
from genesis.spec.documents import FieldSpec, InputSpec, MeasureSpec, Text
from genesis.spec.project import ProjectFiles
from genesis.spec.timezones import timezone_of
from genesis.sql.dialect import dialect as dialect_of
from genesis.sql.lower import Statement, lower
from genesis.sql.native import names_in
from genesis.sql.parse import parse
from genesis.sql.query import CompiledQuery, ResultColumn
from genesis.sql.reading import let_go
from genesis.sql.render import Comments, render

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def compile_input(  # noqa: PLR0913 one for each option of a compile
    files: ProjectFiles,
    name: Text | str,
    dialect: str,
    *,
    parameters: Given | None = None,
    today: date | None = None,
    text: bool = False,
    comments: bool = True,
) -> CompiledQuery:
    """The query that answers an input, with values for its ``parameters``; ``today`` pins relative dates.

    With ``text`` what has a format that shows is rendered as that text. ``comments`` say where parts of the SQL come from.

    Raises:
        GenesisError: with every mistake found in the input and the definitions it reaches.
    """
    spec = files.input(name)
    given = bind(spec, parameters or {})
    compiling = Compiling(dialect, timezone_of(files.project), today, given, text)
    return answer(files, ask(files, spec, compiling), comments=comments)


class Asked(Struct, frozen=True):
    """An input's question, with the model that it was resolved in."""

    spec: InputSpec
    model: Model
    question: Question | Combined


def ask(files: ProjectFiles, spec: InputSpec, compiling: Compiling) -> Asked:
    """What an input asks in one compile.

    Raises:
        GenesisError: with every mistake found in the input and the definitions it reaches.
    """
    with _not_too_deep(spec.name):
        model = _model_for(files, compiling)
        return Asked(spec, model, resolve(model, spec))


def answer(files: ProjectFiles, asked: Asked, *, comments: bool = True) -> CompiledQuery:
    """The query that answers what is asked; ``comments`` as in :func:`compile_input`.

    Raises:
        GenesisError: for what the engine cannot say.
    """
    with _not_too_deep(asked.spec.name):
        return _answered(files, asked.spec, asked.model, asked.question, comments=comments)


@contextmanager
def _not_too_deep(name: Text) -> Iterator[None]:
    try:
        yield
    except RecursionError:
        raise _too_deep(name) from None


def _too_deep(name: Text) -> GenesisError:
    """G310 where fields that are defined by one another lead deeper than can be followed."""
    message = f"`{name}` reaches fields that are defined by one another too many levels deep"
    return fail("G310", name.span, message, "read a column of the table instead of the longest chain")


def _answered(
    files: ProjectFiles, spec: InputSpec, model: Model, question: Question | Combined, *, comments: bool
) -> CompiledQuery:
    target = dialect_of(model.compiling.dialect)
    built = build(model, question)
    _check_links(built)
    try:
        statement = lower(built.relation, target, model)
    except GenesisError as error:
        from genesis.sayable import placed

        raise placed(error, model, question, target, spec.name.span) from None
    texts = (*files.texts((spec, *model.used.values())), *model.compiling.parameters.texts())
    origins = [column.origin for column in built.columns]
    rendered_ = render(statement, target, Comments(_provenance(spec, statement), origins, texts, comments))
    let_go(statement.tree)
    return CompiledQuery(
        question.name,
        target.name,
        rendered_.text,
        tuple(map(_column, built.columns)),
        built.key,
        statement.sources,
        statement.tables,
        rendered_.lines,
        spec.name.span,
    )


def _model_for(files: ProjectFiles, compiling: Compiling) -> Model:
    """The model of a project for one compile. What earlier ones in the dialect have resolved is known, if for the same day."""
    known = files.resolved.get(compiling.dialect)
    if not isinstance(known, Resolved) or known.today != compiling.today:
        known = files.resolved[compiling.dialect] = Resolved(compiling.today)
    return open_model(files, compiling, known)


def open_model(files: ProjectFiles, compiling: Compiling | None = None, known: Resolved | None = None) -> Model:
    """The semantic model of a project, for one compile; nothing is resolved yet but what is ``known``."""
    expressions = files.project.expressions
    language = Language(parse, names_in, formatter_of(files, parse, expressions), rendered)
    return Model(files, language, expressions, compiling or Compiling(timezone=files.project.timezone), known)


def check_input(files: ProjectFiles, name: Text | str, model: Model | None = None) -> list[Diagnostic]:
    """Every mistake in an input and the definitions it reaches, whatever the dialect; ``model`` is shared by checks."""
    try:
        spec = files.input(name)
        given = bind(spec, {}, checking=True)
        model = (model or open_model(files)).within(Compiling(timezone=files.project.timezone, parameters=given))
        with _not_too_deep(spec.name):
            question = resolve(model, spec)
            if _can_be_refused(model, question):
                _check_links(build(model, question))
    except GenesisError as error:
        return list(error.diagnostics)
    return []


def _can_be_refused(model: Model, question: Question | Combined) -> bool:
    """Whether building the relation can refuse what resolving let through: rows without a key, links to columns."""
    if model.keyless or isinstance(question, Combined):
        return True
    return any(item.shown is not None and item.shown.kind == "link" for item in question.items)


def check_source(files: ProjectFiles, name: Text | str, model: Model | None = None) -> list[Diagnostic]:
    """Every mistake in a source's own fields, joins, measures and formats; ``model`` is shared by checks."""
    model = model or open_model(files)
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
            except RecursionError:
                problems.found.extend(_too_deep(member.name).diagnostics)
    members_: tuple[FieldSpec | MeasureSpec, ...] = (*spec.fields, *spec.measures)
    formats = (partial(_check_format, model, source, member) for member in members_ if member.format)
    rest = (partial(model.where, source), partial(model.version, source), partial(_check_query, model, source))
    checks: tuple[Callable[[], object], ...] = (*formats, *rest)
    for check in checks:
        try:
            check()
        except GenesisError as error:
            problems.found.extend(error.diagnostics)
    return list(problems.found)


def _check_format(model: Model, source: str, spec: FieldSpec | MeasureSpec) -> None:
    steps = spec.format or ()
    if isinstance(spec, FieldSpec):
        field = model.field(source, spec.name.value)
        if field is not None:
            model.format(Field((), field.name, field.type), steps, field)
        return
    measure = model.measure(source, spec.name.value)
    if measure is not None:
        model.format(measure.value, steps, None)


def _check_query(model: Model, source: str) -> None:
    from genesis.sql.sources import parse_query

    spec = model.source(source)
    if spec.sql is not None and spec.sql.default is not None:
        parse_query(spec.sql, "", model.expressions)


def _provenance(spec: InputSpec, statement: Statement) -> tuple[str, ...]:
    return (
        f"input: {spec.name} ({spec.span.file.path})",
        f"definitions: {', '.join(statement.sources)}",
        f"compiler: genesis {__version__}",
    )


def _column(column: Result) -> ResultColumn:
    name, item = column.name, column.item
    if item is None:
        return ResultColumn(name, name, column.value.type, hidden=True)
    if column.text:
        return ResultColumn(name, item.label, STRING, description=item.description, span=item.span)
    texts = tuple(label if item.relabelled else str(code) for code, label in item.codes)
    labelled = item.relabelled and item.format == "labels="
    known = texts if labelled or item.output == item.value else ()
    return ResultColumn(
        name, item.label, item.output.type, item.shown, description=item.description, values=known, span=item.span
    )


def _check_links(built: Built) -> None:
    names = [column.name for column in built.columns]
    problems = Problems()
    for item in (column.item for column in built.columns if column.item is not None):
        if item.shown is None or item.shown.kind != "link":
            continue
        for wanted in _PLACEHOLDER.findall(item.shown.url + item.shown.text):
            if wanted not in names:
                message = f"the link of `{item.name}` needs the column `{wanted}`, which this input does not have"
                problems.add("G505", item.span, message, did_you_mean(wanted, names))
    problems.raise_if_any()
