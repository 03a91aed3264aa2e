"""What the cell of a workbook says, as a JSON file would have it."""

import json
import re
from datetime import date, datetime, time
from typing import Any

from chalicelib.directory.model.letters import CHINA
from cli.sheet_columns import Column

SEPARATORS = re.compile(r"[、,，;；\s]+")
SPAN = re.compile(r"(\d{1,2}:\d{2})\s*[-—~至]+\s*(\d{1,2}:\d{2})")
NOT_READ = object()


def value_of(value: Any, column: Column) -> Any:
    """The value as a JSON file would have it; NOT_READ where it does not fit the column."""
    match column.kind:
        case "number":
            return whole(value)
        case "yes_no":
            return {"是": True, "否": False, "true": True, "false": False}.get(str(value).strip().lower(), NOT_READ)
        case "day" | "moment":
            return day_of(value) if column.kind == "day" else moment_of(value)
        case "json" | "mixed":
            return json_of(value) if column.kind == "json" else mixed(value)
        case "list" | "lines":
            return several(text_of(value), column)
        case "numbers":
            return [int(one) for one in SEPARATORS.split(text_of(value)) if one.isdigit()] or NOT_READ
        case "spans":
            found = SPAN.findall(text_of(value))
            return [[begins.zfill(5), ends.zfill(5)] for begins, ends in found] or NOT_READ
        case _:
            return NOT_READ if isinstance(value, bool) else text_of(value)


def mixed(value: Any) -> Any:
    if not isinstance(value, str):
        return int(value) if isinstance(value, float) and value.is_integer() else value
    text = value.strip()
    return json_of(text) if text[0] in "[{" else {"是": True, "否": False}.get(text, text)


def several(text: str, column: Column) -> Any:
    if column.kind == "list" and text.startswith("["):
        return json_of(text)  # as earlier templates had it
    if column.kind == "list":
        return SEPARATORS.split(text)
    return [line.strip() for line in text.splitlines() if line.strip()]


def text_of(value: Any) -> str:
    """People type codes as numbers and times as times."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value).strip()


def whole(value: Any) -> Any:
    if isinstance(value, bool):
        return NOT_READ
    if isinstance(value, float):
        return int(value) if value.is_integer() else NOT_READ
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value.strip()) else NOT_READ


def day_of(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else NOT_READ
    if isinstance(value, date):
        return value.isoformat()
    return text_of(value) if isinstance(value, str) else NOT_READ


def moment_of(value: Any) -> Any:
    """The moment in Beijing time where the cell names no other zone; a day alone means its beginning."""
    try:
        told = datetime.fromisoformat(value.strip()) if isinstance(value, str) else value
    except ValueError:
        return NOT_READ
    if isinstance(told, date) and not isinstance(told, datetime):
        told = datetime.combine(told, time())
    if not isinstance(told, datetime):
        return NOT_READ
    return (told if told.tzinfo else told.replace(tzinfo=CHINA)).isoformat(timespec="seconds")


def json_of(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return NOT_READ
