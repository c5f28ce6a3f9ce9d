"""Overlooked: which columns of amounts that nobody mapped look as if they took money back?"""

import re

from segkit.ingest.recognise.match import Match, Sample
from segkit.tables import OF_ORDERS
from segkit.words import fold, listed

_MONEY_BACK = re.compile(r"refund|returned|returns|erstatt|gutschrift|retour|rembours|reembols|devoluc|estorn|退款|退費|返金|hoàn tiền")
_NO_AMOUNT = re.compile(r"\b(?:id|no|nr|number|date|at|on|time|reason|status|quantity|qty|count|units|items|policy|type|method)\b")
_AMOUNT = re.compile(r"[^\d,.\w]*\s*\d[\d.,' ]*\s*[^\d,.\w]*")


def overlooked_refunds(match: Match, sample: Sample) -> tuple[str, ...]:
    """Return a note about unmapped columns that look like refunds, as spend would be too high without them."""
    if match.system.table not in OF_ORDERS:
        return ()
    alike = [heading for heading in sample if heading not in match.used and _looks_like_refunds(heading, sample[heading])]
    if not alike:
        return ()
    quoted = listed([f"'{heading}'" for heading in alike])
    which, unused, so = ("Column", "is", "it does") if len(alike) == 1 else ("Columns", "are", "they do")
    return (f"{which} {quoted} may hold money paid back and {unused} not used. If {so}, choose the column under “Refunded”.",)


def _looks_like_refunds(heading: str, values: list[str | None]) -> bool:
    words = fold(heading)
    if not _MONEY_BACK.search(words) or _NO_AMOUNT.search(words):
        return False
    filled = [value for value in values if value and value.strip()]
    return bool(filled) and all(_AMOUNT.fullmatch(value.strip().lstrip("-")) for value in filled)
