"""Features of the surveys: what customers say."""

from segkit.features.base import Feature, Source

# Of two answers on a day the one further down in the file is the later one.
_NEWEST = "(coalesce(answered_on, date '1900-01-01'), source_id, source_row, score)"

SURVEYS = Source(
    name="surveys",
    table="surveys",
    brought_by="a survey export with a score",
    rows="""
select customer_id, answered_on, question, score, answer, scale, source_id, source_row from surveys
where answered_on is null or answered_on <= $as_of
""",
    features=(
        Feature("answer_count", "cast(count(*) as integer)", "Survey answers", "answers", "Answers given.", empty="0"),
        Feature("last_answered_on", "max(answered_on)", "Last answer", "day", "Day of the last answer."),
        Feature("last_nps_score",
                f"arg_max(score, {_NEWEST}) filter (scale = 'nps' and score between 0 and 10)",
                "Last recommend score", "0 to 10", "Latest answer to the recommend question; 9 and 10 are promoters."),
        Feature("last_answer", "arg_max(answer, (coalesce(answered_on, date '1900-01-01'), answer)) filter (answer is not null)",
                "Last answer in words", "text", "Latest answer in words."),
    ),
)  # fmt: skip
