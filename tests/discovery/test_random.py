"""On random questions of random projects explanations agree with the SQL, and every claim of every source can be tested."""

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from genesis.claims.running import outcomes
from genesis.compiler import open_model
from genesis.discovery.fields import selectable
from tests.cases.answers import engine_over
from tests.discovery.test_second_way import agree
from tests.properties.drawing import Dice
from tests.properties.projects import project
from tests.properties.questions import Asker
from tests.properties.worlds import written


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_random_projects(data: st.DataObject) -> None:
    dice = Dice(data.draw)
    world = project(dice)
    asker = Asker(dice, world)
    questions = {f"question_{n}": asker.question() for n in range(4)}
    with written(world, questions) as files, engine_over(files) as engine:
        for name in questions:
            note((files.root / "inputs" / f"{name}.yaml").read_text(encoding="utf-8"))
            agree(files, name)
        for source in files.names("source"):
            model = open_model(files)
            assert {entry.path.count(".") for entry in selectable(model, source, 3)} <= {0, 1, 2}
            assert all(one.status != "untested" for one in outcomes(model, source, engine))
