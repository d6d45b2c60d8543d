"""What holds secrets does not show them."""

from pathlib import Path

from genesis.destinations.destination import Site
from genesis.diagnostics import SourceFile, Span
from genesis.engines.settings import Settings
from genesis.spec.documents import Text
from genesis.spec.settings import ConnectionSpec, DestinationSpec, TrackerSpec
from genesis.sql.query import CompiledQuery

SPAN = Span(SourceFile("genesis.yaml", ""), 1, 1, 1, 1)
ENVIRONMENT = {"TOKEN": "p4ssw0rd"}


def test_a_connections_settings_do_not_show_the_environment() -> None:
    connection = ConnectionSpec(Text("studio", SPAN), SPAN, Text("trino", SPAN), ())
    assert "p4ssw0rd" not in repr(Settings(connection, ENVIRONMENT))


def test_a_trackers_site_does_not_show_the_environment() -> None:
    destination = DestinationSpec(Text("airtable", SPAN), SPAN, ())
    tracker = TrackerSpec(Text("films", SPAN), SPAN, Text("films", SPAN), destination)
    query = CompiledQuery("films", "duckdb", "SELECT 1", (), (), (), ())
    site = Site(tracker=tracker, query=query, root=Path(), environment=ENVIRONMENT)
    assert "p4ssw0rd" not in repr(site)
