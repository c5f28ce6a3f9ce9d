"""Survey answers: one row per person and question, also where the file has one column per question."""

from dataclasses import dataclass

from segkit.ingest.load.counts import Counts, Tests, set_rows_aside
from segkit.ingest.load.orders import test_sql
from segkit.ingest.load.people import TOLD, add_people
from segkit.ingest.load.put_by import known_already
from segkit.ingest.load.recommend import recommend_questions
from segkit.ingest.load.work import Work
from segkit.ingest.recognise.fields import LIKELY, fields
from segkit.ingest.recognise.match import Match
from segkit.words import fold, literal

# A score may be written "10 - Extremely likely" or "9分".
_LEADING_NUMBER = r"^\s*(-?[0-9]+(?:[.,][0-9]+)?)\s*(?:$|[-–—:/分点점★]|stars?\b|points?\b|out of\b)"
_SEVERAL_WORDS = 4
_GROUPED = (" – Group", "_NPS_GROUP")  # "Promoter" beside a score of 9 is no answer
_NO_TEXT, _NO_SCORE = "cast(null as varchar)", "cast(null as double)"


@dataclass(frozen=True)
class Answer:
    """The SQL of one answer on a row: what was asked, the score, the words, and whether there is an answer at all."""

    question: str
    score: str
    words: str

    @property
    def given(self) -> str:
        return f"(({self.score}) is not null or ({self.words}) is not null)"


def load_surveys(work: Work) -> Counts:
    """Write the answers of every person and return where every row went; a row may bring several answers."""
    day = work.columns.get("answered_on", "cast(null as date)")
    answers = answers_on_a_row(work)
    tests = _tests(work, day, answers)
    usable = " and ".join(f"not ({test})" for test, _ in tests)
    found = " union all ".join(
        f"""select source_row, {place} as place, {work.columns.person} as person, {day} as answered_on, {answer.question} as question,
        {answer.score} as score, {answer.words} as answer from {work.rows} where {usable} and {answer.given}"""
        for place, answer in enumerate(answers)
    )
    work.run(f"create or replace temp table answers_found as {found}", (0.35, 0.8), "Reading the answers")
    rows = work.one("select count(distinct source_row) from answers_found")[0]
    if "answered_on" in work.columns:
        _leave_out_twins(work)
    work.values["recommend"] = recommend_questions(work)
    work.run("""insert into surveys by name
        select person as customer_id, person as customer_key, answered_on, question, score, answer,
            case when list_contains(cast($recommend as varchar[]), coalesce(question, '')) then 'nps' end as scale,
            $source_id as source_id, source_row
        from answers_found order by source_row, place""")
    aside = set_rows_aside(work, tests, rows)
    known_already(work, "surveys")
    left = work.one("select count(distinct source_row) from surveys where source_id = $source_id")[0]
    told = "".join(f", {work.columns.value[name]} as {name}" for name in TOLD if name in work.columns)
    if told:
        newest = f"{work.columns.person} as person, cast({day} as timestamp) as newest"
        add_people(work, f"select {newest}{told} from {work.rows} where {usable}")
    return Counts(left, rows - left, aside)


def _leave_out_twins(work: Work) -> None:
    """Leave out rows that repeat another one to the last letter: nobody gives the same answer twice in one moment."""
    text = f"select source_row, {work.source.row_text} as text from {work.rows}"
    work.run(
        f"""delete from answers_found where source_row in (
            select source_row from ({text}) qualify row_number() over (partition by text order by source_row) > 1)"""
    )


def _tests(work: Work, day: str, answers: list[Answer]) -> Tests:
    person = f"({work.columns.person}) is null"
    given = " or ".join(answer.given for answer in answers)
    problem = [("row_problem is not null", "row_problem")] if work.source.has_problems else []
    return [
        *problem,
        work.columns.heading_repeated(),
        *([(test_sql(work), "'preview or test'")] if work.match.system.test else []),
        (f"source_row <= 2 and {person} and ({day}) is null", "'second heading row'"),
        work.columns.of_nobody("no person on the answer"),
        (f"not ({given})", "'no answer on the row'"),
    ]


def answers_on_a_row(work: Work) -> list[Answer]:
    """Return the answers a row can hold: the mapped score and words, and one for each further column that is a question."""
    columns = work.columns
    answers = []
    if "score" in columns or "answer" in columns:
        answers.append(_mapped(work))
    if "question" not in columns:
        answers += [_asked(work, heading) for heading in question_headings(work.match)]
    return answers


def _mapped(work: Work) -> Answer:
    columns = work.columns
    heading = (work.match.mapping.get("score") or work.match.mapping["answer"])[0]
    score, words = _NO_SCORE, columns.get("answer", _NO_TEXT)
    if "score" in columns:
        text = columns.text["score"]
        score = f"coalesce({columns.value['score']}, {_number(text)})"
        words = f"coalesce({words}, case when ({score}) is null then {text} end)"
    return Answer(columns.get("question", literal(heading)), score, words)


def _asked(work: Work, heading: str) -> Answer:
    column, values = work.source.column(heading), work.match.looks[heading]
    score = _number(column) if max(values.number, values.rated) > 0.8 else _NO_SCORE
    return Answer(literal(heading), score, f"case when ({score}) is null then {column} end")


def _number(text: str) -> str:
    number = f"try_cast(replace(nullif(regexp_extract({text}, {literal(_LEADING_NUMBER)}, 1, 'i'), ''), ',', '.') as double)"
    return f"coalesce({number}, case when {text} like '%★%' then length(regexp_replace({text}, '[^★]', '', 'g')) end)"


def question_headings(match: Match) -> list[str]:
    """Return the headings without a field that are whole questions."""
    return [heading for heading in match.looks if heading not in match.used and _is_question(heading, match)]


def _is_question(heading: str, match: Match) -> bool:
    if not match.looks[heading].filled or heading.endswith(_GROUPED):
        return False
    asked = heading.rstrip().endswith(("?", "？", "吗", "か"))
    named = any(fields()[name].fit(heading) >= LIKELY for name in ("score", "answer"))  # a second score, or a second comment
    return asked or named or len(fold(heading).split()) >= _SEVERAL_WORDS
