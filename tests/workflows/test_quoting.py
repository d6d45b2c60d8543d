"""Whatever a text holds, the language that it is written into reads it back as that text, and as nothing else."""

import ast
import json
import shlex
import subprocess

import yaml as pyyaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from genesis.workflows.scheduling.quoting import FILTERS, comment, crontab, github, python, shell, yaml
from tests.workflows.project import HOSTILE

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT)
@example("\u2028\x85\ufeff\x7f\0")
@example('"\\')
def test_yaml_reads_it_back(text: str) -> None:
    assert pyyaml.safe_load(f"a: {yaml(text)}\nb: 1\n") == {"a": text, "b": 1}
    assert pyyaml.safe_load(f"[{yaml([text, text])}, {yaml({text: text})}]") == [[text, text], {text: text}]


@given(TEXT)
def test_python_reads_it_back(text: str) -> None:
    assert ast.literal_eval(python(text)) == text
    assert python(text).isascii()


@given(TEXT)
def test_json_reads_it_back(text: str) -> None:
    assert json.loads(FILTERS["json"](text)) == text


@given(st.lists(TEXT, min_size=1))
def test_a_shell_splits_it_into_the_same_words(words: list[str]) -> None:
    assert shlex.split(shell(words)) == words


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
@example("$(id) `id` ${HOME} '\\''")
def test_a_real_shell_runs_nothing_in_it(text: str) -> None:
    done = subprocess.run(["/bin/sh", "-c", f"printf %s {shell(text)}"], capture_output=True, check=True)
    assert done.stdout.decode() == text


@given(TEXT)
def test_a_comment_is_one_line(text: str) -> None:
    assert len(comment(text).splitlines()) <= 1
    assert "\n" not in comment(text)


def test_no_line_of_a_crontab_ends_early() -> None:
    assert crontab("date +%F %H") == "date +\\%F \\%H"


def test_github_evaluates_nothing() -> None:
    for text in HOSTILE:
        shown = pyyaml.safe_load(github(text))
        # the only expression left is the text of the sign itself
        assert shown.replace("${{ '${{' }}", "${{") == text
        assert "${{" not in shown.replace("${{ '${{' }}", "")
