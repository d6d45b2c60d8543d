"""From an expression as written to one that is resolved and typed."""

from collections.abc import Callable

from genesis.diagnostics import GenesisError, did_you_mean, fail
from genesis.model.arguments import wrong
from genesis.model.casts import castable, instead
from genesis.model.expression import Call, Case, Cast, Expression, In, Literal, null
from genesis.model.functions import FUNCTIONS
from genesis.model.signatures import accepts, common_type, described, null_type
from genesis.model.syntax import Apply, Choose, Constant, Convert, Name, Syntax
from genesis.model.types import BOOLEAN, INTEGER, NULL, STRING, Type
from genesis.spec.documents import Text
from genesis.spec.places import locate

Names = Callable[[Name, Text], Expression]
"""Finds what a name stands for; raises GenesisError."""


def typed(syntax: Syntax, text: Text, names: Names) -> Expression:
    """The expression that ``syntax``, parsed from ``text``, stands for.

    Raises:
        GenesisError: for an unknown name or function, or types that do not go together, with its place in ``text``.
    """

    def sub(node: Syntax) -> Expression:
        return typed(node, text, names)

    match syntax:
        case Constant():
            return Literal(syntax.value, syntax.type)
        case Name():
            return names(syntax, text)
        case Convert():
            return _converted(syntax, text, sub(syntax.operand))
        case Choose():
            return _choice(syntax, text, sub)
        case Apply():
            return _applied(syntax, text, tuple(map(sub, syntax.arguments)))


def _converted(syntax: Convert, text: Text, operand: Expression) -> Expression:
    if not castable(operand.type, syntax.type):
        place = locate(text, syntax.start, syntax.end)
        message = f"{operand.type.a} cannot be cast to {syntax.type}"
        raise fail("G314", place, message, instead(operand.type, syntax.type))
    return operand if operand.type == syntax.type else Cast(operand, syntax.type, syntax.safe)


def _choice(syntax: Choose, text: Text, sub: Callable[[Syntax], Expression]) -> Expression:
    branches = tuple((sub(a), sub(b)) for a, b in syntax.branches)
    otherwise = sub(syntax.otherwise) if syntax.otherwise else None
    for (condition, _), (written, _) in zip(branches, syntax.branches, strict=True):
        if not accepts("boolean", condition.type):
            raise _mismatch(written, text, f"a `when` needs a boolean, this is {condition.type.a}")
    results = [v.type for _, v in branches] + ([otherwise.type] if otherwise else [])
    type_ = common_type(results)
    if type_ is None:
        raise _mismatch(
            syntax, text, f"the branches of this `case` have types that do not go together: {_listed(results)}"
        )
    return Case(branches, otherwise, type_)


def _applied(syntax: Apply, text: Text, arguments: tuple[Expression, ...]) -> Expression:
    function = FUNCTIONS.get(syntax.function)
    if function is None:
        place = locate(text, syntax.start, syntax.end)
        hint = did_you_mean(syntax.function, [n for n, f in FUNCTIONS.items() if f.form.startswith(f"{n}(")])
        raise fail("G302", place, f"there is no function `{syntax.function}` in the language", hint)
    if not function.accepts_count(len(arguments)):
        message = f"`{syntax.function}` cannot take {len(arguments)} arguments"
        raise _mismatch(syntax, text, message, function.form)
    for index, argument in enumerate(arguments):
        kind = function.parameter(index)
        if not accepts(kind, argument.type):
            raise _mismatch(
                syntax.arguments[index],
                text,
                f"`{syntax.function}` needs {described(kind)} here, this is {argument.type.a}",
                "take a value from it: json_extract_scalar(..., '$.name')" if kind == "comparable" else "",
            )
    arguments = tuple(null(null_type(function.parameter(i))) if a == null() else a for i, a in enumerate(arguments))
    gives = function.gives([a.type for a in arguments])
    if gives is None:
        types = [a.type for a in arguments]
        raise _mismatch(
            syntax, text, f"`{syntax.function}` cannot take these types together: {_listed(types)}", _date_hint(types)
        )
    return _special(syntax, text, arguments, gives)


def _special(syntax: Apply, text: Text, arguments: tuple[Expression, ...], gives: Type) -> Expression:
    found = wrong(syntax.function, arguments)
    if found:
        place = syntax.arguments[found.index]
        raise fail(found.code, locate(text, place.start, place.end), found.message, found.hint)
    if syntax.function == "in":
        return In(arguments[0], arguments[1:])
    if syntax.function == "between":
        low = Call(">=", (arguments[0], arguments[1]), BOOLEAN)
        return Call("and", (low, Call("<=", (arguments[0], arguments[2]), BOOLEAN)), BOOLEAN)
    if syntax.function == "if":
        otherwise = arguments[2] if len(arguments) > 2 else None  # noqa: PLR2004
        return Case(((arguments[0], arguments[1]),), otherwise, gives)
    return Call(syntax.function, arguments, gives)


def _date_hint(types: list[Type]) -> str:
    kinds = {t.kind for t in types}
    return "write a date as date '2021-01-31'" if "string" in kinds and kinds & {"date", "timestamp"} else ""


def _mismatch(syntax: Syntax, text: Text, message: str, hint: str = "") -> GenesisError:
    return fail("G303", locate(text, syntax.start, syntax.end), message, hint)


def _listed(types: list[Type]) -> str:
    return ", ".join(dict.fromkeys(map(str, types)))


def widens(given: Type, wanted: Type) -> bool:
    """Whether every value of ``given`` is one of ``wanted`` too, so that a cast loses nothing."""
    if given in (wanted, NULL):
        return True
    if given == INTEGER and wanted.kind in {"decimal", "float"}:
        return wanted.kind == "float" or wanted.precision - wanted.scale >= 19  # noqa: PLR2004
    if given.kind == "decimal" and wanted.kind == "decimal":
        return wanted.scale >= given.scale and wanted.precision - wanted.scale >= given.precision - given.scale
    if given.kind in {"decimal", "integer"} and wanted.kind == "float":
        return True
    return (given.kind, wanted.kind) == ("date", "timestamp") or (
        wanted == STRING and given.kind in {"integer", "date", "boolean"}
    )


def fits(given: Type, wanted: Type) -> bool:
    """Whether values of the two types can be compared: numbers with numbers, dates with timestamps, else like with like."""
    return common_type([given, wanted]) is not None or {given.kind, wanted.kind} <= {"date", "timestamp", "timestamptz"}
