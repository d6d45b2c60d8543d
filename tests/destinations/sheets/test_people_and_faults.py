"""Whatever people do to a tab and whatever fails on the way: in the end managed cells say what the query says, what people wrote is
beside its row, and nothing is doubled."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from genesis.destinations.destination import Row
from genesis.destinations.state.plan import Policy
from genesis.publish.planning import Policies
from tests.destinations.sheets.tracker import Tracker
from tests.destinations.sheets.world import Act, World, acts, faults, meanwhile_acts, sources
from tests.emulators.sheets.people import Plain
from tests.emulators.sheets.server import Emulator

UNLIMITED = {"limits": {"reads_per_minute": 10**6, "writes_per_minute": 10**6, "project_per_minute": 10**6}}
Step = tuple[list[Row], list[Act], list[tuple[int, str]], list[Act]]
EPOCH = date(1899, 12, 30)


def expected(row: Row) -> list[Plain]:
    number, title, released, budget, done, _ = row
    assert isinstance(released, date)
    days = (released - EPOCH) // timedelta(days=1)
    return [number, title or None, days, float(budget), done, title or None]  # type: ignore[arg-type, list-item]


def check(world: World) -> None:
    person = world.person
    labels = ("Film", "Title", "Released", "Budget", "Done", "Page")
    rows = person.rows()
    live = {r["Film"]: r for r in rows if str(r["_genesis_state"]).startswith("g2.l.")}
    wanted = {film[0]: expected(film) for film in world.films}
    assert {key: [row[label] for label in labels] for key, row in live.items()} == wanted
    keys = [row["_genesis"] for row in rows if row["_genesis"]]
    assert len(keys) == len(set(keys)), "a row is doubled"
    for label in (label for label in person.header() if label.startswith("Mine")):
        beside = {(row[label], row["Film"]) for row in rows if row[label]}
        assert beside == {(f"{label} of {number}", number) for _, number in beside}
    found = {str(row["Notes"]): row["Film"] for row in rows if row["Notes"]}
    assert found == {text: number for number, text in world.said.items()}


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(
        st.tuples(sources, st.lists(acts, max_size=4), faults, st.lists(meanwhile_acts, max_size=3)),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(("archive", "keep", None)),
)
def test_people_and_faults(steps: list[Step], gone: Policy | None) -> None:
    with TemporaryDirectory() as folder, Emulator() as emulator:
        emulator.add()
        tracker = Tracker(emulator, Path(folder), policies=Policies(gone, "overwrite"), settings=UNLIMITED)
        world = World(tracker, steps[0][0])
        world.refresh()
        check(world)
        for films, before, broken, meanwhile in steps:
            for act in before:
                act(world)
            world.films = films
            world.broken_refresh(broken, meanwhile)
            world.refresh()
            check(world)
