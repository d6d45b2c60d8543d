"""The commands: every module beside ``main`` is one.

A command's module has a docstring whose first line says what it does, and ``run``, a function that typer reads: its
parameters are the command's arguments and options, its result is the exit code. It raises a GenesisError for every mistake of
the user, and for whatever an engine or a destination says. It is imported only when it is called.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

from typer import Typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from genesis.cli.terminal.common import HELP, declared, take
from genesis.cli.terminal.overview import module, names, overview
from genesis.cli.terminal.said import NAMES
from genesis.cli.terminal.understanding import help_hint, understanding
from genesis.diagnostics import did_you_mean, fail


def commands() -> "Commands":
    """`genesis` itself."""
    app = Typer(add_completion=False, rich_markup_mode=None)
    app.callback(cls=Commands, add_help_option=False)(declared)
    group = cast("Commands", get_command(app))
    _spare_pydantic(group)
    return group


class Commands(TyperGroup):
    """Finds the command that is called, and imports no other."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words up to the command.

        Raises:
            GenesisError: G901.
        """
        with understanding(ctx):
            return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command."""
        del ctx
        return list(names())

    def get_command(self, ctx: Any, cmd_name: str) -> "Command":
        """The command of that name, which takes the options of every command too.

        Raises:
            GenesisError: G902 when there is none.
        """
        del ctx
        known = names()
        if cmd_name not in known:
            raise fail("G902", None, f"there is no command `{cmd_name}`", did_you_mean(cmd_name, known))
        command = import_module(module(cmd_name))
        app = Typer(add_completion=False, rich_markup_mode=None)
        app.command(cmd_name, cls=Command, help=command.__doc__, add_help_option=False)(command.run)
        found = cast("Command", get_command(app))
        found.params.extend(param for param in self.params if param.name in {*NAMES, HELP})
        _spare_pydantic(found)
        return found

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """What there is, a line a command."""
        del ctx
        formatter.write(overview())


class Command(TyperCommand):
    """One command, with its own options before those of every command."""

    allow_extra_args = True

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words behind the command.

        Raises:
            GenesisError: G901.
        """
        with understanding(ctx):
            rest = super().parse_args(ctx, args)
        for word in rest:
            raise fail("G901", None, f"`{ctx.command_path}`: there is nothing for `{word}` to say", help_hint(ctx))
        take(ctx)
        return rest

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the command with its arguments, those in brackets that may be left out."""
        places = [_shape(param) for param in self.params if param.param_type_name == "argument"]
        formatter.write(f"usage: {' '.join((ctx.command_path, *places, '[options]'))}\n")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write what the command takes."""
        options = [param for param in self.params if param.param_type_name == "option"]
        common = [param for param in options if param.name in {*NAMES, HELP}]
        own = [param for param in options if param not in common]
        sections = {
            "arguments": [
                (str(param.metavar), getattr(param, "help", None) or "")
                for param in self.params
                if param not in options
            ],
            "options": [param.get_help_record(ctx) for param in own],
            "options of every command": [param.get_help_record(ctx) for param in common],
        }
        for title, records in sections.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def _shape(argument: Any) -> str:
    if argument.nargs < 0:
        return f"[{argument.metavar} ...]"
    return argument.metavar if argument.required else f"[{argument.metavar}]"


class _Words:
    """Reads a parameter's words by the option's own ``parser``, as typer would, but without pydantic.

    typer reads even plain text with pydantic, whose import takes as long as a third of a whole compile.
    """

    def __init__(self, parser: Callable[[str], Any] | None) -> None:
        self._parser = parser

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value for ``run``; what is not text is a default."""
        del ctx
        if value is None:
            return () if param.multiple or param.nargs < 0 else None
        if self._parser is None or not isinstance(value, str | list | tuple):
            return value
        return self._parser(value) if isinstance(value, str) else [self._parser(word) for word in value]


def _spare_pydantic(command: Any) -> None:
    for param in command.params:
        param._runtime_param = _Words(param.type_descriptor.parameter_info.parser)  # noqa: SLF001 - typer has no other way
