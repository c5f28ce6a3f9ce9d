"""Who counts as one customer: is it shown on the Data screen, and can it be put right there?"""
import pytest

from pages.parts import people_cell, projects, session
from tests.pages.screens import at_page, load, wait, words

PEOPLE = "Customer ID,First Name,Last Name,Email,Phone\n77,Ann,Twice,ann@x.com,0171 2345670\n78,Ann,Twice,ann@x.com,\n"
ORDERS = ("Order,Date,Email,Phone,Total\n1,2024-01-01,ann@x.com,,10\n2,2024-01-02,,+491712345670,20\n3,2024-01-03,noreply@x.com,,40\n"
          "4,2024-01-04,cy@x.com,,80\n5,2024-01-05,,,1\n")


@pytest.fixture
def shop(tmp_path):
    info = projects.create("Shop of Ann")
    for name, text in (("people.csv", PEOPLE), ("orders.csv", ORDERS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        load(info, tmp_path / name)
    return info


def opened(info):
    return session.shelf().take(info)


def test_the_screen_counts_customers_and_says_who_is_nobody(app, shop):
    said = words(at_page(app, "data.py", shop))
    assert "Who counts as one customer?" in said and "Customers\u00a0**3**" in said.replace(":gray[Customers]", "Customers")
    assert "**2 rows are of nobody in particular**" in said and r"noreply\@x\.com (1)" in said.replace("\u2060", "")


def test_the_country_of_the_shop_makes_one_number_of_two_spellings(app, shop):
    assert opened(shop).features().filter("customer_id = '77'").project("order_count").fetchall() == [(1,)]
    screen = at_page(app, "data.py", shop)
    screen.selectbox(key="shop_country").select("DE").run()
    wait(shop)
    assert opened(shop).recipe.country == "DE" and not opened(shop).outdated()
    assert opened(shop).features().filter("customer_id = '77'").project("order_count").fetchall() == [(2,)]


def test_parted_records_are_shown_and_joined_again(app, shop):
    opened(shop).split("77")
    screen = at_page(app, "data.py", shop)
    assert opened(shop).people()["joined"] == 0
    screen.button(key="rejoin").click().run()
    assert not screen.exception and opened(shop).recipe.kept_apart == () and opened(shop).people()["joined"] == 1


def test_staff_are_switched_on_by_their_domain(app, shop):
    screen = at_page(app, "data.py", shop)
    opened(shop).set_staff_domains(["x.com"])
    screen.run()
    assert list(screen.multiselect(key="staff_domains").value) == ["x.com"] and "Staff, not counted" in words(screen)
    screen.multiselect(key="staff_domains").set_value([]).run()
    assert opened(shop).recipe.staff_domains == ()


def test_joined_records_are_listed_and_parted(app, shop):
    app.session_state["merges"] = True
    screen = at_page(app, "data.py", shop)
    assert "1 customer joined from several records" in [drawer.label for drawer in screen.expander]
    (table,) = [one.value for one in screen.dataframe if "Records" in one.value]
    assert list(table["Records"]) == ["77, 78, ann@x.com"] and list(table["Same"]) == ["e-mail"]
    assert screen.button(key="part").disabled
    people_cell._part(opened(shop), ["77"])
    assert opened(shop).recipe.kept_apart == ("77", "78", "ann@x.com")


def test_two_projects_with_as_many_changes_show_their_own_figures(app, shop, tmp_path):
    at_page(app, "data.py", shop)
    other = projects.create("Another shop")
    people, orders = "Customer ID,Email\n1,dee@y.com\n2,eve@y.com\n", "Order,Date,Email,Total\n1,2024-01-04,dee@y.com,1\n"
    for name, text in (("a.csv", people), ("b.csv", orders)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        load(other, tmp_path / name)
    assert opened(other).version == opened(shop).version
    assert ":gray[Customers]\u00a0**2**" in words(at_page(app, "data.py", other))


def test_a_domain_that_looks_like_staff_is_counted_as_staff_at_a_press(app, tmp_path):
    rows = "".join(f"{n},2024-01-0{n},t{n}@shop.at,0\n" for n in range(1, 7)) + "8,2024-01-08,ann@x.com,10\n"
    info = projects.create("Shop with tests")
    (tmp_path / "orders.csv").write_text(f"Order,Date,Email,Total\n{rows}", encoding="utf-8")
    load(info, tmp_path / "orders.csv")
    screen = at_page(app, "data.py", info)
    screen.button(key="staff_shop.at").click().run()
    assert not screen.exception and opened(info).recipe.staff_domains == ("shop.at",)
    assert "Perhaps" not in words(screen)


def test_where_the_customer_is_left_blank_nothing_is_quoted(app, tmp_path):
    info = projects.create("Guests")
    (tmp_path / "orders.csv").write_text("Order,Date,Email,Total\n1,2024-01-01,ann@x.com,10\n2,2024-01-02,,10\n", encoding="utf-8")
    load(info, tmp_path / "orders.csv")
    said = words(at_page(app, "data.py", info))
    assert "**1 row is of nobody in particular**" in said and "In place of" not in said
