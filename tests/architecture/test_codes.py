"""Every diagnostic's code has an emitter, a page with a wrong and a mended example, and a test."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.code import MODULES, ROOT, tree

CODE = re.compile(r"G\d{3}")
PAGES = sorted((ROOT / "genesis" / "codes").glob("*.md"))
EXAMPLE = r"```(?:yaml|text|console|csv|sql)\n(?:.+\n|\n)+?```\n"
PAGE = re.compile(
    rf"# (?P<code>G\d{{3}}): (?P<title>\S.*[^.\s])\n\n(?P<meaning>(?:[^#\n].*\n|\n)+)"
    rf"## Wrong\n\n(?:[^#`\n].*\n|\n)*{EXAMPLE}\n## Mended\n\n(?:[^#`\n].*\n|\n)*{EXAMPLE}(?:[^#`\n].*\n|\n)*"
)


def emitted() -> set[str]:
    return {
        node.value
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }


def named_in_tests() -> set[str]:
    tests = [
        p for p in (ROOT / "tests").rglob("*") if p.is_file() and p.suffix != ".pyc" and "architecture" not in p.parts
    ]
    return {code for path in tests for code in CODE.findall(path.read_text(encoding="utf-8", errors="ignore"))}


def test_every_code_has_a_page_and_every_page_an_emitter() -> None:
    pages = {page.stem for page in PAGES}
    assert {"no page": sorted(emitted() - pages), "never emitted": sorted(pages - emitted())} == {
        "no page": [],
        "never emitted": [],
    }


def test_every_code_is_tested() -> None:
    assert sorted(emitted() - named_in_tests()) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_page_has_its_parts(page: Path) -> None:
    parts = PAGE.fullmatch(page.read_text(encoding="utf-8"))
    assert parts, f"{page.name} is not: # Gnnn: Title, meaning, ## Wrong and ## Mended with one fenced example each"
    assert parts["code"] == page.stem
    assert parts["meaning"].strip()


def test_no_two_codes_have_one_title() -> None:
    titles = [page.read_text(encoding="utf-8").partition("\n")[0].partition(": ")[2] for page in PAGES]
    assert sorted(titles) == sorted(set(titles))
