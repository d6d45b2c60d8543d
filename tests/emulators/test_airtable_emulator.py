"""The Airtable emulator through other people's clients: pyairtable as it is, and Airtable's own JavaScript client."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyairtable import Api
from pyairtable.formulas import AND, IS_AFTER, LAST_MODIFIED_TIME, NOT, OR, Field, match
from requests import ConnectionError as Dropped
from requests import HTTPError

from tests.emulators.airtable.quota import Quota
from tests.emulators.airtable.server import TOKEN, Emulator, serving

BASE = "appEmulated000001"
FIELDS: list[dict[str, Any]] = [
    {"name": "Name", "type": "singleLineText"},
    {"name": "Count", "type": "number", "options": {"precision": 0}},
    {"name": "Price", "type": "currency", "options": {"precision": 2, "symbol": "€"}},
    {"name": "Done", "type": "checkbox", "options": {"icon": "check", "color": "greenBright"}},
    {"name": "Kind", "type": "singleSelect", "options": {"choices": [{"name": "a"}, {"name": "b"}]}},
    {"name": "Day", "type": "date", "options": {"dateFormat": {"name": "iso"}}},
    {
        "name": "At",
        "type": "dateTime",
        "options": {"timeZone": "utc", "dateFormat": {"name": "us"}, "timeFormat": {"name": "24hour"}},
    },
    {"name": "Text", "type": "multilineText", "description": "Anything."},
]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with serving(Emulator(Quota(per_base=10_000, per_token=10_000))) as running:
        running.add_base(BASE)
        yield running


@pytest.fixture
def table(emulator: Emulator) -> Any:
    api = Api(TOKEN, endpoint_url=emulator.endpoint, retry_strategy=None)
    return api.base(BASE).create_table("Things", FIELDS, description="All of them.")


def refusal(caught: pytest.ExceptionInfo[HTTPError]) -> tuple[int, Any]:
    response = caught.value.response
    assert response is not None
    error = response.json().get("error", response.json())
    return response.status_code, error.get("type", error) if isinstance(error, dict) else error


def test_schema_is_what_pyairtable_parses(table: Any, emulator: Emulator) -> None:
    schema = table.schema(force=True)
    assert [field.type for field in schema.fields] == [field["type"] for field in FIELDS]
    assert schema.primary_field_id == schema.field("Name").id
    assert schema.field("Kind").options.choices[1].name == "b"
    assert schema.field("At").options.time_format.format == "HH:mm"
    assert [view.type for view in schema.views] == ["grid"]
    assert [base.id for base in table.api.bases()] == [BASE]
    field = schema.field("Text")
    field.name, field.description = "Words", "Long."
    field.save()
    made = table.create_field("Share", "percent", options={"precision": 1})
    assert [f.name for f in emulator.bases[BASE].table("Things").fields][-2:] == ["Words", made.name]


def test_cells_come_back_as_they_were_written(table: Any) -> None:
    cells = {
        "Name": "x",
        "Count": 2**53 + 1,
        "Price": 1.25,
        "Done": True,
        "Kind": "a",
        "Day": "2024-02-29",
        "At": "2024-02-29T23:00:00+01:00",
        "Text": "two\nlines",
    }
    record = table.create(cells)
    assert record["fields"] == {**cells, "Count": 2**53, "At": "2024-02-29T22:00:00.000Z"}
    emptied = table.update(record["id"], {"Text": "", "Done": False, "Price": None})
    assert sorted(emptied["fields"]) == ["At", "Count", "Day", "Kind", "Name"]
    assert table.update(record["id"], {"Name": "y"}, replace=True)["fields"] == {"Name": "y"}
    assert table.get(record["id"])["fields"] == {"Name": "y"}
    assert table.delete(record["id"]) == {"id": record["id"], "deleted": True}


def test_pages_fields_sort_and_formats(table: Any, emulator: Emulator) -> None:
    table.batch_create([{"Name": f"n{n:03}", "Count": n, "Price": 0.5} for n in range(250)])
    emulator.forget_calls()
    rows = table.all(fields=["Count"], sort=["-Count"])
    assert [row["fields"] for row in rows] == [{"Count": n} for n in range(249, -1, -1)]
    assert len(emulator.calls) == 3
    assert len(table.all(max_records=7)) == 7
    assert table.first(view="Grid view", use_field_ids=True, fields=["Name"])["fields"] == {
        table.schema().field("Name").id: "n000"
    }
    shown = table.first(cell_format="string", time_zone="UTC", user_locale="en", sort=["Count"], count_comments=True)
    assert (shown["fields"]["Price"], shown["commentCount"]) == ("€0.50", 0)
    ids = [row["id"] for row in rows]
    long = OR(*(Field("Name").eq("x" * 100 + i) for i in ids))
    assert table.all(formula=long) == []
    assert emulator.calls[-1].method == "POST"


def test_formulas(table: Any, emulator: Emulator) -> None:
    one, two = table.batch_create([{"Name": "it's {1}", "Count": 1, "Done": True}, {"Name": 'say "2"', "Count": 2}])
    emulator.clock.forward(3600)
    table.update(two["id"], {"Kind": "b"})

    def found(formula: Any) -> list[str]:
        return sorted(row["id"] for row in table.all(formula=formula))

    assert found(match({"Name": "it's {1}"})) == [one["id"]]
    assert found(AND(Field("Count").gt(0), NOT(Field("Done").eq(True)))) == [two["id"]]
    assert found(f"RECORD_ID()='{one['id']}'") == [one["id"]]
    assert found("FIND('2', {Name} & '')") == [two["id"]]
    since = emulator.clock.now().replace(microsecond=0)
    emulator.clock.forward(0)
    assert found(f"IS_AFTER(LAST_MODIFIED_TIME(), DATEADD(DATETIME_PARSE('{since.isoformat()}'), -60, 'seconds'))") == [
        two["id"]
    ]
    assert found(IS_AFTER(LAST_MODIFIED_TIME(Field("Count")), since)) == []
    for wrong in ("{Nothing} = 1", "OR(", "1 +", "NOW(", "'open"):
        with pytest.raises(HTTPError) as caught:
            table.all(formula=wrong)
        assert refusal(caught) == (422, "INVALID_FILTER_BY_FORMULA")


def test_upsert(table: Any) -> None:
    first = table.batch_upsert([{"fields": {"Name": "a", "Count": 1}}, {"fields": {"Name": "b"}}], ["Name"])
    again = table.batch_upsert([{"fields": {"Name": "a", "Count": 2}}, {"fields": {"Name": "c"}}], ["Name"])
    assert [len(first["createdRecords"]), len(again["createdRecords"]), len(again["updatedRecords"])] == [2, 1, 1]
    assert {row["fields"]["Name"]: row["fields"].get("Count") for row in table.all()} == {"a": 2, "b": None, "c": None}
    table.create({"Name": "a"})
    with pytest.raises(HTTPError) as caught:
        table.batch_upsert([{"fields": {"Name": "new"}}, {"fields": {"Name": "a"}}], ["Name"])
    assert refusal(caught)[0] == 422
    assert len(table.all()) == 4  # all of a call or nothing of it


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"Nothing": 1}, "UNKNOWN_FIELD_NAME"),
        ({"Count": "1"}, "INVALID_VALUE_FOR_COLUMN"),
        ({"Count": True}, "INVALID_VALUE_FOR_COLUMN"),
        ({"Name": 1}, "INVALID_VALUE_FOR_COLUMN"),
        ({"Name": "x" * 100_001}, "INVALID_VALUE_FOR_COLUMN"),
        ({"Done": "yes"}, "INVALID_VALUE_FOR_COLUMN"),
        ({"Day": "29.2.2024"}, "INVALID_VALUE_FOR_COLUMN"),
        ({"Day": "2023-02-29"}, "INVALID_VALUE_FOR_COLUMN"),
        ({"Kind": "c"}, "INVALID_MULTIPLE_CHOICE_OPTIONS"),
    ],
)
def test_wrong_cells(table: Any, cells: dict[str, Any], kind: str) -> None:
    with pytest.raises(HTTPError) as caught:
        table.batch_create([{"Name": "fine"}, cells])
    assert refusal(caught) == (422, kind)
    assert table.all() == []


def test_typecast(table: Any) -> None:
    record = table.create({"Count": "12", "Kind": "c", "Name": 5}, typecast=True)
    assert record["fields"] == {"Count": 12, "Kind": "c", "Name": "5"}
    assert [choice.name for choice in table.schema(force=True).field("Kind").options.choices] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("name", "kind", "options", "said"),
    [
        ("name", "number", {"precision": 0}, "DUPLICATE_OR_EMPTY_FIELD_NAME"),
        (" ", "number", {"precision": 0}, "DUPLICATE_OR_EMPTY_FIELD_NAME"),
        ("x", "number", {}, "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE"),
        ("x", "number", {"precision": 9}, "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE"),
        ("x", "currency", {"precision": 2}, "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE"),
        ("x", "date", {"dateFormat": {"name": "german"}}, "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE"),
        ("x", "checkbox", None, "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE"),
        ("x", "formula", {"formula": "1"}, "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE"),
        ("x", "singleSelect", {"choices": [{"name": "a"}, {"name": "a"}]}, "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE"),
    ],
)
def test_wrong_fields(table: Any, name: str, kind: str, options: Any, said: str) -> None:
    with pytest.raises(HTTPError) as caught:
        table.create_field(name, kind, options=options)
    assert refusal(caught) == (422, said)


def test_wrong_requests(table: Any, emulator: Emulator) -> None:
    api, urls = table.api, table.urls
    eleven: list[Any] = [{"fields": {}} for _ in range(11)]
    for method, url, given, expected in (
        ("POST", urls.records, {"json": {"records": eleven}}, (422, "INVALID_RECORDS")),
        ("PATCH", urls.records, {"json": {"records": [{"fields": {}}]}}, (422, "INVALID_RECORDS")),
        ("PATCH", urls.records, {"json": {"records": [{"id": "recNone", "fields": {}}]}}, (422, "ROW_DOES_NOT_EXIST")),
        ("DELETE", urls.records, {"params": {"records[]": ["recNone"]}}, (422, "ROW_DOES_NOT_EXIST")),
        ("GET", urls.records, {"params": {"pageSize": 101}}, (422, "INVALID_REQUEST_UNKNOWN")),
        ("GET", urls.records, {"params": {"offset": "itrOld/recOld"}}, (422, "LIST_RECORDS_ITERATOR_NOT_AVAILABLE")),
        ("GET", urls.record("recNone"), {}, (404, "MODEL_ID_NOT_FOUND")),
        ("GET", api.build_url(BASE, "Nothing"), {}, (403, "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND")),
        ("GET", api.build_url("appNone"), {}, (404, "NOT_FOUND")),
    ):
        with pytest.raises(HTTPError) as caught:
            api.request(method, url, **given)
        assert refusal(caught) == expected
    emulator.tokens.clear()
    with pytest.raises(HTTPError) as caught:
        table.all()
    assert refusal(caught) == (401, "AUTHENTICATION_REQUIRED")


def test_offsets_expire(table: Any, emulator: Emulator) -> None:
    table.batch_create([{"Count": n} for n in range(150)])
    pages = table.iterate()
    next(pages)
    emulator.clock.forward(emulator.listings.life + 1)
    with pytest.raises(HTTPError) as caught:
        next(pages)
    assert refusal(caught) == (422, "LIST_RECORDS_ITERATOR_NOT_AVAILABLE")


def test_more_than_five_a_second_are_refused_until_thirty_seconds_of_silence(emulator: Emulator) -> None:
    now = 0.0
    emulator.meter = type(emulator.meter)(Quota(), lambda: now)
    api = Api(TOKEN, endpoint_url=emulator.endpoint, retry_strategy=None)

    def status() -> int:
        try:
            api.base(BASE).schema(force=True)
        except HTTPError as error:
            return error.response.status_code if error.response is not None else 0
        return 200

    assert [status() for _ in range(6)] == [200] * 5 + [429]
    for now, said in ((29.9, 429), (30.0, 200), (31.0, 200)):  # noqa: B007 - the meter's clock reads it
        assert status() == said
    assert emulator.meter.broken == 2


def test_connections_drop_before_and_after(table: Any, emulator: Emulator) -> None:
    for trouble, there in (("drop_before", 0), ("drop_after", 1)):
        emulator.trouble = lambda *_, trouble=trouble: trouble
        with pytest.raises(Dropped):
            table.create({"Name": trouble})
        emulator.trouble = lambda *_: None
        assert len(table.all()) == there


def test_people(table: Any, emulator: Emulator) -> None:
    person = emulator.person(BASE, "Things")
    record = person.create({"Name": "x", "Kind": "a"})
    person.rename_choice("Kind", "a", "alpha")
    person.rename_field("Name", "Title")
    copy = person.duplicate(record)
    person.convert_field("Title", "number", {"precision": 0})
    person.add_field("No", "autoNumber")
    assert {row["id"]: row["fields"] for row in table.all()} == {
        record: {"Kind": "alpha", "No": 1},
        copy: {"Kind": "alpha", "No": 2},
    }
    with pytest.raises(HTTPError) as caught:
        table.update(record, {"No": 5})
    assert refusal(caught) == (422, "INVALID_VALUE_FOR_COLUMN")
    with pytest.raises(ValueError, match="primary"):
        person.delete_field("Title")


SCRIPT = """
const Airtable = require('airtable');
Airtable.configure({endpointUrl: process.argv[1], apiKey: process.argv[2], noRetryIfRateLimited: true});
const table = Airtable.base(process.argv[3])('Things');
(async () => {
  const rows = Array.from({length: 10}, (_, n) => ({fields: {Name: 'n' + n, Count: n, Done: n % 2 === 0}}));
  for (let n = 0; n < 12; n++) await table.create(rows);
  const all = await table.select({sort: [{field: 'Count', direction: 'desc'}], fields: ['Count', 'Done']}).all();
  const odd = await table.select({filterByFormula: 'AND({Count} = 3, NOT({Done}))', pageSize: 5}).all();
  const one = await table.update(odd[0].id, {Kind: 'b'});
  const put = await table.replace([{id: odd[1].id, fields: {Name: 'only'}}]);
  const gone = await table.destroy([odd[2].id, odd[3].id]);
  const found = await table.find(odd[1].id);
  let refused = null;
  try { await table.create({Nothing: 1}); } catch (error) { refused = [error.statusCode, error.error]; }
  console.log(JSON.stringify({
    all: all.length, top: all[0].get('Count'), odd: odd.length, one: one.get('Kind'), put: put[0].fields,
    gone: gone.length, found: found.fields, refused,
  }));
})();
"""


def test_airtables_own_client(table: Any, emulator: Emulator) -> None:  # noqa: ARG001 - the table is there
    """The npm package `airtable`, where node finds it (`NODE_PATH`)."""
    node = shutil.which("node")
    environment = {"PATH": os.environ["PATH"], "NODE_PATH": os.environ.get("NODE_PATH", "")}
    if (
        node is None
        or subprocess.run(
            [node, "-e", "require('airtable')"], env=environment, capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("needs node and the npm package `airtable`")
    arguments = [node, "-e", SCRIPT, emulator.endpoint, TOKEN, BASE]
    done = subprocess.run(
        arguments, env=environment, cwd=Path(__file__).parent, capture_output=True, check=True, timeout=60
    )
    assert json.loads(done.stdout) == {
        "all": 120,
        "top": 9,
        "odd": 12,
        "one": "b",
        "put": {"Name": "only"},
        "gone": 2,
        "found": {"Name": "only"},
        "refused": [422, "UNKNOWN_FIELD_NAME"],
    }
