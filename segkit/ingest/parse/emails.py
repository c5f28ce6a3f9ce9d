"""Which e-mail address does a text mean, whose is it, and does it reach a person? One way for all files, as SQL."""

import unicodedata
from functools import cache

from segkit.words import literal

# Mailboxes of nobody in particular, whatever the domain. Mailboxes of firms (info@, sales@) are somebody's.
_NOBODY = (
    "no[._-]?reply|do[._-]?not[._-]?reply|noreply[0-9]*|no[._-]?e?-?mail|none|null|n[./]?a|nobody|unknown|anonymous|dummy|"
    "walk[._-]?in|guests?[0-9]*|test[0-9]*"
)
# Addresses that a marketplace or a mail service gives out instead of the customer's own. They stand for one customer each, and reach
# the customer for that one purpose only: advertising does not, and other shops know the customer by another one.
_ALIASES = (
    r"marketplace\.amazon\.[a-z.]+", r"members\.ebay\.[a-z.]+", r"privaterelay\.appleid\.com", r"reply\.[a-z0-9.-]+",
    r"guest\.(?:booking|airbnb)\.com", r"relay\.(?:firefox|walmart)\.com", r"mozmail\.com", r"allegromail\.pl",
    r"[a-z0-9.-]*mail\.mercadoli[bv]re\.[a-z.]+", r"notification\.mirakl\.net", r"message\.manomano\.[a-z.]+",
)  # fmt: skip
_AROUND = " \t\r\n'\"<>,;"
_UNSEEN = "[\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]"


def email(column: str) -> str:
    """Return the SQL of the address: width of letters, case, blanks and unseen signs ironed out; NULL where it is masked or none."""
    ascii_only = f"strlen({column}) = length({column})"
    wide, narrow = map(literal, _widths())
    ironed = f"nfc_normalize(translate(regexp_replace({column}, '{_UNSEEN}', '', 'g'), {wide}, {narrow}))"
    around = literal(_AROUND)
    begins = f"{column}[1] between '0' and '9' or {column}[1] between 'A' and 'Z' or {column}[1] between 'a' and 'z'"
    ends = f"{column}[-1] between 'A' and 'Z' or {column}[-1] between 'a' and 'z'"
    # Trimming a set of letters takes most of the time, and hardly any address needs it.
    trimmed = f"case when ({begins}) and ({ends}) then {column} else trim({column}, {around}) end"
    plain = f"case when {ascii_only} then lower({trimmed}) else lower(trim({ironed}, {around})) end"
    as_it_stands = f"regexp_full_match({column}, '[a-z0-9][a-z0-9._+-]*@[a-z0-9.-]*[a-z]')"  # most addresses
    return f"case when {as_it_stands} then {column} when {looks_like_email(column)} then {plain} end"


def looks_like_email(column: str) -> str:
    """Return the SQL that says whether a text may be an address; one with stars in it is masked, and stands for many."""
    return f"(({column} like '%_@_%' or {column} like '%_＠_%') and not contains({column}, '*'))"


def of_nobody(address: str) -> str:
    """Return the SQL that says whether an address, as `email` gives it, is one like noreply@ or test@."""
    begins = "".join(sorted({name[0] for name in _NOBODY.split("|")}))  # hardly any address needs a closer look
    return f"case when {address} glob '[{begins}]*' then regexp_matches({address}, '^({_NOBODY})@') else false end"


def is_alias(address: str) -> str:
    """Return the SQL that says whether an address is one that a marketplace or mail service gave out in place of the customer's own."""
    return f"regexp_matches({address}, {literal(f'@({chr(124).join(_ALIASES)})$')})"


@cache
def _widths() -> tuple[str, str]:
    """Return the signs that are another one in another shape, as Ａ is A, and those that they are."""
    found = [(chr(at), unicodedata.normalize("NFKC", chr(at))) for at in range(0xA0, 0xFFFF) if not 0xD800 <= at < 0xE000]
    pairs = [(shape, plain) for shape, plain in found if plain != unicodedata.normalize("NFC", shape) and len(plain) == 1]
    return "".join(shape for shape, _ in pairs), "".join(plain for _, plain in pairs)
