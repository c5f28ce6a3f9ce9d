"""The oracle: every feature worked out again, slowly and plainly in Python, one customer and one row at a time."""

import calendar
import math
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pandas as pd

from segkit.consent import CONSENTS
from segkit.maps import find_map
from segkit.maps.benefits import benefits_of
from segkit.maps.stages import stages_of
from tests.support import Row, Tables

BENEFITS, STAGES = find_map("benefits").starter(), find_map("stages").starter()
DETAILS = ("email", "phone", "first_name", "last_name", "full_name", "country", "region", "city", "postcode", "birthday",
           "signed_up_on", "channel", "accepts_email", "accepts_sms", "tags", "extra")  # fmt: skip


def features_of(tables: Tables, as_of: date, policy: str) -> pd.DataFrame:
    """Return one row per customer with every feature."""
    tables = known_by(tables, as_of)
    people = sorted({row["customer_id"] for rows in tables.values() for row in rows})
    sales = [row for row in tables["orders"] if is_sale(row, policy)]
    unsold = {who: [row for row in tables["orders"] if row["customer_id"] == who and not is_sale(row, policy)] for who in people}
    sold = [row for row in tables["lines"] if not any(belongs(row, order) for order in unsold[row["customer_id"]])]
    calendar_of = Calendar(tables["orders"])
    mine = lambda rows, who: [row for row in rows if row["customer_id"] == who]  # noqa: E731
    found = []
    for who in people:
        own = {name: mine(rows, who) for name, rows in tables.items()}
        row = {"customer_id": who, **of_customer(own["customers"])}
        row |= of_orders(mine(sales, who), as_of, policy) | of_lines(mine(sold, who)) | of_events(own["events"], as_of)
        row |= of_surveys(own["surveys"]) | of_benefits(mine(sold, who), mine(sales, who), own["surveys"], own["events"])
        row |= calendar_of.features(mine(sales, who), mine(sold, who) and tables["lines"], row["birthday"])
        found.append(combined(row, as_of))
    return with_ranks(pd.DataFrame(found).set_index("customer_id"))


def known_by(tables: Tables, as_of: date) -> Tables:
    """Return the rows that were there on that day; a row without a day always was."""
    day = {"orders": "ordered_at", "lines": "ordered_on", "events": "event_at", "surveys": "answered_on", "customers": "signed_up_on"}
    known = lambda when: when is None or pd.Timestamp(when).date() <= as_of  # noqa: E731
    there = {name: [row for row in rows if known(row.get(day[name]))] for name, rows in tables.items()}
    acted = ("orders", "events", "surveys")
    met = {row["customer_id"] for name in acted for row in there[name]}
    met |= {row["customer_id"] for row in there["customers"] if row["signed_up_on"]}
    only_later = {row["customer_id"] for name in (*acted, "customers") for row in tables[name] if not known(row.get(day[name]))} - met
    return {**there, "customers": [row for row in there["customers"] if row["customer_id"] not in only_later]}


def belongs(line: Row, order: Row) -> bool:
    """Return whether a line is of that order: number and person agree, and the day but for another time zone."""
    same = all(line[name] == order[name] for name in ("order_id", "customer_id"))
    return same and abs((line["ordered_on"] - order["ordered_at"].date()).days) <= 1


def is_sale(row: Row, policy: str) -> bool:
    return row["status"] not in ("cancelled", "test") and not (policy == "paid" and row["status"] == "pending")


def money(amount: Any) -> Decimal:
    return Decimal(str(amount or 0))


def of_orders(rows: list[Row], as_of: date, policy: str) -> Row:
    orders = [row for row in rows if row["status"] != "refund_only"]
    spend = lambda row: money(row["total"]) - (money(row["refunded"]) if policy != "gross" else 0)  # noqa: E731
    ago = lambda row: (as_of - row["ordered_at"].date()).days  # noqa: E731
    days = sorted({row["ordered_at"].date() for row in orders})
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    total, count = sum(map(spend, rows), Decimal(0)), len(orders)
    discounted = [row for row in orders if (row["discount"] or 0) > 0 or row["coupon"] is not None]
    units = [row["units"] for row in rows if row["units"] is not None]
    since_last = (as_of - days[-1]).days if days else None
    usual = sum(gaps) / len(gaps) if gaps else None
    weekend = [row for row in orders if row["ordered_at"].weekday() >= 5]
    within = lambda chosen, low, high: [row for row in chosen if low <= ago(row) < high]  # noqa: E731
    return {
        "order_count": count, "total_spend": total, "refunded_spend": sum((money(r["refunded"]) for r in rows), Decimal(0)),
        "largest_order_value": max(map(spend, orders), default=None), "mean_order_value": total / count if count else None,
        "first_ordered_on": days[0] if days else None, "last_ordered_on": days[-1] if days else None,
        "days_since_first_order": (as_of - days[0]).days if days else None, "days_since_last_order": since_last,
        "repeat_span_days": (days[-1] - days[0]).days if days else None, "order_days": len(days),
        "active_months": len({(day.year, day.month) for day in days}), "usual_gap_days": usual,
        "gaps_since_last_order": since_last / (math.floor(usual * 10 + 0.5) / 10) if usual else None,
        "days_to_second_order": gaps[0] if gaps else None, "last_gap_days": gaps[-1] if gaps else None,
        "longest_gap_days": max(gaps, default=None),
        "orders_last_30_days": len(within(orders, 0, 30)), "orders_last_90_days": len(within(orders, 0, 90)),
        "orders_last_365_days": len(within(orders, 0, 365)), "orders_year_before": len(within(orders, 365, 730)),
        "spend_last_90_days": sum(map(spend, within(rows, 0, 90)), Decimal(0)),
        "spend_last_365_days": sum(map(spend, within(rows, 0, 365)), Decimal(0)),
        "spend_year_before": sum(map(spend, within(rows, 365, 730)), Decimal(0)),
        "discounted_orders": len(discounted), "discounted_share": len(discounted) / count if count else None,
        "discount_total": sum((money(r["discount"]) for r in rows), Decimal(0)),
        "refunded_orders": sum((row["refunded"] or 0) > 0 for row in rows), "gift_orders": sum(bool(row["is_gift"]) for row in orders),
        "weekend_orders": len(weekend), "weekend_share": len(weekend) / count if count else None,
        "units_in_orders": sum(units), "mean_units_per_order": sum(units) / count if count and units else None,
    }  # fmt: skip


def of_lines(rows: list[Row]) -> Row:
    by_category: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["category"] is not None:
            by_category[row["category"]] += money(row["line_total"])
    units, spend = sum(row["quantity"] for row in rows), sum((money(r["line_total"]) for r in rows), Decimal(0))
    favourite = max(by_category, key=lambda name: (by_category[name], name), default=None)
    all_categories = sum(by_category.values())
    return {
        "line_count": len(rows), "units_bought": sum(max(row["quantity"], 0) for row in rows),
        "units_returned": sum(max(-row["quantity"], 0) for row in rows), "product_count": len({row["product"] for row in rows}),
        "mean_unit_price": spend / units if units else None,
        "dearest_unit_price": max((money(r["unit_price"]) for r in rows), default=None),
        "category_count": len(by_category), "favourite_category": favourite,
        "favourite_category_share": by_category[favourite] / all_categories if favourite and all_categories else None,
    }  # fmt: skip


def of_events(rows: list[Row], as_of: date) -> Row:
    stage_of = {name: (stage, cart) for name, stage, cart in stages_of({row["event_name"] for row in rows}, STAGES)}
    days = sorted({row["event_at"].date() for row in rows})
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    in_stage = lambda *stages: [r for r in rows if stage_of[r["event_name"]][0] in stages]  # noqa: E731
    views = Counter(row["product"] for row in in_stage("Interest") if row["product"])
    carts = [row for row in rows if stage_of[row["event_name"]][1]]
    since = lambda found: (as_of - max(r["event_at"] for r in found).date()).days if found else None  # noqa: E731
    return {
        "event_count": len(rows), "session_count": len({row["session_id"] for row in rows} - {None}),
        "first_seen_on": days[0] if days else None, "last_seen_on": days[-1] if days else None,
        "days_since_first_seen": (as_of - days[0]).days if days else None,
        "days_since_last_seen": (as_of - days[-1]).days if days else None,
        "active_days": len(days), "active_days_last_30_days": sum(day > as_of - timedelta(days=30) for day in days),
        "usual_visit_gap_days": sum(gaps) / len(gaps) if gaps else None, "last_visit_gap_days": gaps[-1] if gaps else None,
        "days_since_attention": since(in_stage("Attention", "Interest", "Desire", "Action", "Advocacy")),
        "days_since_interest": since(in_stage("Interest", "Desire", "Action", "Advocacy")),
        "days_since_desire": since(in_stage("Desire", "Action")), "days_since_cart": since(carts),
        "last_cart_at": max((row["event_at"] for row in carts), default=None),
        "last_purchase_event_at": max((row["event_at"] for row in in_stage("Action")), default=None),
        "days_since_purchase_event": since(in_stage("Action")), "purchase_events": len(in_stage("Action")),
        "days_since_advocacy": since(in_stage("Advocacy")), "products_viewed": len(views),
        "days_since_repeated_view": since([row for row in in_stage("Interest") if views[row["product"]] >= 3]),
    }  # fmt: skip


def of_surveys(rows: list[Row]) -> Row:
    when = lambda row: row["answered_on"] or date(1900, 1, 1)  # noqa: E731
    scored = [row for row in rows if row["scale"] == "nps" and row["score"] is not None and 0 <= row["score"] <= 10]
    in_words = [row for row in rows if row["answer"] is not None]
    return {
        "answer_count": len(rows), "last_answered_on": max((r["answered_on"] for r in rows if r["answered_on"]), default=None),
        "last_nps_score": max(((when(r), place, r["score"]) for place, r in enumerate(scored)), default=(None, None, None))[2],
        "last_answer": max(((when(r), r["answer"]) for r in in_words), default=(None, None))[1],
    }  # fmt: skip


def of_benefits(lines: list[Row], sales: list[Row], surveys: list[Row], events: list[Row]) -> Row:
    speaks = lambda text, where: benefits_of([text], where, BENEFITS)  # noqa: E731
    evidence: dict[str, float] = defaultdict(float)
    orders = [row for row in sales if row["status"] != "refund_only"]
    pieces = [p for r in lines if r["quantity"] > 0 for p in speaks(f"{r['product']} {r['category'] or ''}", "product")]
    pieces += [p for r in orders if r["shipping_method"] for p in speaks(r["shipping_method"], "service")]
    pieces += [("", "Price", 1) for r in orders if (r["discount"] or 0) > 0 or r["coupon"] is not None]
    pieces += [p for r in surveys if r["answer"] for p in speaks(r["answer"], "answer")]
    pieces += [p for r in events for p in speaks(r["event_name"], "event")]
    for _, benefit, weight in pieces:
        evidence[benefit] += weight
    leader = max(evidence, key=lambda name: (evidence[name], name), default=None)
    total = sum(evidence.values())
    return {"benefit_evidence": total, "leading_benefit": leader, "leading_benefit_share": evidence[leader] / total if leader else None}


class Calendar:
    """The starter occasion calendar between the first and the last order, in the order in which occasions are tried."""

    def __init__(self, orders: list[Row]):
        days = [row["ordered_at"].date() for row in orders] or [date(2000, 1, 1), date(2000, 1, 2)]
        self.days = [min(days) + timedelta(days=i) for i in range((max(days) - min(days)).days + 1)]
        in_hours = lambda *hours: lambda moment: moment.hour in hours and (moment.hour, moment.minute) != (0, 0)  # noqa: E731
        friday = lambda moment: moment.weekday() == 4 and 17 <= moment.hour < 22  # noqa: E731
        by_day = {"Valentine's Day": lambda d: d.month == 2 and d.day <= 14, "Easter": lambda d: 0 <= (easter(d.year) - d).days <= 14,
                  "Mother's Day": lambda d: 0 <= (nth(d.year, 5, 6, 2) - d).days <= 14,
                  "Black Friday": lambda d: any(0 <= (d - nth(y, 11, 3, 4)).days <= 4 for y in (d.year - 1, d.year)),
                  "Christmas": lambda d: d.month == 12 and d.day <= 24}  # fmt: skip
        self.by_moment = {
            **{name: (lambda moment, fits=fits: fits(moment.date())) for name, fits in by_day.items()},
            "Gift": None, "Lunch": in_hours(11, 12, 13), "Late night": in_hours(22, 23, 0, 1, 2, 3), "Friday evening": friday,
            "Weekend": lambda moment: moment.weekday() >= 5, "Payday": lambda moment: moment.day >= 25 or moment.day <= 2,
        }  # fmt: skip
        self.usual = {name: sum(map(fits, self.days)) / len(self.days) for name, fits in by_day.items()} | {
            "Birthday": 29 / 365, "Lunch": 3 / 24, "Late night": 6 / 24, "Friday evening": 5 / 168, "Weekend": 2 / 7, "Payday": 9 / 31,
        }
        self.names = ["Wedding", "Baby", "Moving home", "Birthday", *self.by_moment]

    def occasion(self, order: Row, products: list[str], birthday: date | None) -> str | None:
        """Return the first occasion that the order fits."""
        moment = order["ordered_at"]
        for name, begins in (("Wedding", "wedding"), ("Baby", "nursery"), ("Moving home", "moving")):
            if any(begins in product.lower() for product in products):
                return name
        if birthday and any(abs((moment.date() - on_year(birthday, moment.year + y)).days) <= 14 for y in (-1, 0, 1)):
            return "Birthday"
        for name, fits in self.by_moment.items():
            if (fits and fits(moment)) or (name == "Gift" and order["is_gift"]):
                return name
        return None

    def features(self, sales: list[Row], lines: list[Row], birthday: date | None) -> Row:
        """Return the features of occasion of one customer."""
        orders = [row for row in sales if row["status"] != "refund_only"]
        fits = [self.occasion(o, [r["product"] for r in lines if belongs(r, o)], birthday) for o in orders]
        counts = Counter(name for name in fits if name)
        leader = max(counts, key=lambda name: (counts[name], -self.names.index(name)), default=None)
        n, k, usual = len(orders), counts[leader], self.usual.get(leader)
        share = k / n if n else None
        return {
            "occasion_orders": sum(counts.values()), "leading_occasion": leader, "leading_occasion_orders": k, "orders_with_a_day": n,
            "leading_occasion_share": share, "leading_occasion_lift": round(share, 4) / usual if usual else None,
            "leading_occasion_chance": None if not usual else 1 if k <= n * usual or usual >= 1
            else sum(math.comb(n, i) * usual**i * (1 - usual) ** (n - i) for i in range(k, n + 1)),
        }  # fmt: skip


def nth(year: int, month: int, weekday: int, number: int) -> date:
    days = [date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]
    return [day for day in days if day.weekday() == weekday][number - 1]


def easter(year: int) -> date:
    return {2022: date(2022, 4, 17), 2023: date(2023, 4, 9), 2024: date(2024, 3, 31), 2025: date(2025, 4, 20), 2026: date(2026, 4, 5)}[year]


def on_year(birthday: date, year: int) -> date:
    return date(year, birthday.month, min(birthday.day, calendar.monthrange(year, birthday.month)[1]))


def of_customer(rows: list[Row]) -> Row:
    newest = {name: next((row[name] for row in reversed(rows) if row.get(name) is not None), None) for name in DETAILS}
    refused = {name: False for name in CONSENTS if any(row.get(name) is False for row in rows)}
    alias = {"email_is_alias": newest["email"].endswith("@privaterelay.appleid.com") if newest["email"] else None}
    return {**newest, **alias, **refused}


def combined(row: Row, as_of: date) -> Row:
    starts = [day for day in (row["signed_up_on"], row["first_ordered_on"], row["first_seen_on"]) if day]
    last = [days for days in (row["days_since_last_order"], row["days_since_last_seen"]) if days is not None]
    return {**row, "units_for_rank": row["units_bought"] or row["units_in_orders"],
            "days_known": (as_of - min(starts)).days if starts else None, "days_since_last_contact": min(last, default=None)}  # fmt: skip


def with_ranks(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with ranks (equal values, equal rank) and shares over all customers."""
    buyers, users = table[table.order_count > 0], table[table.active_days > 0]
    ranks = {"order_rank": buyers.order_count, "spend_rank": buyers.total_spend.astype(float), "unit_rank": buyers.units_for_rank,
             "active_day_rank": users.active_days}  # fmt: skip
    ranked = {name: [(values >= value).mean() for value in values] for name, values in ranks.items()}
    recency = buyers.days_since_last_order.astype(float)
    return table.assign(
        **{name: pd.Series(shares, ranks[name].index) for name, shares in ranked.items()},
        recency_rank=pd.Series([(recency < days).mean() for days in recency], recency.index),
        spend_share=table.total_spend.astype(float) / float(table.total_spend.sum()),
    )
