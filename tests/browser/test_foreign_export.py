"""A foreign export: an ambiguous date and a wrong guess in the column map, put right on the Data screen, give the right totals."""
import pytest

from data_screen import choose, figure, open_columns, put, ready
from harness import PHONE, open_app

# "Montant" is without postage; what customers paid is under a heading that nobody could know: 1025.40 + 40.90 + 84.00 + 16.90.
EXPORT = """N° commande;E-mail client;Date de commande;Montant;Frais de port;Net à payer;Ville
7001;anna@example.com;03/04/2026;1 020,50 €;4,90 €;1 025,40 €;Lyon
7002;ben@example.com;05/06/2026;36,00 €;4,90 €;40,90 €;Nantes
7003;anna@example.com;07/08/2026;84,00 €;0,00 €;84,00 €;Lyon
7004;chloe@example.com;02/09/2026;12,00 €;4,90 €;16,90 €;Paris
"""


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "commandes.csv"
    path.write_bytes(EXPORT.encode("cp1252"))
    return path


@pytest.mark.parametrize("size", [None, PHONE], ids=["laptop", "phone"])
def test_a_date_is_asked_for_a_column_corrected_and_the_totals_are_right(visit, server, export, size):
    page = visit(server, size=size) if size else visit(server)
    open_app(page, "/")
    put(page, export)
    page.get_by_text("Which day is 03/04/2026 in “Date de commande”?").first.wait_for()
    page.get_by_text("3 April 2026", exact=True).click()
    page.get_by_role("button", name="Use this answer").click()
    page.get_by_text("4 rows read = 4 used").wait_for()
    assert figure(page, "Spend") == "€1,152.50"
    page.get_by_text("From 3 April 2026 to 2 September 2026").wait_for()
    open_columns(page)
    choose(page, "Order total", "Net à payer")
    page.get_by_role("button", name="Apply and read the file again").click()
    page.get_by_test_id("stMetric").filter(has_text="1,167.20").wait_for(timeout=30_000)
    page.get_by_text("From 3 April 2026 to 2 September 2026").wait_for()
    page.reload()
    ready(page)
    assert figure(page, "Spend") == "€1,167.20" and figure(page, "Orders") == "4" and figure(page, "Customers") == "3"
