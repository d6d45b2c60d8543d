import json
from pathlib import Path

import pytest

from tests.cli.conftest import Genesis

CODES = Path(__file__).parents[2] / "genesis" / "codes"


@pytest.mark.parametrize("word", ["G009", "g009"])
def test_a_code_is_explained_anywhere(
    word: str, genesis: Genesis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = genesis("explain", word)
    assert (done.code, done.err) == (0, "")
    assert done.out == (CODES / "G009.md").read_text(encoding="utf-8")


def test_a_code_that_is_not_there(genesis: Genesis) -> None:
    done = genesis("explain", "G9010")
    assert (done.code, done.out) == (2, "")
    assert done.err == "error G910: there is no code `G9010`\n  hint: did you mean `G910`?\n"


def test_a_code_for_programs(genesis: Genesis) -> None:
    told = json.loads(genesis("explain", "g100", "--format", "json").out)
    page = (CODES / "G100.md").read_text(encoding="utf-8")
    assert f"# {told['code']}: {told['title']}\n\n{told['text']}\n" == page
