"""The theatre's project over the tables of each engine."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.cli.conftest import cinema, genesis
from tests.engines.conftest import Engines, engines, trino_server
from tests.engines.trino_server import server
from tests.warehouse import shop
from tests.warehouse.theatre import build, write

__all__ = ["cinema", "engines", "genesis", "settings", "theatre", "trino_server"]
ENGINES = ("duckdb", "postgres", "trino")


@pytest.fixture(scope="session")
def settings(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Gives an engine's connection as ``genesis.yaml`` has it; the tables are made when it is first asked for."""
    made: dict[str, str] = {}

    def of(engine: str) -> str:
        if engine not in made:
            made[engine] = _built(engine, engines, tmp_path_factory)
        return made[engine]

    return of


def _built(engine: str, engines: Engines, folders: pytest.TempPathFactory) -> str:
    if engine == "duckdb":
        path = folders.mktemp("warehouse") / "rows.duckdb"
        with duckdb.connect(str(path)) as connection:
            build(connection, engine)
            shop.build(connection, engine, "shop")
        return f"{{engine: duckdb, database: {path}}}"
    cursor = engines.cursor(engine)
    if engine == "postgres":
        build(cursor, engine)
        shop.build(cursor, engine, "shop")
        host = cursor.connection.info.host  # type: ignore[attr-defined]
        return f"{{engine: postgres, host: {host}, user: genesis, dbname: postgres}}"
    for schema in ("stage", "shop"):  # the language's cases leave a shop there
        cursor.execute(f"DROP SCHEMA IF EXISTS memory.{schema} CASCADE")
    build(cursor, engine, "memory.stage")
    shop.build(cursor, engine, "memory.shop")
    place = server()
    return f"{{engine: trino, host: {place.host}, port: {place.port}, user: ada, catalog: memory}}"


@pytest.fixture(params=ENGINES)
def theatre(request: pytest.FixtureRequest, settings: Callable[[str], str], tmp_path: Path) -> Path:
    """The project's folder, once for each engine."""
    return write(tmp_path / "theatre", settings(request.param))


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, settings: Callable[[str], str], tmp_path: Path) -> tuple[str, Path]:
    """An engine, and the folder of a project of nothing but a connection to it and the schemas for editors."""
    root = tmp_path / "begun"
    (root / "definitions").mkdir(parents=True)
    (root / "schemas").mkdir()
    (root / "schemas" / "source.json").write_text("{}", encoding="utf-8")
    (root / "genesis.yaml").write_text(f"connections:\n  studio: {settings(request.param)}\n", encoding="utf-8")
    return request.param, root
