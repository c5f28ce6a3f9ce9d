"""Does a heading that looks like a parameter stay a heading?"""

ORDERS = "Order ID,Date,Customer ID,Total,Currency,Status"
ROWS = "".join(f"{n},2024-01-0{n},c{n},10,EUR,{'cancelled' if n % 2 else 'paid'}" + "{rest}\n" for n in range(1, 9))


def test_headings_that_look_like_parameters_load_as_any_other(files):
    text = f"{ORDERS},$system,$currency,$source_id,$status_0,it's $system\n" + ROWS.format(rest=",a,b,c,d,e")
    report = files.load(text + "9,,c9,10,EUR,paid,a,b,c,d,e\n")
    assert report.loaded and report.set_aside == {"no date on the row": 1}


def test_a_first_column_named_like_a_parameter_loads(files):
    text = "$currency,$source_id,Order ID,Date,Customer ID,Total\n" + "".join(f"a,b,{n},2024-01-0{n},c{n},10\n" for n in range(1, 9))
    report = files.load(text + "a,b,9,,c9,10\n")
    assert report.loaded and report.set_aside == {"no date on the row": 1}


def test_further_columns_of_customers_and_events_may_look_like_parameters(files):
    assert files.load("$system,$currency,Customer ID,Email\na,b,1,c@x.com\n", "people.csv").loaded
    assert files.load("user_id,event,timestamp,$currency\nu1,view,2024-01-02 10:00:00,EUR\n", "events.csv").loaded
    assert files.rows("select properties from events") == [('{"$currency":"EUR"}',)]
