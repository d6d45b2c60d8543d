"""Joins as they are walked, and to how many rows they lead, by keys, picks and claims alone."""

from msgspec import Struct

from tests.properties.world import Apply, Formula, Join, Name, Path, Source

Sources = dict[str, Source]


class Step(Struct, frozen=True):
    """A join as walked from one of its sides."""

    join: Join
    forward: bool

    @property
    def target(self) -> str:
        """The source that it leads to."""
        return self.join.target if self.forward else self.join.source


def step(sources: Sources, source: str, name: str) -> Step:
    """The join of that name, from its own side or from the other."""
    for join in sources[source].joins:
        if join.name == name:
            return Step(join, forward=True)
    for other in sources.values():
        for join in other.joins:
            if join.reverse == name and join.target == source:
                return Step(join, forward=False)
    raise LookupError(source, name)


def is_to_one(sources: Sources, source: str, path: Path) -> bool:
    """Whether every step leads to at most one row."""
    for name in path:
        taken = step(sources, source, name)
        if not _leads_to_one(sources, taken):
            return False
        source = taken.target
    return True


def _leads_to_one(sources: Sources, taken: Step) -> bool:
    join = taken.join
    if join.through:
        return is_to_one(sources, join.source, join.through)
    if taken.forward and (join.pick or join.claimed):
        return True
    given = {b if taken.forward else a for a, b in join.pairs}
    given |= {field for field, there in _determined(join.also, join.name) if there == taken.forward}
    return set(sources[taken.target].key) <= given


def _determined(condition: Formula | None, name: str) -> list[tuple[str, bool]]:
    """Fields that a join's condition says equal something of the other side's row alone, and whether they are the other row's."""
    match condition:
        case Apply("and", parts):
            return [found for part in parts for found in _determined(part, name)]
        case Apply("=", (left, right)):
            both = [
                (one.path, _sides(two, name)) for one, two in ((left, right), (right, left)) if isinstance(one, Name)
            ]
            own = [(path[0], False) for path, sides in both if len(path) == 1 and sides == {True}]
            return own + [(path[1], True) for path, sides in both if path[0] == name and sides == {False}]
        case _:
            return []


def _sides(formula: Formula, name: str) -> set[bool]:
    """Whose fields it speaks of: the other row's (``True``), the own row's."""
    match formula:
        case Name(path):
            return {len(path) > 1 and path[0] == name}
        case Apply(_, arguments):
            return {side for argument in arguments for side in _sides(argument, name)}
        case _:
            return set()


def equalities(condition: Formula | None, name: str) -> list[tuple[str, str]]:
    """The ``own = join.other`` parts of a join's condition."""
    match condition:
        case Apply("and", parts):
            return [pair for part in parts for pair in equalities(part, name)]
        case Apply("=", (Name((own,)), Name((first, other)))) if first == name:
            return [(own, other)]
        case Apply("=", (Name((first, other)), Name((own,)))) if first == name:
            return [(own, other)]
        case _:
            return []


def counts_lines(sources: Sources, source: str, path: Path) -> bool:
    """Whether a sum of a field behind the path has one meaning: what it ends with of to-one steps is one to one."""
    for before, name in reversed(written_out(sources, source, path)):
        if not is_to_one(sources, before, (name,)):
            return True
        taken = step(sources, before, name)
        pairs = (*taken.join.pairs, *equalities(taken.join.also, taken.join.name))
        own = {a for a, _ in pairs} if taken.forward else {b for _, b in pairs}
        if not set(sources[before].key) <= own:
            return False
    return True


def written_out(sources: Sources, source: str, path: Path) -> list[tuple[str, str]]:
    """The path with what ``through`` stands for written out: each step's source and name."""
    made: list[tuple[str, str]] = []
    for name in path:
        taken = step(sources, source, name)
        made += written_out(sources, source, taken.join.through) if taken.join.through else [(source, name)]
        source = taken.target
    return made
