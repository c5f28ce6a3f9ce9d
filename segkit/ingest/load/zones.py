"""Whose clock do a file's times follow? Instants of a known zone become the shop's local time; the others stay as written."""

import re
from collections.abc import Mapping
from dataclasses import replace

from segkit.ingest.choices import OWN_ZONE
from segkit.ingest.files.source import Source
from segkit.ingest.load.work import Work
from segkit.ingest.parse.offsets import LETTERS, Clock, offset_by, own_letters, zone_named
from segkit.ingest.parse.reading import Decision
from segkit.ingest.recognise.match import Match
from segkit.ingest.report import Question
from segkit.ingest.shop import USUAL_ZONES, Shop, zone_title
from segkit.words import in_brackets, literal

_MAIN = ("ordered_at", "event_at", "answered_on", "contacted_at", "started_at", "issued_on", "created_on")
_FIXED = re.compile(r"(?:\b|_)(?:utc|gmt) ?([+-]) ?(\d{1,2})(?::?(\d{2}))?(?!\d)")
_UTC = re.compile(r"(?<![a-z])(?:utc|gmt)(?![a-z])")
_REGION_OF = {
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles", "mst": "America/Denver",
    "mdt": "America/Denver", "mt": "America/Denver", "cst": "America/Chicago", "cdt": "America/Chicago", "ct": "America/Chicago",
    "est": "America/New_York", "edt": "America/New_York", "et": "America/New_York", "cet": "Europe/Paris", "cest": "Europe/Paris",
}  # fmt: skip

Zone = str | int  # a zone's name, or minutes ahead of UTC


def in_shop_time(
    decisions: Mapping[str, Decision], match: Match, source: Source, shop: Shop, said: Mapping[str, str]
) -> dict[str, Decision]:
    """Return the decisions with every column of instants read as the shop's local time, where a zone was chosen for it."""
    zone = shop.time_zone or said.get("time_zone") or ""
    if not zone:
        return dict(decisions)
    return {column: _converted(found, zone_of(column, match, source, said), zone) for column, found in decisions.items()}


def zone_of(column: str, match: Match, source: Source, said: Mapping[str, str]) -> Zone:
    """Return the zone that a column's times without one of their own are in: by heading, system or answer; "" where none says."""
    by_heading = zone_in_heading(source.headings[int(column[1:])])
    answered = said.get("file_zone") or ""
    return by_heading if by_heading != "" else match.system.time_zone or ("" if answered == OWN_ZONE else answered)


def zone_in_heading(heading: str) -> Zone:
    """Return the zone that a heading names, as in "Created (UTC)"; "" where it names none."""
    text = heading.casefold().replace("_", " ")
    if found := _FIXED.search(text):
        sign, hours, minutes = found.groups()
        return (1 if sign == "+" else -1) * (60 * int(hours) + int(minutes or 0))
    if _UTC.search(text):
        return "UTC"
    for inside in in_brackets(text):
        word = inside.strip()
        if word in _REGION_OF or zone_named(word):
            return _REGION_OF.get(word) or zone_named(word)
        if word in LETTERS:
            return LETTERS[word]
    return ""


def _converted(found: Decision, own: Zone, shop: str) -> Decision:
    clock = found.clock
    if clock is None or (clock.silent and own in ("", shop)):
        return found
    if clock.offset and (meant := own_letters(shop)):
        clock = replace(clock, offset=f"coalesce({offset_by(meant, found.column)}, {clock.offset})")
    local = _local(clock, own, shop)
    return replace(
        found, expression=f"cast({local} as date)" if found.role == "date" else local,
        words=f"{found.words}, turned from {_from(clock, own)} into {shop} time",
    )  # fmt: skip


def _local(clock: Clock, own: Zone, shop: str) -> str:
    """Return the SQL of the shop's local time: each text's own offset or zone goes before that of the column."""
    ways = []
    if clock.offset:
        ways.append("when one.away is not null then timezone('UTC', one.at - to_minutes(one.away))")
    if clock.zone:
        ways.append("when one.place is not null then timezone(one.place, one.at)")
    # Without any zone a time is the shop's own already.
    rest = f"timezone('UTC', one.at - to_minutes({own}))" if isinstance(own, int) else f"timezone({literal(own or shop)}, one.at)"
    instant = f"case {' '.join(ways)} else {rest} end" if ways else rest
    parts = f"'at': {clock.moment}, 'away': {clock.offset or 'null::integer'}, 'place': {clock.zone or 'null::varchar'}"
    return f"list_transform([{{{parts}}}], lambda one: timezone({literal(shop)}, {instant}))[1]"


def _from(clock: Clock, own: Zone) -> str:
    if not clock.silent:
        return "UTC" if clock.utc else "the zone behind each time"
    return own if isinstance(own, str) else f"UTC{own // 60:+d}{f':{own % 60:02d}' if own % 60 else ''}"


def ask_for_zones(work: Work, decisions: Mapping[str, Decision]) -> None:
    """Ask, without stopping, whose clock the file's times follow where the answer moves rows to another day."""
    column = _main_column(work)
    clock = decisions[column].clock if column else None
    if clock is None:
        return
    own = zone_of(column, work.match, work.source, work.answers)
    known = not clock.silent or own != ""
    chosen = work.shop.time_zone or work.answer("time_zone")
    work.read_with.update(time_zone=chosen, own_zone=known)
    if not chosen and not work.match.system.own_clock and (clock.utc or own in ("UTC", 0)):
        work.questions.append(ask_time_zone())
    if clock.unsaid and chosen and own == "":
        work.notes.append(
            f"Some times name no time zone that is known, as {literal(clock.unsaid)}: they are taken for the shop's own local time."
        )
    if not known and not work.answer("file_zone") and (chosen or _others_have_a_zone(work)):
        work.questions.append(ask_file_zone())


def _main_column(work: Work) -> str:
    heading = next((work.match.mapping[name][0] for name in _MAIN if name in work.match.mapping), "")
    return work.source.column(heading) if heading else ""


def _others_have_a_zone(work: Work) -> bool:
    return work.one("select count(*) from files where source_id <> $source_id and report ->> '$.read_with.own_zone' = 'true'")[0] > 0


def ask_time_zone() -> Question:
    """Return the question where the shop is, for files in UTC."""
    options = (("UTC", "Count days in UTC, as the file has them"), *((zone, zone_title(zone)) for zone in USUAL_ZONES if zone != "UTC"))
    return Question(
        "time_zone", "The times in this file are UTC. Where is the shop?", options,
        "Until you say, days and hours are those of UTC: an order of the evening in New York counts for the next day.", blocking=False,
    )  # fmt: skip


def ask_file_zone() -> Question:
    """Return the question which clock a file without any zone follows."""
    options = ((OWN_ZONE, "The shop's own local time"), *((zone, zone_title(zone)) for zone in USUAL_ZONES))
    return Question(
        "file_zone", "The times in this file name no time zone. Which clock do they follow?", options,
        "Other files or the project have one. Until you say, they are taken for the shop's own local time.", blocking=False,
    )  # fmt: skip
