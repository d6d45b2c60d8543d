"""What is resolved of a project's sources, for whoever asks next."""

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from genesis.model.namespace import Member
    from genesis.model.parts import SourceField
    from genesis.spec.documents import SourceSpec


class Resolved:
    """Parts of sources, resolved in one dialect and time zone, with relative dates from one day.

    ``parts`` are things of any kind by source, kind and name, each with the sources that it reaches. Nothing here leads back
    to the model or the files: they go with their last use.
    """

    def __init__(self, today: "date | None" = None) -> None:
        self.today = today
        self.sources: dict[str, SourceSpec] = {}
        self.keys: dict[str, tuple[str, ...] | None] = {}
        self.members: dict[str, dict[str, Member]] = {}
        self.fields: defaultdict[str, dict[str, SourceField]] = defaultdict(dict)
        self.parts: dict[tuple[str, str, str], tuple[object, dict[str, SourceSpec]]] = {}
        self.sizes: dict[tuple[str, str], int] = {}

    def opened(self) -> "Resolved":
        """The same sources, of which nothing is resolved."""
        other = Resolved(self.today)
        other.sources, other.keys, other.members = self.sources, self.keys, self.members
        return other
