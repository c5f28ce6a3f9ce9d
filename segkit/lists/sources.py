"""Sources: whose names go on a list? The customers of one segment, of a named segment, or everybody."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from segkit.consent import CONSENTS, LeftOut, agreed
from segkit.engine import rows, run
from segkit.features import catalogue
from segkit.lists.columns import EXTRA, Column, chosen, select_list
from segkit.lists.flavours import Flavour
from segkit.lists.names import safe_name
from segkit.lists.write import column_kinds, write_list
from segkit.recipe import Recipe
from segkit.segments import Labelling, cells_select, members_select
from segkit.words import fold, quote


class Project(Protocol):
    """What a list needs of the project it is handed; the layers allow no import from above."""

    folder: Path
    connection: duckdb.DuckDBPyConnection
    recipe: Recipe

    def facts(self) -> dict[str, Any]: ...
    def labelling(self, dimension: str, settings: Mapping[str, Any] | None = None) -> Labelling: ...
    def named_members_sql(self, name: str) -> tuple[str, dict[str, Any]]: ...


USUAL = ("customer_id", "email", "first_name", "last_name", "full_name", "phone", "country", "city", "accepts_email", "segment",
         "order_count", "total_spend", "last_ordered_on")  # fmt: skip
FROM_ORDERS = ("order_count", "total_spend", "last_ordered_on")
SEGMENT = Column("segment", "Segment")
_FEATURES = (catalogue.ID, *catalogue.CATALOGUE.values())
_OURS = {fold(name) for feature in _FEATURES for name in (feature.name, feature.title)} | {SEGMENT.name}
PREVIEW_ROWS = 1_000
# An address that a marketplace gave out reaches nobody from another shop, and matches nobody in an advertising tool.
_WITHOUT_ALIASES = "* replace (case when not coalesce(email_is_alias, false) then email end as email)"


@dataclass(frozen=True)
class Customers:
    """The customers for a list: what they are called, the query that finds them, and what they must have agreed to.

    Every list of a project asks for the consents that the project's recipe names, wherever it is made.
    """

    name: str
    select: str
    values: Mapping[str, Any] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    consents: tuple[str, ...] = ()

    def query(self) -> tuple[str, dict[str, Any]]:
        """Return the SQL, with the name of the list as one more column, and the values it binds."""
        found = f"select {_WITHOUT_ALIASES}, $list_name as segment from ({self.select}) as found where {agreed(self.consents)}"
        return found, {**self.values, "list_name": self.name}

    def who_accept(self, *consents: str) -> "Customers":
        """Return those of the customers who agreed to all of these: accepts_email, accepts_sms; unknown counts as not agreed."""
        agreed(consents)
        return replace(self, consents=consents)


def of_segment(project: Project, dimension: str, segment: str, settings: Mapping[str, Any] | None = None) -> Customers:
    """Return the customers of one segment at these settings, else at the saved ones."""
    label = project.labelling(dimension, settings)
    return Customers(segment, members_select(label), {**label.values, "segment": segment}, _score_titles(label),
                     project.recipe.list_consents)


def of_cells(project: Project, dimensions: Sequence[str], cells: Sequence[Sequence[str]], name: str) -> Customers:
    """Return the customers of cells of two crossed dimensions (one segment of each) at the saved settings."""
    select, values = cells_select([project.labelling(key) for key in dimensions], cells)
    return Customers(name, select, values, consents=project.recipe.list_consents)


def of_named(project: Project, name: str) -> Customers:
    """Return the customers of a segment that was named in the project."""
    select, values = project.named_members_sql(name)
    return Customers(name, select, values, consents=project.recipe.list_consents)


def everyone(project: Project) -> Customers:
    """Return all customers."""
    project.facts()
    return Customers("All customers", "select * from features", consents=project.recipe.list_consents)


def usual(project: Project) -> tuple[str, ...]:
    """Return the names of the columns most tools want; without any order, what is counted from orders is not among them."""
    return USUAL if project.facts()["has_orders"] else tuple(name for name in USUAL if name not in FROM_ORDERS)


def columns_of(project: Project, customers: Customers, usual_only: bool = False) -> list[Column]:
    """Return the columns in which these customers have any value, the usual ones of a list first."""
    select, values = customers.query()
    kinds = column_kinds(project.connection, select, values)
    asked = usual(project) if usual_only else {*kinds} - {"extra"}
    names = [name for name in kinds if name in asked]
    counts = ", ".join(f'count({quote(name)})' for name in names)
    filled = rows(project.connection, f"select {counts} from ({select}) as found", values)[0]
    there = [name for name, known in zip(names, filled, strict=True) if known or name in ("customer_id", "segment")]
    ordered = [name for name in USUAL if name in there] + [name for name in there if name not in USUAL]
    return [Column(name, title(name, customers)) for name in ordered] + ([] if usual_only else _further(project, select, values))


def columns_kept(project: Project, customers: Customers) -> list[Column]:
    """Return the columns that the recipe names, as far as these customers have them; without any, all that are known of them."""
    there = {column.name: column for column in columns_of(project, customers)}
    kept = [there[name] for name in project.recipe.list_columns if name in there]
    return kept or [Column(name, title(name, customers)) for name in column_kinds(project.connection, customers.select, customers.values)]


def _further(project: Project, select: str, values: Mapping[str, Any]) -> list[Column]:
    """Return the further columns that these customers have from customers files, under the files' own headings."""
    sql = f"select distinct unnest(map_keys(extra)) as heading from ({select}) as found where extra is not null order by heading"
    found = [heading for (heading,) in rows(project.connection, sql, values)]
    # Marked where one of Segkit's own columns is called the same, on screen or in a file.
    return [Column(f"{EXTRA}{heading}", f"{heading} (from your file)" if fold(heading) in _OURS else heading) for heading in found]


def title(name: str, customers: Customers) -> str:
    """Return what a column is called for people."""
    if name == SEGMENT.name:
        return SEGMENT.heading
    known = name == catalogue.ID.name or name in catalogue.CATALOGUE
    return catalogue.find(name).title if known else customers.titles.get(name) or name.replace("_", " ").capitalize()


def count(project: Project, customers: Customers) -> int:
    """Return how many customers the list holds."""
    select, values = customers.query()
    return rows(project.connection, f"select count(*) from ({select}) as found", values)[0][0]


def consents_known(project: Project) -> list[str]:
    """Return the consents of which the data say anything: of at least one customer a yes or a no."""
    project.facts()
    found = rows(project.connection, f"select {', '.join(f'count({quote(name)})' for name in CONSENTS)} from features")[0]
    return [name for name, known in zip(CONSENTS, found, strict=True) if known]


def left_out(project: Project, customers: Customers) -> LeftOut:
    """Return how many customers the list leaves out because they did not agree, or because nobody knows."""
    select, values = replace(customers, consents=()).query()
    answer = agreed(customers.consents)
    counts = f"count(*), count(case when not ({answer}) then 1 end), count(*) - count({answer})"
    return LeftOut(*rows(project.connection, f"select {counts} from ({select}) as found", values)[0])


def aliases_left_out(project: Project, customers: Customers) -> int:
    """Return how many customers on the list have no e-mail address there, because theirs was given out by a marketplace."""
    select, values = customers.query()
    return rows(project.connection, f"select count(*) from ({select}) as found where email_is_alias", values)[0][0]


def preview(project: Project, customers: Customers, columns: Sequence[Column], most: int = PREVIEW_ROWS) -> pa.Table:
    """Return the first rows of the list as they would stand in the file."""
    select, values = customers.query()
    there = column_kinds(project.connection, select, values)
    expressions = select_list(chosen(columns, there), there, harmless=False)
    return run(project.connection, f"select {expressions} from ({select}) as found limit {int(most)}", values).to_arrow_table()


def save(project: Project, customers: Customers, columns: Sequence[Column], flavour: Flavour) -> tuple[Path, int]:
    """Return the file with the list, in the project's folder, and how many customers are in it."""
    select, values = customers.query()
    # A folder of its own: two tabs may write lists of one name at the same time.
    path = project.folder / "lists" / uuid.uuid4().hex / safe_name(customers.name, suffix=flavour.suffix)
    headed = [Column(c.name, c.heading if flavour.for_people or c.name.startswith(EXTRA) else c.name) for c in columns]
    return path, write_list(project.connection, select, values, headed, flavour, path)


def _score_titles(label: Labelling) -> dict[str, str]:
    return {score.name: score.title for score in label.dimension.scores}
