"""Are orders of an export that names no buyers counted, and nobody made up for them?"""

HEAD = "商品,订单号,订单状态,多多支付立减金额(元),用户实付金额(元),商品数量(件),订单成交时间\n"
ROWS = """毛巾,1,已收货,0,50.90,1,2026-05-01 09:00:00
毛巾,2,已取消,0,20,1,2026-05-02 09:00:00
杯子,3,已收货，退款成功,0,30,2,2026-05-03 09:00:00
"""


def test_orders_without_buyers_are_counted_and_set_aside(files):
    report = files.load(HEAD + ROWS)
    assert report.system == "pinduoduo_orders" and report.loaded and not report.questions
    said = {name: report.totals[name] for name in ("orders", "orders_sold", "customers", "lines", "spend", "spend_before_refunds")}
    assert said == {"orders": 3, "orders_sold": 2, "customers": 0, "lines": 3, "spend": 50.9, "spend_before_refunds": 80.9}
    assert report.set_aside == {"no customer on the order": 3}
    assert files.rows("select count(*) from orders") == [(0,)] and files.rows("select count(*) from customers") == [(0,)]


def test_what_is_set_aside_is_worth_what_was_sold(files):
    report = files.load(HEAD + ROWS)
    assert (report.totals["orders_without_customer"], report.totals["spend_without_customer"]) == (2, 80.9)


def test_orders_that_do_have_a_buyer_are_kept(files):
    head = "主订单编号,子订单编号,选购商品,商品数量,订单应付金额,收件人手机号,订单提交时间,订单状态\n"
    report = files.load(head + "1,1,A,1,29.90,138****0001,2026-06-03 15:00:00,已完成\n2,2,A,1,99,13912345678,2026-06-04 15:00:00,已完成\n")
    assert (report.totals["orders"], report.totals["spend"], report.totals["customers"]) == (2, 128.9, 1)
    assert files.rows("select order_id, total, customer_key from orders") == [("2", 99, "+8613912345678")]
    assert report.set_aside == {"no customer on the order": 1} and [question.key for question in report.questions] == ["map_confirmed"]
