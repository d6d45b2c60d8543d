"""Random questions about random projects give, on other engines than DuckDB, what the slow evaluation in Python gives."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from genesis.compiler import compile_input
from genesis.diagnostics import GenesisError
from genesis.spec.project import open_project
from tests.cases.tables import differences
from tests.engines.case_tables import load
from tests.engines.conftest import Engines
from tests.engines.read_back import read_back
from tests.engines.servers import Cursor
from tests.properties.combinations import answer
from tests.properties.drawing import Dice
from tests.properties.oracle import Oracle
from tests.properties.projects import project
from tests.properties.questions import Asker
from tests.properties.writing import write

T = TypeVar("T")

SEEDS = {
    "sqlite": (*range(20), 27),
    "postgres": (*range(12), 49),
    "mysql": (*range(12), 54, 93, 119, 127, 208, 209, 268),
    "clickhouse": (*range(12), 23, 25, 26, 97, 99, 238),
}
"""The projects that are asked about; each engine's take some seconds. Those that stand alone have questions whose text it once refused."""
QUESTIONS = 12
UNSAID = frozenset({"G603", "G604"})
"""What an engine has no way to say."""


class Rolled(Dice):
    """The same draws for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 no secret

    def one_of(self, options: Sequence[T]) -> T:
        """One of the options."""
        return self.random.choice(options)

    def chance(self, percent: int) -> bool:
        """True so often."""
        return self.random.randrange(100) < percent

    def count(self, least: int, most: int) -> int:
        """A number."""
        return self.random.randint(least, most)


def wrong_answers(engine: str, cursor: Cursor, seed: int, root: Path) -> tuple[int, list[str]]:
    """How many questions an engine answers, and what is wrong with the answers."""
    dice = Rolled(seed)
    world = project(dice)
    asker = Asker(dice, world)
    questions = {f"question_{n}": asker.question() for n in range(QUESTIONS)}
    write(world, questions, root)
    load(root, engine, cursor)
    answered, wrong = 0, []
    for name, question in questions.items():
        try:
            query = compile_input(open_project(root), name, engine, comments=False)
        except GenesisError as error:
            wrong += [f"seed {seed}, {name}: {d.code}" for d in error.diagnostics if d.code not in UNSAID]
            continue
        cursor.execute(query.sql)
        rows = read_back(engine, [tuple(row) for row in cursor.fetchall()], query.columns)
        answered += 1
        found = differences(rows, tuple(answer(Oracle(world), question).rows))
        wrong += [f"seed {seed}, {name}: {difference}" for difference in found]
    return answered, wrong


@pytest.mark.parametrize("engine", SEEDS)
def test_rows_are_those_of_the_slow_evaluation(engines: Engines, engine: str, tmp_path: Path) -> None:
    cursor = engines.workspace(engine)
    total, wrong = 0, []
    for seed in SEEDS[engine]:
        answered, found = wrong_answers(engine, cursor, seed, tmp_path / str(seed))
        total += answered
        wrong += found
    assert wrong == []
    assert total >= len(SEEDS[engine]) * QUESTIONS // 2
