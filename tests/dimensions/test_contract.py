"""The contract: does every registered dimension keep what all of them promise? Nobody writes these again for a new one."""

import json
import random
import re
from collections.abc import Iterator

import duckdb
import pytest

from segkit import segments
from segkit.dimensions import DIMENSIONS, find_dimension
from segkit.dimensions.base import Choice, Cut, Dimension, Phrase, Segment, Slider
from segkit.errors import BadValue, MissingData, UnknownName
from segkit.features.catalogue import CATALOGUE, source_of
from segkit.features.facts import FACTS
from segkit.maps import find_map
from segkit.project import Project
from tests.support import ask, labels, messy_shop, project_of

CLOCKS = re.compile(r"\b(now|random|today|get_current_\w+|uuid|gen_random_uuid)\s*\(|current_(date|time|timestamp)|\bntile\b", re.I)
FACT_NAMES = {fact.name for fact in FACTS}
each_dimension = pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda d: d.key)


def sql_of(dimension: Dimension) -> list[str]:
    """Return every piece of SQL the dimension declares."""
    rules = [dimension.label, dimension.label_when] if dimension.label else []
    return [*rules, *(s.when for s in dimension.segments), *(s.sql for s in dimension.scores), *(c.at for c in dimension.cuts if c.at)]


def values_of(key: str, node: object) -> list:
    """Return every value that stands under the key, anywhere in the tree."""
    if isinstance(node, list):
        return [value for item in node for value in values_of(key, item)]
    if not isinstance(node, dict):
        return []
    own = [node[key]] if key in node else []
    return own + [value for item in node.values() for value in values_of(key, item)]


def columns_in(expression: str) -> set[str]:
    """Return the columns an SQL expression reads, as DuckDB's own parser sees them."""
    text = re.sub(r"\$(\w+)", "1", expression)
    tree = json.loads(duckdb.execute("select json_serialize_sql($sql)", {"sql": f"select {text}"}).fetchall()[0][0])
    assert not tree["error"], tree
    return {names[-1] for names in values_of("column_names", tree)}


def extremes(project: Project, dimension: Dimension) -> list[dict]:
    """Return the settings with all controls low and with all high, for every way a choice can be made."""
    settings = [{}]
    for control in project.controls(dimension.key):
        if isinstance(control, Choice):
            settings = [{**chosen, control.key: value} for chosen in settings for value, _ in control.options]
    sliders = [c for c in project.controls(dimension.key) if isinstance(c, Slider)]
    return [{**s, **{c.key: getattr(c, end) for c in sliders}} for s in settings for end in ("low", "high")]


def rounded(rows: list[tuple]) -> list[tuple]:
    """Return the rows with means to nine digits: the last bits of a sum of fractions depend on their order."""
    return [tuple(round(value, 9) if isinstance(value, float) else value for value in row) for row in rows]


def words_of_the_data(project: Project, dimension: Dimension) -> set[str]:
    """Return the names that the dimension's editable table allows."""
    if not dimension.label:
        return set()
    table, first = find_map(dimension.editable_map), {"benefits": "benefit", "occasions": "occasion"}
    return {row[first[table.key]] for row in project.map(table.key)}


# ---- the declaration


def test_keys_titles_and_scores_are_unique():
    scores = [score.name for dimension in DIMENSIONS for score in dimension.scores]
    assert len(scores) == len(set(scores)), "two dimensions use one name for a score, and could not be crossed"
    assert not set(scores) & (set(CATALOGUE) | {"customer_id", "segment"}), "a score hides a feature"
    assert len({d.key for d in DIMENSIONS}) == len({d.title for d in DIMENSIONS}) == len(DIMENSIONS)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", d.key) for d in DIMENSIONS)


@each_dimension
def test_dollar_names_are_the_declared_controls_and_facts(dimension):
    only_ifs = {c.only_if[0] for c in (*dimension.controls, *dimension.measures) if c.only_if}
    declared = {c.key for c in dimension.controls} | set(dimension.facts)
    assert dimension.parameters() <= declared
    assert declared <= dimension.parameters() | only_ifs, "a control that changes nothing"
    assert set(dimension.facts) <= FACT_NAMES


@each_dimension
def test_features_used_exist_in_the_catalogue(dimension):
    scores: set[str] = set()
    for score in dimension.scores:  # a score reads features only: scores of one row do not see each other
        assert columns_in(score.sql) <= set(CATALOGUE)
        scores.add(score.name)
    for text in sql_of(dimension):
        assert columns_in(text) <= set(CATALOGUE) | scores
    assert {m.feature for m in dimension.measures} <= set(CATALOGUE)
    assert all(source_of(name) for name in (*dimension.needs, *dimension.needs_one_of)), "missing() must be able to name a file"
    assert {name for name, _ in dimension.better_with} <= set(CATALOGUE)
    assert dimension.needs or dimension.needs_one_of


@each_dimension
def test_every_control_says_what_it_is(dimension):
    assert sum(isinstance(c, Slider) for c in dimension.controls) >= 2
    assert len({c.key for c in dimension.controls}) == len(dimension.controls)
    for control in dimension.controls:
        assert control.label and control.unit and control.help.endswith("."), control.key
        if isinstance(control, Slider):
            assert control.low <= control.default <= control.high and control.step > 0
            for end in (control.default, control.high):
                assert (end - control.low) / control.step == pytest.approx(round((end - control.low) / control.step)), "not on a step"
            assert {control.scaled_by, control.default_from} - {None} <= FACT_NAMES
        if control.only_if:
            choice = dimension.control(control.only_if[0])
            assert control.only_if[1] in dict(choice.options)


@each_dimension
def test_every_segment_has_a_meaning_and_an_action(dimension):
    for segment in dimension.segments:
        assert segment.name and segment.meaning.endswith(".") and segment.action.endswith("."), segment.name
    assert len({s.name for s in dimension.segments}) == len(dimension.segments)
    assert dimension.question.endswith("?") and dimension.title and dimension.family
    if dimension.label:
        assert dimension.label_when and dimension.label_name and dimension.label_source
        assert "{segment}" in dimension.label_meaning and "{segment}" in dimension.label_action
        assert find_map(dimension.editable_map)


@each_dimension
def test_no_clock_no_chance_no_row_order_in_the_sql(dimension):
    assert [text for text in sql_of(dimension) if CLOCKS.search(text)] == []


def test_a_declaration_that_cannot_work_is_refused():
    said = {"key": "x", "family": "F", "title": "T", "question": "Q?", "measures": (), "controls": ()}
    with pytest.raises(BadValue, match="the last rule must be 'true'"):
        Dimension(**said, segments=(Segment("A", "order_count > 1", "m.", "a."),))
    with pytest.raises(BadValue, match="which no control declares"):
        Dimension(**said, segments=(Segment("A", "order_count > $few", "m.", "a."), Segment("B", "true", "m.", "a.")))
    with pytest.raises(BadValue, match="no phrase that always applies"):
        Dimension(**said, segments=(Segment("A", "true", "m.", "a.", "orders from {few}."),))
    with pytest.raises(BadValue, match="no phrase that always applies"):
        phrase = Phrase("few", "2 orders", (("scoring", "automatic"),))
        Dimension(**said, segments=(Segment("A", "true", "m.", "a.", "orders from {few}."),), phrases=(phrase,))
    with pytest.raises(BadValue, match="must name every segment once"):
        Dimension(**said, segments=(Segment("A", "true", "m.", "a."),), shown=("A", "A"))
    with pytest.raises(BadValue, match="must lie between"):
        Slider("few", "Few", default=9, low=1, high=5, step=1, unit="orders", help="h.")
    with pytest.raises(BadValue, match="not among the options"):
        Choice("way", "Way", (("a", "A"),), default="b", help="h.")


# ---- at work


@each_dimension
@pytest.mark.parametrize("data", ["shop", "one_order", "one_prospect", "nobody"])
def test_one_declared_label_per_customer_at_every_extreme(dimension, data, request):
    project: Project = request.getfixturevalue(data)
    everyone = {who for (who,) in project.features().project("customer_id").fetchall()}
    allowed = {s.name for s in dimension.segments} | words_of_the_data(project, dimension)
    for settings in ({}, *extremes(project, dimension)):
        found = labels(project, dimension.key, **settings)
        assert set(found) == everyone
        assert set(found.values()) <= allowed
        summary = project.summary(dimension.key, **settings).project("segment, customers").fetchall()
        assert sum(n for _, n in summary) == len(everyone) and len(dict(summary)) == len(summary)


@each_dimension
@pytest.mark.parametrize("data", ["shop", "one_order", "nobody"])
def test_everything_the_screen_asks_works(dimension, data, request):
    project: Project = request.getfixturevalue(data)
    rows, bars = project.picture(dimension.key)
    assert {s.name for s in dimension.segments} <= {row["segment"] for row in rows}, "an empty segment is shown too"
    assert sum(bar["customers"] for bar in bars) <= sum(row["customers"] for row in rows)
    for row in rows:
        members = project.members(dimension.key, row["segment"]).project("customer_id").fetchall()
        assert len(members) == row["customers"]
    other = next(d.key for d in DIMENSIONS if d is not dimension)
    assert sum(cell["customers"] for cell in project.cross(dimension.key, other)) == sum(row["customers"] for row in rows)


@each_dimension
def test_a_project_without_data_says_so(dimension):
    with Project() as empty, pytest.raises(MissingData) as refusal:
        empty.summary(dimension.key)
    assert str(refusal.value).lower() == "there is no data yet. add an export first."


@pytest.fixture(scope="module")
def shuffled() -> Iterator[Project]:
    """The same shop, its rows in another order; which file is newer is no order but a fact, so customers stay."""
    tables = messy_shop()
    for name, rows in tables.items():
        if name != "customers":
            random.Random(7).shuffle(rows)
    with project_of(**tables) as project:
        yield project


@each_dimension
def test_the_same_answer_twice_and_for_shuffled_rows(dimension, shop, shuffled):
    first = labels(shop, dimension.key)
    assert labels(shop, dimension.key) == first
    assert labels(shuffled, dimension.key) == first
    sql, values = shop.sql(dimension.key)
    assert rounded(ask(shop, sql, values)) == rounded(ask(shop, sql, values)) == rounded(ask(shuffled, sql, values))


# ---- speed by construction: a slider move reads the feature table and nothing else


def scanned(project: Project, sql: str, values: dict) -> set[str]:
    """Return the tables that DuckDB's plan for the query reads."""
    (plan,) = (text for kind, text in ask(project, f"explain (format json) {sql}", values) if kind == "physical_plan")
    return {name.split(".")[-1] for name in values_of("Table", json.loads(plan))}


def test_the_search_for_scanned_tables_finds_them(shop):
    found = scanned(shop, "select count(o.total), max(e.event_on) from orders o join events e using (customer_id) where $x = 1", {"x": 1})
    assert found == {"orders", "events"}


@each_dimension
def test_a_slider_move_reads_only_the_feature_table(dimension, shop):
    label, other = shop.labelling(dimension.key), shop.labelling("usage" if dimension.key != "usage" else "rfm")
    assert scanned(shop, *shop.sql(dimension.key)) == {"features"}
    assert scanned(shop, segments.summary_select(label), label.values) == {"features"}
    assert scanned(shop, segments.members_select(label), {**label.values, "segment": dimension.segments[0].name}) <= {"features"}
    assert scanned(shop, *segments.cells_select([label, other], [("a", "b")])) <= {"features"}


def asked(project: Project, dimension: Dimension) -> tuple:
    """Return everything that a slider move asks for."""
    key = dimension.key
    cells = project.cross(key, "rfm" if key != "rfm" else "usage")
    members = project.members(key, dimension.segments[-1].name).project("customer_id").fetchall()
    return project.picture(key), sorted(map(str, cells)), sorted(members), sorted(map(str, project.summaries([key])[key]))


def test_a_slider_move_works_when_the_data_tables_are_gone():
    with project_of(**messy_shop(people=20)) as project:
        before = [asked(project, dimension) for dimension in DIMENSIONS]
        for table in ("orders", "order_lines", "events", "surveys", "customers"):
            project.connection.cursor().execute(f"drop table {table}")
        assert [asked(project, dimension) for dimension in DIMENSIONS] == before


# ---- names and values from outside


@each_dimension
def test_a_setting_that_is_wrong_is_refused_in_words(dimension, shop):
    slider = next(c for c in shop.controls(dimension.key) if isinstance(c, Slider))
    with pytest.raises(BadValue) as refusal:
        shop.summary(dimension.key, **{slider.key: slider.high + 1})
    assert str(refusal.value) == (f"{slider.key}: {slider.high + 1} is outside the allowed range. "
                                  f"Give a number from {slider.low:g} to {slider.high:g} ({slider.unit}).")  # fmt: skip
    for nonsense in ("many", None, float("nan"), "1; drop table orders"):
        with pytest.raises(BadValue):
            shop.summary(dimension.key, **{slider.key: nonsense})
    with pytest.raises(UnknownName, match=f"{dimension.title} has no control 'bogus'"):
        shop.summary(dimension.key, bogus=1)
    with pytest.raises(UnknownName, match=f"{dimension.title} has no segment 'Bogus'"):
        shop.members(dimension.key, "Bogus")


def test_an_unknown_dimension_is_refused_with_the_nearest_one():
    with pytest.raises(UnknownName) as refusal:
        find_dimension("usages")
    assert str(refusal.value) == "There is no dimension 'usages'. Did you mean usage?"


def test_a_cut_line_is_where_its_controls_or_its_segment_say():
    for dimension in DIMENSIONS:
        for cut in dimension.cuts:
            assert isinstance(cut, Cut) and cut.label and bool(cut.at) != bool(cut.starts), "a formula, or the start of a segment"
            assert not cut.starts or cut.starts in dimension.shown_names()
            assert set(re.findall(r"\$(\w+)", cut.at)) <= {c.key for c in dimension.controls}
            assert cut.only_if is None or cut.only_if[1] in dict(dimension.control(cut.only_if[0]).options)
