"""A project: data, recipe and results in one DuckDB file, and every question one can ask of it."""

import hashlib
import json
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from segkit import ingest, quality, segments, source_files
from segkit.at_hand import AtHand
from segkit.consent import agreed
from segkit.dimensions import DIMENSIONS, find_dimension, in_words, kept
from segkit.dimensions.base import Control, Dimension
from segkit.engine import connect, read, rows, run
from segkit.errors import BadValue, MissingData, ProjectProblem, UnknownName
from segkit.features.build import BUILT_BY, build
from segkit.features.catalogue import source_of
from segkit.features.left_out import checked as checked_rules
from segkit.ingest.changes import CREATE_COUNT, changes
from segkit.ingest.identity import who
from segkit.ingest.parse.countries import country_names
from segkit.ingest.report import LoadReport
from segkit.ingest.shop import Shop
from segkit.last_day import Reach, first_day, reach
from segkit.maps import MAPS, find_map
from segkit.quality import Data, Finding
from segkit.recipe import NamedSegment, Part, Recipe, checked, read_recipe
from segkit.segments import Bins, Labelling
from segkit.state import State
from segkit.tables import DATA_TABLES, create_statements
from segkit.upkeep import add_new_columns, refuse_another_kind, remove_folder, sweep
from segkit.words import is_shared, may_be_same, nearest

_FILLED = ", ".join(f"(select '{table.name}' from {table.name} limit 1)" for table in DATA_TABLES)
_NO_DATA = ("there is no data yet.", "", "Add an export first.")
_NO_CUSTOMERS = ("the files so far name no customers.", "", "Add an export that says who bought: by e-mail address, phone or number.")
_NOTED = {
    "currency": """select max_by(currency, orders)
        from (select currency, count(*) as orders from orders where currency is not null group by all)""",
    "filled": f"select concat_ws(' ', {_FILLED})",
}
_UNCHANGED = """(select case when value = $of_version then true else error('the project has changed since these customers were asked for: '
    || 'its data, as-of day or way of counting. Ask again.') end from project_state where name = 'built_for')"""


class Project:
    """One analyst's files, choices and results; kept in the file at `path`, or only until it is closed.

    A project without a path lies in a temporary file all the same: DuckDB compresses and pages out what lies in a file,
    so that ten million orders need no more memory than a few.

    Queries run on cursors of their own, so threads may ask at the same time. Loads wait for each other, and so do changes
    of the choices, but a choice never waits for a load.
    """

    def __init__(self, path: str | Path | None = None, folder: str | Path | None = None, memory: str = "1GB"):
        """Open the project. `folder` is the only place it reads and writes; a temporary one unless given."""
        self.path = Path(path) if path else None
        parent = self.path.resolve().parent if self.path else None
        if parent and not parent.is_dir():
            raise MissingData("the folder does not exist.", str(parent), "Create it first, or choose another place.")
        refuse_another_kind(self.path)
        mark = f".segkit-{self.path.name if self.path else ''}-"
        temporary = None if folder else Path(tempfile.mkdtemp(prefix=mark, dir=parent))
        self.folder = Path(folder) if folder else temporary
        try:
            self._con = connect(str(self.path or self.folder / "temporary.segkit"), self.folder, memory)
        except BaseException:
            remove_folder(temporary)
            raise
        self._at_hand = AtHand(self._con)
        self._close = weakref.finalize(self, _shut, (self._at_hand, self._con), temporary)
        self._loading, self._building, self._lock = threading.RLock(), threading.RLock(), threading.RLock()
        self._checking = threading.RLock()
        self._bars: dict[tuple[str, str], Bins] = {}
        try:
            self._read_file()
        except BaseException:
            self.close()
            raise
        if parent:
            sweep(self.path, mark, self.folder)

    def _read_file(self) -> None:
        try:
            for statement in (*create_statements(), CREATE_COUNT):
                self._con.execute(statement)
            add_new_columns(self._con)
            self._state = State(self._con)
        except duckdb.Error as error:
            fix = "Choose another file, or start a new project."
            raise ProjectProblem("this database is not a Segkit project.", str(self.path or ""), fix) from error
        self._recipe = read_recipe(self._state.get("recipe"))
        self.notice_changes()

    def close(self) -> None:
        """Close the file; the project cannot be used afterwards."""
        self._close()

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Keep the project file still, everything written, so that it may be copied while others go on reading it."""
        with self._loading, self._building, self._checking, self._lock:
            with suppress(duckdb.Error):  # a reader in the way: then the log beside the file holds the last changes
                self._con.cursor().execute("checkpoint")
            yield

    def __enter__(self) -> "Project":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- data in

    def load(self, path: str | Path, **choices: Any) -> LoadReport | list[LoadReport]:
        """Load one file and return its report; a list of reports where an archive holds several tables.

        Choices: table, mapping, answers, sheet, name, store (of several shops), progress, cancelled.
        """
        reports = self.load_all(path, **choices)
        return reports[0] if len(reports) == 1 else reports

    def load_all(self, path: str | Path, **choices: Any) -> list[LoadReport]:
        """Load one file and return a report per table in it."""
        with self._changing_data():
            choices = self._placed(choices)
            return ingest.load_file(self._con, self.folder, Path(path), shop=self._shop(), **choices)

    @contextmanager
    def _changing_data(self) -> Iterator[None]:
        """Let one load or removal happen at a time; of an archive the first tables stay, also when a later one is refused."""
        with self._loading:
            try:
                yield
            finally:
                self.notice_changes()

    def inspect(self, path: str | Path, **choices: Any) -> list[LoadReport]:
        """Return what loading the file would do, without loading it."""
        return ingest.inspect_file(self._con, self.folder, Path(path), shop=self._shop(), **choices)

    def reload(self, source_id: int, **choices: Any) -> list[LoadReport]:
        """Load a file again in place of its first load; further choices go before those of the first load."""
        with self._changing_data():
            path, name = source_files.find(self._con, self.folder, source_id)
            if not path.exists():
                raise MissingData("the file is no longer where it was.", str(path), "Add the file again.")
            before, choices = next(report for report in self.files() if report.source_id == source_id), self._placed(choices)
            return ingest.load_file(self._con, self.folder, path, name=name, replaces=source_id, shop=self._shop(),
                                    **source_files.choices_again(before, choices))

    def _shop(self) -> Shop:
        """Return what was chosen for the project and holds for each of its files."""
        return Shop(country=self._recipe.country, time_zone=self._recipe.time_zone, rates=self._recipe.rates,
                    kept_apart=self._recipe.kept_apart, currency=self._recipe.currency)  # fmt: skip

    def _placed(self, choices: Mapping[str, Any]) -> dict[str, Any]:
        """Return the choices of a load without the answer where the shop is: that is kept with the project, for all of its files."""
        answers = dict(choices.get("answers") or {})
        if zone := answers.pop("time_zone", ""):
            self.set_time_zone(zone)
        return {**choices, "answers": answers} if "answers" in choices else dict(choices)

    def remove(self, source_id: int) -> None:
        """Take a file out of the project; the data are as they were before it. A copy kept with the project goes too."""
        with self._changing_data():
            path, _ = source_files.find(self._con, self.folder, source_id)
            ingest.remove_file(self._con, source_id, self._shop())
            source_files.remove_if_unused(self._con, self.folder, path)

    def files(self) -> list[LoadReport]:
        """Return the report of every loaded file, in the order of loading."""
        return source_files.reports(self._con)

    def outdated(self) -> list[LoadReport]:
        """Return the files that were read with another time zone, country or other rates than those chosen now: reload them."""
        now = {"time_zone": self._recipe.time_zone, "country": self._recipe.country, "rates": self._recipe.rates}
        return [report for report in self.files() if source_files.was_read_otherwise(report, now)]

    def set_aside(self, source_id: int) -> duckdb.DuckDBPyRelation:
        """Return the rows of a file that were not used: row, reason, the row's text."""
        sql = "select source_row as row, reason, row_text from set_aside where source_id = $source_id order by source_row"
        return run(self._con, sql, {"source_id": source_id})

    # ---- choices

    @property
    def recipe(self) -> Recipe:
        """Every choice made in this project."""
        return self._recipe

    @recipe.setter
    def recipe(self, recipe: Recipe) -> None:
        checks = checked(recipe)
        if checks.kept_apart == self._recipe.kept_apart:
            self._change(lambda _: checks)
        else:
            self._relink(lambda _: checks)

    def _change(self, change: Callable[[Recipe], Recipe]) -> None:
        """Keep what a change makes of the recipe; changes of two tabs at once follow one another."""
        with self._lock:
            recipe = change(self._recipe)
            self._state.put(recipe=recipe.to_toml())
            self._recipe = recipe

    @property
    def last_day(self) -> date | None:
        """The last day with data, not counting rows mistyped to a day far beyond it."""
        return self.reach.last_day

    @property
    def reach(self) -> Reach:
        """The last day with data, and how many rows are dated after a long gap beyond it."""
        return Reach.from_text(self._state.get("reach"))

    @property
    def as_of(self) -> date | None:
        """The day everything is computed for: chosen, or the last day with data."""
        return self._recipe.as_of or self.last_day

    @as_of.setter
    def as_of(self, day: date | None) -> None:
        self._change(lambda recipe: replace(recipe, as_of=day))

    @property
    def revenue_policy(self) -> str:
        """How money is counted: net, gross or paid."""
        return self._recipe.revenue_policy

    @revenue_policy.setter
    def revenue_policy(self, policy: str) -> None:
        self._change(lambda recipe: replace(recipe, revenue_policy=policy))

    @property
    def currency(self) -> str:
        """The currency of the orders: what the files say, else what was chosen; empty where nobody says it."""
        return self.currency_in_files or self._recipe.currency

    @property
    def currency_in_files(self) -> str:
        """The currency of most orders; empty where the files name none."""
        return self._state.get("currency")

    def set_currency(self, code: str) -> None:
        """Keep the currency of the amounts with the project; it holds as long as no file names one.

        One that the sign beside a file's amounts cannot mean is refused.
        """
        if sign := self.sign_against(code):
            raise BadValue(f"a file writes its amounts with {sign}, which does not stand for {code}.", "Currency",
                           f"Choose a currency that is written with {sign}, or remove the file.")  # fmt: skip
        self._change(lambda recipe: replace(recipe, currency=code))

    def map(self, key: str) -> list[dict[str, str]]:
        """Return the rows of an editable table: benefits, occasions or stages."""
        found = find_map(key)
        return self._recipe.maps[key] if key in self._recipe.maps else found.starter()

    def set_map(self, key: str, table: Sequence[Mapping[str, str]]) -> None:
        """Keep the edited rows with the project; refuse a row that cannot work, naming it."""
        checked = find_map(key).checked(table)
        self._change(lambda recipe: replace(recipe, maps={**recipe.maps, key: checked}))

    def settings(self, dimension: str) -> dict[str, Any]:
        """Return the saved value of every control of the dimension."""
        found, facts = find_dimension(dimension), self.facts()
        return found.settings(self._usable(found, facts), facts)

    def _usable(self, dimension: Dimension, facts: Mapping[str, Any]) -> dict[str, Any]:
        return kept.usable(dimension, self._recipe.settings.get(dimension.key, {}), facts)

    def set_settings(self, dimension: str, chosen: Mapping[str, Any]) -> None:
        """Keep the values of the dimension's controls with the project; what stands at its default goes on following it."""
        moved = kept.moved(find_dimension(dimension), chosen, self.facts())
        if self._recipe.settings.get(dimension, {}) != moved:
            self._change(lambda recipe: replace(recipe, settings={**recipe.settings, dimension: moved}))

    def set_list_columns(self, names: Sequence[str]) -> None:
        """Keep the columns of a list, by name in the order of the file, with the project."""
        self._change(lambda recipe: replace(recipe, list_columns=tuple(names)))

    def set_list_consents(self, names: Sequence[str]) -> None:
        """Keep with the project what everybody on a list must have agreed to: accepts_email, accepts_sms."""
        agreed(names)
        self._change(lambda recipe: replace(recipe, list_consents=tuple(names)))

    def leave_out(self, rule: str, on: bool = True) -> None:
        """Leave the rows out that a rule names, or count them again; they stay in the data either way."""
        checked_rules([rule])

        def changed(recipe: Recipe) -> Recipe:
            others = set(recipe.left_out) - {rule}
            return replace(recipe, left_out=checked_rules({*others, rule} if on else others))

        self._change(changed)

    # ---- who is one customer

    def people(self) -> dict[str, int]:
        """Return how many customers there are by what they can be reached, and staff, joined records and rows of nobody."""
        return who.counted(self._con, self._recipe.staff_domains)

    def nobodies(self) -> list[tuple[str, int]]:
        """Return what stands in place of a customer on rows of nobody in particular, and on how many."""
        return who.nobodies(self._con)

    def merges(self) -> duckdb.DuckDBPyRelation:
        """Return one row per customer joined from several records: person, name, keys, rule, shared, files."""
        return who.merges(self._con, self._recipe.kept_apart)

    def split(self, person: str, *keys: str) -> None:
        """Make the records that were joined to a person customers of their own; with keys, only those records."""
        joined = who.keys_of(self._con, person, self._recipe.kept_apart)
        for key in keys or ([] if joined else [person]):
            if key not in joined:
                raise UnknownName(f"no record '{key}' was joined to {person}.", "Customers", nearest(key, joined))
        apart = {*(keys or joined)}
        self._relink(lambda recipe: replace(recipe, kept_apart=tuple(sorted({*recipe.kept_apart} | apart))))

    def rejoin(self, *keys: str) -> None:
        """Let records that were kept apart be joined again where they share an address; without keys, all of them."""
        for key in keys:
            if key not in self._recipe.kept_apart:
                raise UnknownName(f"no record '{key}' is kept apart.", "Customers", nearest(key, self._recipe.kept_apart))
        gone = {*(keys or self._recipe.kept_apart)}
        self._relink(lambda recipe: replace(recipe, kept_apart=tuple(key for key in recipe.kept_apart if key not in gone)))

    def _relink(self, change: Callable[[Recipe], Recipe]) -> None:
        with self._changing_data():
            self._change(change)
            ingest.link_people(self._con, self._shop())

    def staff_proposals(self) -> list[dict[str, Any]]:
        """Return the domains whose mailboxes may be staff: domain, mailboxes, orders, odd (tests, or worth nothing)."""
        return who.staff_proposals(self._con)

    def set_staff_domains(self, domains: Sequence[str]) -> None:
        """Keep with the project whose mailboxes are staff and no customers; their rows stay in the data."""
        plain = who.checked_domains(domains)
        self._change(lambda recipe: replace(recipe, staff_domains=plain))

    def sign_against(self, code: str) -> str:
        """Return the sign beside a loaded file's amounts that cannot mean this currency; "" where there is none."""
        said = (report.decisions.get("currency_sign", "") for report in self.files() if report.answers.get("currency") != "same")
        return next((sign for sign in said if code and is_shared(sign) and not may_be_same(sign, code)), "")

    @property
    def time_zone(self) -> str:
        """Whose days and hours count, as in "Europe/Berlin"; empty where nothing was chosen: then times stay as the files have them."""
        return self._recipe.time_zone

    def set_time_zone(self, zone: str) -> None:
        """Keep where the shop is. Files loaded before are read anew by `reload`; `outdated` says which."""
        self._change(lambda recipe: replace(recipe, time_zone=zone))

    @property
    def rates(self) -> dict[str, float]:
        """What one of each other currency is worth in the project's."""
        return dict(self._recipe.rates)

    def set_rates(self, rates: Mapping[str, float]) -> None:
        """Keep the rates of exchange. Files converted before are read anew by `reload`; `outdated` says which."""
        self._change(lambda recipe: replace(recipe, rates=dict(rates)))

    def set_country(self, code: str) -> None:
        """Keep the shop's country: for its holidays, and for phone numbers without a country code in files read from now on."""
        if code and code not in country_names():
            raise UnknownName(f"there is no country '{code}'.", "Country", "Write two letters, as in DE.")
        self._change(lambda recipe: replace(recipe, country=code))

    # ---- features

    @property
    def version(self) -> str:
        """A word that changes whenever the features would: with data, as-of day, revenue policy or an editable table."""
        choices = json.dumps([self._recipe.maps, self._recipe.country, self._recipe.left_out, self._recipe.staff_domains], sort_keys=True)
        parts = (BUILT_BY, self._state["data_version"], str(self.as_of), self.revenue_policy, choices)
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]

    def facts(self) -> dict[str, Any]:
        """Return the facts about the whole data set; builds the features when they are not up to date."""
        version = self.version
        if self._state.get("built_for") != version:
            with self._building:
                version = self.version  # what changed while another thread was building counts too
                if self._state.get("built_for") != version:
                    self._build(version)
        return json.loads(self._state.get("facts", "{}"))

    def _build(self, version: str) -> None:
        if not self._filled():
            raise MissingData(*_NO_CUSTOMERS if self.files() else _NO_DATA)
        maps = {editable.key: self.map(editable.key) for editable in MAPS}
        self._state.put(built_for="")  # a build that is cut off leaves features of no version behind
        facts = build(self._con, self.as_of or date(2000, 1, 1), self.revenue_policy, maps, self._recipe.country, self._recipe.left_out,
                      self._recipe.staff_domains)  # fmt: skip
        self._state.put(facts=json.dumps(facts, default=float), built_for=version)

    def features(self) -> duckdb.DuckDBPyRelation:
        """Return the feature table as of the as-of day, one row per customer.

        It is read from the project when you fetch it, and refuses to be once the project has moved on: ask again then.
        """
        self.facts()
        return self._of_now("select * from features", {})

    def _of_now(self, sql: str, values: Mapping[str, Any]) -> duckdb.DuckDBPyRelation:
        guarded = f"select * from ({sql}) as asked where {_UNCHANGED}"
        return run(self._con, guarded, {**values, "of_version": self._state["built_for"]})

    # ---- quality

    def quality(self) -> list[Finding]:
        """Return what is good to know of the data, what needs somebody first; found once per state of the data, then remembered."""
        if not self._filled():
            return []
        found_for = "|".join((quality.VERSION, BUILT_BY, self._state["data_version"], self.currency, *self._recipe.staff_domains))
        if self._state.get("quality_of") != found_for:
            with self._checking:
                if self._state.get("quality_of") != found_for:
                    self._state.put(quality=quality.to_text(quality.findings(self._checked_data())), quality_of=found_for)
        return quality.in_order(quality.from_text(self._state["quality"]), self._recipe.left_out)

    def _checked_data(self) -> Data:
        unanswered = {dimension.title: self.missing(dimension.key) for dimension in DIMENSIONS}
        return Data(self._con, self.files(), self.reach, first_day(self._con), self.currency, self._recipe.staff_domains, unanswered)

    # ---- segments

    def labelling(self, dimension: str, settings: Mapping[str, Any] | None = None) -> Labelling:
        """Return the dimension at its saved settings, changed by those given."""
        found, facts = find_dimension(dimension), self.facts()
        return segments.labelling(found, {**self._usable(found, facts), **(settings or {})}, facts)

    def controls(self, dimension: str) -> list[Control]:
        """Return the dimension's controls in the scale of this data (money in its currency)."""
        return [control.resolved(self.facts()) for control in find_dimension(dimension).controls]

    def summary(self, dimension: str, **settings: Any) -> duckdb.DuckDBPyRelation:
        """Return one row per segment that has customers: segment, customers, customer_share, orders, spend, spend_share …"""
        return read(self._con, *self.sql(dimension, **settings))

    def members(self, dimension: str, segment: str, **settings: Any) -> duckdb.DuckDBPyRelation:
        """Return the customers of one segment with their features, one row per customer; like `features`, of this moment only."""
        return self._of_now(*self.members_sql(dimension, segment, **settings))

    def members_sql(self, dimension: str, segment: str, **settings: Any) -> tuple[str, dict[str, Any]]:
        """Return the SQL for the customers of one segment and the values it binds; refuse a segment that does not exist."""
        label = self.labelling(dimension, settings)
        self._check_segment(label, segment)
        return segments.members_select(label), {**label.values, "segment": segment}

    def columns(self, sql: str, values: Mapping[str, Any]) -> list[str]:
        """Return the column names that a query of this project gives."""
        return run(self._con, f"select * from ({sql}) as asked limit 0", values).columns

    def _check_segment(self, label: Labelling, segment: str) -> None:
        declared = [s.name for s in label.dimension.segments]
        if segment in declared:
            return
        found = [row["segment"] for row in segments.summarise(self._con, label)]
        if segment not in found:
            raise UnknownName(f"{label.dimension.title} has no segment '{segment}'.", "", nearest(segment, found))

    def numbers(self, dimension: str, **settings: Any) -> list[dict[str, Any]]:
        """Return one row per segment with every number, segments without customers included, in the order they are shown."""
        return segments.summarise(self._con, self.labelling(dimension, settings))

    def picture(self, dimension: str, **settings: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return the numbers, and the bars of the measure: rows of segment, bar, starts_at, least, customers."""
        label = self.labelling(dimension, settings)
        return segments.summarise(self._con, label), segments.histogram(self._con, label, self.bars(label.measure))

    def glance(self, dimension: str, **settings: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return what the pictures draw, customers, orders, spend, shares and the bars, in a third of the time of `picture`."""
        label = self.labelling(dimension, settings)
        bars = self.bars(label.measure)
        return self._at_hand.glance(self.version, label, bars) or segments.glance(self._con, label, bars)

    def keep_at_hand(self, dimension: str, **settings: Any) -> None:
        """Hold in memory what `glance` reads for this dimension: worth it where somebody is about to move its sliders."""
        with self._building:  # no other build may come between the version and what is copied under its name
            label = self.labelling(dimension, settings)
            bars = self.bars(label.measure)
            self._at_hand.keep(self._state["built_for"], label, bars)

    def bars(self, measure: str) -> Bins:
        """Return the bars in which a measure is drawn: fixed for a version of the data, so that pictures do not jump."""
        self.facts()
        key = (self.version, measure)
        if key not in self._bars:
            self._bars[key] = segments.bins(self._con, measure)
        return self._bars[key]

    def summaries(self, dimensions: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """Return customers, orders and spend per segment for several dimensions at their saved settings, in one scan."""
        return segments.summarise_many(self._con, [self.labelling(key) for key in dimensions])

    def cross(self, first: str, second: str) -> list[dict[str, Any]]:
        """Return one row per pair of segments of two dimensions: customers, orders, spend, spend_per_customer."""
        return segments.cross(self._con, self.labelling(first), self.labelling(second))

    def sql(self, dimension: str, **settings: Any) -> tuple[str, dict[str, Any]]:
        """Return the SQL behind a dimension's summary and the values it binds."""
        label = self.labelling(dimension, settings)
        return segments.summary_in_order(label)

    def rules(self, dimension: str, **settings: Any) -> list[tuple[str, str]]:
        """Return (segment, its rule in words) at these settings, in the order the rules are tried: the first that fits holds."""
        found, facts = find_dimension(dimension), self.facts()
        return in_words.rules(found, {**self._usable(found, facts), **settings}, facts, self.currency)

    def missing(self, dimension: str) -> list[str]:
        """Return sentences that say which file would let the dimension work; empty when it works."""
        found, known = find_dimension(dimension), self._filled()
        lacking = [name for name in found.needs if source_of(name).table not in known]
        if found.needs_one_of and not any(source_of(name).table in known for name in found.needs_one_of):
            lacking += list(found.needs_one_of)
        brings = list(dict.fromkeys(source_of(name).brought_by for name in lacking))
        return [f"{found.title} needs {' or '.join(brings)}."] if brings else []

    def better_with(self, dimension: str) -> list[str]:
        """Return sentences that say which further file would make the dimension's answer better."""
        known = self._filled()
        return [say for name, say in find_dimension(dimension).better_with if not self._knows(name, known)]

    def _knows(self, feature: str, known: set[str]) -> bool:
        source = source_of(feature)
        if source:
            return source.table in known
        return bool(rows(self._con, f"select 1 from customers where {feature} is not null limit 1"))

    def _filled(self) -> set[str]:
        return set(self._state.get("filled").split())

    # ---- named segments

    def named_segments(self) -> tuple[NamedSegment, ...]:
        """Return the segments that were named in this project."""
        return self._recipe.segments

    def save_segment(
        self, name: str, dimensions: Sequence[str], cells: Sequence[Sequence[str]], note: str = "",
        settings: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> NamedSegment:  # fmt: skip
        """Keep the customers of the chosen cells under a name, at these settings of the dimensions, else at the saved ones."""
        given = settings or {}
        for cell in cells:
            for key, segment in zip(dimensions, cell, strict=True):
                self._check_segment(self.labelling(key, given.get(key)), segment)
        parts = tuple(self._part(key, given.get(key) or {}) for key in dimensions)
        segment = NamedSegment(name.strip(), parts, tuple(tuple(cell) for cell in cells), note)
        self._change(lambda recipe: recipe.with_segment(segment))
        return segment

    def _part(self, dimension: str, given: Mapping[str, Any]) -> Part:
        found, facts = find_dimension(dimension), self.facts()
        return Part(dimension, kept.frozen(found, {**self._usable(found, facts), **given}, facts))

    def remove_segment(self, name: str) -> None:
        """Forget a named segment; no customer is touched."""
        self._change(lambda recipe: recipe.without_segment(name))

    def named_members(self, name: str) -> duckdb.DuckDBPyRelation:
        """Return the customers of a named segment with their features, one row per customer."""
        return self._of_now(*self.named_members_sql(name))

    def named_members_sql(self, name: str) -> tuple[str, dict[str, Any]]:
        """Return the SQL for the customers of a named segment and the values it binds."""
        found = next((s for s in self._recipe.segments if s.name == name), None)
        if found is None:
            raise UnknownName(f"There is no segment named '{name}'.", "", nearest(name, [s.name for s in self._recipe.segments]))
        facts = self.facts()
        parts = [(find_dimension(part.dimension), part.settings) for part in found.parts]
        labels = [segments.labelling(dimension, kept.within_bounds(dimension, chosen, facts), facts) for dimension, chosen in parts]
        return segments.cells_select(labels, found.cells)

    # ---- state

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The sandboxed connection, for the list writer and the benchmarks; take a cursor per query."""
        return self._con

    def notice_changes(self) -> None:
        """Note what the data say of themselves if they have changed, so that no later question has to read them for it.

        The changes are counted where they happen: a program killed right after a load notices when it opens the file again.
        """
        version = f"changes {changes(self._con)}"
        if self._state.get("data_version") != version or "reach" not in self._state:
            noted = {name: str(rows(self._con, sql)[0][0] or "") for name, sql in _NOTED.items()}
            self._state.put(**noted, reach=reach(self._con).to_text(), data_version=version)


def _shut(opened: Sequence[AtHand | duckdb.DuckDBPyConnection], temporary: Path | None) -> None:
    for each in opened:
        each.close()
    remove_folder(temporary)
