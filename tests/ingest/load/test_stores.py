"""Are the orders of two shops kept apart, whatever their numbers, and is the shop asked for only where nobody can know it?"""

import pytest

from segkit.errors import BadValue
from segkit.ingest import remove_file

HEAD = "order id,platform order id,date,email,total\n"
PLAIN = "order id,date,email,total\n"


def with_ids(days=range(1, 9), ids=9000, who="a", total=50):
    return HEAD + "".join(f"#{1000 + i},{ids + i},2024-01-{i:02d},{who}{i}@x.com,{total}\n" for i in days)


def without_ids(days=range(1, 9), later=0, who="a", total=50):
    return PLAIN + "".join(f"#{1000 + i},2024-01-{i + later:02d},{who}{i}@x.com,{total}\n" for i in days)


def lines(days=range(1, 9), who="a", ids=None):
    head = "order id,date,email,product,quantity,unit price" + (",platform order id\n" if ids else "\n")
    more = (lambda i: f",{ids + i}") if ids else lambda i: ""
    return head + "".join(f"#{1000 + i},2024-01-{i:02d},{who}{i}@x.com,P,1,50{more(i)}\n" for i in days)


def counted(files):
    return files.rows("select count(*), count(distinct (store, order_id)), sum(total)::double from orders")[0]


def shops(files):
    return files.rows("select source_id, any_value(store), min(order_id) from orders group by 1 order by 1")


def test_equal_numbers_with_other_ids_are_asked_about_and_never_merged(files):
    files.load(with_ids(), "hamburg.csv")
    asked = files.load(with_ids(ids=7000), "berlin.csv")
    assert not asked.loaded and counted(files) == (8, 8, 400)
    (question,) = asked.blocking
    assert question.key == "store" and question.free and question.options == ()
    assert question.text.startswith("8 order numbers of this file stand in 'hamburg.csv' too, but they are other orders")
    report = files.load(with_ids(ids=7000), "berlin.csv", answers={"store": "Berlin"})
    assert (report.store, report.rows_kept) == ("Berlin", 8) and counted(files) == (16, 16, 800)
    assert shops(files) == [(1, None, "#1001"), (2, "Berlin", "Berlin #1001")]


def test_even_one_day_and_one_customer_do_not_make_two_ids_one_order(files):
    files.load(with_ids(), "hamburg.csv", store="Hamburg")
    files.load(with_ids(ids=7000), "berlin.csv", store="Berlin")
    assert counted(files) == (16, 16, 800)


def test_ids_that_coincide_say_that_it_is_the_same_shop(files):
    files.load(with_ids(), "january.csv", store="Berlin")
    report = files.load(with_ids(range(6, 12)), "february.csv")
    assert (report.store, report.rows_kept, report.rows_merged) == ("Berlin", 3, 3)
    assert report.decisions["store"] == "Orders of the shop 'Berlin', like those of 'january.csv'."
    assert counted(files) == (11, 11, 550)


def test_without_ids_other_days_inside_the_same_weeks_are_another_shop(files):
    files.load(without_ids(range(1, 20)), "one.csv")
    asked = files.load(without_ids(range(1, 15), later=5, who="b"), "two.csv")
    (question,) = asked.blocking
    assert question.key == "store" and [value for value, _ in question.options] == ["same"]
    report = files.load(without_ids(range(1, 15), later=5, who="b"), "two.csv", answers={"store": "same"})
    assert report.store == "" and files.rows("select count(*) from orders") == [(33,)]


def test_without_ids_other_addresses_on_the_same_days_are_another_shop(files):
    files.load(without_ids(), "one.csv")
    asked = files.load(without_ids(who="b"), "two.csv")
    assert [question.key for question in asked.blocking] == ["store"]


def test_a_later_export_of_the_same_shop_is_not_asked_about(files):
    files.load(without_ids(range(1, 15)), "one.csv")
    report = files.load(without_ids(range(8, 20)), "two.csv")
    assert report.loaded and report.questions == () and counted(files) == (19, 19, 950)


@pytest.mark.parametrize("second", ["2024-02", "2024-01"])
def test_tills_whose_numbers_start_again_every_day_are_not_asked_about(files, second):
    def till(month, first, last, customers=7):
        rows = ((d, n) for d in range(first, last) for n in range(1, 6))
        return PLAIN + "".join(f"{n},{month}-{d:02d},p{(d * n) % customers}{d}@x.com,10\n" for d, n in rows)

    assert files.load(till("2024-01", 1, 11), "one.csv").loaded
    assert files.load(till(second, 11 if second == "2024-01" else 1, 21), "two.csv").loaded


def test_one_till_day_after_the_other_is_not_asked_about(files):
    for day in (1, 2, 3):
        report = files.load(PLAIN + "".join(f"{n},2024-01-0{day},p{n}@x.com,10\n" for n in range(1, 9)), f"{day}.csv")
        assert report.loaded, report.questions
    assert files.rows("select count(*) from orders") == [(24,)]


def test_lines_go_to_the_orders_of_their_own_shop(files):
    files.load(with_ids(), "hamburg.csv", store="Hamburg")
    files.load(with_ids(ids=7000, who="b"), "berlin.csv", store="Berlin")
    report = files.load(lines(who="b"), "berlin lines.csv")
    assert report.store == "Berlin" and counted(files) == (16, 16, 800)
    joined = "select count(*), any_value(o.store) from order_lines l join orders o using (order_id)"
    assert files.rows(joined) == [(8, "Berlin")]


def test_money_paid_back_goes_to_the_shop_it_was_bought_in(files):
    files.load(with_ids(), "hamburg.csv", store="Hamburg")
    files.load(with_ids(ids=7000, who="b"), "berlin.csv", store="Berlin")
    back = files.load(without_ids(range(1, 4), who="b", total=-20), "back.csv", answers={"negative": "refund"})
    assert back.store == "Berlin"
    assert files.rows("select distinct order_id from orders where status = 'refund_only' order by 1") == [
        ("Berlin #1001",), ("Berlin #1002",), ("Berlin #1003",)]  # fmt: skip


def test_with_several_shops_a_file_that_tells_none_is_asked_about(files):
    files.load(with_ids(), "hamburg.csv")
    files.load(with_ids(ids=7000), "berlin.csv", store="Berlin")
    later = HEAD + "".join(f"#{2000 + i},{500 + i},2024-03-{i:02d},z{i}@x.com,50\n" for i in range(1, 5))
    (question,) = files.load(later, "march.csv").blocking
    assert question.text == "Which shop is this file from?"
    assert [value for value, _ in question.options] == ["Berlin", "same"]
    assert files.load(later, "march.csv", answers={"store": "berlin"}).store == "Berlin"


def test_in_a_project_of_one_named_shop_the_next_file_is_of_that_shop(files):
    files.load(with_ids(), "january.csv", store="Berlin")
    report = files.load(with_ids(range(20, 25)), "later.csv")
    assert report.store == "Berlin" and report.questions == ()


def test_orders_without_a_number_of_two_shops_are_not_merged(files):
    text = "date,email,total\n" + "".join(f"2024-01-{i:02d},a{i}@x.com,10\n" for i in range(1, 9))
    files.load(text, "one.csv", store="Hamburg")
    files.load(text + "2024-02-01,a1@x.com,10\n", "two.csv", store="Berlin")
    assert files.rows("select store, count(*) from orders group by 1 order by 1") == [("Berlin", 9), ("Hamburg", 8)]


@pytest.mark.parametrize("name", ["x" * 61, "file 3", "a\nb"])
def test_a_name_that_cannot_stand_before_a_number_is_refused(files, name):
    with pytest.raises(BadValue, match="no name for a shop"):
        files.load(with_ids(), store=name)


def test_one_order_with_another_address_and_name_is_the_same_order_by_its_id(files):
    files.load(with_ids(), "one.csv")
    moved = "order id,platform order id,date,email,total,status\n" + "".join(
        f"N{1000 + i},{9000 + i},2024-01-{i + 1:02d},new{i}@x.com,50,refunded\n" for i in range(1, 9))  # fmt: skip
    files.load(moved + "N1,1,2024-02-01,z@x.com,50,paid\n", "two.csv")
    assert files.rows("select status, count(*) from orders group by 1 order by 1") == [("completed", 1), ("refunded", 8)]


@pytest.mark.parametrize("ids", [None, 9000])
def test_lines_of_one_id_count_once_whatever_their_names(files, ids):
    files.load(lines(ids=ids), "one.csv")
    later = lines(ids=ids)
    later = later.replace("#", "N") if ids else later
    files.load(later + "#2000,2024-02-01,z@x.com,P,1,50" + (",1\n" if ids else "\n"), "two.csv")
    assert files.rows("select count(*), count(distinct order_id) from order_lines") == [(9, 9)]
    assert files.rows("select count(*) from orders") == [(9,)]


def test_when_a_shop_goes_the_other_one_is_as_it_was(files):
    one = files.load(with_ids(), "hamburg.csv", store="Hamburg")
    files.load(with_ids(ids=7000), "berlin.csv", store="Berlin")
    remove_file(files.con, one.source_id)
    assert shops(files) == [(2, "Berlin", "Berlin #1001")] and counted(files) == (8, 8, 400)


def test_a_shop_that_is_named_later_is_that_of_its_lines_too(files):
    one = files.load(with_ids(), "orders.csv")
    files.load(lines(), "lines.csv")
    again = files.load(with_ids(), "orders.csv", store="Graz", replaces=one.source_id)
    assert any("'lines.csv' is of the shop 'Graz' too" in note for note in again.notes)
    assert counted(files) == (8, 8, 400) and shops(files) == [(1, "Graz", "Graz #1001")]
    assert files.rows("select report ->> '$.store' from files order by source_id") == [("Graz",), ("Graz",)]
    remove_file(files.con, again.source_id)
    assert counted(files) == (8, 8, 400) and shops(files) == [(2, "Graz", "Graz #1001")]


def test_one_order_in_two_shops_is_told(files):
    files.load(with_ids(), "one.csv", store="Graz")
    report = files.load(with_ids(total=60), "two.csv", store="Linz")
    assert any("they count in both shops" in note for note in report.notes) and counted(files)[0] == 16


def test_orders_of_one_number_with_ids_of_their_own_are_not_asked_about(files):
    rows = "".join(f"#{i},{i}{n},2024-01-{i:02d},a@x.com,{n}0\n" for i in range(1, 5) for n in (1, 2))
    report = files.load(HEAD + rows)
    assert report.loaded and counted(files) == (8, 8, 120)
