"""Which words name a country?"""

import pytest

from segkit.ingest.parse.countries import by_country, country_code, country_names


@pytest.mark.parametrize(
    ("text", "code"),
    [("DE", "DE"), ("deu", "DE"), ("Germany", "DE"), ("Deutschland", "DE"), ("德国", "DE"), ("UK", "GB"), ("U.S.A.", "US"),
     ("Việt Nam", "VN"), ("Österreich", "AT"), ("日本", "JP"), ("Brasil", "BR"), ("", ""), ("Atlantis", ""), ("Berlin", "")],
)  # fmt: skip
def test_a_country_is_known_by_its_names_and_letters(text, code):
    assert country_code(text) == code


def test_texts_are_gathered_by_country():
    assert by_country(["DE", "Germany", "nowhere", "FR"]) == {"DE": ("DE", "Germany"), "FR": ("FR",)}


def test_every_country_has_a_name():
    assert country_names()["DE"] == "Germany" and len(country_names()) > 200
