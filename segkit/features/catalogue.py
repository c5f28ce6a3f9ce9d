"""The catalogue: every feature with its title, unit and meaning. The one list behind SQL, data dictionary and axes."""

from segkit.features.base import Feature, Source
from segkit.features.benefits import BENEFITS
from segkit.features.events import EVENTS, VIEWS
from segkit.features.lines import CATEGORIES, LINES
from segkit.features.occasions import OCCASIONS
from segkit.features.orders import ORDERS
from segkit.features.people import DETAILS
from segkit.features.ranks import RANKS, SHARES
from segkit.features.rhythm import RHYTHM
from segkit.features.surveys import SURVEYS

SOURCES: tuple[Source, ...] = (ORDERS, RHYTHM, LINES, CATEGORIES, EVENTS, VIEWS, SURVEYS, BENEFITS, OCCASIONS)

COMBINED = (
    Feature("units_for_rank", "coalesce(nullif(units_bought, 0), units_in_orders, 0)", "Units", "units",
            "Units from the order lines, or from the orders where there are no lines."),
    Feature("days_known", "$as_of - least(signed_up_on, first_ordered_on, first_seen_on)", "Days known", "days",
            "Days since sign-up, first order or first visit, whichever came first."),
    Feature("days_since_last_contact", "least(days_since_last_order, days_since_last_seen)", "Days since last contact", "days",
            "Days since the last order or event, whichever is later."),
)  # fmt: skip

FEATURES: tuple[Feature, ...] = (
    *(feature for source in SOURCES for feature in source.features),
    *COMBINED,
    *(rank.feature for rank in RANKS),
    *SHARES,
)
CATALOGUE = {feature.name: feature for feature in (*FEATURES, *DETAILS)}
ID = Feature("customer_id", "customer_id", "Customer", "id", "The customer's id, or e-mail where there is no id.")


def find(name: str) -> Feature:
    """Return the feature of that name."""
    return ID if name == ID.name else CATALOGUE[name]


def source_of(name: str) -> Source | None:
    """Return the source a feature is computed from; None for details and ranks."""
    return next((s for s in SOURCES if any(f.name == name for f in s.features)), None)
