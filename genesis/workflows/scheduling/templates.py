"""Jinja2 templates: those beside the code, or a project's own in their place.

A value is written through a filter that quotes it, or not at all.
"""

import re
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from genesis.diagnostics import GenesisError, SourceFile, Span, fail
from genesis.spec.folder import read_text
from genesis.workflows.scheduling.quoting import FILTERS

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

FOLDER: Final = "templates/workflows"
"""Where a project's own templates stand, from its root."""


_NAME: Final = re.compile(r"[a-z_]{1,60}")


class Quoted(str):
    """Text that a filter has made one value of what is generated."""

    __slots__ = ()


class Templates:
    """The templates of one project, each read and compiled once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, SourceFile] = {}
        self._ready: dict[str, Template] = {}

    def rendered(self, name: str, values: Mapping[str, object]) -> str:
        """What a template makes of values; ``name`` is without its ending.

        Raises:
            GenesisError: G938 for a mistake in a project's template, with its line; G002, G003, G103 when it cannot be read.
        """
        from jinja2 import TemplateError

        try:
            if name not in self._ready:
                self._ready[name] = self._environment.get_template(name)
            return self._ready[name].render(values)
        except TemplateError as error:
            raise self._mistake(name, error, getattr(error, "lineno", None)) from None
        except (
            ArithmeticError,
            AttributeError,
            LookupError,
            MemoryError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            raise self._mistake(name, error, None) from None

    @property
    def _environment(self) -> "SandboxedEnvironment":
        from jinja2 import FunctionLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment

        environment = SandboxedEnvironment(
            loader=FunctionLoader(self._source),
            undefined=StrictUndefined,
            autoescape=False,
            finalize=_finished,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters |= {name: partial(_quoted, quote) for name, quote in FILTERS.items()}
        return environment

    def _source(self, name: str) -> tuple[str, str, None]:
        from jinja2 import TemplateSyntaxError
        from jinja2.nodes import FilterBlock
        from jinja2.sandbox import SandboxedEnvironment

        self._files[name] = file = self._file(name)
        for block in SandboxedEnvironment().parse(file.text).find_all(FilterBlock):
            message = "a filter around a block would change what was quoted in it"
            raise TemplateSyntaxError(message, block.lineno, name, file.path)
        return file.text, file.path, None

    def _file(self, name: str) -> SourceFile:
        if not _NAME.fullmatch(name):
            raise self._missing(name)
        own = self._root / FOLDER / f"{name}.jinja"
        if own.exists() or own.is_symlink():
            return read_text(own, self._root, self._root)
        path = package_files("genesis.workflows") / f"{name}.jinja"
        if not path.is_file():
            raise self._missing(name)
        return SourceFile(f"genesis/workflows/{name}.jinja", path.read_text(encoding="utf-8"))

    def _missing(self, name: str) -> Exception:
        from jinja2 import TemplateNotFound

        return TemplateNotFound(name, f"there is no template `{name}`")

    def _mistake(self, name: str, error: Exception, line: int | None) -> GenesisError:
        file = self._files.get(name) or SourceFile(f"{FOLDER}/{name}.jinja", "")
        frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file.path]
        at = line or (frames[-1] if frames else None) or 1
        message = f"the template cannot be used: {' '.join(str(error).split())}"
        return fail("G938", Span(file, at, 1, at, 1), message, "the reference lists what a template may use")


def _quoted(quote: Callable[[Any], str], value: Any) -> Quoted:
    from jinja2 import Undefined

    if isinstance(value, Undefined):
        str(value)
    return Quoted(quote(value))


def _finished(value: object) -> object:
    from jinja2 import TemplateRuntimeError

    if isinstance(value, Quoted) or type(value) is int:
        return value
    raise TemplateRuntimeError(f"a value is written without a filter that quotes it: {', '.join(sorted(FILTERS))}")
