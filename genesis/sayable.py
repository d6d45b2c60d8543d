"""Which column of an input it is that a dialect cannot say."""

from collections.abc import Iterator

from msgspec.structs import replace

from genesis.diagnostics import GenesisError, Span
from genesis.model.model import Model
from genesis.model.question import Combined, Item, Question
from genesis.relation.build import build
from genesis.sql.dialect import Dialect
from genesis.sql.lower import lower


def placed(
    error: GenesisError, model: Model, question: Question | Combined, target: Dialect, name: Span
) -> GenesisError:
    """What lowering a question reported, at the column that cannot be said; at the input's ``name`` where it is no column."""
    if all(found.span for found in error.diagnostics):
        return error
    at = next((item.span for item, alone in _alone(question) if not _can_say(model, alone, target)), name)
    return GenesisError(tuple(replace(found, span=found.span or at) for found in error.diagnostics))


def _alone(question: Question | Combined) -> Iterator[tuple[Item, Question]]:
    """Each column, and a question with that column alone."""
    for block in question.blocks if isinstance(question, Combined) else (question,):
        for item in (*(block.groups or ()), *block.items):
            yield item, Question(block.name, block.source, (item,), block.groups, span=block.span)


def _can_say(model: Model, question: Question, target: Dialect) -> bool:
    try:
        lower(build(model, question).relation, target, model)
    except GenesisError:
        return False
    return True
