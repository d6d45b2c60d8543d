"""The schedulers that tasks are generated for: every module of ``genesis.workflows`` is one.

A module ``NAME`` has a template ``NAME.jinja`` beside it, which makes one file a tracker, and
``PATH``, where that file stands (``{generated}`` is the folder of derived files, ``{name}`` the tracker's name); ``SETTINGS``, what
``workflows: {NAME: {...}}`` may say; and ``described``, which gives the template what it needs beyond the task and the settings, and
notes (G937) what the scheduler cannot do. With ``SHARED``, a path, there is a second template ``NAME_shared.jinja``, for one file
of all tasks.
"""

import re
from collections.abc import Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from msgspec import Struct

import genesis.workflows
from genesis.diagnostics import Problems, did_you_mean
from genesis.spec.settings import WorkflowSpec
from genesis.workflows.scheduling.task import Task

Settings = Mapping[str, str]


class Setting(Struct, frozen=True):
    """One setting: what it means, what holds without it (``None``: it must be given), and what it looks like."""

    name: str
    meaning: str
    default: str | None = ""
    pattern: str = r"[^\x00-\x1f\x7f]+"


class Kind(Protocol):
    """What a module has."""

    PATH: str
    SETTINGS: tuple[Setting, ...]
    SHARED: str

    def described(self, task: Task, settings: Settings, problems: Problems) -> Mapping[str, object]:
        """What the template sees besides ``task`` and ``settings``."""
        ...


def names() -> tuple[str, ...]:
    """Every kind, sorted."""
    modules = iter_modules(genesis.workflows.__path__)
    return tuple(sorted(module.name for module in modules if not module.ispkg))


def kind_of(name: str) -> Kind:
    """The kind of that name, which must be one."""
    return cast("Kind", import_module(f"genesis.workflows.{name}"))


def chosen(specs: Sequence[WorkflowSpec]) -> dict[str, Settings]:
    """The kinds that a project asks for, with every setting.

    Raises:
        GenesisError: G936 for unknown kinds and settings, missing ones, and those that do not look as they must.
    """
    problems = Problems()
    found = {spec.kind.value: checked(spec, problems) for spec in specs}
    problems.raise_if_any()
    return found


def checked(spec: WorkflowSpec, problems: Problems) -> Settings:
    """The settings of one kind, with what is wrong noted (G936)."""
    name = spec.kind.value
    if name not in names():
        message = f"tasks cannot be generated for `{name}`"
        problems.add("G936", spec.kind.span, message, did_you_mean(name, names()))
        return {}
    known = {setting.name: setting for setting in kind_of(name).SETTINGS}
    found = {setting.name: setting.default or "" for setting in known.values()}
    for key, value in spec.settings:
        setting = known.get(key.value)
        if setting is None:
            hint = did_you_mean(key.value, known)
            problems.add("G936", key.span, f"`{name}` has no setting `{key.value}`", hint)
        elif not re.fullmatch(setting.pattern, value.value):
            problems.add("G936", value.span, f"`{key.value}` cannot be `{value.value}`", setting.meaning)
        else:
            found[key.value] = value.value
    given = {key.value for key, _ in spec.settings}
    for setting in known.values():
        if setting.default is None and setting.name not in given:
            hint = f"write `workflows: {{{name}: {{{setting.name}: ...}}}}`: {setting.meaning}"
            problems.add("G936", spec.kind.span, f"`{name}` needs `{setting.name}`", hint)
    return found


def refuse(task: Task, message: str, hint: str, problems: Problems) -> None:
    """Note what a scheduler cannot do (G937), at the tracker's schedule."""
    span = task.tracker.cron.span if task.tracker.cron else task.tracker.name.span
    problems.add("G937", span, message, hint)
