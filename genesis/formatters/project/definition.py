"""A project's own value formatters (``definitions/formatters/NAME.yaml``)."""

from typing import Final, Protocol

from msgspec import Struct

from genesis.diagnostics import did_you_mean, fail
from genesis.formatters.project.language import formatters
from genesis.model.declared import declared_type
from genesis.model.expression import Cast, Column, Expression, Literal, transform
from genesis.model.literals import literal
from genesis.model.syntax import Name, Parser
from genesis.model.types import Type
from genesis.model.typing import typed, widens
from genesis.spec.documents import FormatterSpec, Mapping, Scalar, Text
from genesis.spec.kinds import DocumentKind
from genesis.spec.settings import FormatterDefinitionSpec

_VALUE: Final = "value"


class FormatterFiles(Protocol):
    """Where a project's formatters come from (``genesis.spec.project``)."""

    def formatter(self, name: Text | str) -> FormatterDefinitionSpec:
        """A formatter as it was written; raises GenesisError."""
        ...

    def has(self, kind: DocumentKind, name: str) -> bool:
        """Whether there is a document of that kind and name."""
        ...

    def names(self, kind: DocumentKind) -> tuple[str, ...]:
        """All names of a kind."""
        ...


class Definition(Struct, frozen=True):
    """A formatter whose expression is resolved: columns without a relation stand for the value and the arguments."""

    name: str
    takes: Type
    arguments: tuple[tuple[str, Type], ...]
    result: Expression

    def applied(self, value: Expression, step: FormatterSpec) -> Expression:
        """The formatter's expression of a value.

        Raises:
            GenesisError: G501 for a value of another type, G502 for the arguments.
        """
        if not widens(value.type, self.takes):
            raise fail("G501", step.name.span, f"`{self.name}` formats {self.takes.a}, this is {value.type.a}")
        places: dict[str, Expression] = dict(self._given(step))
        places[_VALUE] = value if value.type == self.takes else Cast(value, self.takes)
        return transform(self.result, lambda e: places[e.name] if isinstance(e, Column) and not e.relation else e)

    def _given(self, step: FormatterSpec) -> dict[str, Literal]:
        wanted = dict(self.arguments)
        given = self._written(step)
        for key, _ in given:
            if key.value not in wanted:
                message = f"`{self.name}` has no argument `{key}`"
                raise fail("G502", key.span, message, did_you_mean(key.value, wanted) or f"format: {self.name}")
        missing = wanted.keys() - {key.value for key, _ in given}
        if missing:
            raise fail("G502", step.name.span, f"`{self.name}` needs {' and '.join(sorted(missing))}", self._example())
        return {key.value: literal(node, wanted[key.value]) for key, node in given}

    def _written(self, step: FormatterSpec) -> list[tuple[Text, Scalar]]:
        match step.argument:
            case None:
                return []
            case Scalar() if len(self.arguments) == 1:
                return [(Text(self.arguments[0][0], step.argument.span), step.argument)]
            case Mapping(entries=entries):
                found = [(key, node) for key, node in entries if isinstance(node, Scalar)]
                if len(found) == len(entries):
                    return found
        raise fail("G502", step.argument.span, f"`{self.name}` takes its arguments by name", self._example())

    def _example(self) -> str:
        listed = ", ".join(f"{name}: ..." for name, _ in self.arguments)
        return f"{self.name}: {{{listed}}}" if listed else f"format: {self.name}"


def defined(spec: FormatterDefinitionSpec, parse: Parser, expressions: str) -> Definition:
    """A project's formatter with its expression typed.

    Raises:
        GenesisError: G301 for an unknown type, G506 when its expression gives another type than it says, G507 for a
            name that is neither `value` nor an argument, G508 when the language has a formatter of that name, and what
            is wrong in the expression.
    """
    if spec.name.value in formatters():
        message = f"the language has a formatter `{spec.name}` itself"
        raise fail("G508", spec.name.span, message, "give it another name, and its file too")
    takes, gives = declared_type(spec.takes), declared_type(spec.gives)
    arguments = tuple((name.value, declared_type(kind)) for name, kind in spec.arguments)
    text = spec.sql.default
    if text is None or spec.sql.dialects:
        raise fail("G601", spec.sql.span, "a formatter's expression is the same for every dialect", "sql: upper(value)")
    known = {_VALUE: takes, **dict(arguments)}

    def names(name: Name, within: Text) -> Expression:
        from genesis.spec.places import locate

        written = ".".join(name.parts)
        if written not in known:
            message = f"`{written}` is neither `value` nor an argument of `{spec.name}`"
            raise fail("G507", locate(within, name.start, name.end), message, did_you_mean(written, known))
        return Column("", written, known[written])

    result = typed(parse(text, expressions), text, names)
    if not widens(result.type, gives):
        message = f"`{spec.name}` says that it gives {gives.a}, and its expression gives {result.type.a}"
        raise fail("G506", spec.gives.span, message, f"gives: {result.type}")
    return Definition(spec.name.value, takes, arguments, result if result.type == gives else Cast(result, gives))
