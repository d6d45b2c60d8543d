"""The tables of docs/language.md that are written from the code."""

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final, get_type_hints

from genesis.destinations.destination import destination_type
from genesis.destinations.destination import names as destinations
from genesis.diagnostics import GenesisError, SourceFile
from genesis.formatters.project.language import formatters
from genesis.model.expression import Field
from genesis.model.functions import GROUPS
from genesis.model.parts import SourceField
from genesis.model.shown import Shown
from genesis.model.signatures import Function, described
from genesis.model.types import Type, parse_type
from genesis.schema.pieces import AGGREGATE_WORDS, OPERATOR_WORDS, OPTION_WORDS
from genesis.spec.aggregates import AGGREGATES
from genesis.spec.conditions import OPERATORS
from genesis.spec.shape import RESERVED
from genesis.spec.source import read_source

WIDTH: Final = 110


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def aggregates() -> str:
    rows = []
    for name, meaning in AGGREGATE_WORDS.items():
        options = ", ".join(f"`{option}`" for option in AGGREGATES[name] if option != "of")
        rows.append((f"`{name}`", meaning, options))
    said = [(f"`{name}`", str(word["description"])) for name, word in OPTION_WORDS.items() if "description" in word]
    return f"{table(('aggregate', 'gives', 'options'), rows)}\n{table(('option', 'says'), said)}"


def operators() -> str:
    return table(("operator", "holds when the value"), [(f"`{name}`", OPERATOR_WORDS[name]) for name in OPERATORS])


def functions() -> str:
    parts = []
    for group, found in GROUPS.items():
        rows = [(f"`{f.form}`", _takes(f), f.meaning) for f in found.values()]
        parts.append(f"#### {group}\n\n{table(('written', 'takes', 'gives'), rows)}")
    return "\n".join(parts)


def _takes(function: Function) -> str:
    kinds = dict.fromkeys(re.sub(r"^an? ", "", described(kind)) for kind in function.takes)
    return ", ".join(kinds)


SAMPLES: Final = {
    "bucket": "[1, 2]",
    "currency": "USD",
    "date": "d MMM yyyy",
    "datetime": "yyyy-MM-dd HH:mm",
    "default": "?",
    "duration": "seconds",
    "join": '", "',
    "link": '{url: "https://example.com/{a}"}',
    "map": "{?: b}",
    "mask": "{keep: 4}",
    "number": "'0'",
    "percent": "1",
    "prefix": "x",
    "replace": "{a: b}",
    "round": "1",
    "scale": "2",
    "suffix": "x",
    "timezone": "UTC",
    "truncate": "3",
}
"""An argument of each formatter that needs one; ``?`` stands for a value of the type tried."""
VALUES: Final = {
    "integer": "1",
    "decimal(9,2)": "1.5",
    "float": "1.5",
    "boolean": "true",
    "date": "2021-01-31",
    "timestamp": "2021-01-31 14:30:00",
    "timestamptz": "2021-01-31 14:30:00",
}
TYPES: Final = (
    "string",
    "integer",
    "decimal(9,2)",
    "float",
    "boolean",
    "date",
    "timestamp",
    "timestamptz",
    "list(string)",
)


def format_table() -> str:
    rows = []
    for name in (n for n in formatters() if n != "none"):
        module = import_module(f"genesis.formatters.{name}")
        written, _, meaning = (module.__doc__ or "").partition("\n")[0].replace("``", "`").partition("`: ")
        shows = get_type_hints(module.apply)["return"] is Shown
        rows.append(
            (
                f"{written}`",
                _accepted(name, module.apply),
                "shows" if shows else "changes",
                meaning[:1].upper() + meaning[1:],
            )
        )
    return table(("formatter", "takes", "kind", "what becomes of the value"), rows)


def _accepted(name: str, apply: Callable[..., object]) -> str:
    accepted = [kind for kind in TYPES if _takes_type(name, apply, kind)]
    words = {"decimal(9,2)": "decimal", "list(string)": "list"}
    return "any" if len(accepted) >= len(TYPES) - 1 else ", ".join(words.get(kind, kind) for kind in accepted)


def _takes_type(name: str, apply: Callable[..., object], kind: str) -> bool:
    """Whether the formatter can be applied to a field of a type, with codes where it needs them."""
    argument = SAMPLES.get(name, "").replace("?", VALUES.get(kind, "x"))
    step = f"{{{name}: {argument}}}" if argument else name
    text = f"source: s\ntable: a.b\nkey: f\nfields:\n  f: {{type: '{kind}', format: {step}}}\n"
    (spec,) = read_source(SourceFile("s.yaml", text)).fields
    type_ = parse_type(kind) or Type("string")
    field = SourceField("f", type_, "F", spec.name.span, column="f", values=(("a", "A"),))
    try:
        apply(Field((), "f", type_), (spec.format or ())[0], field)
    except GenesisError:
        return False
    return True


def destination_table() -> str:
    rows = []
    for name in destinations():
        settings = destination_type(name).SETTINGS
        needed = ", ".join(f"`{s.name}`" for s in settings if s.required)
        others = ", ".join(f"`{s.name}`" for s in settings if not s.required)
        rows.append((f"`{name}`", needed, others))
    return table(("destination", "needs", "may have"), rows)


def reserved() -> str:
    lines, line = [], ""
    for word in sorted(RESERVED):
        if len(line) + len(word) > WIDTH:
            lines.append(line)
            line = ""
        line = f"{line} `{word}`".strip()
    return "".join(f"{one}\n" for one in [*lines, line])


PARTS: Final[dict[str, Callable[[], str]]] = {
    "aggregates": aggregates,
    "operators": operators,
    "functions": functions,
    "formatters": format_table,
    "destinations": destination_table,
    "reserved": reserved,
}
