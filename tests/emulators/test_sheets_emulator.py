"""The emulated Google Sheets, as other people's clients see it."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from gc import collect
from pathlib import Path
from typing import Any

import google.auth
import gspread
import pytest
import requests
from google.auth.transport.requests import AuthorizedSession
from gspread.utils import ValueInputOption, ValueRenderOption

from tests.emulators.sheets.accounts import certificates, made_key
from tests.emulators.sheets.clients import credentials, credentials_file, gspread_client, session
from tests.emulators.sheets.quotas import Quota
from tests.emulators.sheets.server import Emulator

Json = dict[str, Any]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.add()
        yield running


@pytest.fixture
def post(emulator: Emulator) -> Callable[..., requests.Response]:
    connected = session(emulator)

    def send(method: str, body: Json, **params: str) -> requests.Response:
        return connected.post(f"{emulator.address}/v4/spreadsheets/book{method}", json=body, params=params)

    return send


def test_gspread_writes_reads_and_formats(emulator: Emulator) -> None:
    tab = gspread_client(emulator).open_by_key("book").sheet1
    tab.update(
        [["name", "born", "shut"], ["Ada", "1815-12-10", True]], "A1", value_input_option=ValueInputOption.user_entered
    )
    tab.append_row(["Grace", 1906, False])
    tab.format("A1:C1", {"textFormat": {"bold": True}})
    tab.insert_note("A1", "who")
    assert tab.get_all_values() == [["name", "born", "shut"], ["Ada", "1815-12-10", "TRUE"], ["Grace", "1906", "FALSE"]]
    # 1815-12-10 is 30,701 days before the epoch of 1899-12-30: 84 years with 21 leap days, and 20 days.
    assert tab.get("B2", value_render_option=ValueRenderOption.unformatted) == [[-30_701]]
    assert tab.get_note("A1") == "who"
    found = tab.find("Grace")
    assert found
    assert found.row == 3
    tab.sort((1, "des"), range="A2:C3")
    assert tab.col_values(1) == ["name", "Grace", "Ada"]
    tab.insert_rows([["new"]], 2)
    tab.delete_rows(3)
    assert tab.col_values(1) == ["name", "new", "Ada"]


def test_gspread_adds_renames_and_deletes_tabs(emulator: Emulator) -> None:
    book = gspread_client(emulator).open_by_key("book")
    tab = book.add_worksheet("Plans", rows=10, cols=3)
    tab.update_title("Plans of 2024")
    assert [sheet.title for sheet in book.worksheets()] == ["Sheet1", "Plans of 2024"]
    assert (tab.row_count, tab.col_count) == (10, 3)
    with pytest.raises(gspread.exceptions.APIError, match="already exists"):
        book.add_worksheet("plans of 2024", rows=1, cols=1)
    book.del_worksheet(tab)
    assert [sheet.title for sheet in book.worksheets()] == ["Sheet1"]


def test_googles_own_client_works_on_it(emulator: Emulator) -> None:
    from googleapiclient.discovery import build

    options = {"api_endpoint": emulator.address}
    with build(
        "sheets", "v4", credentials=credentials(emulator), client_options=options, static_discovery=True
    ) as service:
        books = service.spreadsheets()
        body = {"valueInputOption": "RAW", "data": [{"range": "Sheet1!A1:B2", "values": [["a", "=1"], [1.5, None]]}]}
        written = books.values().batchUpdate(spreadsheetId="book", body=body).execute()
        assert written["totalUpdatedCells"] == 3
        found = books.values().get(spreadsheetId="book", range="Sheet1!A1:B9").execute()
        assert found == {"range": "Sheet1!A1:B9", "majorDimension": "ROWS", "values": [["a", "=1"], ["1.5"]]}
        grid = books.get(spreadsheetId="book", ranges="Sheet1!B1", includeGridData=True).execute()
        cell = grid["sheets"][0]["data"][0]["rowData"][0]["values"][0]
        assert cell["userEnteredValue"] == {"stringValue": "=1"}
        service.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_pygsheets_works_on_it(emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pygsheets
    from googleapiclient import discovery

    real = discovery.build_from_document

    def redirected(document: Json, **options: Any) -> Any:
        return real({**document, "rootUrl": emulator.address + "/"}, **options)

    monkeypatch.setattr("pygsheets.sheet.discovery.build_from_document", redirected)
    path = str(credentials_file(emulator, tmp_path))
    client = pygsheets.authorize(service_account_file=path, scopes=["https://www.googleapis.com/auth/spreadsheets"])
    book = client.open_by_key("book")
    tab = book.sheet1
    tab.update_values("A1", [["a", "b"], ["1", "x"]])
    tab.insert_rows(1, values=["y", "z"])
    assert tab.get_values("A1", "B3") == [["a", "b"], ["y", "z"], ["1", "x"]]
    assert tab.find("x")[0].label == "B3"
    del client, book, tab
    collect()


def test_a_batch_is_all_or_nothing(emulator: Emulator, post: Callable[..., requests.Response]) -> None:
    cell = {"start": {"sheetId": 0}, "rows": [{"values": [{"userEnteredValue": {"numberValue": 1}}]}]}
    good = {"updateCells": {**cell, "fields": "userEnteredValue"}}
    answer = post(":batchUpdate", {"requests": [good, {"deleteSheet": {"sheetId": 77}}]})
    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "code": 400,
        "message": "Invalid requests[1].deleteSheet: No grid with id: 77",
        "status": "INVALID_ARGUMENT",
    }
    assert emulator.person("Sheet1").rows() == []
    assert post(":batchUpdate", {"requests": [good]}).status_code == 200
    assert emulator.person("Sheet1").row(0) == [1]


@pytest.mark.parametrize(
    ("request_body", "message"),
    [
        ({"updateCell": {}}, "Unknown name \"updateCell\" at 'requests[0]'"),
        ({"updateCells": {"rows": [{"values": [{"userEnteredValue": {"numberValue": "1"}}]}]}}, "Invalid value at"),
        ({"updateCells": {"start": {"sheetId": 0}, "rows": []}}, "At least one field must be listed"),
        ({"moveDimension": {"source": {"sheetId": 0, "dimension": "DIAGONAL"}}}, "Invalid value at"),
        (
            {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 5, "endIndex": 5}}},
            "not valid",
        ),
    ],
)
def test_what_google_would_refuse_is_refused(
    post: Callable[..., requests.Response], request_body: Json, message: str
) -> None:
    answer = post(":batchUpdate", {"requests": [request_body]})
    assert answer.status_code == 400
    assert message in answer.json()["error"]["message"]


def mark(number: int, column: int, value: str = "x") -> Json:
    where = {"dimensionRange": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}}
    entry = {
        "metadataId": number,
        "metadataKey": "k",
        "metadataValue": value,
        "visibility": "DOCUMENT",
        "location": where,
    }
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def test_metadata_stays_with_its_column_and_goes_with_it(
    emulator: Emulator, post: Callable[..., requests.Response]
) -> None:
    post(":batchUpdate", {"requests": [mark(5, 2)]}).raise_for_status()
    person = emulator.person("Sheet1")
    person.type(0, 2, "here")
    person.move_column(2, 0)
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataId": 5}}]}
    found = post("/developerMetadata:search", lookup).json()["matchedDeveloperMetadata"]
    assert found[0]["developerMetadata"]["location"]["dimensionRange"]["startIndex"] == 0
    data = [{"dataFilter": lookup["dataFilters"][0], "majorDimension": "COLUMNS", "values": [[None, "=below"]]}]
    written = post("/values:batchUpdateByDataFilter", {"valueInputOption": "RAW", "data": data}).json()
    assert written["totalUpdatedCells"] == 1
    assert [person.row(0)[0], person.row(1)[0]] == ["here", "=below"]
    person.delete_column(0)
    assert post("/developerMetadata:search", lookup).json() == {}


def test_an_id_is_given_once_and_a_lookup_can_ask_for_a_place(post: Callable[..., requests.Response]) -> None:
    assert post(":batchUpdate", {"requests": [mark(5, 2)]}).status_code == 200
    again = post(":batchUpdate", {"requests": [mark(5, 3)]})
    assert "already exists" in again.json()["error"]["message"]

    def delete(column: int) -> Json:
        where = mark(5, column)["createDeveloperMetadata"]["developerMetadata"]["location"]
        lookup = {"metadataId": 5, "metadataLocation": where, "locationMatchingStrategy": "EXACT_LOCATION"}
        return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}

    assert post(":batchUpdate", {"requests": [delete(3), mark(5, 3)]}).status_code == 400
    assert post(":batchUpdate", {"requests": [delete(2), mark(5, 2)]}).status_code == 200


def test_a_sort_moves_cells_and_their_looks_but_not_metadata_of_rows(
    emulator: Emulator, post: Callable[..., requests.Response]
) -> None:
    person = emulator.person("Sheet1")
    for row, text in enumerate(["head", "b", "a"]):
        person.type(row, 0, text)
    person.note(1, 0, "of b")
    where = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}
    entry = {"metadataId": 9, "metadataKey": "k", "visibility": "PROJECT", "location": where}
    post(":batchUpdate", {"requests": [{"createDeveloperMetadata": {"developerMetadata": entry}}]}).raise_for_status()
    person.sort(0)
    assert [person.row(1), person.row(2)] == [["a"], ["b"]]
    assert person.cell(2, 0)["note"] == "of b"
    search = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "k"}}]}
    found = post("/developerMetadata:search", search).json()["matchedDeveloperMetadata"]
    assert found[0]["developerMetadata"]["location"]["dimensionRange"]["startIndex"] == 1


def test_masks_leave_out_what_is_not_asked_for(emulator: Emulator) -> None:
    emulator.person("Sheet1").type(0, 0, "=A2")
    emulator.person("Sheet1").type(1, 0, "5")
    connected = session(emulator)
    url = f"{emulator.address}/v4/spreadsheets/book"
    plain = connected.get(url).json()
    assert "data" not in plain["sheets"][0]
    mask = "sheets(properties.title,data(rowData.values(userEnteredValue,effectiveValue)))"
    assert connected.get(url, params={"fields": mask}).json() == {
        "sheets": [
            {
                "properties": {"title": "Sheet1"},
                "data": [
                    {
                        "rowData": [
                            {
                                "values": [
                                    {
                                        "userEnteredValue": {"formulaValue": "=A2"},
                                        "effectiveValue": {"numberValue": 5.0},
                                    }
                                ]
                            },
                            {
                                "values": [
                                    {"userEnteredValue": {"numberValue": 5.0}, "effectiveValue": {"numberValue": 5.0}}
                                ]
                            },
                        ]
                    }
                ],
            }
        ]
    }


def test_quotas_are_kept_and_refused_as_documented() -> None:
    with Emulator(quota=Quota(project=3, user=2, window=60)) as emulator:
        emulator.add()
        connected = session(emulator)
        url = f"{emulator.address}/v4/spreadsheets/book"
        statuses = [connected.get(url).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]
        answer = connected.get(url).json()["error"]
        assert answer["status"] == "RESOURCE_EXHAUSTED"
        assert "limit 'Read requests per minute per user' of service 'sheets.googleapis.com'" in answer["message"]
        assert emulator.meter.refused == 2


def test_faults_happen_before_and_after_the_write(emulator: Emulator, post: Callable[..., requests.Response]) -> None:
    body = {"requests": [{"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}}]}
    emulator.faults = {0: "503", 1: "drop before", 2: "drop after", 3: "half an answer"}
    assert post(":batchUpdate", body).json()["error"]["status"] == "UNAVAILABLE"
    for _ in range(3):
        with suppress(requests.RequestException, ValueError):
            post(":batchUpdate", body).json()
            pytest.fail("the answer came whole")
    assert len(emulator.books["book"].sheets[0].rows) == 1002


def test_who_is_not_known_or_not_allowed_is_refused(emulator: Emulator) -> None:
    url = f"{emulator.address}/v4/spreadsheets/book"
    assert requests.get(url, timeout=5).json()["error"]["status"] == "UNAUTHENTICATED"
    connected = session(emulator)
    assert connected.get(url + "s").status_code == 404
    emulator.forbidden.add("book")
    assert connected.get(url).json()["error"]["status"] == "PERMISSION_DENIED"


def test_a_forged_signature_gets_no_token(emulator: Emulator) -> None:
    with Emulator() as other:
        other.accounts.key = made_key("a stranger")
        forged = json.loads(other.credentials) | {"token_uri": f"{emulator.address}/token"}
    from google.oauth2.service_account import Credentials

    stranger = Credentials.from_service_account_info(forged, scopes=["https://www.googleapis.com/auth/spreadsheets"])
    with pytest.raises(google.auth.exceptions.RefreshError, match="invalid_grant"):
        AuthorizedSession(stranger).get(f"{emulator.address}/v4/spreadsheets/book")


def test_tls_is_checked_against_the_authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Emulator(tmp_path) as emulator:
        emulator.add()
        assert emulator.authority
        other = tmp_path / "other"
        other.mkdir()
        stranger, _ = certificates(other)
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(emulator.address + "/v4/spreadsheets/book", verify=str(stranger), timeout=5)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(emulator.authority))
        assert gspread_client(emulator).open_by_key("book").sheet1.title == "Sheet1"


NODE = """
const {auth, sheets} = require('@googleapis/sheets');
const [address, token] = process.argv.slice(1);
(async () => {
  const client = new auth.OAuth2();
  client.setCredentials({access_token: token});
  const api = sheets({version: 'v4', auth: client, rootUrl: address});
  const spreadsheetId = 'book';
  const values = [['name', 'n'], ['b', 2], ['a', '=1+1']];
  await api.spreadsheets.values.update(
    {spreadsheetId, range: 'Sheet1!A1', valueInputOption: 'RAW', requestBody: {values}});
  const location = {dimensionRange: {sheetId: 0, dimension: 'COLUMNS', startIndex: 1, endIndex: 2}};
  const developerMetadata = {metadataId: 4, metadataKey: 'k', visibility: 'DOCUMENT', location};
  const range = {sheetId: 0, startRowIndex: 1, endRowIndex: 3};
  await api.spreadsheets.batchUpdate({spreadsheetId, requestBody: {requests: [
    {createDeveloperMetadata: {developerMetadata}},
    {sortRange: {range, sortSpecs: [{dimensionIndex: 0, sortOrder: 'ASCENDING'}]}},
    {insertDimension: {range: {sheetId: 0, dimension: 'COLUMNS', startIndex: 0, endIndex: 1}, inheritFromBefore: false}},
  ]}});
  const dataFilters = [{developerMetadataLookup: {metadataId: 4}}];
  const found = await api.spreadsheets.values.batchGetByDataFilter(
    {spreadsheetId, requestBody: {dataFilters, valueRenderOption: 'UNFORMATTED_VALUE'}});
  let refused = null;
  try {
    await api.spreadsheets.batchUpdate({spreadsheetId, requestBody: {requests: [{deleteSheet: {sheetId: 9}}]}});
  } catch (error) { refused = [error.status, error.message]; }
  console.log(JSON.stringify({values: found.data.valueRanges[0].valueRange.values, refused}));
})();
"""


def test_googles_client_for_node(emulator: Emulator) -> None:
    """The npm package `@googleapis/sheets`, where node finds it (`NODE_PATH`)."""
    node = shutil.which("node")
    environment = {"PATH": os.environ["PATH"], "NODE_PATH": os.environ.get("NODE_PATH", "")}
    looked = [node or "", "-e", "require('@googleapis/sheets')"]
    if node is None or subprocess.run(looked, env=environment, capture_output=True, check=False).returncode:
        pytest.skip("needs node and the npm package `@googleapis/sheets`")
    emulator.accounts.tokens.add("of-node")
    command = [node, "-e", NODE, emulator.address, "of-node"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == {
        "values": [["n"], ["=1+1"], [2]],
        "refused": [400, "Invalid requests[0].deleteSheet: No grid with id: 9"],
    }
