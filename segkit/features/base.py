"""What a feature is: one number, day or word about a customer, computed from that customer's rows up to a day."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Feature:
    """One column of the feature table.

    `sql` aggregates one customer's rows of the source; with `after`, it reads the features and gathered values before
    it instead. `empty` is the value of a customer without any row there (a count is 0, a day is unknown).
    """

    name: str
    sql: str
    title: str
    unit: str
    meaning: str
    after: bool = False
    empty: str = ""


@dataclass(frozen=True)
class Source:
    """The rows that features are computed from: one SELECT with a customer_id, filtered to $as_of.

    `gathered` are aggregates that features build on but that are no features themselves.
    """

    name: str
    table: str
    brought_by: str
    rows: str
    features: tuple[Feature, ...]
    gathered: tuple[tuple[str, str], ...] = ()

    def select(self) -> str:
        """Return the SQL with one row per customer and a column for each feature."""
        inner = [f"{sql} as {name}" for name, sql in self.gathered]
        inner += [f"{f.sql} as {f.name}" for f in self.features if not f.after]
        outer = [f"{f.sql} as {f.name}" if f.after else f.name for f in self.features]
        grouped = f"select customer_id, {', '.join(inner)} from ({self.rows}) as source_rows group by customer_id"
        return f"select customer_id, {', '.join(outer)} from ({grouped}) as gathered_rows"
