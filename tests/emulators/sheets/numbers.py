"""How a cell's value is shown: enough of Sheets' number formats for tests to read."""

import re
from datetime import datetime, timedelta

from tests.emulators.sheets.errors import Json

EPOCH = datetime(1899, 12, 30)
_DATE = re.compile(r"yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|AM/PM|\"[^\"]*\"|.", re.DOTALL)
_DEFAULT = {"DATE": "yyyy-mm-dd", "DATE_TIME": "yyyy-mm-dd hh:mm:ss", "TIME": "hh:mm:ss", "PERCENT": "0.00%"}


def shown(value: Json, cell_format: Json) -> str:
    """The text of an effective value."""
    if "boolValue" in value:
        return "TRUE" if value["boolValue"] else "FALSE"
    if "numberValue" not in value:
        return str(value.get("stringValue", ""))
    number = value["numberValue"]
    pattern = cell_format.get("numberFormat", {})
    kind = pattern.get("type", "")
    text = pattern.get("pattern") or _DEFAULT.get(kind, "")
    if kind in {"DATE", "DATE_TIME", "TIME"}:
        return _moment(number, text)
    return _number(number, text) if re.search("[0#]", text) else general(number)


def general(number: float) -> str:
    return f"{int(number)}" if float(number).is_integer() and abs(number) < 1e15 else f"{number:.10g}"


def _moment(number: float, pattern: str) -> str:
    moment = EPOCH + timedelta(milliseconds=round(number * 86_400_000))
    text, before = "", ""
    for piece in _DATE.findall(pattern):
        text += _part(moment, piece, before)
        before = piece if piece[0].isalpha() else before
    return text


def _part(moment: datetime, piece: str, before: str) -> str:
    if piece in {"m", "mm"} and before[:1] == "h":
        return f"{moment.minute:0{len(piece)}d}"
    known = {
        "yyyy": "%Y", "yy": "%y", "mmmm": "%B", "mmm": "%b", "mm": "%m", "dddd": "%A", "ddd": "%a", "dd": "%d",
        "hh": "%H", "ss": "%S", "AM/PM": "%p",
    }  # fmt: skip
    if piece in known:
        return moment.strftime(known[piece])
    short = {"m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}
    return str(short.get(piece, piece.strip('"')))


def _number(number: float, pattern: str) -> str:
    match = re.search(r"[#0,]*[#0](?:\.([0#]+))?", pattern)
    assert match
    decimals = len(match[1] or "")
    scaled = number * 100 if "%" in pattern else number
    text = f"{scaled:,.{decimals}f}" if "," in match[0] else f"{scaled:.{decimals}f}"
    around = pattern[: match.start()], pattern[match.end() :]
    return "".join((_literal(around[0]), text, _literal(around[1])))


def _literal(text: str) -> str:
    return re.sub(r"\[\$([^\]-]*)[^\]]*\]", r"\1", text).replace('"', "")
