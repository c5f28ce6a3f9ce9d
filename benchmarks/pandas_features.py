"""Pandas features: how are the same features computed with read_csv and groupby?"""
from pathlib import Path

import pandas as pd


def read_orders(file: Path) -> pd.DataFrame:
    """Return the export with days as days."""
    return pd.read_csv(file, parse_dates=["Order date"], dtype={"Order ID": "str", "Customer ID": "str", "Status": "category"})


def features_of(orders: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return one row per customer with the features of raw_load.sql."""
    last = pd.Timestamp(as_of)
    sales = orders[orders["Status"] != "cancelled"]
    day = sales["Order date"].dt.normalize()
    ago = (last - day).dt.days
    table = pd.DataFrame({
        "customer_id": sales["Customer ID"], "day": day, "month": day.dt.year * 12 + day.dt.month, "total": sales["Total"],
        "discount": sales["Discount"], "discounted": sales["Discount"] > 0, "weekend": day.dt.dayofweek >= 5, "items": sales["Items"],
        "last_30": ago < 30, "last_90": ago < 90, "last_365": ago < 365, "year_before": (ago >= 365) & (ago < 730),
    })  # fmt: skip
    for window in ("last_90", "last_365", "year_before"):
        table[f"spend_{window}"] = table["total"].where(table[window], 0)
    features = _sums(table).join(_rhythm(table))
    return _ranked(features, last).reindex(orders["Customer ID"].unique())


def _sums(table: pd.DataFrame) -> pd.DataFrame:
    found = table.groupby("customer_id").agg(
        order_count=("total", "size"), total_spend=("total", "sum"), largest_order_value=("total", "max"),
        first_ordered_on=("day", "min"), last_ordered_on=("day", "max"), active_months=("month", "nunique"),
        orders_last_30_days=("last_30", "sum"), orders_last_90_days=("last_90", "sum"), orders_last_365_days=("last_365", "sum"),
        orders_year_before=("year_before", "sum"), spend_last_90_days=("spend_last_90", "sum"),
        spend_last_365_days=("spend_last_365", "sum"), spend_year_before=("spend_year_before", "sum"),
        discounted_orders=("discounted", "sum"), discount_total=("discount", "sum"), weekend_orders=("weekend", "sum"),
        units_in_orders=("items", "sum"),
    )  # fmt: skip
    found["total_spend"] = found["total_spend"].round(2)  # sums of floats: equal spend must stay equal for the rank
    for share, of in (("discounted_share", "discounted_orders"), ("weekend_share", "weekend_orders"),
                      ("mean_order_value", "total_spend"), ("mean_units_per_order", "units_in_orders")):  # fmt: skip
        found[share] = found[of] / found["order_count"]
    return found


def _rhythm(table: pd.DataFrame) -> pd.DataFrame:
    days = table[["customer_id", "day"]].drop_duplicates().sort_values(["customer_id", "day"])
    by_customer = days.groupby("customer_id")["day"]
    days["gap"], days["number"] = by_customer.diff().dt.days, by_customer.cumcount()
    gaps = days.groupby("customer_id").agg(order_days=("day", "size"), longest_gap_days=("gap", "max"), last_gap_days=("gap", "last"))
    gaps["days_to_second_order"] = days[days["number"] == 1].set_index("customer_id")["gap"]
    return gaps


def _ranked(features: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    features["days_since_first_order"] = (last - features["first_ordered_on"]).dt.days
    features["days_since_last_order"] = (last - features["last_ordered_on"]).dt.days
    features["repeat_span_days"] = (features["last_ordered_on"] - features["first_ordered_on"]).dt.days
    gaps = (features["order_days"] - 1).where(features["order_days"] > 1)
    features["usual_gap_days"] = (features["repeat_span_days"] / gaps * 10 + 0.5) // 1 / 10  # half goes up, as in SQL
    features["gaps_since_last_order"] = features["days_since_last_order"] / features["usual_gap_days"]
    features["recency_rank"] = (features["days_since_last_order"].rank(method="min") - 1) / len(features)
    for rank, of in (("order_rank", "order_count"), ("spend_rank", "total_spend"), ("unit_rank", "units_in_orders")):
        features[rank] = features[of].rank(method="max", ascending=False, pct=True)
    features["spend_share"] = features["total_spend"] / features["total_spend"].sum()
    return features
