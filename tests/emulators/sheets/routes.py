"""Which method of the API a request is for. Requests are checked against the discovery document before they are served."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from tests.emulators.sheets import batch, discovery, masks, metadata, rendering, values
from tests.emulators.sheets.errors import Json, invalid, missing
from tests.emulators.sheets.grid import Spreadsheet, new_sheet
from tests.emulators.sheets.ranges import from_a1

Books = dict[str, Spreadsheet]
Answer = Callable[[Books, str, str, Json, Json], Json]
COMMON = {"fields", "alt", "prettyPrint", "key", "quotaUser", "$.xgafv", "access_token"}


def answer(books: Books, method: str, path: str, options: Json, body: Json) -> tuple[str, Json]:
    """The schema of an answer, and the answer."""
    plain = unquote(path)
    for verb, pattern, serve in ROUTES:
        match = re.fullmatch(pattern, plain) if verb == method else None
        if match:
            described = _described(serve.__name__)
            _check_options(described, options)
            request = described.get("request")
            given = discovery.without_nulls(body)
            if request:
                discovery.check(request["$ref"], given)
            parts = [*match.groups(), "", ""]
            return described["response"]["$ref"], serve(books, parts[0], parts[1], options, given)
    raise missing()


def writes(method: str, path: str) -> bool:
    """Whether a request counts as a write."""
    reading = ("ByDataFilter", ":search")
    return method != "GET" and not (path.endswith(reading) and "batchUpdate" not in path and "batchClear" not in path)


def _described(name: str) -> Json:
    found: Json = {"resources": discovery.document()["resources"]}
    for part in name.split("__")[:-1]:
        found = found["resources"][part]
    described: Json = found["methods"][name.rpartition("__")[2]]
    return described


def _check_options(described: Json, options: Json) -> None:
    unknown = sorted(set(options) - set(described["parameters"]) - COMMON)
    if unknown:
        raise invalid(f'Invalid JSON payload received. Unknown name "{unknown[0]}": Cannot bind query parameter.')
    for name, value in options.items():
        choices = described["parameters"].get(name, {}).get("enum")
        if choices and value not in choices:
            raise invalid(f"Invalid value at '{name}'")


def _book(books: Books, number: str) -> Spreadsheet:
    if number not in books:
        raise missing()
    return books[number]


def _mask(options: Json) -> masks.Mask:
    return masks.parse(options.get("fields", ""))


def spreadsheets__get(books: Books, number: str, _range: str, options: Json, _body: Json) -> Json:
    book = _book(books, number)
    areas = [from_a1(book, text) for text in options["ranges"]] if options.get("ranges") else None
    grid = options.get("includeGridData", "").lower() == "true"
    return rendering.spreadsheet(book, areas, _mask(options), grid=grid)


def spreadsheets__getByDataFilter(books: Books, number: str, _range: str, options: Json, body: Json) -> Json:  # noqa: N802
    book = _book(books, number)
    filters = body.get("dataFilters")
    areas = [area for data_filter in filters for area in metadata.matched(book, data_filter)] if filters else None
    return rendering.spreadsheet(book, areas, _mask(options), grid=body.get("includeGridData", False))


def check_filters(books: Books, number: str, body: Json) -> None:
    if not any(metadata.matched(_book(books, number), one) for one in body.get("dataFilters", [])):
        raise invalid("No range matched the data filters.")


def spreadsheets__create(books: Books, _number: str, _range: str, options: Json, body: Json) -> Json:
    number = f"made{len(books)}"
    title = body.get("properties", {}).get("title", "Untitled spreadsheet")
    books[number] = Spreadsheet(number, title, [new_sheet(0, "Sheet1")])
    return rendering.spreadsheet(books[number], None, _mask(options), grid=False)


def spreadsheets__batchUpdate(books: Books, number: str, _range: str, options: Json, body: Json) -> Json:  # noqa: N802
    before = _book(books, number)
    after, found = batch.apply(before, body, _mask(options))
    before.title, before.sheets, before.metadata = after.title, after.sheets, after.metadata
    return found


def spreadsheets__developerMetadata__search(  # noqa: N802
    books: Books, number: str, _range: str, options: Json, body: Json
) -> Json:
    book = _book(books, number)
    found = [
        {"developerMetadata": metadata.shown(book, entry), "dataFilters": [data_filter]}
        for data_filter in body.get("dataFilters", [])
        for entry in metadata.entries(book, data_filter)
    ]
    return masks.pick({"matchedDeveloperMetadata": found} if found else {}, _mask(options))  # type: ignore[no-any-return]


def spreadsheets__developerMetadata__get(  # noqa: N802
    books: Books, number: str, wanted: str, _options: Json, _body: Json
) -> Json:
    book = _book(books, number)
    entry = book.metadata.get(int(wanted))
    if entry is None:
        raise missing()
    return metadata.shown(book, entry)


def spreadsheets__values__get(books: Books, number: str, text: str, options: Json, _body: Json) -> Json:
    return values.read(from_a1(_book(books, number), text), options)


def spreadsheets__values__update(books: Books, number: str, text: str, options: Json, body: Json) -> Json:
    return _whole_or_nothing(books, number, lambda book: values.update(book, text, body, options))


def spreadsheets__values__append(books: Books, number: str, text: str, options: Json, body: Json) -> Json:
    return _whole_or_nothing(books, number, lambda book: values.append(book, text, body, options))


def spreadsheets__values__clear(books: Books, number: str, text: str, _options: Json, _body: Json) -> Json:
    book = _book(books, number)
    return {"spreadsheetId": number, "clearedRange": values.clear(from_a1(book, text))}


def spreadsheets__values__batchGet(books: Books, number: str, _range: str, options: Json, _body: Json) -> Json:  # noqa: N802
    book = _book(books, number)
    found = [values.read(from_a1(book, text), options) for text in options.get("ranges", [])]
    return {"spreadsheetId": number, "valueRanges": found}


def spreadsheets__values__batchUpdate(books: Books, number: str, _range: str, _options: Json, body: Json) -> Json:  # noqa: N802
    return _whole_or_nothing(books, number, lambda book: values.batch_update(book, body))


def spreadsheets__values__batchClear(books: Books, number: str, _range: str, _options: Json, body: Json) -> Json:  # noqa: N802
    book = _book(books, number)
    return {
        "spreadsheetId": number,
        "clearedRanges": [values.clear(from_a1(book, text)) for text in body.get("ranges", [])],
    }


def spreadsheets__values__batchUpdateByDataFilter(  # noqa: N802
    books: Books, number: str, _range: str, _options: Json, body: Json
) -> Json:
    return _whole_or_nothing(books, number, lambda book: values.batch_update_by_filter(book, body))


def spreadsheets__values__batchGetByDataFilter(  # noqa: N802
    books: Books, number: str, _range: str, _options: Json, body: Json
) -> Json:
    return values.batch_get_by_filter(_book(books, number), body)


def _whole_or_nothing(books: Books, number: str, change: Callable[[Spreadsheet], Json]) -> Json:
    book = _book(books, number)
    after = book.copy()
    found = change(after)
    book.sheets = after.sheets
    return found


_ID = r"/v4/spreadsheets/([A-Za-z0-9_-]+)"
ROUTES: tuple[tuple[str, str, Answer], ...] = (
    ("POST", r"/v4/spreadsheets", spreadsheets__create),
    ("GET", _ID, spreadsheets__get),
    ("POST", _ID + ":batchUpdate", spreadsheets__batchUpdate),
    ("POST", _ID + ":getByDataFilter", spreadsheets__getByDataFilter),
    ("POST", _ID + "/developerMetadata:search", spreadsheets__developerMetadata__search),
    ("GET", _ID + r"/developerMetadata/(\d+)", spreadsheets__developerMetadata__get),
    ("GET", _ID + "/values:batchGet", spreadsheets__values__batchGet),
    ("POST", _ID + "/values:batchUpdate", spreadsheets__values__batchUpdate),
    ("POST", _ID + "/values:batchClear", spreadsheets__values__batchClear),
    ("POST", _ID + "/values:batchUpdateByDataFilter", spreadsheets__values__batchUpdateByDataFilter),
    ("POST", _ID + "/values:batchGetByDataFilter", spreadsheets__values__batchGetByDataFilter),
    ("POST", _ID + "/values/(.+):append", spreadsheets__values__append),
    ("POST", _ID + "/values/(.+):clear", spreadsheets__values__clear),
    ("GET", _ID + "/values/(.+)", spreadsheets__values__get),
    ("PUT", _ID + "/values/(.+)", spreadsheets__values__update),
)
