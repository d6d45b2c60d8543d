"""What an Airtable tracker refuses: settings, tables of others, fields and values that do not fit. Nothing is written then."""

import threading
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from genesis.destinations.airtable import check
from genesis.destinations.bases.calls import Account
from genesis.diagnostics import GenesisError, Problems, SourceFile
from genesis.model.shown import Shown
from genesis.model.types import FLOAT, INTEGER, STRING, decimal
from genesis.spec.tracker import read_tracker
from genesis.sql.query import ResultColumn
from tests.destinations.airtable_refresh import BASE, COLUMNS, ROWS, TABLE, Studio
from tests.emulators.airtable.server import TOKEN


def refused(studio: Studio, rows: Any = ROWS, token: str = TOKEN) -> list[tuple[str, str]]:
    before = len(studio.emulator.written())
    with pytest.raises(GenesisError) as caught:
        studio.refresh(rows, token=token)
    stale = [call for call in studio.emulator.written()[before:] if list(call.body or {}) != ["description"]]
    assert stale == []
    return [(found.code, found.message) for found in caught.value.diagnostics]


def codes(studio: Studio, rows: Any = ROWS) -> list[str]:
    return [code for code, _ in refused(studio, rows)]


def table_of_people(studio: Studio, *records: dict[str, Any]) -> None:
    base = studio.emulator.bases[BASE]
    number = {"name": "Film", "type": "number", "options": {"precision": 0}}
    base.add_table({"name": TABLE, "fields": [number, {"name": "Title", "type": "singleLineText"}]})
    for record in records:
        studio.person.create(record)


def test_base_is_an_id() -> None:
    text = "tracker: films\ninput: films\ndestination: {type: airtable, base: Studio, table: Films}\n"
    problems = Problems()
    check(read_tracker(SourceFile("trackers/films.yaml", text)), problems)
    assert [(found.code, found.column) for found in problems.found] == [("G870", 37)]


@pytest.mark.parametrize(
    "settings",
    [
        ", limits: {requests_per_second: many}",
        ", limits: {requests_per_second: 0}",
        ", limits: {requests_per_second: true}",
        ", limits: {rps: 5}",
        ", limits: 5",
        ", retries: 3",
    ],
)
def test_settings(studio: Studio, settings: str) -> None:
    studio.settings = settings
    assert codes(studio) == ["G871"]


@pytest.mark.parametrize(
    "endpoint",
    ["http://airtable.example.com", "ftp://127.0.0.1", "https://", "x", "https://a/?b=c", "http://[", "https://u:p@h"],
)
def test_token_goes_nowhere_in_the_clear(studio: Studio, endpoint: str) -> None:
    studio.emulator.endpoint = endpoint
    assert codes(studio) == ["G871"]


@pytest.mark.parametrize("token", [" ", "two words", "snow☃", "line\nbreak"])
def test_token_is_one_word(studio: Studio, token: str) -> None:
    assert [code for code, _ in refused(studio, token=token)] == ["G871"]


def test_unknown_token_is_said_and_never_shown(studio: Studio) -> None:
    ((code, message),) = refused(studio, token="patWrong.secret")  # noqa: S106 - no secret
    assert code == "G872"
    assert "secret" not in message
    assert studio.emulator.calls[-1].status == 401
    assert len(studio.emulator.calls) == 1
    assert "secret" not in repr(Account("appX", "patWrong.secret"))


def test_netrc_does_not_replace_the_token(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    (studio.root / "netrc").write_text("default login ann password hers\n")
    monkeypatch.setenv("NETRC", str(studio.root / "netrc"))
    assert studio.refresh().written


def test_base_out_of_reach(studio: Studio) -> None:
    studio.emulator.bases.clear()
    assert codes(studio) == ["G873"]
    assert len(studio.emulator.calls) == 1


def test_an_id_is_no_name_for_a_new_table(studio: Studio) -> None:
    studio.table = "tblNobodyHasThis1"
    assert refused(studio) == [("G873", "the base has no table with the id `tblNobodyHasThis1`")]


def test_nobody_listens(studio: Studio) -> None:
    studio.emulator.endpoint = "http://127.0.0.1:9"
    assert codes(studio) == ["G875"]


class _Stranger(BaseHTTPRequestHandler):
    said = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.said)))
        self.end_headers()
        self.wfile.write(self.said)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that http.server gives
        pass


@pytest.mark.parametrize(
    ("said", "code"),
    [(b"<html>Sign in</html>", "G875"), (b"{}", "G874"), (b"[]", "G874"), (b"", "G874"), (b'{"tables": 5}', "G874")],
)
def test_who_answers_is_not_airtable(studio: Studio, said: bytes, code: str) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Stranger", (_Stranger,), {"said": said}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    studio.emulator.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        assert codes(studio) == [code]
    finally:
        server.shutdown()
        server.server_close()


def test_table_of_people_is_refused(studio: Studio) -> None:
    table_of_people(studio, {"Film": 1, "Title": "Theirs"})
    ((code, message),) = refused(studio)
    assert (code, message) == ("G833", "the table `Films` holds records that are not Genesis's")
    assert studio.emulator.written() == []


def test_table_without_cells_is_taken(studio: Studio) -> None:
    table_of_people(studio, {}, {}, {})
    studio.refresh()
    assert len(studio.person.rows()) == 10
    assert [f.name for f in studio.emulator.bases[BASE].table(TABLE).fields].count("Title") == 1
    assert not studio.refresh().written


def test_table_without_cells_is_taken_in_the_end_whenever_a_refresh_breaks(studio: Studio) -> None:
    for broken in range(2, 14):
        studio.emulator.add_base(BASE)
        table_of_people(studio, {}, {})
        studio.emulator.forget_calls()
        studio.emulator.trouble = lambda number, *_, broken=broken: "500" if number >= broken else None
        with pytest.raises(GenesisError):
            studio.refresh()
        studio.emulator.trouble = lambda *_: None
        studio.refresh()
        assert [row for row in studio.shown("Title") if row != (None,)] == [(f"Film {n}",) for n in range(1, 8)]
        assert not studio.refresh().written


def test_adopted_table(studio: Studio) -> None:
    table_of_people(studio, {"Film": 2, "Title": "Theirs"}, {"Film": 99, "Title": "Only theirs"})
    studio.person.add_field("Remark")
    studio.person.edit(studio.person.find(Film=2), {"Remark": "old"})
    studio.options = "adopt: true\n"
    studio.refresh()
    rows = {row["Film"]: row for row in studio.person.rows()}
    assert (rows[2]["Title"], rows[2]["Remark"], rows[99]["Title"]) == ("Film 2", "old", "Only theirs")
    assert len(rows) == 8
    assert not studio.refresh().written


def test_adopting_needs_the_key(studio: Studio) -> None:
    table_of_people(studio, {"Film": 2})
    studio.person.rename_field("Film", "Number")
    studio.options = "adopt: true\n"
    assert refused(studio) == [("G833", "`adopt` finds no field for the key in `Films`")]


def test_table_of_another_tracker(studio: Studio) -> None:
    studio.refresh()
    field = studio.emulator.bases[BASE].table(TABLE).field("_genesis")
    field.description = (field.description or "").replace('"tracker":"films"', '"tracker":"slate"')
    assert refused(studio) == [("G833", "the table `Films` belongs to the tracker `slate`")]
    studio.options = "adopt: true\n"
    assert studio.refresh().added == 0


def test_field_of_people_has_the_name_of_a_column(studio: Studio) -> None:
    studio.columns = COLUMNS[:2]
    studio.refresh([row[:2] for row in ROWS])
    studio.person.add_field("Budget")
    studio.person.edit(studio.person.find(Film=1), {"Budget": "mine"})
    studio.columns = COLUMNS
    assert refused(studio) == [("G833", "the table has a field `Budget` that is not Genesis's")]


def test_field_of_another_type_is_never_cast(studio: Studio) -> None:
    studio.refresh()
    studio.person.convert_field("Budget", "singleLineText")
    studio.person.convert_field("Start", "dateTime")
    found = refused(studio)
    assert [code for code, _ in found] == ["G834", "G834"]
    assert found[0][1] == "`Budget` is a field of type singleLineText, and its column needs currency"


def test_stale_note_stands_in_the_description_until_the_next_refresh(studio: Studio) -> None:
    studio.refresh()
    table = studio.emulator.bases[BASE].table(TABLE)
    table.description = "Our slate.\nAsk Ann."
    studio.person.convert_field("Budget", "singleLineText")
    codes(studio)
    first = table.description
    assert first.startswith("Our slate.\nAsk Ann.\nStale since 20")
    codes(studio)
    assert table.description == first
    studio.person.delete_field("Budget")
    studio.refresh()
    assert table.description == "Our slate.\nAsk Ann."


def test_foreign_table_gets_no_stale_note(studio: Studio) -> None:
    table_of_people(studio, {"Film": 1})
    codes(studio)
    assert studio.emulator.bases[BASE].table(TABLE).description is None


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        (ResultColumn("x", "X", INTEGER), 2**53 + 1, "G831"),
        (ResultColumn("x", "X", decimal(20, 10)), Decimal("0.1234567891"), "G831"),
        (ResultColumn("x", "X", decimal(38, 2)), Decimal("12345678901234567.25"), "G831"),
        (ResultColumn("x", "X", FLOAT), float("inf"), "G831"),
        (ResultColumn("x", "X", FLOAT), float("nan"), "G831"),
        (ResultColumn("x", "X", STRING), "x" * 100_001, "G830"),
    ],
)
def test_what_no_field_can_hold(studio: Studio, column: ResultColumn, value: Any, code: str) -> None:
    studio.columns = (COLUMNS[0], column)
    assert codes(studio, [(1, value), (2, value)]) == [code]


@pytest.mark.parametrize(
    ("column", "value", "held"),
    [
        (ResultColumn("x", "X", INTEGER), 2**53, 2**53),
        (ResultColumn("x", "X", INTEGER), -(2**53), -(2**53)),
        (ResultColumn("x", "X", INTEGER), 0, 0),
        (ResultColumn("x", "X", decimal(10, 8)), Decimal("0.12345678"), 0.12345678),
        (ResultColumn("x", "X", decimal(15, 2)), Decimal("9999999999999.99"), 9999999999999.99),
        (ResultColumn("x", "X", decimal(20, 10)), Decimal("1.5000000000"), 1.5),
        (ResultColumn("x", "X", FLOAT, Shown("number", "0.0")), 2.25, 2.3),
        (ResultColumn("x", "X", FLOAT), 1e300, 1e300),
        (ResultColumn("x", "X", FLOAT), -0.0, 0),
        (ResultColumn("x", "X", STRING), "", None),
        (ResultColumn("x", "X", STRING), "x" * 100_000, "x" * 100_000),
        (ResultColumn("x", "X", STRING), "a\x00b\ud800c", "abc"),
        (ResultColumn("x", "X", STRING), "=cmd()|' /C calc'!A0", "=cmd()|' /C calc'!A0"),
        (ResultColumn("x", "X", STRING), "'1-2", "'1-2"),
        (ResultColumn("x", "X", STRING), "two\r\nlines", "two\nlines"),
        (ResultColumn("x", "X", STRING, values=("a,b", '"q"', " ")), "a,b", "a,b"),
    ],
)
def test_what_fields_hold(studio: Studio, column: ResultColumn, value: Any, held: Any) -> None:
    studio.columns = (COLUMNS[0], column)
    studio.refresh([(1, value)])
    assert studio.shown("Film", "X") == [(1, held)]
    assert not studio.refresh([(1, value)]).written


def test_line_breaks_come_to_a_field_of_one_line(studio: Studio) -> None:
    studio.columns = COLUMNS[:2]
    studio.refresh([(1, "one line")])
    studio.person.convert_field("Title", "singleLineText")
    assert refused(studio, [(1, "two\nlines")]) == [
        ("G835", "`Title` is a single line of text, and a value has line breaks")
    ]
    studio.person.convert_field("Title", "multilineText")
    studio.refresh([(1, "two\nlines")])
    assert studio.shown("Film", "Title") == [(1, "two\nlines")]


def test_what_was_left_out_is_said(studio: Studio) -> None:
    studio.columns = (COLUMNS[0], COLUMNS[1], COLUMNS[7])
    done = studio.refresh([(1, "a\x07b", None), (2, "b", True)])
    assert done.notes[:2] == (
        "control characters were left out of 1 texts: no field can hold them",
        "1 empty values show as unchecked boxes: a checkbox has no third state",
    )


def test_compound_key_has_a_field_of_its_own(studio: Studio) -> None:
    studio.columns, studio.key = COLUMNS[:2], ("film_id", "title")
    rows = [(1, "a"), (1, "b"), (2, "a")]
    studio.refresh(rows)
    assert len({row["_genesis_key"] for row in studio.person.rows()}) == 3
    studio.person.delete(studio.person.find(Film=1, Title="b"))
    assert studio.refresh(rows).added == 1
    assert not studio.refresh(rows).written


def test_hidden_key(studio: Studio) -> None:
    studio.columns = (COLUMNS[1], ResultColumn("film_id", "Film", INTEGER, hidden=True))
    rows = [("a", 1), ("a", 2)]
    studio.refresh(rows)
    studio.refresh([("a", 1), ("b", 2), ("c", 3)])
    assert studio.shown("Title") == [("a",), ("b",), ("c",)]


def test_keys_that_differ_in_case_alone(studio: Studio) -> None:
    studio.columns, studio.key = (COLUMNS[1],), ("title",)
    rows = [("a",), ("A",), ("a ",), ("Straße",), ("STRASSE",)]
    studio.refresh(rows)
    assert sorted(row["Title"] for row in studio.person.rows()) == sorted(row[0] for row in rows)
    assert not studio.refresh(rows).written


def test_link_as_key(studio: Studio) -> None:
    shown = Shown("link", url="https://studio.example.com/all", text="open")
    studio.columns = (ResultColumn("film_id", "Film", INTEGER, shown),)
    studio.refresh([(1,), (2,)])
    assert studio.shown("Film") == [("https://studio.example.com/all",)] * 2
    assert not studio.refresh([(1,), (2,)]).written


def test_hostile_names_of_fields(studio: Studio) -> None:
    labels = ["Film", "film", "_genesis", "_GENESIS_STATE", "", "{x}'\"\\", "Notes", "a" * 300, " ", "=1+1", "…\n\t "]
    studio.columns = tuple(ResultColumn(f"c{n}", label, INTEGER) for n, label in enumerate(labels))
    studio.key = ("c5",)
    studio.options = "annotations: [Notes, '{Mine}']\n"
    rows = [tuple(range(n, n + len(labels))) for n in range(3)]
    studio.refresh(rows)
    names = [field.name for field in studio.emulator.bases[BASE].table(TABLE).fields]
    assert names == [
        *(
            "Film",
            "film (c1)",
            "_genesis (c2)",
            "_GENESIS_STATE (c3)",
            "c4",
            "{x}'\"\\",
            "Notes (c6)",
            "a" * 150 + " (c7)",
        ),
        *("c8", "=1+1", "…", "_genesis_state", "Notes", "{Mine}", "_genesis"),
    ]
    assert not studio.refresh(rows).written
    assert studio.refresh(rows[:2]).gone == 1
