"""Who is nobody? Words, ids and mailboxes under which shops file the orders of many people, or of people they do not know."""

from collections.abc import Collection

from segkit.ingest.files.source import TOTAL_WORDS
from segkit.ingest.parse.emails import of_nobody
from segkit.words import literal

# Ids that stand for "nobody in particular", in small letters. They must not become the best customer.
NOBODY = (
    "0", "-1", "guest", "guests", "guest customer", "guest user", "walk-in", "walkin", "walk in", "walk-in customer", "walk in customer",
    "cash customer", "cash sale", "counter sale", "default", "default customer", "pos customer", "retail customer", "anonymous", "anon",
    "no customer", "one-time customer", "(not set)", "null", "none", "n/a", "na", "nan", "undefined", "unknown", "-",
    "khách lẻ", "khach le", "khách vãng lai", "khách hàng lẻ", "散客", "散客户", "匿名", "匿名用户", "匿名买家", "一般客户", "零散客户",
    "現場顧客", "gast", "gäste", "laufkunde",
    "laufkundschaft", "barverkauf", "standardkunde", "kassenkunde", "invité", "client de passage", "client comptoir", "client divers",
    "invitado", "cliente general", "público general", "público en general", "publico en general", "cliente mostrador", "consumidor final",
    "convidado", "cliente balcão", "cliente padrão", "ゲスト", "一般客", "비회원",
)  # fmt: skip
_WORDS = ", ".join(map(literal, sorted({*NOBODY, *TOTAL_WORDS})))


def somebody_by_id(value: str, masked_too: bool = False) -> str:
    """Return the SQL that says whether an id is that of a person. Most ids have a digit, which is quicker to see than 90 words."""
    digit = f"({value})[-1] between '1' and '9' or ({value} glob '*[1-9]*' and not contains({value}, '@'))"
    quick = f"length({value}) > 2 and ({digit})"
    named = f"lower({value}) not in ({_WORDS}) and ltrim({value}, '0') <> '' and not {of_nobody(f'lower({value})')}"
    found = f"({quick} or ({named}))"
    return found if masked_too else f"{found} and not contains({value}, '*')"


def somebody_by_email(address: str) -> str:
    """Return the SQL that says whether an address is that of a person, or of a firm."""
    return f"not {of_nobody(address)}"


def among(value: str, keys: Collection[str]) -> str:
    """Return the SQL that says whether a key is one of these."""
    return f"{value} in ({', '.join(map(literal, sorted(keys)))})" if keys else "false"
