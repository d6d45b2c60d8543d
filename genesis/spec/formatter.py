"""Documents of a project's own formatters."""

from typing import Final

from genesis.diagnostics import Problems, SourceFile
from genesis.spec.documents import SqlSpec, Text
from genesis.spec.kinds import open_document
from genesis.spec.settings import FormatterDefinitionSpec
from genesis.spec.shape import check_name, text_of

_KEYS: Final = ("formatter", "description", "takes", "gives", "arguments", "sql")


def read_formatter(file: SourceFile) -> FormatterDefinitionSpec:
    """The formatter that a file holds.

    Raises:
        GenesisError: every mistake of shape in the file.
    """
    problems = Problems()
    entries, name = open_document(file, "formatter", _KEYS, problems)
    entries.require("takes", "say which type it takes: `takes: string`")
    entries.require("gives", "say which type it gives: `gives: string`")
    entries.require("sql", "write an expression over `value` and the arguments: `sql: upper(value)`")
    arguments = []
    for argument, node in entries.pairs("arguments", "write `arguments: {length: integer}`"):
        check_name(argument, "an argument", problems, reserved=True)
        if argument.value == "value":
            problems.add(
                "G024", argument.span, "`value` is what is formatted and cannot name an argument", "choose another name"
            )
        if kind := text_of(node, f"the type of `{argument.value}`", problems):
            arguments.append((argument, kind))
    nothing = Text("", entries.span)
    spec = FormatterDefinitionSpec(
        name,
        entries.span,
        entries.text("takes") or nothing,
        entries.text("gives") or nothing,
        entries.sql() or SqlSpec(nothing, (), entries.span),
        tuple(arguments),
        entries.text("description"),
    )
    problems.raise_if_any()
    return spec
