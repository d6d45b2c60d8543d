"""What can be selected, as JSON and as a tree."""

import json

from genesis.discovery.fields import Selectable
from genesis.output.shown import printable


def as_json(listed: tuple[Selectable, ...]) -> str:
    """One array of objects with ``path kind label type many description values grains``."""
    from msgspec import to_builtins

    return json.dumps(to_builtins(listed), ensure_ascii=False, indent=2) + "\n"


def as_tree(source: str, listed: tuple[Selectable, ...]) -> str:
    """Names indented below the joins that lead to them."""
    shown = {entry.path for entry in listed}
    lines = [source]
    for entry in listed:
        *before, name = entry.path.split(".")
        for depth in range(1, len(before) + 1):
            way = ".".join(before[:depth])
            if way not in shown:
                shown.add(way)
                lines.append(f"{'  ' * depth}{before[depth - 1]}")
        lines.append(f"{'  ' * (len(before) + 1)}{name}: {meaning(entry)}")
    return "".join(f"{printable(line)}\n" for line in lines)


def meaning(entry: Selectable) -> str:
    """What an entry is: its type, or where a join leads."""
    if entry.kind == "join":
        return f"-> {'many ' if entry.many else ''}{entry.type}"
    return f"{entry.type}{' measure' if entry.kind == 'measure' else ''}"


def explained(entry: Selectable) -> str:
    """Its description, the codes it may hold, the grains that may follow its name."""
    codes = f"one of: {', '.join(entry.values)}" if entry.values else ""
    grains = f".{' .'.join(entry.grains)}" if entry.grains else ""
    return " ".join(part for part in (entry.description, codes, grains) if part)
