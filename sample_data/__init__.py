"""Which three invented businesses does Segkit bring along, and where do their files lie?"""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sample:
    """One invented business: what to call it, what to say of it, and which export files to open."""

    key: str
    title: str
    sentence: str
    files: tuple[Path, ...]
    folder: Path

    @property
    def truth(self) -> Path:
        """Return the file with the segment planted for each customer; it is for tests and is never loaded."""
        return self.folder / "truth.csv"


def _sample(key: str, title: str, sentence: str, *names: str) -> Sample:
    folder = HERE / key
    return Sample(key, title, sentence, tuple(folder / name for name in names), folder)


SAMPLES = (
    _sample(
        "gift_shop",
        "Hazel & Thistle, gifts and home",
        "An online shop with its orders, customers, website visits and a survey: who buys presents, who only comes at "
        "Christmas, and which regulars have fallen silent?",
        "orders_export.csv", "customers_export.csv", "web_events.csv", "nps_survey.csv",
    ),
    _sample(
        "pizza",
        "Forno Maria, a pizza restaurant",
        "The till of a restaurant with club cards: lunch workers, Friday families, birthday parties, "
        "and guests who only come with a deal.",
        "till_lines.csv", "club_guests.csv",
    ),
    _sample(
        "software",
        "Plotline, planning software",
        "A subscription business without a shop: accounts, what they do in the product, and what they say in a survey.",
        "customers.csv", "usage_events.csv", "survey.csv",
    ),
)  # fmt: skip
