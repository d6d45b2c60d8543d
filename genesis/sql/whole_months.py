"""Whole months between two moments, for dialects whose own difference counts something else."""

from typing import Final

from msgspec import Struct

_BOTH: Final = "NOT a IS NULL AND NOT b IS NULL"


class Months(Struct, frozen=True):
    """How a dialect says, of ``{}``: a moment, its year, its month, and the moment ``{months}`` months later, which is
    the last of its month where that month is too short."""

    moment: str
    year: str
    month: str
    later: str

    def between(self, count: int) -> str:
        """From ``b`` to ``a`` in units of ``count`` months, towards zero."""
        a, b = self.moment.format("a"), self.moment.format("b")
        first, last = f"least({a}, {b})", f"greatest({a}, {b})"
        years = f"{self.year.format(last)} - {self.year.format(first)}"
        months = f"(12 * ({years}) + {self.month.format(last)} - {self.month.format(first)})"
        whole = f"({months} - CASE WHEN {self.later.format(first, months=months)} > {last} THEN 1 ELSE 0 END)"
        sign = f"CASE WHEN {a} < {b} THEN -1 ELSE 1 END"
        return f"CASE WHEN {_BOTH} THEN {sign} * floor({whole} / {count}) END"
