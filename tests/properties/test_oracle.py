"""Random questions about random projects give, row for row, what the slow evaluation in Python gives."""

from hypothesis import given, note
from hypothesis import strategies as st

from tests.cases.answers import compiled, engine_over, rows_of
from tests.cases.tables import differences
from tests.properties.combinations import answer
from tests.properties.drawing import Dice
from tests.properties.oracle import Oracle
from tests.properties.projects import project
from tests.properties.questions import Asker
from tests.properties.worlds import written


@given(st.data())
def test_rows_are_those_of_the_slow_evaluation(data: st.DataObject) -> None:
    dice = Dice(data.draw)
    world = project(dice)
    asker = Asker(dice, world)
    questions = {f"question_{n}": asker.question() for n in range(4)}
    with written(world, questions) as files, engine_over(files) as engine:
        for name, question in questions.items():
            query = compiled(files, name)
            note(f"{name}:\n{query.sql}")
            wanted = answer(Oracle(world), question)
            assert tuple(c.name for c in query.columns) == wanted.columns
            assert query.key == wanted.key
            assert differences(rows_of(engine, query), tuple(wanted.rows)) == []
