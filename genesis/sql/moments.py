"""Days and moments where both are text, and one is never equal to the other."""

from genesis.model.expression import Cast, Expression
from genesis.model.types import TIMESTAMP
from genesis.sql.dialect import Dialect


def aligned(dialect: Dialect, values: tuple[Expression, ...]) -> tuple[Expression, ...]:
    """Values that meet in one operation: days among moments as the moments at which they begin."""
    if not dialect.text_moments or not {"date", "timestamp"} <= {value.type.kind for value in values}:
        return values
    return tuple(Cast(value, TIMESTAMP) if value.type.kind == "date" else value for value in values)
