"""The Data screen as a person uses it: drop files, read the figures, correct a column."""
import re

from harness import settled


def drop(page, *paths):
    """Drop files on the first screen and wait until they are in."""
    put(page, *paths)
    ready(page)


def put(page, *paths):
    """Drop files on the first screen and wait for the Data screen, which may have a question before anything is in."""
    page.set_input_files('[data-testid="stFileUploaderDropzoneInput"]', [str(path) for path in paths])
    page.wait_for_url("**/data?project=*")


def ready(page):
    page.wait_for_function("""() => !document.querySelector('[data-testid="stProgress"]')
        && document.querySelector('[data-testid="stMetric"], [data-testid="stAlert"]')""", timeout=60_000)
    settled(page)


def figure(page, label):
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue").inner_text()


def choose(page, field, heading):
    box = page.get_by_role("combobox", name=re.compile(f"{field}$"))
    box.evaluate("element => element.scrollIntoView({block: 'center'})")  # a list that opens at the edge scrolls and closes
    page.wait_for_timeout(500)  # while the drawer still slides open, the list would close again at once
    box.click()
    page.get_by_role("option", name=heading, exact=True).click()


def open_columns(page):
    page.get_by_text("Columns, and how they were read").click()
