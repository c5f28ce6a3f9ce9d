"""Quality: is the data sound? Every finding with its numbers, why it matters, and a fix that can be taken back."""

from collections.abc import Sequence

from segkit.features.left_out import RULES
from segkit.quality.answers import answers
from segkit.quality.base import IN_ORDER, NEEDS_YOU, SEVERITIES, WORTH_KNOWING, Data, Finding, Fix, from_text, to_text
from segkit.quality.checks import measured
from segkit.quality.days import gaps, series, spikes
from segkit.quality.files import files
from segkit.quality.gift_cards import gift_cards
from segkit.quality.history import ends, far_dates
from segkit.quality.lines import lines_agree
from segkit.quality.own_totals import own_totals_agree
from segkit.quality.people import people
from segkit.quality.sums import sums_agree
from segkit.quality.twins import twins

__all__ = ["IN_ORDER", "NEEDS_YOU", "SEVERITIES", "WORTH_KNOWING", "Data", "Finding", "Fix", "findings", "from_text", "in_order", "to_text"]

VERSION = "2"  # of the checks: another one and the findings noted in a project are found anew


def findings(data: Data) -> list[Finding]:
    """Return everything found, what needs somebody first; the same data give the same findings in the same order."""
    days = series(data)
    found = [
        *sums_agree(data), *lines_agree(data), *own_totals_agree(data), *files(data), *far_dates(data), *measured(data), *twins(data),
        *gift_cards(data), *spikes(data, days), *gaps(data, days), *ends(data, days), *people(data), *answers(data),
    ]  # fmt: skip
    return in_order(found)


def in_order(found: Sequence[Finding], left_out: Sequence[str] = ()) -> list[Finding]:
    """Return the findings with these rules in force, what needs somebody first; a rule that no finding speaks of has its own."""
    spoken_of = {one.switch.rule for one in found if one.switch}
    found = [*found, *(_of_rule(rule) for rule in left_out if rule not in spoken_of)]
    return sorted((one.with_rules(left_out) for one in found), key=lambda one: SEVERITIES.index(one.severity))


def _of_rule(rule: str) -> Finding:
    """Return the finding of a rule in force, as from a recipe, under which nothing stands out in these data."""
    name, _, day = rule.partition(":")
    title = f"{RULES[name].title}{f': {day}' if day else ''}"
    says = "Left out by this project's choices, though nothing stands out here."
    return Finding(f"rule:{rule}", title, says, WORTH_KNOWING, fixes=(Fix("leave_out", "Leave these rows out of all counts", rule),))
