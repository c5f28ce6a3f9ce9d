"""What does the whole shop share, whatever file a row comes from? Its country, its time zone, its currency and rates of exchange."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from segkit.errors import BadValue
from segkit.words import nearest

# Zones to choose from, by how many people live in them or sell from them; any other can be written.
USUAL_ZONES = (
    "UTC", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "America/Toronto", "America/Mexico_City",
    "America/Bogota", "America/Lima", "America/Santiago", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Europe/London",
    "Europe/Dublin", "Europe/Lisbon", "Europe/Madrid", "Europe/Paris", "Europe/Brussels", "Europe/Amsterdam", "Europe/Berlin",
    "Europe/Zurich", "Europe/Vienna", "Europe/Rome", "Europe/Copenhagen", "Europe/Stockholm", "Europe/Warsaw", "Europe/Prague",
    "Europe/Athens", "Europe/Helsinki", "Europe/Bucharest", "Europe/Kyiv", "Europe/Istanbul", "Asia/Jerusalem", "Africa/Cairo",
    "Africa/Lagos", "Africa/Johannesburg", "Asia/Riyadh", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok",
    "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Manila", "Asia/Hong_Kong", "Asia/Shanghai",
    "Asia/Taipei", "Asia/Seoul", "Asia/Tokyo", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
_CODE = re.compile("[A-Z]{3}")


@dataclass(frozen=True)
class Shop:
    """What was chosen for the project and holds for each of its files; "" where nothing was chosen."""

    country: str = ""  # two letters: how phone numbers without a country code are read
    time_zone: str = ""  # as in "Europe/Berlin": whose days and hours count
    rates: Mapping[str, float] = field(default_factory=dict)  # currency → what one of it is worth in the project's currency
    currency: str = ""  # the project's, where no file names one
    kept_apart: tuple[str, ...] = ()  # keys of records that are customers of their own, whatever they share with others


ANY_SHOP = Shop()


def check_zone(name: str, where: str) -> None:
    """Refuse a time zone that does not exist."""
    try:
        ZoneInfo(name)  # listing all zones, as below, takes a tenth of a second
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        close = nearest(str(name), sorted(available_timezones()))
        fix = close if close.startswith("Did") else "Write it as in Europe/Berlin."
        raise BadValue(f"there is no time zone '{name}'.", where, fix) from error


def check_rates(rates: Mapping[str, float], where: str) -> None:
    """Refuse rates that are not one positive number per currency."""
    if not isinstance(rates, Mapping):
        raise BadValue("the rates are not a table.", where, "Write for example rates = { USD = 0.92 }.")
    for code, rate in rates.items():
        if not _CODE.fullmatch(str(code)):
            raise BadValue(f"the currency '{code}' is not three capital letters.", where, "Write for example USD.")
        if isinstance(rate, bool) or not isinstance(rate, int | float) or not (math.isfinite(rate) and 0 < rate < 1e6):
            raise BadValue(f"the rate of {code} is not a number above zero.", where, f"Write what one {code} is worth, as in 0.92.")


def zone_title(name: str) -> str:
    """Return a zone's name as people read it: its city first."""
    area, _, city = name.rpartition("/")
    return f"{city.replace('_', ' ')} ({area.replace('_', ' ')})" if area else name
