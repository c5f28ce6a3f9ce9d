"""Signs: are amounts with the signs of several currencies asked about on the screen, one question after the other?"""

from pages.parts import projects, session
from tests.pages.screens import at_page, load, wait, words

USE = ("Use this answer", "Use these answers")
MIXED = "Order number,Customer e-mail,Order date,Order total\n" + "".join(
    f"{n},c{n % 4}@example.com,2026-01-{n:02d},{'€' if n % 2 else '$'}50.00\n" for n in range(10, 20)
)


def answer(screen, info, key, value):
    asked = next(one for one in (*screen.radio, *screen.selectbox) if (one.key or "").startswith("answer_") and one.key.endswith(key))
    asked.set_value(value)
    next(one for one in screen.button if one.label in USE).click().run()
    wait(info)
    return screen.run()


def test_the_currency_of_a_sign_is_asked_for_and_then_which_one_counts(app, tmp_path):
    (tmp_path / "mixed.csv").write_text(MIXED, encoding="utf-8")
    info = projects.create("Mixed")
    load(info, tmp_path / "mixed.csv")
    screen = at_page(app, "data.py", info)
    assert "Some amounts are written with $, others with EUR. Which currency is $?" in words(screen).replace("\\", "")
    screen = answer(screen, info, "sign:$", "CAD")
    assert not screen.exception and "The file holds several currencies." in words(screen).replace("\\", "")
    screen = answer(screen, info, "currency", "CAD")
    assert not screen.exception
    (report,) = session.shelf().take(info).files()
    assert (report.totals["spend"], report.totals["currency"], report.set_aside) == (250.0, "CAD", {"another currency": 5})
