"""RFM: does every score belong to one group, and does nobody get a good score by row order or ties?"""

from collections import Counter
from itertools import product

import duckdb

from segkit.dimensions.rfm import RFM
from segkit.project import Project
from tests.support import bought, features, labels, project_of, scores

# The table of the definitions: group → (lowest and highest recency, lowest and highest sum of frequency and money).
TABLE = {
    "Champions": (5, 5, 8, 10), "Loyal": (3, 4, 8, 10), "Active": (4, 5, 5, 7), "New": (5, 5, 2, 4), "Promising": (4, 4, 2, 4),
    "Needs attention": (3, 3, 5, 7), "Almost lost": (2, 3, 2, 4), "At risk": (1, 2, 5, 7), "Previously loyal": (1, 2, 8, 10),
    "Dormant": (1, 1, 2, 4),
}  # fmt: skip
COUNTS = {
    "At risk": 26, "Active": 26, "Needs attention": 13, "Previously loyal": 12, "Loyal": 12, "Almost lost": 12,
    "Champions": 6, "New": 6, "Promising": 6, "Dormant": 6,
}  # fmt: skip
ALL = list(product(range(1, 6), repeat=3))


def group_of_every_score() -> dict[tuple[int, int, int], str]:
    """Return what the rules say to each of the 125 scores."""
    scored = "select score, score[1] as recency_score, score[2] as frequency_score, score[3] as money_score"
    sql = f"select score, {RFM.label_sql()} from ({scored} from (select unnest($all) as score))"
    return {tuple(score): group for score, group in duckdb.execute(sql, {"all": [list(s) for s in ALL]}).fetchall()}


def test_the_table_of_the_definitions_covers_each_of_the_125_scores_once():
    fits = {s: [g for g, (a, b, low, high) in TABLE.items() if a <= s[0] <= b and low <= s[1] + s[2] <= high] for s in ALL}
    assert {len(groups) for groups in fits.values()} == {1}
    assert group_of_every_score() == {score: groups[0] for score, groups in fits.items()}


def test_the_groups_hold_as_many_scores_as_published():
    assert Counter(group_of_every_score().values()) == COUNTS


def test_no_order_is_no_score():
    unknown = "select null as recency_score, null as frequency_score, null as money_score"
    assert duckdb.execute(f"select {RFM.label_sql()} from ({unknown})").fetchall() == [("Prospects",)]


# ---- ties


def test_one_time_buyers_never_get_a_good_frequency_score():
    once = [row for i in range(75) for row in bought(f"once {i:02}", 1 + i * 4)]
    more = [row for i in range(25) for row in bought(f"more {i:02}", *range(3, 3 + 10 * (2 + i % 7), 10))]
    with project_of(orders=once + more) as project:
        for top in (5, 20, 60):
            frequency = {who: score for who, (score,) in scores(project, "rfm", "frequency_score", best_top=top).items()}
            assert {frequency[f"once {i:02}"] for i in range(75)} == {1}
            assert max(frequency.values()) == 5
        assert all(labels(project, "rfm")[f"once {i:02}"] not in ("Champions", "Loyal", "Previously loyal") for i in range(75))


def test_where_one_number_of_orders_holds_over_a_fifth_of_the_buyers_bands_are_used():
    counts = {"one": 1, "uno": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9}
    with project_of(orders=[row for who, n in counts.items() for row in bought(who, *range(1, n + 1))]) as project:
        found = scores(project, "rfm", "frequency_score")
        assert found == {"one": (1,), "uno": (1,), "two": (2,), "three": (3,), "four": (4,), "five": (4,), "six": (5,), "nine": (5,)}


def test_equal_days_orders_and_money_get_equal_scores():
    rows = [row for i in range(40) for row in bought(f"c{i:02}", *range(10 * (i // 8), 10 * (i // 8) + 1 + i // 8))]
    with project_of(orders=rows) as project:
        found = scores(project, "rfm", "recency_score", "frequency_score", "money_score")
        assert all(len({found[f"c{i:02}"] for i in range(start, start + 8)}) == 1 for start in range(0, 40, 8))


# ---- automatic scores


def ten_buyers() -> list[dict]:
    """Return ten buyers: the first bought most recently, most often and for most money, the tenth least."""
    return [row for i in range(10) for row in bought(f"c{i}", *range(i + 1, i + 1 + 2 * (10 - i), 2), total=100 - i)]


def test_scores_are_fifths_of_the_buyers_by_default():
    with project_of(orders=ten_buyers()) as project:
        found = scores(project, "rfm", "recency_score", "frequency_score", "money_score")
        assert [found[f"c{i}"] for i in range(10)] == [(5 - i // 2,) * 3 for i in range(10)]


def test_a_wider_top_takes_more_buyers_and_the_rest_share_four_to_one():
    with project_of(orders=ten_buyers()) as project:
        recency = scores(project, "rfm", "recency_score", recent_top=60)
        assert [recency[f"c{i}"][0] for i in range(10)] == [5, 5, 5, 5, 5, 5, 4, 3, 2, 1]
        money = scores(project, "rfm", "money_score", best_top=60)
        assert [money[f"c{i}"][0] for i in range(10)] == [5, 5, 5, 5, 5, 5, 4, 3, 2, 1]


def test_hand_set_recency_takes_equal_steps():
    expected = {0: 5, 30: 5, 31: 4, 141: 4, 142: 3, 253: 3, 254: 2, 364: 2, 365: 1, 900: 1}
    with project_of(orders=[row for days in expected for row in bought(str(days), days)]) as project:
        found = scores(project, "rfm", "recency_score", scoring="hand_set", recent_days=30, old_days=365)
        assert found == {str(days): (score,) for days, score in expected.items()}


def test_of_hand_set_limits_the_wrong_way_round_the_better_score_holds():
    with project_of(orders=bought("recent", 3) + bought("between", 100) + bought("old", 400)) as project:
        found = scores(project, "rfm", "recency_score", scoring="hand_set", recent_days=365, old_days=30)
        assert found == {"recent": (5,), "between": (5,), "old": (1,)}


# ---- by hand, it starts where automatic stands


def hand_set(project: Project) -> dict[str, float]:
    """Return where the sliders of the hand-set scores stand at first."""
    return {key: value for key, value in project.settings("rfm").items() if key.endswith(("_days", "_orders", "_spend"))}


def test_by_hand_the_sliders_start_where_the_automatic_scores_begin_and_end():
    names = ("recency_score", "frequency_score", "money_score")
    rows = [row for i in range(100) for row in bought(f"c{i:02}", *range(2 * i + 1, 2 * i + 1 + 3 * (100 - i), 3), total=100)]
    with project_of(orders=rows) as project:
        assert hand_set(project) == {"recent_days": 39, "old_days": 160, "many_orders": 81, "much_spend": 8100, "little_spend": 2000}
        automatic, by_hand = scores(project, "rfm", *names), scores(project, "rfm", *names, scoring="hand_set")
        for ends in (automatic, by_hand):
            assert sum(score[0] == 5 for score in ends.values()) == sum(score[2] == 5 for score in ends.values()) == 20
        assert all(abs(a - b) <= 1 for who in automatic for a, b in zip(automatic[who], by_hand[who], strict=True))


def test_where_bands_are_used_many_orders_starts_at_the_best_band():
    rows = [row for i in range(50) for row in bought(f"c{i:02}", *range(1, 2 + (i > 30) + (i > 45) * 7))]
    with project_of(orders=rows) as project:
        frequency = {who: score for who, (score,) in scores(project, "rfm", "frequency_score").items()}
        counts = {who: row["order_count"] for who, row in features(project).items()}
        assert project.facts()["order_counts_tie"]
        assert hand_set(project)["many_orders"] == 6 <= min(counts[who] for who, score in frequency.items() if score == 5)


def test_the_sliders_have_room_where_the_data_are_large():
    rows = [row for i in range(20) for row in bought(f"c{i:02}", *(days for days in range(1000 + i, 1500 + i, 2)[:100 + 5 * i]), total=10)]
    with project_of(orders=rows) as project:
        sliders = {control.key: control for control in project.controls("rfm")}
        assert sliders["recent_days"].default == 1000 and sliders["recent_days"].high == 2000
        assert sliders["many_orders"].default == 180 and sliders["many_orders"].high == 360
        assert sliders["much_spend"].high >= 2 * 1800 and sliders["much_spend"].default == 1800


def test_without_buyers_the_sliders_start_where_they_are_declared():
    with project_of(customers=[{"customer_id": "Ada"}]) as project:
        assert project.settings("rfm") == RFM.settings({}) and hand_set(project)["recent_days"] == 30
