"""Does a text say yes or no? In the words that exports of many languages write."""

YES = (
    "yes", "y", "true", "t", "1", "on", "x", "✓", "subscribed", "opted in", "opt-in", "opted-in", "accepted", "active", "enabled",
    "ja", "j", "oui", "o", "vrai", "si", "sí", "verdadero", "sim", "verdadeiro", "vero", "waar", "tak", "evet", "да", "是", "有", "已",
    "はい", "有り", "예", "네", "có", "wahr",
)  # fmt: skip
NO = (
    "no", "n", "false", "f", "0", "off", "unsubscribed", "opted out", "opt-out", "opted-out", "not subscribed", "never subscribed",
    "never_subscribed", "not_subscribed",
    "declined", "inactive", "disabled", "nein", "non", "faux", "falso", "não", "nao", "nee", "onwaar", "nie", "hayır", "нет", "否", "无",
    "無", "未", "いいえ", "無し", "아니오", "아니요", "không", "falsch",
)  # fmt: skip
# What most exports write, seen sooner than a word among all of them.
_USUAL = (("yes", "true"), ("no", "false"), ("true", "true"), ("false", "false"), ("1", "true"), ("0", "false"))


def yes_no(column: str) -> str:
    """Return the SQL of true or false; NULL for a text that says neither."""
    yes, no = (", ".join(f"'{word}'" for word in words) for words in (YES, NO))
    usual = " ".join(f"when '{word}' then {means}" for word, means in _USUAL)
    rest = f"case when lower(trim({column})) in ({yes}) then true when lower(trim({column})) in ({no}) then false end"
    return f"case when {column} is not null then case {column} {usual} else {rest} end end"
