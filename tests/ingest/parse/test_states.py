"""Do the status words of subscriptions, invoices, deals, messages and referrals mean what people mean by them?"""

import tomllib

import pytest

from segkit.ingest.choices import OPTIONS
from segkit.ingest.parse.states import _WORDS, INTERVALS, PER_MONTH, VOCABULARIES, interval_of
from segkit.words import fold


@pytest.mark.parametrize(
    ("table", "word", "state"),
    [
        ("subscriptions", "active", "active"), ("subscriptions", "Past Due", "past_due"), ("subscriptions", "past_due", "past_due"),
        ("subscriptions", "incomplete_expired", "incomplete"), ("subscriptions", "Cancelled", "canceled"),
        ("subscriptions", "gekündigt", "canceled"), ("subscriptions", "en essai", "trialing"), ("subscriptions", "活跃", "active"),
        ("subscriptions", "解約済み", "canceled"), ("subscriptions", "inactive", "canceled"), ("subscriptions", "not active", ""),
        ("subscriptions", "active, cancels soon", "active"), ("invoices", "paid", "paid"), ("invoices", "Unpaid", "open"),
        ("invoices", "Not paid", "open"), ("invoices", "überfällig", "open"), ("invoices", "annulée", "void"),
        ("invoices", "草稿", "draft"), ("invoices", "Written off", "uncollectible"), ("deals", "Closed Won", "won"),
        ("deals", "closedwon", "won"), ("deals", "Closed won (Sales Pipeline)", "won"),
        ("deals", "Closed lost (Won Back Pipeline)", "lost"), ("deals", "Verloren", "lost"), ("deals", "gagné", "won"),
        ("deals", "赢单", "won"), ("deals", "Appointment scheduled", ""), ("deals", "qualifiedtobuy", ""),
        ("deals", "Lost to competitor", "lost"), ("contacts", "Opened Email", "opened"), ("contacts", "click", "clicked"),
        ("contacts", "Marked Email as Spam", "complained"), ("contacts", "not delivered", "bounced"),
        ("contacts", "Unsubscribed from List", "unsubscribed"), ("contacts", "Placed Order", ""), ("contacts", "geöffnet", "opened"),
        ("contacts", "退订", "unsubscribed"), ("referrals", "Rewarded", "successful"), ("referrals", "self-referral", "rejected"),
        ("referrals", "ausstehend", "pending"),
    ],
)  # fmt: skip
def test_words_of_many_systems_and_languages(table, word, state):
    assert VOCABULARIES[table].meaning(word, {}) == state


def test_the_words_of_a_system_go_first():
    assert VOCABULARIES["deals"].meaning("Handshake", {"won": ("handshake",)}) == "won"


@pytest.mark.parametrize(
    ("word", "interval"),
    [
        ("month", ("month", 1)), ("Monthly", ("month", 1)), ("every 3 months", ("month", 3)), ("3-month", ("month", 3)),
        ("year", ("year", 1)), ("annual", ("year", 1)), ("jährlich", ("year", 1)), ("vierteljährlich", ("quarter", 1)),
        ("6 Monate", ("month", 6)), ("semestriel", ("half_year", 1)), ("biweekly", ("week", 2)), ("每月", ("month", 1)),
        ("2 weeks", ("week", 2)), ("lifetime", ("once", 1)), ("each blue moon", ("", 1)),
    ],
)  # fmt: skip
def test_how_often_it_is_paid(word, interval):
    assert interval_of(word) == interval


def test_the_states_are_those_that_can_be_answered():
    for vocabulary in VOCABULARIES.values():
        assert tuple(vocabulary.labels) == OPTIONS[f"{vocabulary.key}:"] and set(vocabulary.words.values()) <= set(vocabulary.labels)
    assert tuple(INTERVALS.labels) == OPTIONS["interval:"] == OPTIONS["interval"] == tuple(PER_MONTH)


def test_a_word_belongs_to_one_state_only():
    for name, found in tomllib.loads(_WORDS.read_text(encoding="utf-8")).items():
        words = [fold(word) for state in found["states"].values() for word in {fold(one) for one in state.get("words", ())}]
        assert {word for word in words if words.count(word) > 1} == set(), name
