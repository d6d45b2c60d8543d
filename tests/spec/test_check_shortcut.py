"""`check` builds no relation where building could refuse nothing; this holds while only rows without a key are refused there."""

import ast
import re

from tests.architecture.code import ROOT


def test_the_relation_refuses_nothing_but_rows_without_a_key() -> None:
    found = {
        node.value
        for path in (ROOT / "genesis" / "relation").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"G\d{3}", node.value)
    }
    assert found == {"G423", "G435"}, "let `_can_be_refused` in the compiler know what else is refused"
