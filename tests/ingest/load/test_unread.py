"""Do the notes on cells that cannot be read show what stands in them?"""

HEAD = "Order ID,Date,Email,Total,Discount,Gift\n"


def orders(*cells):
    return HEAD + "".join(f"{n},2024-01-{n:02d},c{n}@x.com,10.00,{one}\n" for n, one in enumerate(cells, 1))


def test_a_note_on_unreadable_cells_shows_up_to_three_of_them(files):
    report = files.load(orders("1.00,yes", "n/a?,", "12..5,no", "n/a?,", "2.00,yes"))
    assert "3 cells of 'Discount' cannot be read (such as 'n/a?' and '12..5') and stay empty." in report.notes


def test_cells_of_yes_and_no_and_of_addresses_are_shown_too(files):
    people = "Email,First name,Accepts Email,Birthday\na@x.com,A,yes,1990-01-01\nb@x.com,B,perhaps,1991-13-45\nc@x.com,C,no,1990-01-01\n"
    notes = files.load(people + "nobody here,D,later,1990-01-01\n").notes
    assert "1 cell of 'Email' cannot be read (such as 'nobody here') and stays empty." in notes
    assert "1 cell of 'Birthday' cannot be read (such as '1991-13-45') and stays empty." in notes
    assert "2 cells of 'Accepts Email' cannot be read (such as 'later' and 'perhaps') and stay empty." in notes


def test_a_long_cell_is_shown_by_its_beginning(files):
    (note,) = (note for note in files.load(orders("1.00,yes", f"{'x' * 90},")).notes if "Discount" in note)
    assert "x" * 39 + "…'" in note and "x" * 40 not in note


def test_where_all_cells_are_read_nothing_is_said(files):
    assert not any("cannot be read" in note for note in files.load(orders("1.00,yes", "N/A,", "2.00,no")).notes)
