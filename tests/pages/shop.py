"""Shop: a project with 60 customers whose numbers pandas can check, and a way to its files."""
from datetime import date, timedelta

import pandas as pd

from pages.parts import projects, session
from tests.pages.screens import load

LAST_DAY = date(2026, 3, 31)


def orders_text() -> str:
    """Return an export in which customer number p has 1 + p % 7 orders, the last one 3 p days ago."""
    rows = ["Order number,Customer e-mail,Order date,Order total,Currency"]
    for person in range(60):
        for order in range(1 + person % 7):
            day = LAST_DAY - timedelta(days=person * 3 + order * 20)
            rows.append(f"{person}-{order},p{person:02}@example.com,{day},{10 + person + order}.50,EUR")
    return "\n".join(rows) + "\n"


def make_shop(folder):
    """Return a project with these orders and nothing else."""
    path = folder / "orders.csv"
    path.write_text(orders_text(), encoding="utf-8")
    info = projects.create("Shop")
    load(info, path)
    return info


def project_of(info):
    """Return the open project."""
    return session.shelf().take(info)


def customers(folder) -> pd.DataFrame:
    """Return what pandas makes of the export: orders and spend of every customer."""
    orders = pd.read_csv(folder / "orders.csv").groupby("Customer e-mail")["Order total"].agg(["count", "sum"])
    return orders.assign(rank=orders["count"].rank(method="max", ascending=False) / len(orders))
