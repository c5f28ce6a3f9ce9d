"""Data: does the screen account for every row, ask what it must, and let everything be put right?"""
import re
import threading
from datetime import date
from pathlib import Path

import pytest

from pages.parts import file_cell, loading, project_cells, projects, session, upload
from pages.parts.columns import NOWHERE
from pages.parts.file_cell import _rows_as_csv
from pages.parts.keeper import keeper
from segkit.dimensions import DIMENSIONS
from segkit.recipe import REVENUE_POLICIES
from tests.pages.screens import ORDERS, at_page, load, wait, words

USE = ("Use this answer", "Use these answers")
SAMPLES = Path(__file__).parents[1] / "ingest" / "systems" / "samples"
UNCLEAR = ORDERS.replace("2026-01-15", "03/04/2026").replace("2026-02-20", "05/06/2026").replace("2026-03-31", "07/08/2026")


@pytest.fixture
def screen(app, project):
    return at_page(app, "data.py", project)


def opened(info):
    return session.shelf().take(info)


def chooser(app, field):
    return next(one for one in app.selectbox if (one.key or "").startswith("map_") and one.key.endswith(f"_{field}"))


def pressed(app, start):
    return next(one for one in app.button if (one.key or "").startswith(start)).click().run()


def file_with(tmp_path, name, text):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_row_is_accounted_for(screen):
    assert "4 rows read = **3** used + **1** set aside" in words(screen)


def test_the_figures_to_compare_are_there(screen):
    figures = {one.label: one.value for one in screen.metric}
    assert figures["Orders"] == "3" and figures["Customers"] == "2"
    assert "235" in figures["Spend"]
    assert "15 January 2026 to 31 March 2026" in words(screen)


def test_the_rows_set_aside_can_be_taken_along(project):
    text = _rows_as_csv(opened(project), opened(project).files()[0]).decode("utf-8-sig")
    heading, line = text.splitlines()
    assert heading.startswith("row,") and line.startswith("5,") and "1004" in line, "a spreadsheet shows the fourth order in row 5"


def test_the_columns_show_what_became_of_them(screen):
    assert chooser(screen, "total").value == "Order total"
    assert chooser(screen, "email").value == "Customer e-mail"
    assert "120" in words(screen)


def test_a_column_can_be_corrected_and_stays_corrected(screen, project):
    chooser(screen, "city").set_value(NOWHERE).run()
    pressed(screen, "apply_")
    wait(project)
    screen.run()
    assert not screen.exception and not screen.error
    assert "city" not in opened(project).files()[0].mapping
    session.shelf().close(project)
    assert "city" not in opened(project).files()[0].mapping


def test_the_choosers_show_the_columns_the_file_was_read_with_whatever_was_picked_before(screen, project):
    chooser(screen, "city").set_value("Order total").run()
    (report,) = opened(project).files()
    loading.reload(project, opened(project), report, mapping={**report.mapping, "city": ""})
    wait(project)
    screen.run()
    assert chooser(screen, "city").value == NOWHERE


def test_a_file_that_is_in_already_is_spoken_of(app, project, orders, tmp_path):
    load(project, file_with(tmp_path, "copy of it.csv", orders.read_bytes()))
    screen = at_page(app, "data.py", project)
    assert r"**copy of it\.csv** adds nothing. The same file is in already, as **orders\.csv**." in words(screen)
    assert len(opened(project).files()) == 1


def test_nothing_is_applied_before_something_was_changed(screen):
    assert next(one for one in screen.button if (one.key or "").startswith("apply_")).disabled


def test_an_open_question_is_asked_and_its_answer_loads_the_file(app, project, tmp_path):
    load(project, file_with(tmp_path, "unclear.csv", UNCLEAR))
    screen = at_page(app, "data.py", project)
    assert "one answer is needed" in words(screen)
    assert "1 file needs you first" in words(screen)
    asked = next(one for one in screen.radio if (one.key or "").startswith("answer_"))
    asked.set_value("day_first")
    next(one for one in screen.button if one.label in USE).click().run()
    wait(project)
    screen.run()
    assert not screen.exception
    assert [report.file for report in opened(project).files()] == ["orders.csv", "unclear.csv"]
    assert upload.waiting(project.uploads) == []


def test_sales_of_a_shop_and_of_its_payments_are_asked_about_and_a_file_put_in_again_asks_anew(app, tmp_path):
    info, days = projects.create("Two systems"), range(1, 9)
    shop = "Name,Email,Financial Status,Created at,Total,Lineitem name,Lineitem quantity,Currency\n"
    shop += "".join(f"#{i},u{i}@x.com,paid,2026-01-{i:02d} 12:30:00 +0000,{i}.50,Mug,1,USD\n" for i in days)
    paid = "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Status,Customer ID,Customer Email\n"
    paid += "".join(f"ch_{i},2026-01-{i:02d} 12:31:00,{i}.50,0.00,usd,true,Paid,cus_{i},u{i}@x.com\n" for i in days)
    stripe = file_with(tmp_path, "stripe.csv", paid)
    for answer, spend in (("once", 40), ("add", 80)):
        load(info, file_with(tmp_path, "shop.csv", shop), stripe)
        screen = at_page(app, "data.py", info)
        assert "8 sales of this file ($40.00) stand in 'shop.csv' too" in words(screen).replace("\\", "")
        next(one for one in screen.radio if (one.key or "").endswith("same_sales:shopify")).set_value(answer)
        next(one for one in screen.button if one.label in USE).click().run()
        wait(info)
        screen.run()
        assert not screen.exception and sum(report.totals["spend"] for report in opened(info).files()) == spend
        opened(info).remove(2)


def test_an_open_question_survives_a_restart(project, tmp_path):
    load(project, file_with(tmp_path, "unclear.csv", UNCLEAR))
    session.shelf().close(project)
    loading._loaders.clear()
    (left,) = upload.waiting(project.uploads)
    assert left.name == "unclear.csv" and left.report.questions


@pytest.mark.parametrize(("name", "text"), [
    ("empty.csv", b""), ("one.csv", b"just one column\n1\n"), ("junk.csv", bytes(range(256)) * 40),
    ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
])
def test_a_file_that_cannot_be_used_is_said_and_can_be_removed(app, project, tmp_path, name, text):
    load(project, file_with(tmp_path, name, text))
    screen = at_page(app, "data.py", project)
    assert name.split(".")[0] in words(screen)
    assert screen.error or screen.warning or "one answer is needed" in words(screen)
    pressed(screen, "discard_")
    assert upload.waiting(project.uploads) == []
    assert [report.file for report in opened(project).files()] == ["orders.csv"]


def test_an_upload_cut_off_by_a_killed_server_can_be_loaded(app, project, orders):
    upload.bring([orders], project.uploads)
    screen = at_page(app, "data.py", project)
    assert "was cut off" in words(screen)
    pressed(screen, "again_")
    wait(project)
    assert upload.waiting(project.uploads) == []


def test_a_stopped_load_changes_nothing_and_can_be_repeated(app, project, orders):
    work, all_there = loading.loader(project), threading.Event()
    work.add([loading.Task("first", lambda progress, stopped: all_there.wait(20) and work.stop())])
    loading.load(project, opened(project), upload.bring([orders], project.uploads))
    all_there.set()
    wait(project)
    screen = at_page(app, "data.py", project)
    assert "You stopped this" in words(screen)
    assert len(opened(project).files()) == 1


def test_while_reading_the_screen_says_so_and_can_stop(app, project):
    work, running = loading.loader(project), threading.Event()
    work.add([loading.Task("big.csv", lambda progress, stopped: (progress(0.4, "Reading"), running.wait(20)))])
    screen = at_page(app, "data.py", project)
    assert screen.get("progress")
    screen.button(key="stop_reading").click().run()
    assert work.stopped.is_set()
    running.set()
    wait(project)


def test_a_file_can_be_removed(screen, project):
    pressed(screen, "remove_")
    assert opened(project).files() == []
    assert "no data yet" in words(screen)


def test_more_files_can_be_added(screen, project, orders):
    screen.file_uploader[0].upload("more.csv", orders.read_bytes().replace(b"100", b"200")).run()
    wait(project)
    assert [report.file for report in opened(project).files()] == ["orders.csv", "more.csv"]


def test_the_as_of_day_and_the_policy_are_kept_in_the_project(screen, project):
    screen.date_input(key="as_of").set_value(date(2026, 2, 1)).run()
    screen.radio(key="policy").set_value("paid").run()
    assert not screen.exception
    assert opened(project).as_of == date(2026, 2, 1) and opened(project).revenue_policy == "paid"
    screen.button(key="as_of_last").click().run()
    assert opened(project).as_of == date(2026, 3, 31)


def test_every_dimension_says_whether_it_can_answer(screen):
    assert all(f"**{dimension.title}**" in words(screen) for dimension in DIMENSIONS)


def test_the_screen_ends_with_the_next_step(screen, project):
    screen.button(key="next_step").click().run()
    assert screen.title[0].value == "Segments"
    assert screen.query_params["project"] == project.id


def test_a_day_typed_wrong_is_said_and_does_not_move_the_as_of_day(app, project, tmp_path):
    rows = "".join(f"s{day},anna@example.com,2026-03-{day:02},5.00,Graz\n" for day in range(1, 29))
    load(project, file_with(tmp_path, "more.csv", f"{ORDERS.splitlines()[0]}\n{rows}x1,ben@example.com,2062-03-01,5.00,Graz\n"))
    screen = at_page(app, "data.py", project)
    assert opened(project).as_of == date(2026, 3, 31)
    assert screen.date_input(key="as_of").value == date(2026, 3, 31)
    said = words(screen).replace("\\", "").replace("\u2060", "")
    assert said.count("1 row is dated after a long gap (1 March 2062) and does not count for the as-of day; check it.") == 1
    assert opened(project).connection.cursor().execute("select count(*) from orders").fetchone() == (32,)


def test_without_stray_days_nothing_is_said_of_them(screen):
    assert "long gap" not in words(screen)


def test_pressing_the_button_with_nothing_chosen_says_what_is_missing(app, project, tmp_path):
    load(project, file_with(tmp_path, "unclear.csv", UNCLEAR))
    screen = at_page(app, "data.py", project)
    next(one for one in screen.button if one.label in USE).click().run()
    assert "Choose one of the answers above first." in words(screen)
    assert not loading.loader(project).busy and len(opened(project).files()) == 1


def test_of_several_questions_that_hold_up_nothing_one_can_be_answered_alone(app, project, tmp_path):
    text = UNCLEAR.replace("Town", "Status").replace("Graz", "foo").replace("Linz", "bar").replace("Wien", "foo")
    load(project, file_with(tmp_path, "unclear.csv", text))
    screen = at_page(app, "data.py", project)
    answer(screen, "day_first")
    wait(project)
    screen.run()
    assert len(opened(project).files()) == 2 and "2 questions are open below" in words(screen)
    asked = [one for one in screen.selectbox if (one.key or "").startswith("answer_")]
    assert len(asked) == 2, "one for each status word"
    next(one for one in screen.button if one.label in USE).click().run()
    assert "Answer at least one of the questions above first." in words(screen)
    answer(screen, "completed")
    wait(project)
    assert len(opened(project).files()[1].questions) == 1 and opened(project).files()[1].loaded


def test_a_question_with_one_answer_is_a_button(app, tmp_path):
    info = projects.create("Etsy shop")
    load(info, SAMPLES / "etsy_orders.csv")
    screen = at_page(app, "data.py", info)
    assert "Nothing needs you but 1 question about your files, above." in words(screen)
    assert not [one for one in screen.button if one.label in USE]
    pressed(screen, "answer_")
    wait(info)
    assert opened(info).files()[0].questions == () and opened(info).files()[0].loaded


def test_the_cells_are_numbered_without_a_gap(app, tmp_path):
    assert _numbers(at_page(app, "data.py", _with(tmp_path, "one.csv", ORDERS))) == [1, 2, 3, 4, 5]
    assert _numbers(at_page(app, "data.py", _with(tmp_path, "two.csv", EURO))) == [1, 2]


def _with(tmp_path, name, text):
    info = projects.create(name)
    load(info, file_with(tmp_path, name, text))
    return info


def _numbers(screen):
    found = (re.match(r":gray\[(\d+)\] ", one.value) for one in screen.subheader)
    return [int(one.group(1)) for one in found if one]


def test_beside_a_file_that_waits_nobody_is_told_that_there_is_no_data(app, tmp_path):
    screen = at_page(app, "data.py", _with(tmp_path, "unclear.csv", UNCLEAR))
    assert "no data yet" not in words(screen) and "one answer is needed first" in words(screen)


def test_the_currency_that_rates_lead_to_is_shown_before_anything_is_chosen(app, tmp_path):
    screen = at_page(app, "data.py", _with(tmp_path, "euro.csv", EURO))
    assert screen.selectbox(key="count_in").value == "EUR" and "Needed only for files that you choose to convert." in words(screen)


def test_rates_saved_before_the_question_is_answered_change_what_it_offers(app, tmp_path):
    info = _with(tmp_path, "euro.csv", EURO)
    screen = at_page(app, "data.py", info)
    assert any("you will be asked" in option for one in screen.radio for option in one.options)
    next(one for one in screen.number_input if one.key.startswith("rate_USD")).set_value(0.9)
    next(one for one in screen.button if one.label == "Save the rates").click().run()
    wait(info)
    screen.run()
    assert not any("you will be asked" in option for one in screen.radio for option in one.options)


@pytest.mark.parametrize(("figures", "abreast"), [(1, 4), (4, 4), (6, 6), (7, 4), (8, 4), (9, 5), (13, 5)])
def test_no_figure_stands_alone_in_a_second_row(figures, abreast):
    assert file_cell._abreast(figures) == abreast


def test_a_currency_can_be_named_where_no_file_does(screen, project):
    assert screen.selectbox(key="currency").value == ""
    screen.selectbox(key="currency").set_value("GBP").run()
    assert not screen.exception
    assert opened(project).currency == "GBP" and 'currency = "GBP"' in opened(project).recipe.to_toml()
    assert "£235.50" in {one.label: one.value for one in screen.metric}["Spend"].replace("\\", "")
    screen.selectbox(key="currency").set_value("").run()
    assert opened(project).currency == "" and "currency" not in opened(project).recipe.to_toml()


def test_the_currency_of_a_file_holds_and_is_not_asked_for(app, project, tmp_path):
    rows = ORDERS.replace("Town", "Currency").replace("Graz", "EUR").replace("Linz", "EUR").replace("Wien", "EUR").replace("100", "200")
    load(project, file_with(tmp_path, "euro.csv", rows))
    screen = at_page(app, "data.py", project)
    assert opened(project).currency == "EUR"
    assert not [one for one in screen.selectbox if one.key == "currency"]


def test_a_currency_of_a_recipe_that_is_not_on_the_list_shows(app, project):
    opened(project).set_currency("XOF")
    assert at_page(app, "data.py", project).selectbox(key="currency").value == "XOF"


def test_the_figures_to_compare_say_which_rule_they_follow(app, project, tmp_path):
    text = ORDERS.replace("Town", "Refunded amount").replace("Graz", "10").replace("Linz", "0").replace("Wien", "0").replace("100", "200")
    load(project, file_with(tmp_path, "refunds.csv", text))
    screen = at_page(app, "data.py", project)
    said = [one.value.replace("\\", "") for one in screen.caption]
    rule = "the choices under “How should Segkit count?” do not change it"
    assert sum(rule in line for line in said) == 2
    assert any("after refunds (235.50 before them)" in line for line in said)


def test_every_way_to_count_money_is_worded_in_one_place(screen):
    radio = screen.radio(key="policy")
    assert radio.options == [policy.title for policy in REVENUE_POLICIES.values()]


HOSTILE = ["![x](http://evil/p.png)", "[a](javascript:alert(1))", ":material/home:", "$x$", '"; drop table orders; --',
           "<script>alert(1)</script>", "{format}", "%s%n", "=1+1", "$total", "customer_id", "a.b[0]"]


@pytest.mark.parametrize("heading", HOSTILE)
def test_a_hostile_heading_and_value_show_as_what_they_are(app, project, tmp_path, heading):
    cell = heading.replace('"', '""')
    rows = ORDERS.replace("Town", f'"{cell}"').replace("Graz", f'"{cell}"').replace("1001", "9001").replace("1002", "9002")
    load(project, file_with(tmp_path, "hostile.csv", rows))
    screen = at_page(app, "data.py", project)
    assert not screen.exception
    shown = [one.value for kind in ("markdown", "caption", "subheader", "error") for one in screen.get(kind)]
    assert not any("![x](" in text or "](javascript" in text for text in shown)


def test_the_recipe_holds_what_was_just_moved(app, project):
    at_page(app, "data.py", project)
    keeper().keep(opened(project), "usage", {"heavy_top": 7})
    assert "heavy_top = 7" in project_cells._recipe(opened(project)).decode()


def test_the_figures_of_subscriptions_say_which_rule_they_follow_and_keep_currencies_apart(app, project, tmp_path):
    text = "Customer ID,Subscription ID,Plan,MRR,Currency,Status,Start date\n" \
           "c1,s1,Pro,30,EUR,active,2026-01-10\nc2,s2,Pro,40,USD,active,2026-02-10\nc3,s3,Pro,50,USD,canceled,2026-02-11\n"
    load(project, file_with(tmp_path, "subscriptions.csv", text))
    screen = at_page(app, "data.py", project)
    figures = {one.label: one.value for one in screen.metric}
    assert figures["Subscriptions"] == "3" and figures["Active"] == "2"
    assert "30" in figures["MRR (EUR)"] and "40" in figures["MRR (USD)"]
    assert "MRR is what active and past due subscriptions bring a month" in words(screen)


EURO = ("Order number,Customer e-mail,Order date,Order total,Currency\n"
        "2001,anna@example.com,2026-01-15,100,EUR\n2002,ben@example.com,2026-02-20,50,EUR\n2003,ben@example.com,2026-02-21,30,USD\n")


def answer(screen, value):
    asked = [one for one in (*screen.radio, *screen.selectbox) if (one.key or "").startswith("answer_")]
    asked[0].set_value(value)
    next(one for one in screen.button if one.label in USE).click().run()


def test_amounts_are_converted_once_their_rates_are_entered(app, tmp_path):
    info = projects.create("Two currencies")
    load(info, file_with(tmp_path, "euro.csv", EURO))
    screen = at_page(app, "data.py", info)
    assert "Rates of exchange" in words(screen) and "Segkit knows no rates of its own" in words(screen)
    answer(screen, "convert")
    wait(info)
    screen.run()
    assert "Segkit needs your rate for USD" in words(screen) and opened(info).files() == []
    next(one for one in screen.number_input if one.key.startswith("rate_USD")).set_value(0.9)
    next(one for one in screen.button if one.label == "Save the rates").click().run()
    wait(info)
    screen.run()
    assert not screen.exception and opened(info).rates == {"USD": 0.9}
    assert opened(info).files()[0].totals["spend"] == 177.0
    assert "30.00 in 1 order × 0.9 = €27.00" in words(screen).replace("\\", "")


def test_the_currency_to_count_in_can_be_chosen_before_anything_is_converted(app, tmp_path):
    info = projects.create("Two currencies")
    load(info, file_with(tmp_path, "euro.csv", EURO))
    screen = at_page(app, "data.py", info)
    assert screen.selectbox(key="count_in").options == ["EUR", "USD"]
    screen.selectbox(key="count_in").set_value("USD").run()
    wait(info)
    screen.run()
    assert not screen.exception and "The file is in EUR and USD, the project in USD" in words(screen)
    answer(screen, "convert")
    wait(info)
    screen.run()
    next(one for one in screen.number_input if one.key.startswith("rate_EUR")).set_value(2.0)
    next(one for one in screen.button if one.label == "Save the rates").click().run()
    wait(info)
    assert opened(info).files()[0].totals["spend"] == 330.0 and opened(info).currency == "USD"


def test_a_new_rate_reads_the_converted_files_again(app, tmp_path):
    info = projects.create("Two currencies")
    opened(info).set_rates({"USD": 0.9})
    (upload_,) = upload.bring([file_with(tmp_path, "euro.csv", EURO)], info.uploads)
    loading.load(info, opened(info), [upload.Upload(upload_.path, upload_.name, {"answers": {"currency": "convert"}})])
    wait(info)
    screen = at_page(app, "data.py", info)
    next(one for one in screen.number_input if one.key.startswith("rate_USD")).set_value(2.0)
    next(one for one in screen.button if one.label == "Save the rates").click().run()
    wait(info)
    assert opened(info).files()[0].totals["spend"] == 210.0 and opened(info).outdated() == []


def test_where_all_files_are_in_one_currency_no_rates_are_spoken_of(screen):
    assert "Rates of exchange" not in words(screen)


def test_the_zone_of_the_shop_reads_its_files_again(app, tmp_path):
    info = projects.create("Shop overseas")
    text = ORDERS.replace("2026-01-15,", "2026-01-15T03:30:00Z,").replace("2026-02-20,", "2026-02-20 12:00:00 UTC,")
    load(info, file_with(tmp_path, "utc.csv", text))
    screen = at_page(app, "data.py", info)
    screen.selectbox(key="time_zone").set_value("America/New_York").run()
    wait(info)
    screen.run()
    assert not screen.exception and opened(info).files()[0].totals["first_day"] == "2026-01-14"
    session.shelf().close(info)
    assert opened(info).time_zone == "America/New_York" and opened(info).outdated() == []


def test_without_times_of_day_no_zone_is_asked_for(screen):
    assert not [one for one in screen.selectbox if one.key == "time_zone"]


def test_the_answer_where_the_shop_is_reads_the_other_files_again_too(app, tmp_path):
    info = projects.create("Shop overseas")
    for name, order in (("one.csv", "1"), ("two.csv", "2")):
        text = f"Order number,Customer e-mail,Order date,Order total\n{order},a@x.de,2026-01-15T03:30:00Z,5\n"
        load(info, file_with(tmp_path, name, text))
    screen = at_page(app, "data.py", info)
    assert "Where is the shop?" in words(screen)
    answer(screen, "America/New_York")
    wait(info)
    assert [report.totals["first_day"] for report in opened(info).files()] == ["2026-01-14"] * 2
    assert opened(info).outdated() == []


def test_files_read_otherwise_are_named_and_can_be_read_again(app, tmp_path):
    info = projects.create("Shop overseas")
    load(info, file_with(tmp_path, "utc.csv", "Order number,Customer e-mail,Order date,Order total\n1,a@x.de,2026-01-15T03:30:00Z,5\n"))
    opened(info).set_time_zone("America/New_York")
    screen = at_page(app, "data.py", info)
    assert r"utc\.csv was read with another time zone" in words(screen)
    screen.button(key="read_outdated").click().run()
    wait(info)
    assert opened(info).outdated() == []


def test_where_one_file_cannot_be_read_again_the_screen_says_which_and_why(app, tmp_path):
    info = projects.create("Shop overseas")
    head = "Order number,Customer e-mail,Order date,Order total\n"
    for name, order in (("one.csv", "1"), ("two.csv", "2")):
        load(info, file_with(tmp_path, name, f"{head}{order},a@x.de,2026-01-15T03:30:00Z,5\n"))
    opened(info).set_time_zone("America/New_York")
    copies = [path for path in info.uploads.iterdir() if "\n2,a@x.de" in path.read_text()]
    gone = copies[0].rename(tmp_path / "elsewhere.csv")
    screen = at_page(app, "data.py", info)
    screen.button(key="read_outdated").click().run()
    wait(info)
    screen.run()
    said = words(screen)
    assert r"two\.csv was read with another time zone" in said and "All other files follow what is chosen now." in said
    assert "Why not yet stands in the cell of each file above." in said and "the file is no longer where it was" in said
    gone.rename(copies[0])
    screen.button(key="read_outdated").click().run()
    wait(info)
    screen.run()
    assert opened(info).outdated() == [] and "no longer where it was" not in words(screen)


def test_only_currencies_that_a_files_sign_can_mean_are_offered(app, tmp_path):
    info = projects.create("Dollars")
    text = ORDERS.replace("120.50", "$120.50").replace("35.00", "$35.00").replace("80.00", "$80.00")
    load(info, file_with(tmp_path, "dollars.csv", text))
    screen = at_page(app, "data.py", info)
    offered = screen.selectbox(key="currency").options
    assert "USD" in offered and "CAD" in offered and "EUR" not in offered


SHOP = "Order number,Platform order id,Customer e-mail,Order date,Order total\n"


def shop_file(tmp_path, name, ids):
    rows = "".join(f"#{n},{ids + n},p{n}@example.com,2026-01-{n:02d},10\n" for n in range(1, 9))
    return file_with(tmp_path, name, SHOP + rows)


def test_the_name_of_a_second_shop_is_typed_and_told(app, project, tmp_path):
    load(project, shop_file(tmp_path, "graz.csv", 100), shop_file(tmp_path, "linz.csv", 900))
    screen = at_page(app, "data.py", project)
    assert "8 order numbers of this file stand in" in words(screen)
    next(one for one in screen.button if one.label in USE).click().run()
    assert "Type an answer above first." in words(screen)
    next(one for one in screen.text_input if (one.key or "").startswith("typed_")).set_value("Linz")
    next(one for one in screen.button if one.label in USE).click().run()
    wait(project)
    screen.run()
    assert not screen.exception and [report.store for report in opened(project).files()] == ["", "", "Linz"]


def test_a_shop_can_be_named_for_a_file_that_is_in(app, project, tmp_path):
    screen = at_page(app, "data.py", project)
    next(one for one in screen.text_input if (one.key or "").startswith("store_")).set_value("Graz").run()
    pressed(screen, "use_store_")
    wait(project)
    screen.run()
    assert not screen.exception and opened(project).files()[0].store == "Graz"
    next(one for one in screen.text_input if (one.key or "").startswith("store_")).set_value("").run()
    pressed(screen, "use_store_")
    wait(project)
    assert opened(project).files()[0].store == ""


def test_a_file_that_is_read_again_keeps_its_place_on_the_screen(app, project, tmp_path):
    load(project, file_with(tmp_path, "more.csv", ORDERS.replace("100", "200")))
    screen = at_page(app, "data.py", project)
    first = opened(project).files()[0]
    loading.reload(project, opened(project), first, answers={})
    wait(project)
    screen.run()
    assert [report.file for report in opened(project).files()] == ["orders.csv", "more.csv"]
    assert [one.value for one in screen.subheader][:2] == [r":gray[1] orders\.csv", r":gray[2] more\.csv"]


def test_a_long_figure_gets_a_wider_box():
    assert file_cell._least_width([("Orders", "8,167"), ("Spend", r"€561,354\.71")]) == 130
    assert file_cell._least_width([("Spend", r"₫1,234,567,890\.00")]) == 13 * 17 + 36


def test_data_that_answer_nothing_yet_say_what_to_add(app):
    info = projects.create("Software")
    load(info, SAMPLES / "hubspot_deals.csv")
    screen = at_page(app, "data.py", info)
    assert project_cells.NO_ANSWER in words(screen) and "RFM needs an orders export" in words(screen)
