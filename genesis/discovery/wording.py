"""What definitions say, in few words: filters, conditions, aggregates, measures, joins."""

from genesis.model.model import Model
from genesis.model.parts import Step
from genesis.spec.documents import (
    AggregateSpec,
    ConditionSpec,
    FilterSpec,
    GroupFilter,
    JoinSpec,
    MeasureSpec,
    PathFilter,
    QuantifiedFilter,
    SqlFilter,
    SqlSpec,
)


def filter_words(spec: FilterSpec) -> str:
    """A filter by what it speaks of: ``status``, ``none directors``, ``any of (title, summary)``."""
    match spec:
        case PathFilter():
            return spec.path.value
        case QuantifiedFilter():
            return f"{spec.kind} {spec.path}"
        case SqlFilter():
            return sql_words(spec.sql)
        case GroupFilter():
            kind = {"any": "any of ", "all": "all of "}.get(spec.kind.value, f"{spec.kind} ")
            return f"{kind}({', '.join(map(filter_words, spec.items))})"


def condition_words(spec: ConditionSpec) -> str:
    """A ``where``: its expression, or what its filters speak of."""
    return sql_words(spec) if isinstance(spec, SqlSpec) else " and ".join(map(filter_words, spec))


def sql_words(sql: SqlSpec) -> str:
    """An expression on one line; of several dialects' texts the default, else the first."""
    text = sql.default or sql.dialects[0][1]
    return " ".join(text.value.split())


def aggregate_words(spec: AggregateSpec, of: str = "") -> str:
    """An aggregate: ``sum of budget``, ``count of rows``; ``of`` is the field that a path named."""
    operand = " ".join(spec.of.value.split()) if spec.of else of or "rows"
    distinct = "distinct " if spec.distinct else ""
    order = ", ".join(f"{'-' if o.descending else ''}{o.text}" for o in spec.order_by)
    share = f" {spec.at.text}" if spec.at else ""
    return f"{spec.function}{share} of {distinct}{operand}" + (f", ordered by {order}" if order else "")


def measure_words(spec: MeasureSpec | None) -> str:
    """What a measure computes; ``None`` is the ``count`` that every source has."""
    if spec is None:
        return "count of rows"
    if spec.aggregate:
        said = aggregate_words(spec.aggregate)
    elif spec.ratio:
        said = f"{spec.ratio[0]} / {spec.ratio[1]}"
    else:
        said = sql_words(spec.sql) if spec.sql else ""
    return f"{said}, where {condition_words(spec.where)}" if spec.where is not None else said


def join_words(model: Model, step: Step) -> str:
    """What makes rows meet: ``rating_code = code``, with the join's ``where``, and which row is picked."""
    spec = join_spec(model, step)
    if spec and spec.on and spec.on.sql:
        said = " ".join(spec.on.sql.value.split())
    else:
        said = " and ".join(own if own == other else f"{own} = {other}" for own, other in step.pairs)
    if spec and spec.where is not None:
        said = f"{said}, where {condition_words(spec.where)}"
    picked = ", ".join(f"{'-' if o.descending else ''}{o.text}" for o in (spec.pick or ())) if spec else ""
    return f"{said}, the first by {picked}" if picked else said


def join_spec(model: Model, step: Step) -> JoinSpec | None:
    """The definition of the join that a step walks, there or back."""
    forward = (j for j in model.source(step.source).joins if j.name.value == step.name)
    back = (
        j
        for j in model.source(step.target).joins
        if j.reverse and j.to and (j.reverse.value, j.to.value) == (step.name, step.source)
    )
    return next(iter((*forward, *back)), None)
