"""How Genesis knows a tab, its columns and its rows again, wherever people move them: developer metadata.

Every entry has an id that follows from what it is for. Google gives an id once only, so two refreshes cannot both create one; and a
lookup that asks for an id *at a place* finds nothing when the column was moved. Deleting an entry at the place where it was read,
and creating it there again, therefore fails, and the whole batch with it, unless it is still there. Such a pair is a guard.
"""

from hashlib import blake2b
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

Json = dict[str, Any]
Kind = Literal["managed", "annotation", "key", "state"]

TRACKER: Final = "genesis.tracker"
EPOCH: Final = "genesis.epoch"
STATE: Final = "genesis.state"
COLUMN: Final = "genesis.column"
END: Final = "genesis.end"
CLEARED: Final = "genesis.cleared"
STAGING: Final = "genesis.staging"
PREFIX: Final = "genesis."


class Published(Struct, frozen=True, omit_defaults=True):
    """What a column's entry remembers: what it is, and how its header and format were last written."""

    kind: Kind
    name: str
    label: str = ""
    format: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """As the entry's value."""
        return msgspec.json.encode(self).decode()


class TabState(Struct, frozen=True, omit_defaults=True):
    """What the tab remembers: the last run's record, the columns of each layout of marks, the tab's title in the tracker's file."""

    record: str = ""
    layouts: dict[str, str] = {}
    tab: str = ""

    @property
    def text(self) -> str:
        """As the entry's value."""
        return msgspec.json.encode(self).decode()


def number(*parts: str) -> int:
    """An id: positive, 31 bits."""
    hashed = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(hashed, "big") % (2**31 - 1) + 1


def of_sheet(sheet: int) -> Json:
    """A tab as a location."""
    return {"sheetId": sheet}


def of_column(sheet: int, place: int) -> Json:
    """A column as a location."""
    return _of_dimension(sheet, "COLUMNS", place)


def of_row(sheet: int, place: int) -> Json:
    """A row as a location."""
    return _of_dimension(sheet, "ROWS", place)


def _of_dimension(sheet: int, dimension: str, place: int) -> Json:
    return {"dimensionRange": {"sheetId": sheet, "dimension": dimension, "startIndex": place, "endIndex": place + 1}}


def create(entry: int, key: str, value: str, location: Json) -> Json:
    """A request that creates an entry; it fails where the id is taken."""
    made = {
        "metadataId": entry,
        "metadataKey": key,
        "metadataValue": value,
        "visibility": "DOCUMENT",
        "location": location,
    }
    return {"createDeveloperMetadata": {"developerMetadata": made}}


def delete(entry: int, location: Json | None = None, value: str | None = None) -> Json:
    """A request that deletes an entry: with ``location`` only if it is there, with ``value`` only if it says so."""
    lookup: Json = {"metadataId": entry}
    if location is not None:
        lookup |= {"metadataLocation": location, "locationMatchingStrategy": "EXACT_LOCATION"}
    if value is not None:
        lookup["metadataValue"] = value
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}


def published(value: str) -> Published | None:
    """What a column's entry remembers; ``None`` when it is not one of ours."""
    try:
        return msgspec.json.decode(value, type=Published)
    except msgspec.DecodeError:
        return None


def tab_state(value: str) -> TabState:
    """What the tab remembers; nothing when it cannot be read."""
    try:
        return msgspec.json.decode(value, type=TabState)
    except msgspec.DecodeError:
        return TabState()
