"""Explanations for programs."""

import json
from typing import Any

from genesis.diagnostics import Span
from genesis.discovery.lineage import Origin
from genesis.discovery.reasons import Explanation, JoinUse, Reason


def explanation(found: Explanation) -> str:
    """One object: ``input row columns blocks``, each block with ``source joins``, each join with ``path source on to_one
    claimed reasons``."""
    blocks = [{"source": b.source, "joins": [_join(join) for join in b.joins]} for b in found.blocks]
    whole = {"input": found.name, **_place(found.span), "row": found.row, "columns": list(found.columns)}
    return _dumped({**whole, "blocks": blocks})


def _join(join: JoinUse) -> dict[str, Any]:
    return {
        "path": ".".join(join.path),
        "source": join.step.target,
        "on": join.on,
        "to_one": join.step.to_one,
        "claimed": join.step.claimed,
        **_place(join.step.span),
        "reasons": [_reason(reason) for reason in join.reasons],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"kind": reason.kind, "name": reason.name, **_place(reason.span)}


def origin(found: Origin) -> str:
    """One object: ``kind name type says file line``, and ``of`` with the objects it is made of."""
    return _dumped(_nested(found))


def _nested(node: Origin) -> dict[str, Any]:
    said = {"kind": node.kind, "name": node.name, "type": node.type, "says": node.says, **_place(node.span)}
    return {**said, "of": [_nested(child) for child in node.of]}


def _place(span: Span | None) -> dict[str, Any]:
    return {"file": span.file.path if span else "", "line": span.line if span else 0}


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
