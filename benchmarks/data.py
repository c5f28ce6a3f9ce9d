"""Data: which files and projects are the benchmarks run on? Made by DuckDB from row numbers, the same at every run."""
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

import segkit
from segkit import Project

AS_OF = "2025-12-31"


@dataclass(frozen=True)
class Sizes:
    """How much of everything: the sizes of the promise, or smaller ones for a quick look."""

    lines: int = 10_000_000
    shopify_orders: int = 1_050_000
    customers: int = 1_000_000
    people: int = 20
    customers_each: int = 200_000
    loads: int = 3
    moves: int = 25
    presses: int = 30
    drags: int = 5
    minutes_shared: float = 0.5


FULL = Sizes()
QUICK = Sizes(lines=1_000_000, shopify_orders=100_000, customers=100_000, people=8, customers_each=20_000, loads=2, moves=11,
              presses=12, drags=2, minutes_shared=0.15)  # fmt: skip
TINY = Sizes(lines=3_000, shopify_orders=300, customers=300, people=2, customers_each=100, loads=1, moves=2,
             presses=2, drags=1, minutes_shared=0.02)

# One order in `step` makes sure that each customer has one; the others go to few much and to many little.
_ORDERS = """
select 'O' || lpad(i::varchar, 8, '0') as "Order ID", 'C' || lpad(buyer::varchar, 7, '0') as "Customer ID",
    timestamp '2023-01-01 00:00:00' + to_seconds((i * (1096 * 86400.0 / {lines}))::bigint) as "Order date",
    case when hash(i, 1) % 50 = 0 then 'cancelled' else 'completed' end as "Status",
    1 + hash(i, 2) % 5 as "Items",
    (10 + (hash(i, 3) % 20000) / 100)::decimal(18,2) as "Total",
    (case when hash(i, 4) % 5 = 0 then 2.5 else 0 end)::decimal(18,2) as "Discount"
from (
    select i, case when i % {step} = 0 then (i // {step} * 7919) % {customers}
        else floor({customers} * pow((hash(i, 5) % 1000000) / 1000000, 2))::bigint end as buyer
    from range({lines}) as numbers(i)
) as drawn
"""
_EVENTS = """
select 'C' || lpad((hash(i, 6) % {customers})::varchar, 7, '0') as "Customer ID",
    ['page_view', 'view_item', 'add_to_cart', 'newsletter_open'][1 + (hash(i, 7) % 4)::integer] as "Event",
    timestamp '2025-07-01 00:00:00' + to_seconds((i * (184 * 86400.0 / {customers}))::bigint) as "Time"
from range({customers}) as numbers(i)
"""
_SURVEY = """
select 'C' || lpad((i * 5)::varchar, 7, '0') as "Customer ID", (date '2025-10-01' + (hash(i, 8) % 90)::integer) as "Date",
    (hash(i, 9) % 11) as "How likely are you to recommend us (0-10)"
from range({customers} // 5) as numbers(i)
"""


def orders_file(folder: Path, lines: int, customers: int) -> Path:
    """Return an orders export of that many lines, about 60 bytes each, by that many customers."""
    select = _ORDERS.format(lines=lines, customers=customers, step=max(1, lines // customers))
    return made_file(folder, f"orders-{lines}-{customers}", select)


def project_folder(folder: Path, customers: int) -> Path:
    """Return a folder with `project.segkit`: orders, events and a survey of that many customers, features built.

    It is kept for the next run as long as the code of segkit is the same.
    """
    kept = folder / f"project-{customers}-{_fingerprint()}"
    if not (kept / "done").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        with Project(kept / "project.segkit", folder=kept) as project:
            for file in _files(folder, customers):
                assert project.load(file).loaded, f"{file.name} was not loaded"
            project.facts()
        (kept / "done").touch()
    return kept


def _files(folder: Path, customers: int) -> list[Path]:
    return [
        orders_file(folder, customers * 5, customers),
        made_file(folder, f"events-{customers}", _EVENTS.format(customers=customers)),
        made_file(folder, f"survey-{customers}", _SURVEY.format(customers=customers)),
    ]


def made_file(folder: Path, name: str, select: str) -> Path:
    """Return the file with the answer of the query; another query gets another file."""
    path = folder / f"{name}-{hashlib.sha256(select.encode()).hexdigest()[:8]}.csv"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        duckdb.connect().execute(f"copy ({select}) to '{draft}' (format csv, header)")
        draft.replace(path)
    return path


def _fingerprint() -> str:
    home = Path(segkit.__file__).parent
    files = sorted(path for path in home.rglob("*") if path.suffix in (".py", ".toml", ".csv"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
