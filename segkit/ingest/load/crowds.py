"""Which key of a file do many people share? A till's default customer, a shop's own mailbox: told by the names beside it."""

from collections.abc import Iterable, Mapping

from segkit.ingest.load.counts import Counts
from segkit.ingest.load.work import Unanswered, Work
from segkit.ingest.parse.emails import is_alias, of_nobody
from segkit.ingest.report import Question
from segkit.words import count, listed, literal, plural

MOST_PEOPLE = 10
_LOOK_CLOSER = 8  # of 64 bits; 11 different names set fewer once in a hundred thousand
_NAME = "nullif(trim(lower(coalesce({})), ' .,'), '')"
# Firms order under one id for many colleagues. A till's default customer has somebody else on nearly every order.
_FEWEST_OF_ID, _FEWEST_OF_ADDRESS = 0.5, 0.1
_MOST_QUESTIONS = 5
_NOBODY = "reason like 'no customer on the %: ''%' or reason like 'no person on the %: ''%'"
_TEXT = "regexp_extract(reason, ': ''(.*)''$', 1)"


class SharedKeys(Exception):
    """Keys that many people share were found: the file is to be read again without them. `keys` has what shows it, by key."""

    def __init__(self, keys: Mapping[str, str]):
        super().__init__(listed(keys))
        self.keys = dict(keys)


def people_seen(told: Iterable[str]) -> str:
    """Return the SQL of a rough count of the different people that rows of one key name, cheap enough for every row of a file.

    It takes texts as they stand, so it sees no fewer people than `refuse_crowds`, which looks at what tells them apart.
    """
    beside = [name for name in ("full_name", "email", "phone") if name in told]
    beside += ["concat_ws(' ', first_name, last_name)"] if {"first_name", "last_name"} <= {*told} else []
    seen = [f"bit_count(bit_or(case when {text} is not null then 1::ubigint << (hash({text}) % 64) end))" for text in beside]
    return f"greatest({', '.join(seen)}, 0)" if seen else "0"


def refuse_crowds(work: Work, told_rows: str, told: Iterable[str]) -> None:
    """Look closer at the keys of the table told_people that seem to be several people's; raise SharedKeys where they are."""
    texts = _texts(told)
    if not texts or not work.one(f"select count(*) from told_people where people_seen >= {_LOOK_CLOSER}")[0]:
        return
    own = " or ".join(f"person = {name}" for name in ("email", "phone") if name in told) or "false"
    counts = ", ".join(f"count(distinct {text}) as {name}" for name, text in texts.items())
    most = f"greatest({', '.join(texts)}, 0)"
    found = work.run(f"""
        select person, {', '.join(texts)}, orders from (
            select person, count(distinct newest) as orders, bool_or({own}) as is_address, {counts} from ({told_rows}) told
            where person in (select person from told_people where people_seen >= {_LOOK_CLOSER}) group by person)
        where case when is_address then {'names' if 'names' in texts else '0'} > {MOST_PEOPLE} and {most} >= {_FEWEST_OF_ADDRESS} * orders
            else {most} > {MOST_PEOPLE} and {most} >= {_FEWEST_OF_ID} * orders end
        order by orders desc, person""")
    keys = {key: _says(dict(zip(texts, numbers[:-1], strict=True))) for key, *numbers in found if key not in work.columns.one_person}
    if keys:
        raise SharedKeys(keys)


def _texts(told: Iterable[str]) -> dict[str, str]:
    """Return what tells people apart, as SQL over the rows about them; addresses that marketplaces give out differ from order to order."""
    names = [name for name in ("full_name",) if name in told]
    names += ["concat_ws(' ', first_name, last_name)"] if {"first_name", "last_name"} <= {*told} else []
    found = {"names": _NAME.format(", ".join(names))} if names else {}
    found |= {"emails": f"case when not {is_alias('email')} then email end"} if "email" in told else {}
    return found | ({"phones": "phone"} if "phone" in told else {})


_CALLED = {"names": "names", "emails": "e-mail addresses", "phones": "phone numbers"}


def _says(numbers: Mapping[str, int]) -> str:
    return listed([f"{count(number)} different {_CALLED[name]}" for name, number in numbers.items() if number > MOST_PEOPLE])


def say_who_is_nobody(work: Work, counts: Counts) -> None:
    """Note and ask what is to be known of keys that stand for nobody or for many; the user may say that one is a customer."""
    _ask_masked(work, counts)
    for key, says in work.columns.crowds.items():
        work.notes.append(f"{literal(key)} stands beside {says}, so it is no customer: a till's default, or an address that many use.")
    mailboxes = work.run(
        f"""select text, count(*) from (
            select {_TEXT} as text from set_aside where source_id = $source_id and ({_NOBODY}))
        where {of_nobody('lower(text)')} group by text order by 2 desc, 1 limit {_MOST_QUESTIONS}"""
    )
    asked = {key: f"it stands beside {says}" for key, says in work.columns.crowds.items()}
    nothing_else = {text.strip().lower(): plural(rows, "row has", "rows have") for text, rows in mailboxes}
    asked |= {key: f"{rows} nothing else to tell the customer by" for key, rows in nothing_else.items()}
    for key, why in list(asked.items())[:_MOST_QUESTIONS]:
        if not work.answers.get(f"shared:{key}"):
            work.questions.append(_ask(key, why))


def _ask(key: str, why: str) -> Question:
    return Question(
        f"shared:{key}", f"Is {literal(key)} one real customer?",
        (("nobody", "No: its orders are those of many people, or of nobody known"), ("one", "Yes: its orders are one customer's")),
        f"It is not taken for a customer, as {why}.", blocking=False,
    )  # fmt: skip


def _ask_masked(work: Work, counts: Counts) -> None:
    """Ask whether names with stars in them are customers: at once where hardly anything is left without them."""
    if work.answers.get("masked") or "customer_id" not in work.columns:  # only ids may be taken as they are
        return
    rows, example = work.one(
        f"select count(*), min({_TEXT}) from set_aside where source_id = $source_id and ({_NOBODY}) and contains({_TEXT}, '*')"
    )
    if rows:
        question = Question(
            "masked", f"{plural(rows, 'row has', 'rows have')} a masked customer, such as {literal(example)}. What should become of them?",
            (("nobody", "Leave them out: different people may look the same"), ("customers", "Count each masked name as one customer")),
            "The platform hides parts of names. Short ones are shared by many people.", blocking=2 * rows > counts.read,
        )  # fmt: skip
        if question.blocking:
            raise Unanswered(question)
        work.questions.append(question)
