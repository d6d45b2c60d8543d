"""Spark in local mode, its answers as Python values of their types."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from tests.engines.java import java_home

OLDEST_JAVA = 17
_SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "OFF",
    "spark.sql.adaptive.enabled": "false",  # plans are not worth making twice
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",  # compiling takes longer than any of the tests' queries
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class Spark:
    """Moments with a zone come as those of UTC."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self._rows: list[tuple[object, ...]] = []

    def execute(self, sql: str) -> None:
        answer = self.session.sql(sql)
        zoned = [kind == "timestamp" for _, kind in answer.dtypes]
        self._rows = [
            tuple(_zoned(value) if has_zone else value for value, has_zone in zip(row, zoned, strict=True))
            for row in answer.collect()
        ]

    def fetchall(self) -> list[tuple[object, ...]]:
        return self._rows


def _zoned(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


@contextmanager
def spark_cursor() -> Iterator[Spark]:
    """A session of one thread, its tables in a temporary folder.

    Raises:
        LookupError: when there is no Java for it.
    """
    folder = tempfile.mkdtemp(prefix="genesis-spark-")
    options = f"-XX:TieredStopAtLevel=1 -Dderby.system.home={folder}"
    os.environ["JAVA_HOME"] = java_home("Spark", OLDEST_JAVA)
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"--driver-java-options '{options}' pyspark-shell"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of versions of libraries that the tests do not use
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[1]").config("spark.sql.warehouse.dir", f"{folder}/tables")
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        try:
            yield Spark(session)
        finally:
            session.stop()
            shutil.rmtree(folder, ignore_errors=True)
