"""GoogleSQL's reference implementation, as a WebAssembly module in the process: a cursor over tables made by
``CREATE TABLE s.t AS SELECT``, of which it keeps the rows.

Values come as the protocol of ``google/zetasql`` writes them (``public/value.proto``, ``public/civil_time.h``).
"""

import ctypes
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, localcontext
from typing import Any, Final

_MADE: Final = re.compile(r"CREATE TABLE (\w+)\.`?(\w+)`? AS (.*)", re.DOTALL)
_EPOCH: Final = date(1970, 1, 1)
_DIGITS: Final = 80


def _bits(number: int, *widths: int) -> list[int]:
    """The fields of a packed number, the last one in its lowest bits."""
    fields = []
    for width in reversed(widths):
        fields.append(number & ((1 << width) - 1))
        number >>= width
    return fields[::-1]


def _datetime(value: Any) -> datetime:
    year, month, day, hour, minute, second = _bits(value.bit_field_datetime_seconds, 14, 4, 5, 5, 6, 6)
    return datetime(year, month, day, hour, minute, second, (value.nanos or 0) // 1000)


def _time(value: int) -> time:
    hour, minute, second, nanos = _bits(value, 5, 6, 6, 30)
    return time(hour, minute, second, nanos // 1000)


def _moment(value: Any) -> datetime:
    micros = (value.nanos or 0) // 1000
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value.seconds or 0, microseconds=micros)


def _decimal(scale: int) -> Callable[[bytes], Decimal]:
    def read(value: bytes) -> Decimal:
        with localcontext(prec=_DIGITS):
            return Decimal(int.from_bytes(value, "little", signed=True)).scaleb(-scale)

    return read


_READ: Final[dict[str, Callable[[Any], object]]] = {
    "date_value": lambda days: _EPOCH + timedelta(days=days),
    "datetime_value": _datetime,
    "time_value": _time,
    "timestamp_value": _moment,
    "numeric_value": _decimal(9),
    "bignumeric_value": _decimal(38),
    "array_value": lambda value: [_value(one) for one in value.element],
}


def _value(cell: Any) -> object:
    kind = cell.WhichOneof("value")
    if kind is None:
        return None
    found = getattr(cell, kind)
    return _READ[kind](found) if kind in _READ else found


class _Client:
    """The module's functions, called with messages of its protocol."""

    def __init__(self) -> None:
        from wasmtime import Config, Engine, Linker, Module, Store, WasiConfig
        from zetasql.core.wasm_client import get_tzinfo_dir
        from zetasql.wasi import get_wasm_path

        config = Config()
        config.cache = True  # compiling the module takes longer than all questions
        config.cranelift_opt_level = "none"
        config.shared_memory = True
        engine = Engine(config)
        self.store = Store(engine)
        wasi = WasiConfig()
        wasi.preopen_dir(get_tzinfo_dir(), "/usr/share/zoneinfo")
        self.store.set_wasi(wasi)
        linker = Linker(engine)
        linker.define_wasi()
        self._exports = linker.instantiate(self.store, Module.from_file(engine, get_wasm_path())).exports(self.store)
        self._run("_initialize")

    def _run(self, name: str, *arguments: int) -> int:
        called: Any = self._exports[name]
        return int(called(self.store, *arguments) or 0)

    def _address(self, offset: int) -> int:
        memory: Any = self._exports["memory"]
        return ctypes.addressof(memory.data_ptr().contents) + offset

    def call(self, name: str, request: Any, answer: Any) -> Any:
        """The answer to a request.

        Raises:
            ValueError: with what the module says is wrong.
        """
        data = request.SerializeToString()
        given, size = self._run("wasm_malloc", len(data)), self._run("wasm_malloc", 4)
        ctypes.memmove(self._address(given), data, len(data))
        found = self._run(f"ZetaSqlLocalService_{name}", given, len(data), size)
        self._run("wasm_free", given)
        if not found:
            begin, length = self._run("wasm_get_last_error"), self._run("wasm_get_last_error_size")
            raise ValueError(ctypes.string_at(self._address(begin), length).decode())
        length = int.from_bytes(ctypes.string_at(self._address(size), 4), "little")
        answer.ParseFromString(ctypes.string_at(self._address(found), length))
        self._run("wasm_free", found)
        self._run("wasm_free", size)
        return answer


class GoogleSql:
    """A cursor. Features of the language are those that are released; words and types are those of the cloud."""

    def __init__(self) -> None:
        from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2
        from zetasql.wasi._pb2.zetasql.proto import options_pb2, simple_catalog_pb2
        from zetasql.wasi._pb2.zetasql.public import options_pb2 as public_pb2

        self._service: Any = local_service_pb2
        self._client = _Client()
        request = local_service_pb2.LanguageOptionsRequest(maximum_features=True)
        language: Any = self._client.call("GetLanguageOptions", request, options_pb2.LanguageOptionsProto())
        language.product_mode = public_pb2.PRODUCT_EXTERNAL
        self._options: Any = options_pb2.AnalyzerOptionsProto(language_options=language, default_timezone="UTC")
        self._catalog: Any = simple_catalog_pb2.SimpleCatalogProto(name="warehouse")
        self._catalog.builtin_function_options.language_options.CopyFrom(language)
        self._content: dict[str, Any] = {}
        self._rows: list[Any] = []

    def execute(self, sql: str) -> object:
        """Run a query, or keep its rows as a table; schemas need not be made."""
        if sql.startswith(("CREATE SCHEMA", "DROP TABLE")):
            return self
        made = _MADE.fullmatch(sql)
        answer = self._answer(made[3] if made else sql)
        self._rows = list(answer.content.table_data.row)
        if made:
            self._keep(made[1], made[2], answer)
        return self

    def fetchall(self) -> list[tuple[object, ...]]:
        """The rows of the last query."""
        return [tuple(map(_value, row.cell)) for row in self._rows]

    def _keep(self, schema: str, name: str, answer: Any) -> None:
        """A table stands in no schema there, since only such a table can be given rows."""
        whole = f"{schema}_{name}"
        for place in [n for n, table in enumerate(self._catalog.table) if table.name == whole]:
            del self._catalog.table[place]
        table = self._catalog.table.add(name=whole)
        for column in answer.prepared.columns:
            table.column.add(name=column.name).type.CopyFrom(column.type)
        self._content[f"{schema}.{name}"] = answer.content

    def _answer(self, sql: str) -> Any:
        for name in self._content:
            flat, alias = name.replace(".", "_"), name.partition(".")[2]
            sql = re.sub(rf"\b{re.escape(name)}\b(\s+AS\b)?", _renamed(flat, alias), sql)
        request = self._service.EvaluateQueryRequest(sql=sql, options=self._options, simple_catalog=self._catalog)
        for name, content in self._content.items():
            request.table_content[name.replace(".", "_")].CopyFrom(content)
        return self._client.call("EvaluateQuery", request, self._service.EvaluateQueryResponse())


def _renamed(flat: str, alias: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f"{flat}{match[1] or f' AS {alias}'}"
