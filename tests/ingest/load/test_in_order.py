"""Files that belong together: the same buyer under two names, and a file that is read again in its old place."""
import pytest

from segkit import Project

ORDERS = "Sale Date,Order ID,Buyer User ID,Full Name,Number of Items,Currency,Order Value,Order Total,Status,Buyer\n"
ITEMS = "Sale Date,Item Name,Buyer,Quantity,Price,Order Shipping,Item Total,Currency,Transaction ID,Listing ID,Order ID\n"


@pytest.fixture
def load(tmp_path):
    with Project() as project:
        def one(text, name, **choices):
            (tmp_path / name).write_text(text, "utf-8")
            return project.load(tmp_path / name, **choices)

        one.project = project
        yield one


@pytest.mark.parametrize("items_first", [False, True])
def test_the_two_exports_of_etsy_know_a_buyer_by_one_name(load, items_first):
    orders = ORDERS + "".join(f"09/{n:02d}/26,{n},annlee,Ann Lee,1,USD,20.00,25.00,Shipped,Ann Lee (annlee)\n" for n in range(1, 9))
    items = ITEMS + "".join(f"09/{n:02d}/26,Mug,Ann Lee (annlee),1,20.00,5.00,20.00,USD,{n}00,77,{n}\n" for n in range(1, 9))
    files = [(orders, "orders.csv"), (items, "items.csv")]
    for text, name in reversed(files) if items_first else files:
        load(text, name)
    found = load.project.features().project("customer_id, order_count, total_spend").fetchall()
    assert [(who, count, float(spend)) for who, count, spend in found] == [("annlee", 8, 200.0)]


def test_an_older_export_that_is_read_again_does_not_win(load):
    head = "Order ID,Customer ID,Order date,Total,Refunded\n"
    load(head + "o1,anna,2026-01-10,100,0\no2,ben,2026-01-20,30,0\n", "january.csv")
    load(head + "o1,anna,2026-01-10,80,0\no2,ben,2026-01-20,30,20\n", "january_again.csv")
    before = spend(load.project)
    (again,) = load.project.reload(1)
    assert again.loaded and [report.source_id for report in load.project.files()] == [1, 2]
    assert spend(load.project) == before == {"anna": 80.0, "ben": 10.0}
    assert again.rows_kept + again.rows_merged == 2


def spend(project):
    return {who: float(amount) for who, amount in project.features().project("customer_id, total_spend").fetchall()}
