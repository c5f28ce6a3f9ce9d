"""Which question of a survey is the recommend question? Its wording in nine languages, and scores from 0 to 10."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from segkit.ingest.load.work import Work
from segkit.words import fold, listed

_SURELY = re.compile(r"(?<![a-z])nps(?![a-z])|net promoter|promoter score|净推荐值|淨推薦值")
_WORDED = re.compile(
    r"recommend|recommand|recomend|recomiend|weiterempf|weiter empf|推荐|推薦|giới thiệu|おすすめ|オススメ|お勧め|勧め|薦め"
)
# What a score is about where it is no recommend score, whatever its range.
_OTHER = re.compile(
    r"satisf|csat|effort|(?<![a-z])ces(?![a-z])|star|quality|easy|ease|delivery|zufrieden|aufwand|qualität|qualité|calidad|qualidade|"
    r"满意|滿意|hài lòng|満足|how many|how much|how often|wie viele|combien|cuánt|quant|age|alter"
)
_HIGHEST_OF_SMALL_SCALES = 5
_MOST = 0.95  # a few slips of the pen do not unmake a scale
_ASKED = 4  # so many words are a question of their own


@dataclass(frozen=True)
class Scored:
    """One question of a file with what its scores look like."""

    question: str
    scores: int
    fitting: int  # whole numbers from 0 to 10
    low: float
    high: float

    @property
    def ten(self) -> bool:
        """Whether the scores go from 0 to 10."""
        wide = self.high > _HIGHEST_OF_SMALL_SCALES or self.low == 0 or bool(_SURELY.search(fold(self.question)))
        return self.fitting >= _MOST * self.scores and wide

    @property
    def wording(self) -> int:
        """How surely the words ask whether one would recommend: 2, 1 or 0."""
        text = fold(self.question)
        return 2 if _SURELY.search(text) else 1 if _WORDED.search(text) else 0

    @property
    def shown(self) -> str:
        """The question as notes write it; in a file with one question per row it may be empty."""
        return f"'{self.question}'" if self.question else "The score"

    @property
    def silent(self) -> bool:
        """Whether the heading does not say what the score is about."""
        text = fold(self.question)
        return len(text.split()) < _ASKED and not text.endswith(("?", "？")) and not _OTHER.search(text)


def recommend_questions(work: Work) -> list[str]:
    """Return the questions in answers_found whose scores are recommend scores; of several columns only the surest one."""
    found = _scored(work)
    asked = [one for one in found if one.wording]
    good = sorted((one for one in asked if one.ten), key=lambda one: -one.wording)
    if good:
        return [one.question for one in (good if "question" in work.columns else _first(work, good))]
    alone = found[0] if len(found) == 1 else None
    if alone and not asked and alone.silent and alone.ten and alone.high > _HIGHEST_OF_SMALL_SCALES:
        work.notes.append(f"{alone.shown} was read as a recommend score: whole numbers from 0 to 10.")
        return [alone.question]
    for one in [one for one in found if one.wording or one.silent]:
        range_seen = f"from {one.low:g} to {one.high:g}"
        work.notes.append(f"{one.shown} runs {range_seen}: not read as a recommend (NPS) score, which runs from 0 to 10.")
    return []


def _first(work: Work, good: Sequence[Scored]) -> Sequence[Scored]:
    if len(good) > 1:
        others = listed([one.shown for one in good[1:]])
        work.notes.append(f"{good[0].shown} is the recommend question; {others} only add to the answers.")
    return good[:1]


def _scored(work: Work) -> list[Scored]:
    """Return the questions that have scores, in the order of the file."""
    return [
        Scored(*row)
        for row in work.run("""
            select coalesce(question, ''), count(score), count(*) filter (score between 0 and 10 and score = floor(score)),
                min(score), max(score)
            from answers_found where score is not null group by 1 order by min(source_row), min(place), 1 limit 1000""")
    ]
