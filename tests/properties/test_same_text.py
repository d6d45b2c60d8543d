"""The same files give the same text, in whatever order they were made."""

from hypothesis import given
from hypothesis import strategies as st

from genesis.compiler import compile_input
from tests.properties.drawing import Dice
from tests.properties.projects import project
from tests.properties.questions import Asker
from tests.properties.world import Project
from tests.properties.worlds import written


@given(st.data())
def test_text_is_the_same_whatever_the_order_of_files(data: st.DataObject) -> None:
    dice = Dice(data.draw)
    world = project(dice)
    asker = Asker(dice, world)
    questions = {f"question_{n}": asker.question() for n in range(3)}
    turned = Project(dict(reversed(world.sources.items())))
    with written(world, questions) as files, written(turned, dict(reversed(questions.items()))) as others:
        seen = {name: compile_input(files, name, "duckdb") for name in questions}
        again = {name: compile_input(others, name, "duckdb") for name in reversed(questions)}
        assert {n: q.sql for n, q in seen.items()} == {n: q.sql for n, q in again.items()}
        assert {n: q.columns for n, q in seen.items()} == {n: q.columns for n, q in again.items()}
