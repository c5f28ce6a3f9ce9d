"""Is the recommend question found by its words and its scale, and never a score that asks something else?"""

import pytest

ASKED = (
    "How likely are you to recommend us to a friend?", "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?",
    "Dans quelle mesure nous recommanderiez-vous à un ami ?", "¿Qué tan probable es que nos recomiende?",
    "Recomendaría nuestra tienda a un amigo?", "您有多大可能向朋友推荐我们？", "您有多大可能向朋友推薦我們？",
    "Bạn có sẵn sàng giới thiệu chúng tôi cho bạn bè không?", "当店を友人にすすめたいと思いますか（お勧め度）？", "NPS",
)  # fmt: skip
NPS = "select score from surveys where scale = 'nps' order by source_row"


def answers(*headings_and_scores):
    """Return a file with one column for each heading with its scores."""
    headings, columns = headings_and_scores[::2], headings_and_scores[1::2]
    rows = zip(*columns, strict=True)
    text = ",".join(f'"{heading}"' for heading in ("Email", "Date", *headings)) + "\n"
    return text + "".join(f"c{n}@x.com,2024-01-{n:02d},{','.join(map(str, row))}\n" for n, row in enumerate(rows, 1))


@pytest.mark.parametrize("heading", ASKED)
def test_the_recommend_question_is_found_in_nine_languages_beside_other_scores(files, heading):
    text = answers("How many people live in your home?", (8, 8, 9), heading, (2, 10, 7), "How satisfied are you with delivery?", (6, 9, 9))
    assert files.load(text, table="surveys", mapping={"score": heading}).loaded
    assert files.rows(NPS) == [(2.0,), (10.0,), (7.0,)]
    assert files.rows("select distinct question from surveys where scale = 'nps'") == [(heading,)]


def test_a_single_score_without_a_name_is_read_as_one_and_the_report_says_so(files):
    report = files.load(answers("Score", (9, 3, 10)))
    assert "'Score' was read as a recommend score: whole numbers from 0 to 10." in report.notes
    assert len(files.rows(NPS)) == 3


@pytest.mark.parametrize(
    ("heading", "scores"),
    [
        ("Score", (4, 5, 1)),
        ("Score", (4.5, 8.5, 9.5)),
        ("Score", (40, 85, 95)),
        ("CSAT score", (9, 3, 10)),
        ("How satisfied are you with the delivery?", (9, 3, 10)),
        ("How likely are you to recommend us to a friend?", (5, 4, 1)),
    ],
)
def test_other_scores_are_no_recommend_scores(files, heading, scores):
    files.load(answers(heading, scores), table="surveys", mapping={"score": heading})
    assert files.rows(NPS) == [] and len(files.rows("from surveys where score is not null")) == 3


def test_a_scale_from_1_to_5_is_explained(files):
    report = files.load(answers("Score", (4, 5, 1)))
    assert "'Score' runs from 1 to 5: not read as a recommend (NPS) score, which runs from 0 to 10." in report.notes


def test_of_two_recommend_questions_the_surest_one_counts(files):
    report = files.load(answers("Would you recommend our delivery to a friend?", (1, 2, 8), "NPS", (9, 10, 6)))
    assert files.rows(NPS) == [(9.0,), (10.0,), (6.0,)]
    assert any("'NPS' is the recommend question" in note for note in report.notes)


def test_questions_in_rows_are_told_apart_by_their_words(files):
    rows = "".join(f"c{n}@x.com,2024-01-0{n},Would you recommend us?,{n}\nc{n}@x.com,2024-01-0{n},Was it easy?,5\n" for n in range(1, 9))
    files.load("Email,Date,Question,Score\n" + rows, table="surveys")
    assert files.rows(NPS) == [(float(n),) for n in range(1, 9)]
