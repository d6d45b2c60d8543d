"""Real clients, pointed at the emulator."""

import json
from pathlib import Path

import gspread
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.service_account import Credentials
from gspread.http_client import HTTPClient
from requests import Response

from tests.emulators.sheets.server import Emulator

GOOGLE = "https://sheets.googleapis.com"
SCOPES = ["https://www.googleapis.com/auth/spreadsheets"]


def credentials(emulator: Emulator) -> Credentials:
    found: Credentials = Credentials.from_service_account_info(json.loads(emulator.credentials), scopes=SCOPES)
    return found


class Redirected(HTTPClient):
    """gspread as it is, but for the host."""

    address = ""

    def request(self, method: str, endpoint: str, **options: object) -> Response:  # type: ignore[override]
        return super().request(method, endpoint.replace(GOOGLE, self.address), **options)  # type: ignore[arg-type]


def gspread_client(emulator: Emulator) -> gspread.Client:
    redirected = type("Redirected", (Redirected,), {"address": emulator.address})
    client = gspread.Client(auth=credentials(emulator), http_client=redirected)
    emulator.clients.enter_context(client.http_client.session)
    return client


def session(emulator: Emulator) -> AuthorizedSession:
    """`requests` with the service account's token."""
    found: AuthorizedSession = emulator.clients.enter_context(AuthorizedSession(credentials(emulator)))
    return found


def credentials_file(emulator: Emulator, folder: Path) -> Path:
    path = folder / "credentials.json"
    path.write_text(emulator.credentials, encoding="utf-8")
    return path
