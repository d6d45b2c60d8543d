"""A write too big for one call: its cells go to a hidden tab in several, and from there to their places in one."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from genesis.destinations.sheets import cells, identity
from genesis.destinations.sheets.batch import Batch
from genesis.destinations.sheets.calls import Calls
from genesis.destinations.sheets.cells import Block
from genesis.destinations.sheets.contents import raw
from genesis.destinations.sheets.identity import number, of_sheet

Json = dict[str, Any]

LARGEST: Final = 1_900_000
"""Bytes of a call; Google recommends 2 MB."""


def requests(batch: Batch) -> list[Json]:
    """A whole batch for one call."""
    return [*batch.before, *(cells.update(batch.sheet, block) for block in batch.blocks), *batch.after]


def size(found: Sequence[Json]) -> int:
    """How many bytes requests are."""
    return len(msgspec.json.encode(found))


def names(nonce: str) -> tuple[str, ...]:
    """What a refusal calls the hidden tab: its title, its id."""
    return f"_genesis_{nonce}", str(number("sheet", nonce))


def stage(calls: Calls, batch: Batch, tracker: str, nonce: str, leftovers: Sequence[int]) -> list[Json]:
    """Put the cells of a batch into a hidden tab; gives the requests that move them to their places and take the tab away.

    Raises:
        RefusedError: when Google will not do it.
        GenesisError: when it cannot be reached.
    """
    sheet, entry, title = number("sheet", nonce), number("staging", nonce), names(nonce)[0]
    grid = {
        "rowCount": max((block.row + len(block.rows) for block in batch.blocks), default=1),
        "columnCount": max((block.column + block.width for block in batch.blocks), default=1),
    }
    made = {"sheetId": sheet, "title": title, "hidden": True, "gridProperties": grid}
    opening = [
        *({"deleteSheet": {"sheetId": leftover}} for leftover in leftovers),
        {"addSheet": {"properties": made}},
        identity.create(entry, identity.STAGING, tracker, of_sheet(sheet)),
    ]
    calls.batch({"requests": opening}, "spreadsheetId", lambda: _landed(calls, entry))
    for values in chunks(title, batch.blocks):
        calls.put_values({"valueInputOption": "RAW", "data": values})
    moved = [request for block in batch.blocks for request in _moved(sheet, batch.sheet, block)]
    return [*batch.before, *moved, *batch.after, {"deleteSheet": {"sheetId": sheet}}]


def _landed(calls: Calls, entry: int) -> Json | None:
    answer = calls.find([{"developerMetadataLookup": {"metadataId": entry}}], "sheets.properties.sheetId")
    return answer if answer.get("sheets") else None


def _moved(source: int, target: int, block: Block) -> Iterator[Json]:
    area = {
        "startRowIndex": block.row,
        "endRowIndex": block.row + len(block.rows),
        "startColumnIndex": block.column,
        "endColumnIndex": block.column + block.width,
    }
    yield {
        "copyPaste": {
            "source": {"sheetId": source, **area},
            "destination": {"sheetId": target, **area},
            "pasteType": "PASTE_VALUES",
        }
    }
    if block.linked:
        yield cells.links(target, block)


def chunks(title: str, found: Sequence[Block]) -> Iterator[list[Json]]:
    """Blocks as RAW values, in calls of bounded size. RAW text is never parsed."""
    call: list[Json] = []
    room = LARGEST
    for block in found:
        for row, contents in enumerate(block.rows, block.row):
            values = [raw(content) for content in contents]
            weight = len(msgspec.json.encode(values)) + 1
            if weight > room:
                yield call
                call, room = [], LARGEST
            if row == block.row or not call:
                call.append({"range": f"{title}!{_letters(block.column)}{row + 1}", "values": []})
                room -= 60
            call[-1]["values"].append(values)
            room -= weight
    if call:
        yield call


def _letters(column: int) -> str:
    """A column's name in A1 notation."""
    before, last = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
