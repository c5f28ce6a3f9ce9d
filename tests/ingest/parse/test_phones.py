"""Is a phone number read as the library reads it, in every country, however it is written?"""

import random
import re

import duckdb
import phonenumbers
import pytest
from phonenumbers import PhoneMetadata, PhoneNumberFormat, ValidationResult

from segkit.ingest.parse.phones import digits_only, phone

COUNTRIES = "DE US GB IT VN FR JP CN TW SE BR AR CA AU MX RU HU NL ES IN KR BD".split()


def read(texts, shop="", country="", words=None):
    """Return each text's number; `country` is the country on every row."""
    said = f"'{country}'" if country else ""
    sql = f"select {phone('text', said, words, shop)} from (select unnest($texts) as text)"
    return [number for (number,) in duckdb.connect().execute(sql, {"texts": list(texts)}).fetchall()]


def by_the_library(text, region):
    """Return the number as the library gives it, None where it is none or cannot be dialled from elsewhere."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    possible = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if possible else None


def some_numbers(region, rng, how_many=600):
    """Return numbers of a country as people write them: from inside, from outside, with signs and without."""
    known = PhoneMetadata.metadata_for_region(region)
    code, prefix = str(known.country_code), known.national_prefix or ""
    examples = [found for kind in (0, 1, 2, 3) if (found := phonenumbers.example_number_for_type(region, kind))]
    for _ in range(how_many):
        number = phonenumbers.national_significant_number(rng.choice(examples))
        kept = number[: -rng.randint(2, 6)]
        # Not 0 behind the prefix: of 00 nobody can say whether the country is still to come.
        number = kept + "".join(rng.choice("123456789") for _ in number[len(kept) :])
        yield rng.choice((
            number, prefix + number, f"+{code}{number}", f"+{code} ({prefix}) {number[:3]}-{number[3:]}", f"{code}{number}",
            f"{prefix}{number[:2]} / {number[2:]}", f"{prefix}{number} ext. 12", f"{prefix}{number}.0",
        ))  # fmt: skip


@pytest.mark.parametrize("region", COUNTRIES)
def test_numbers_are_read_as_the_library_reads_them(region):
    texts = sorted(set(some_numbers(region, random.Random(region))))
    expected = [by_the_library(text.removesuffix(".0"), region) for text in texts]
    differ = [(text, ours, theirs) for text, ours, theirs in zip(texts, read(texts, region), expected, strict=True)
              if theirs and ours != theirs and ours is not None]  # fmt: skip
    assert not differ
    assert sum(1 for theirs in expected if theirs) > len(texts) / 3


@pytest.mark.parametrize(
    ("text", "shop", "wanted"),
    [
        ("912345678", "VN", "+84912345678"),  # a spreadsheet took the 0 away
        ("0912345678", "VN", "+84912345678"),
        ("84912345678", "VN", "+84912345678"),
        ("02 1234 5679", "IT", "+390212345679"),  # the 0 is part of the number
        ("+8801712345679", "DE", "+8801712345679"),
        ("+88001712345679", "DE", "+8801712345679"),  # country code and the country's own 0
        ("+49 (0) 30 / 123 456-78", "US", "+493012345678"),
        ("0049 30 12345678", "DE", "+493012345678"),
        ("011 49 30 12345678", "US", "+493012345678"),
        ("(212) 555-0187 x12", "US", "+12125550187"),
        ("'+46701234569", "SE", "+46701234569"),
        ("０９０-１２３４-５６７９", "JP", "+819012345679"),
        ("011 15 2345-6789", "AR", "+5491123456789"),
        ("84912345678.0", "VN", "+84912345678"),
        ("", "VN", None),
    ],
)
def test_a_number_is_one_however_it_is_written(text, shop, wanted):
    assert read([text], shop) == [wanted]


@pytest.mark.parametrize(
    "text",
    ["0000000000", "1234567890", "0123456789", "+490000000000", "+84999999999", "11111111", "123", "138****0001", "8.49E+10", "none"],
)
def test_made_up_and_masked_numbers_are_nobodys(text):
    assert read([text], "VN") == read([text]) == [None]


def test_the_beautiful_numbers_of_vietnam_and_china_are_somebodys():
    assert read(["0988888888"], "VN") == ["+84988888888"]
    assert read(["13888888888"], "CN") == ["+8613888888888"]


def test_the_country_of_the_row_goes_before_that_of_the_shop():
    words = {"FR": ("France", "FR"), "DE": ("Germany",)}
    assert read(["0612345678"], "DE", "France", words) == ["+33612345678"]
    assert read(["0171 1234567"], "FR", "Germany", words) == ["+491711234567"]
    assert read(["0612345678"], "DE", "Atlantis", words) == ["+49612345678"]


def test_without_any_country_the_digits_stay_as_they_are():
    assert read(["0912 345 678", "+49 171 1234567", "0049 171 1234567"]) == ["0912345678", "+491711234567", "+491711234567"]


def test_a_number_that_is_taken_as_it_stands_is_what_the_rules_make_of_it():
    """Each way of writing after each country code, with the ends of made-up numbers: the quick look may only agree."""
    ends = ["1111111", "1234567", "7654321", "5551234", "4567890", "3334444", "2223456", "9876543", "1357924", "0000000", "12345678"]
    codes = (1, 7, 20, 33, 36, 39, 44, 49, 86, 353, 852, 999)
    starts = [f"+{code}{more}" for code in codes for more in ("", "0", "1", "8", "06", "30", "617")]
    texts = [start + end for start in starts for end in ends]
    con = duckdb.connect()
    con.execute("create table numbers as select unnest($texts) as text", {"texts": texts})
    for sql in (phone("text"), digits_only("text")):
        slowly = re.split(r" then text\s+else ", sql, maxsplit=1)[1].removesuffix(" end")
        differing = con.execute(f"select text, {sql}, {slowly} from numbers where ({sql}) is distinct from ({slowly})").fetchall()
        assert differing == []
        assert con.execute(f"select count({slowly}) from numbers").fetchone()[0] > 100
