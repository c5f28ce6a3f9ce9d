"""Which e-mail addresses are the same, and which are nobody's own?"""

import unicodedata

import duckdb
import pytest

from segkit.ingest.parse.emails import email, is_alias, of_nobody


def asked(sql, *texts):
    return [answer for (answer,) in duckdb.connect().execute(f"select {sql} from (select unnest($t) as t)", {"t": list(texts)}).fetchall()]


def test_one_address_however_it_is_written():
    written = (" Ann@Shop.COM ", "ＡＮＮ＠ｓｈｏｐ．ｃｏｍ",
               "ann\u200b@shop.com\u00a0", "<ann@shop.com>", "'ann@shop.com", "ann@shop.com\t")  # fmt: skip
    assert set(asked(email("t"), *written)) == {"ann@shop.com"}


def test_dots_and_tags_are_part_of_an_address():
    assert asked(email("t"), "a.nn@gmail.com", "ann+shop@gmail.com") == ["a.nn@gmail.com", "ann+shop@gmail.com"]


def test_letters_in_another_shape_are_those_that_unicode_says():
    texts = [f"{chr(at)}nn@shop.com" for at in (*range(0xFF21, 0xFF3B), 0x212A, 0x2460, 0x3371, 0xC5, 0x1E9B, 0xFF76)]
    plain = [unicodedata.normalize("NFKC", text).lower() for text in texts]
    pairs = zip(asked(email("t"), *texts), plain, strict=True)
    assert not [(ours, theirs) for ours, theirs in pairs if ours != theirs and len(theirs) == 12]  # one sign for one


@pytest.mark.parametrize("text", ["a***@shop.com", "no mail", "@shop.com", ""])
def test_masked_and_other_texts_are_no_address(text):
    assert asked(email("t"), text) == [None]


def test_mailboxes_of_nobody():
    nobody = ("noreply@shop.com", "no-reply@shop.com", "do.not.reply@shop.com", "guest@shop.com", "test12@shop.com", "na@x.com")
    assert all(asked(of_nobody("t"), *nobody))
    assert not any(asked(of_nobody("t"), "info@shop.com", "testa@shop.com", "nora@shop.com", "guestav@shop.com", "ann@noreply.com"))


def test_addresses_that_marketplaces_give_out():
    given_out = ("x1@marketplace.amazon.co.uk", "y2@members.ebay.com", "z3@privaterelay.appleid.com", "ann@reply.etsy.com")
    assert all(asked(is_alias("t"), *given_out))
    assert not any(asked(is_alias("t"), "ann@amazon.com", "ann@myreply.com", "ann@icloud.com"))
