"""Who are the people in a file of orders? One customers row each, and whether two keys stand for the same person."""

from collections.abc import Iterable, Sequence

from segkit.consent import CONSENTS
from segkit.ingest.load.crowds import people_seen, refuse_crowds
from segkit.ingest.load.one_row import Leading, one_row_each
from segkit.ingest.load.settling import Settling
from segkit.ingest.load.work import Work

TOLD = (
    "email", "phone", "first_name", "last_name", "full_name", "country", "region", "city", "postcode", "accepts_email",
)  # fmt: skip

_NEWEST = "coalesce(newest, timestamp '1900-01-01')"


def add_people(work: Work, told_rows: str, told: Sequence[str] | None = None, read_twice: bool = False) -> None:
    """Write one customers row per person. `told_rows` gives person, newest (a time) and the columns told of people.

    Where `told` names those columns, everybody is written, also people of whom nothing more is known. Rows that are a table,
    with a number source_row, may be read twice, which is quicker.
    """
    if told is None:
        told = [name for name in TOLD if name in work.columns]
        if not told:
            return
    _newest_of_each(work, told_rows, told, read_twice)
    refuse_crowds(work, told_rows, told)
    listed = "".join(f", {name}" for name in told)
    work.run(f"""insert into customers by name
        select person as customer_id, person as customer_key{listed}, $source_id as source_id from told_people""")


def _newest_of_each(work: Work, told_rows: str, told: Sequence[str], read_twice: bool) -> None:
    """Make the table told_people: the newest that is known of each person, and roughly how many people the rows name."""
    share, words = (0.5, 0.51) if read_twice else (0.9, 0.95), "Noting who the customers are"  # of staged rows before all else
    seen = {"people_seen": people_seen(told)}
    if not read_twice:
        listed = "".join(f", {sql} as {name}" for name, sql in ({name: _newest(name) for name in told} | seen).items())
        work.run(f"create or replace temp table told_people as select person{listed} from ({told_rows}) group by person", share, words)
        return
    answers = {name: _newest(name) for name in told if name in CONSENTS}
    values = {name: name for name in told if name not in CONSENTS}
    filled = " + ".join(f"if({name} is null, 0, {1 << place})" for place, name in enumerate(values)) or "0"
    one_row_each(work, "told_people", f"({told_rows})", "person", _fullest(values), values, filled, answers | seen, share, words)


def _newest(name: str) -> str:
    """Return the aggregate of the newest answer; of several consents at one time, a no holds."""
    when = f"({_NEWEST}, not {name})" if name in CONSENTS else _NEWEST
    return f"arg_max({name}, {when})"


def _fullest(values: Iterable[str]) -> Leading:
    """Return the newest row, and of several at one time the one with the most values."""
    filled = " + ".join(f"({name} is not null)::int" for name in values) or "0"
    return Leading(f"arg_max(source_row, epoch_us({_NEWEST}) * {1 + len(TOLD)} + {filled})", _newest)


def keep_same_person(work: Work | Settling, pairs: str) -> None:
    """Drop pairs of two people, unless the id of the order itself made them pairs.

    A link proves two keys to be the same person, and so does an e-mail address or phone beside them.
    """
    differ = f"from {pairs} where new_key <> old_key and new_person <> old_person and not by_id"
    if not work.one(f"select count(*) {differ}")[0]:
        return
    columns = work.columns
    beside = [columns.value[name] for name in ("email", "phone") if name in columns]
    here = "".join(f" union all select {columns.person}, {contact} from {work.plain_rows}" for contact in beside)
    known = f"select new_key as key, new_key as face {differ} union all select old_key, old_key {differ}"
    told = " union all ".join(f"select customer_key, {name} from customers where {name} is not null" for name in ("email", "phone"))
    work.run(f"create or replace temp table faces as select distinct key, face from ({known} union all {told}{here}) where key <> ''")
    work.run(f"""
        delete {differ} and (new_key, old_key) not in (
            select one.key, other.key from faces one join faces other using (face) where one.key <> other.key)""")
