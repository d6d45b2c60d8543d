"""Combined questions: the blocks' legs met on equal keys, and what is computed from their columns."""

from genesis.model.codes import ordered
from genesis.model.expression import Case, Column, Expression, call, transform
from genesis.model.model import Model
from genesis.model.question import ANSWERED, Combined, Item
from genesis.model.types import BOOLEAN
from genesis.relation.finish import Built, Ending, Result, completed
from genesis.relation.groups import Meeting, Side, ended, with_keys
from genesis.relation.nodes import Filter


def build_combined(model: Model, combined: Combined) -> Built:
    """The relation of a combined question."""
    taken: set[str] = set()
    sides = tuple(Side(block, taken, alone=False) for block in combined.blocks)
    answers = _Answers(combined, sides)
    columns = [Result(k.name, k, answers.key(k)) for k in combined.keys if not k.hidden]
    for block, side in zip(combined.blocks, sides, strict=True):
        items = [i for i in block.items[len(side.keys) :] if not i.hidden]
        columns += [Result(i.name, i, side.over(i.output, i.name)) for i in items]
    columns += [Result(i.name, i, answers.over(i.output)) for i in combined.items if not i.hidden]
    columns = with_keys(model, columns, combined.keys)
    having = None if combined.filter is None else answers.over(combined.filter)
    order = [(answers.ordering(e), d) for e, d in combined.sort]
    per = tuple(answers.over(e) for e in combined.per)
    total = completed(order, [e for k in combined.keys for e in answers.key_order(k)])
    meeting = Meeting(model, sides)
    input_ = meeting.relation()
    if having is not None:
        input_ = Filter(input_, meeting.placed(having))
    return ended(combined.limit, meeting, input_, columns, Ending(per, tuple(order), total))


class _Answers:
    """The columns of the blocks as expressions over what they meet in."""

    def __init__(self, combined: Combined, sides: tuple[Side, ...]) -> None:
        self.keys = {k.name: k for k in combined.keys}
        self.sides = sides
        self.owners: dict[str, tuple[Side, Item]] = {}
        for block, side in zip(combined.blocks, sides, strict=True):
            self.owners |= {i.name: (side, i) for i in block.items[len(side.keys) :]}

    def key(self, key: Item) -> Column:
        """A key's value."""
        return Column("", key.name, key.output.type)

    def over(self, expression: Expression) -> Expression:
        """An expression over columns of the result, over what the blocks meet in."""

        def change(node: Expression) -> Expression:
            if not isinstance(node, Column) or node.relation != ANSWERED:
                return node
            if node.name in self.keys:
                return self.key(self.keys[node.name])
            side, item = self.owners[node.name]
            return side.over(item.value, node.name if item.value == item.output else "")

        return transform(expression, change)

    def ordering(self, expression: Expression) -> Expression:
        """The same, where it orders: a key of which only the name was changed goes by what it was made from."""
        if isinstance(expression, Column) and expression.name in self.keys and expression.relation == ANSWERED:
            return self.key_order(self.keys[expression.name])[0]
        return self.over(expression)

    def key_order(self, key: Item) -> tuple[Expression, ...]:
        """What a key is ordered by."""
        if not key.relabelled:
            return tuple(ordered(self.key(key), key.codes if key.output == key.value else ()))
        place = next(i for i, k in enumerate(self.sides[0].keys) if k.name == key.name)
        by = [side.ordering(ordered(side.keys[place].value, side.keys[place].codes)[0]) for side in self.sides]
        return (*by, self.key(key)) if len(by) == 1 else (_least(tuple(by)), self.key(key))


def _least(values: tuple[Expression, ...]) -> Expression:
    """The least of values that are not null."""
    least, *others = values
    for other in others:
        smaller = call("<", BOOLEAN, other, least)
        missing = call("is_null", BOOLEAN, least)
        least = Case(((missing, other), (smaller, other)), least, least.type)
    return least
