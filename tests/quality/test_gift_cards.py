"""Gift cards and orders that staff wrote: counted, told, and left out only where somebody says so."""
from segkit.quality import WORTH_KNOWING

HEAD = "Name,Email,Financial Status,Created at,Total,Source,Lineitem name,Lineitem quantity,Lineitem price\n"
ROWS = (
    "#1,card.giver@example.com,paid,2026-03-01 10:00:00 +0100,50.00,web,Gift Card - €50,1,50.00\n"
    "#2,mixed.basket@example.com,paid,2026-03-02 10:00:00 +0100,60.00,web,Gift Card - €50,1,50.00\n"
    "#2,mixed.basket@example.com,,2026-03-02 10:00:00 +0100,,,Mug,1,10.00\n"
    "#3,phone.orderer@example.com,paid,2026-03-03 10:00:00 +0100,20.00,shopify_draft_order,Mug,2,10.00\n"
    "#4,plain.buyer@example.com,paid,2026-03-04 10:00:00 +0100,10.00,web,Mug,1,10.00\n"
)


def spend(shop):
    return sum(float(spent or 0) for (spent,) in shop.project.features().project("total_spend").fetchall())


def test_gift_cards_count_until_they_are_left_out_and_count_again_after(shop):
    shop.load(HEAD + ROWS)
    found = shop.one("gift_cards")
    assert (found.rows, found.severity) == (1, WORTH_KNOWING) and "50.00" in found.says
    assert spend(shop) == 140.0
    shop.project.leave_out("gift_cards")
    assert spend(shop) == 90.0
    shop.project.leave_out("gift_cards", False)
    assert spend(shop) == 140.0


def test_orders_that_staff_wrote_count_until_they_are_left_out(shop):
    shop.load(HEAD + ROWS)
    assert shop.one("drafts").rows == 1
    shop.project.leave_out("drafts")
    assert spend(shop) == 120.0


def test_a_draft_is_no_sale(shop):
    report = shop.load("Order ID,Customer ID,Date,Total,Status\n1,a,2026-03-01,10,completed\n2,b,2026-03-02,20,checkout-draft\n")
    assert report.totals["spend"] == 10.0
