"""One field and its format, as a project of its own."""

from genesis.diagnostics import SourceFile
from genesis.formatters.pipeline import formatter_of
from genesis.formatters.text.rendered import rendered
from genesis.model.compiling import Compiling
from genesis.model.expression import Column, Value, walk
from genesis.model.model import Language, Model
from genesis.model.parts import Formatted
from genesis.model.types import Type
from genesis.spec.documents import SourceSpec, Text
from genesis.spec.formatter import read_formatter
from genesis.spec.kinds import DocumentKind
from genesis.spec.settings import FormatterDefinitionSpec
from genesis.spec.source import read_source
from genesis.sql.native import names_in
from genesis.sql.parse import parse
from tests.functions.evaluation import Engine, result


class Files:
    """A source ``s`` with the field ``v``, and formatters by name."""

    def __init__(self, field: str, formatters: dict[str, str]) -> None:
        self.text = f"source: s\ntable: a.s\nkey: none\nfields:\n  v: {field}\n"
        self.formatters = formatters

    def source(self, name: Text | str) -> SourceSpec:
        assert str(name) == "s"
        return read_source(SourceFile("definitions/s.yaml", self.text))

    def mentions(self, _: str) -> tuple[str, ...]:
        return ()

    def formatter(self, name: Text | str) -> FormatterDefinitionSpec:
        return read_formatter(SourceFile(f"definitions/formatters/{name}.yaml", self.formatters[str(name)]))

    def has(self, kind: DocumentKind, name: str) -> bool:
        return kind == "formatter" and name in self.formatters

    def names(self, _: DocumentKind) -> tuple[str, ...]:
        return tuple(self.formatters)


def formatted(type_: str, format_: str, *, values: str = "", formatters: dict[str, str] | None = None) -> Formatted:
    """The value ``t.v`` after its field's format."""
    codes = f", values: {values}" if values else ""
    files = Files(f'{{type: "{type_}", format: {format_}{codes}}}', formatters or {})
    language = Language(parse, names_in, formatter_of(files, parse, "trino"), rendered)
    model = Model(files, language, "trino", Compiling())
    field = model.field("s", "v")
    assert field is not None
    return model.format(Column("t", "v", field.type), field.format, field)


def after(engine: Engine, type_: str, format_: str, value: Value, **more: str) -> Value:
    """A value after a format."""
    found = formatted(type_, format_, values=more.get("values", ""))
    return result(engine, found.value, {"v": (typed(found), value)})


def typed(found: Formatted) -> Type:
    """The type of the value that was formatted."""
    return next(node.type for node in walk(found.value) if isinstance(node, Column))
