"""What does the TOML file of a system say? How to recognise its export, and what its columns mean; mistakes are refused."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from segkit.errors import BadValue
from segkit.ingest.choices import OPTIONS
from segkit.ingest.recognise.fields import fields
from segkit.ingest.shop import check_zone
from segkit.tables import DATA_TABLES
from segkit.words import fold, nearest

_FOLDER = Path(__file__).parents[1] / "systems"
TABLES = tuple(table.name for table in DATA_TABLES)
GRAINS = (
    "order", "line", "order_first_row", "customer", "event", "answer", "subscription", "invoice", "deal", "contact", "referral",
)  # fmt: skip
STATUSES = OPTIONS["status:"]
STATES = {
    table: OPTIONS[key]
    for table, key in (("subscriptions", "subscription:"), ("invoices", "invoice:"), ("deals", "deal:"), ("contacts", "contact:"),
                       ("referrals", "referral:"))
}  # fmt: skip
NEGATIVE = ("ask", *OPTIONS["negative"])
MOVEMENTS = OPTIONS["movement:"]
PRODUCT = {"product", "sku", "quantity", "unit_price", "line_total"}  # what [packed] may find behind a label
CONFIDENCE = {
    "seen": "headings read in real exports or in the vendor's own source",
    "documented": "headings from the vendor's documentation",
    "parsed by others": "headings from programs of others that read this export",
    "from general knowledge": "no solid source for the headings",
    "generic": "no system: columns found by the word list",
}
UNSURE = ("parsed by others", "from general knowledge")


@dataclass(frozen=True)
class System:
    """One kind of export. `identify` headings must all be there; a generic system has `needs` (fields) instead."""

    key: str
    title: str
    table: str
    grain: str
    confidence: str
    identify: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    evidence: Mapping[str, float] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    test: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    differs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    movement: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    file_name: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    on_refunds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sideways: Mapping[str, str] = field(default_factory=dict)
    packed: Mapping[str, str] = field(default_factory=dict)
    nameless: bool = False
    refused: str = ""
    source: str = ""
    cents: tuple[str, ...] = ()
    time_zone: str = ""
    own_clock: bool = False
    country: str = ""
    currency: str = ""
    date_order: str = ""
    decimal_mark: str = ""
    negative: str = "ask"
    notes: tuple[str, ...] = ()

    @property
    def generic(self) -> bool:
        return not self.identify

    @property
    def unsure(self) -> bool:
        """Whether the user is asked to confirm the column map, as no real export was seen."""
        return self.confidence in UNSURE

    def fits(self, folded: set[str]) -> bool:
        """Return whether all headings that identify this system are there."""
        return not self.generic and all(fold(heading) in folded for heading in self.identify)


@cache
def systems() -> dict[str, System]:
    """Return every known system by key; a file with a mistake in it is refused with its name."""
    paths = sorted(_FOLDER.glob("*.toml"))
    return {path.stem: read_system(path.stem, path.read_text(encoding="utf-8")) for path in paths}


def read_system(key: str, text: str) -> System:
    """Return the system that the TOML text describes, or refuse it and say which line of thought is wrong."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _mistake(key, f"it is not TOML ({error})", "Compare it with shopify_orders.toml.") from error
    _check_keys(key, found)
    _check_choices(key, found)
    columns = {name: _as_tuple(headings) for name, headings in found.get("columns", {}).items()}
    _check_names(key, "columns", columns)
    _check_names(key, "evidence", found.get("evidence", {}))
    _check_names(key, "test", found.get("test", {}))
    differs = {name: _as_tuple(pair) for name, pair in found.get("differs", {}).items()}
    _check_names(key, "differs", differs)
    if any(len(pair) != 2 for pair in differs.values()):
        raise _mistake(key, "[differs] needs two headings for a field", "Write for example is_gift = ['Billing Name', 'Shipping Name'].")
    for need in found.get("needs", ()):
        _check_names(key, "needs", need.split("|"))
    on_refunds = {name: _as_tuple(headings) for name, headings in found.get("on_refunds", {}).items()}
    _check_names(key, "on_refunds", on_refunds)
    _check_names(key, "fixed", found.get("fixed", {}))
    _check_names(key, "file_name", found.get("file_name", {}))
    _check_names(key, "sideways", found.get("sideways", {}))
    _check_names(key, "cents", found.get("cents", ()))
    lists = {name: _words(found.get(name, {})) for name in ("status", "test", "movement")}
    plain = {name: tuple(found[name]) for name in ("identify", "needs", "notes", "cents") if name in found}
    return System(key=key, **{**found, "columns": columns, "differs": differs, "on_refunds": on_refunds, **lists, **plain})


def _check_keys(key: str, found: Mapping[str, Any]) -> None:
    allowed = [name for name in System.__dataclass_fields__ if name != "key"]
    for name in found:
        if name not in allowed:
            raise _mistake(key, f"'{name}' is not a setting of a system", nearest(name, allowed))
    for name in ("title", "table", "grain", "confidence"):
        if not found.get(name):
            raise _mistake(key, f"'{name}' is missing", "Every system says it.")
    if not found.get("identify") and not found.get("needs"):
        raise _mistake(key, "'identify' is missing", "List the headings that only this system's export has.")


def _check_choices(key: str, found: Mapping[str, Any]) -> None:
    allowed = {"table": TABLES, "grain": GRAINS, "negative": NEGATIVE, "confidence": CONFIDENCE}
    for name, choices in allowed.items():
        if name in found and found[name] not in choices:
            raise _mistake(key, f"{name} = '{found[name]}'", f"It can be: {', '.join(choices)}.")
    if found.get("decimal_mark") not in (None, "", ".", ","):
        raise _mistake(key, f"decimal_mark = '{found['decimal_mark']}'", 'It can be: "." or ",".')
    if not re.fullmatch("[A-Z]{2}|", found.get("country", "")):
        raise _mistake(key, f"country = '{found['country']}'", "Write two letters, as in DE.")
    if found.get("date_order") not in (None, "", "day_first", "month_first"):
        raise _mistake(key, f"date_order = '{found['date_order']}'", "It can be: day_first, month_first.")
    if found.get("time_zone"):
        check_zone(found["time_zone"], f"systems/{key}.toml")
    states = STATES.get(found["table"], STATUSES)
    for setting, choices in (("status", states), ("movement", MOVEMENTS), ("packed", ("heading", "between", "count", *PRODUCT))):
        for name in found.get(setting, {}):
            if name not in choices:
                raise _mistake(key, f"{setting} '{name}'", f"It can be: {', '.join(choices)}.")
    for name, heading in found.get("sideways", {}).items():
        if "{n}" not in heading:
            raise _mistake(key, f"the sideways heading of '{name}' has no {{n}}", "Write {n} where the number stands: 'Item {n} Name'.")


def _check_names(key: str, where: str, names: Any) -> None:
    known = [name for name, entry in fields().items() if entry.title]
    for name in names:
        if name not in known:
            raise _mistake(key, f"{where} names the field '{name}', which does not exist", nearest(name, known))


def _words(found: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(fold(word) for word in _as_tuple(words)) for name, words in found.items()}


def _as_tuple(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _mistake(key: str, what: str, fix: str) -> BadValue:
    return BadValue(f"{what}.", f"systems/{key}.toml", fix)
