"""What one compile is asked for, besides the input itself."""

from datetime import date

from msgspec import Struct

from genesis.model.expression import Call, Expression, Literal
from genesis.model.parameters import NO_PARAMETERS, Parameters
from genesis.model.types import DATE, STRING


class Compiling(Struct, frozen=True):
    """``dialect`` chooses among the texts of a ``sql:`` by dialect; ``today`` pins the date that relative dates count
    from, which is else the engine's own in the project's ``timezone``. ``text``: what is shown is rendered as text."""

    dialect: str = "duckdb"
    timezone: str = "UTC"
    today: date | None = None
    parameters: Parameters = NO_PARAMETERS
    text: bool = False

    def current_date(self) -> Expression:
        """Today."""
        if self.today is not None:
            return Literal(self.today, DATE)
        return Call("today", (Literal(self.timezone, STRING),), DATE)
