"""Lines: do they find their order when it comes from another file, and only that one?"""

from datetime import timedelta

import pytest

from segkit.project import Project
from tests.support import ago, bought, features, line, project_of

ORDERS = "order_id,customer_id,order_date,total,status\n" + "".join(
    f"{1000 + i},c{i % 10},2026-01-{1 + i % 28:02d},50,{'cancelled' if i % 10 == 3 else 'paid'}\n" for i in range(40)
)
LINES = "order_id,customer_id,order_date,product,quantity,unit_price\n" + "".join(
    f"{1000 + i},c{i % 10},2026-01-{1 + i % 28:02d},Wedding dress,5,10\n" for i in range(40)
)


@pytest.mark.parametrize("sequence", [("orders.csv", "lines.csv"), ("lines.csv", "orders.csv")])
def test_lines_of_orders_that_another_file_cancels_are_not_bought(tmp_path, sequence):
    project = Project()
    for name in sequence:
        (tmp_path / name).write_text({"orders.csv": ORDERS, "lines.csv": LINES}[name], encoding="utf-8")
        project.load(tmp_path / name)
    found = features(project)
    told = ("order_count", "units_bought", "units_for_rank", "product_count", "leading_occasion", "leading_occasion_orders")
    assert [found["c3"][name] for name in told] == [0, 0, 0, 0, None, 0]
    assert [found["c4"][name] for name in told] == [4, 20, 20, 1, "Wedding", 4]


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_an_order_and_its_lines_may_be_a_day_apart_in_two_files(ahead):
    orders = [*bought("Ada", 10, order_id="7", status="cancelled"), *bought("Bo", 10, order_id="8")]
    there = {"source_id": 2, "ordered_on": ago(10) + timedelta(ahead)}
    lines = [line(who, "Wedding candle", order_id=number, **there) for who, number in (("Ada", "7"), ("Bo", "8"))]
    found = features(project_of(orders=orders, lines=lines))
    assert (found["Ada"]["units_bought"], found["Bo"]["units_bought"], found["Bo"]["leading_occasion"]) == (0, 1, "Wedding")


def test_the_same_number_of_another_shop_customer_or_day_is_another_order():
    orders = [*bought("Ada", 10, order_id="7", status="cancelled"), *bought("Bo", 40, order_id="7"), *bought("Cy", 10, order_id="7")]
    lines = [line("Bo", "Wedding candle", 40, order_id="7"), line("Ada", "Mug", 30, order_id="7")]
    found = features(project_of(orders=orders, lines=lines))
    assert {who: found[who]["units_bought"] for who in ("Ada", "Bo", "Cy")} == {"Ada": 1, "Bo": 1, "Cy": 0}
    assert (found["Bo"]["leading_occasion"], found["Cy"]["leading_occasion"]) == ("Wedding", None)


def test_an_order_with_lines_on_both_sides_of_midnight_counts_once():
    lines = [line("Bo", "Wedding candle", days, order_id="7") for days in (9, 10, 11)]
    found = features(project_of(orders=bought("Bo", 10, order_id="7"), lines=lines))
    assert (found["Bo"]["orders_with_a_day"], found["Bo"]["leading_occasion_orders"]) == (1, 1)
