"""Messages to people and what became of them: a row per action, whether the file has one per row or several beside each other."""

from dataclasses import dataclass

from segkit.ingest.load.columns import reason_words
from segkit.ingest.load.counts import Counts, Tests, set_rows_aside, where_usable
from segkit.ingest.load.people import TOLD, add_people
from segkit.ingest.load.put_by import known_already
from segkit.ingest.load.rows import by_heading, other_columns
from segkit.ingest.load.states import meaning_sql
from segkit.ingest.load.work import Work
from segkit.ingest.parse.states import VOCABULARIES
from segkit.ingest.parse.yes_no import YES
from segkit.words import literal, plural

_BESIDE = ("campaign", "message", "channel", "link")
# The action, the column with its time, and the one that only says whether or how often.
_IN_COLUMNS = (
    ("sent", "sent_at", ""), ("opened", "opened_at", "opens"), ("clicked", "clicked_at", "clicks"), ("bounced", "bounced_at", "bounces"),
    ("unsubscribed", "unsubscribed_at", "unsubscribes"),
)  # fmt: skip
_SAYS_YES = (*YES, "hard", "soft", "hard bounce", "soft bounce", "bounced", "opened", "clicked")
_NEVER = "cast(null as timestamp)"


@dataclass(frozen=True)
class Action:
    """The SQL of one action on a row of the file: what, when, and how often."""

    name: str
    at: str
    times: str

    @property
    def given(self) -> str:
        return f"(({self.at}) is not null and ({self.times}) > 0)"

    @property
    def struct(self) -> str:
        return f"{{'action': {self.name}, 'contacted_at': cast({self.at} as timestamp), 'times': cast({self.times} as double)}}"


def load_contacts(work: Work) -> Counts:
    """Write what became of every message, a row per action, and return where every row of the file went.

    An action that a file only counts is dated on the day the message was sent: nobody can tell more from it.
    """
    actions = _actions(work)
    tests = _tests(work, actions)
    told = [name for name in TOLD if name in work.columns]
    beside = [name for name in _BESIDE if name in work.columns]
    rows = _stage(work, actions, tests, [*told, *beside])
    same = ", ".join(["person", "action", "contacted_at", *beside])
    work.run(
        f"""insert into contacts by name
        select person as customer_id, person as customer_key, {same.removeprefix("person, ")}, max(times) as times,
            cast(contacted_at as date) as contacted_on, arg_min(extra, source_row) as extra, $source_id as source_id,
            min(source_row) as source_row
        from staged group by {same}""",
        (0.6, 0.8), "Writing what became of the messages",
    )  # fmt: skip
    aside = set_rows_aside(work, tests, rows)
    known_already(work, "contacts")
    listed = "".join(f", {name}" for name in told)
    add_people(work, f"select person, contacted_at as newest{listed} from staged", told)
    _note_unsubscribed(work)
    kept = work.one("select count(distinct source_row) from contacts where source_id = $source_id")[0]
    return Counts(kept, rows - kept, aside)


def _stage(work: Work, actions: list[Action], tests: Tests, names: list[str]) -> int:
    """Read every usable row once, a staged row per action on it; return how many rows of the file that were."""
    listed = "".join(f", {work.columns.value[name]} as {name}" for name in names)
    others = other_columns(work)
    listed += f", {by_heading(others) if others else 'cast(null as map(varchar, varchar))'} as extra"
    found = f"list_filter([{', '.join(action.struct for action in actions)}], lambda one: one.contacted_at is not null and one.times > 0)"
    work.run(
        f"""create or replace temp table staged as
        select source_row, {work.columns.person} as person, unnest({found}, recursive := true){listed}
        from {work.rows} {where_usable(tests)}""",
        (0.3, 0.6), "Reading what became of the messages",
    )  # fmt: skip
    return work.one("select count(distinct source_row) from staged")[0]


def _actions(work: Work) -> list[Action]:
    """Return the actions a row can tell: the one it names, or one per column that dates or counts one."""
    columns = work.columns
    sent, happened = columns.get("sent_at", _NEVER), columns.get("contacted_at", _NEVER)
    if "action" in columns:
        name = meaning_sql(work, columns.text["action"], VOCABULARIES["contacts"])
        return [Action(f"cast({name} as varchar)", f"coalesce({happened}, {sent})", "1")]
    sent = f"coalesce({sent}, {happened})"
    found = [Action("'sent'", sent, "1")]
    for name, time, times in _IN_COLUMNS[1:]:
        at = columns.get(time, _NEVER)
        if times in columns:
            found.append(Action(literal(name), f"coalesce({at}, {sent})", _how_often(columns.text[times], at)))
        elif time in columns:
            found.append(Action(literal(name), at, "1"))
    return found


def _how_often(text: str, at: str) -> str:
    """Return the SQL of how often something happened, by a number or a yes; once where only its time is there."""
    yes = f"lower(trim({text})) in ({', '.join(map(literal, _SAYS_YES))})"
    return f"coalesce(try_cast({text} as double), case when {yes} or ({at}) is not null then 1.0 else 0.0 end)"


def _tests(work: Work, actions: list[Action]) -> Tests:
    problem = [("row_problem is not null", "row_problem")] if work.source.has_problems else []
    tests = [*problem, (f"({work.columns.person}) is null", "'no person on the row'")]
    if "action" in work.columns:
        tests.append((f"({work.columns.text['action']}) is null", "'nothing on the row that became of the message'"))
    when = next((name for name in ("contacted_at", "sent_at") if name in work.columns), "")
    nothing = f"not ({' or '.join(action.given for action in actions)})"
    return [*tests, (nothing, work.columns.missing(when, "date")[1] if when else f"'no {reason_words('contacted_at')} on the row'")]


def _note_unsubscribed(work: Work) -> None:
    """Note who unsubscribed or complained as somebody who does not agree: a no holds whatever another file says."""
    number = work.one("""
        insert into customers by name
        select customer_key as customer_id, customer_key, case when not by_phone then false end as accepts_email,
            case when by_phone then false end as accepts_sms, min(source_row) as source_row, $source_id as source_id
        from (
            select *, coalesce(regexp_matches(lower(channel), 'sms|text|whatsapp|mobile'), false) as by_phone from contacts
            where source_id = $source_id and action in ('unsubscribed', 'complained'))
        group by customer_key, by_phone""")[0]
    if number:
        work.notes.append(f"{plural(number, 'person', 'people')} unsubscribed or complained: counted as not agreeing to marketing.")
