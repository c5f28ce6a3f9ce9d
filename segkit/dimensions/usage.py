"""Usage rate: how much does each customer use or buy, compared with the others?"""

from segkit.dimensions.base import Choice, Cut, Dimension, Measure, Phrase, Score, Segment, Slider

_BY_DAYS, _WITHOUT_ORDERS = (("volume", "active_days"),), (("volume", "orders"), ("has_orders", False))

USAGE = Dimension(
    key="usage",
    family="Usage",
    title="Usage rate",
    question="Who are the heavy, medium and light users, and how much of the business does each bring?",
    measures=(
        Measure("units_for_rank", only_if=("volume", "units")),
        Measure("total_spend", only_if=("volume", "spend")),
        Measure("active_days", only_if=("volume", "active_days")),
        Measure("active_days", without_orders=True),
        Measure("order_count"),
    ),
    needs_one_of=("order_count", "active_days"),
    controls=(
        Choice("volume", "Volume is counted in", (
            ("orders", "Orders"), ("units", "Units"), ("spend", "Spend"), ("active_days", "Active days")),
            default="orders", help="What makes a heavy user. Only what your data hold can be chosen.",
            needs=(("orders", "has_orders"), ("units", "has_units"), ("spend", "has_spend"), ("active_days", "has_events"))),
        Slider("heavy_top", "Heavy: the top", default=20, low=1, high=50, step=1, unit="% of users",
               help="Users ranked by volume; equal volumes get equal rank, so the heavy group never exceeds this share."),
        Slider("medium_top", "Medium: the next", default=30, low=1, high=60, step=1, unit="% of users",
               help="The rest of the users are light."),
    ),
    facts=("has_orders",),
    scores=(
        Score("volume_rank", """case
            when $volume = 'active_days' or ($volume = 'orders' and not $has_orders) then active_day_rank
            when $volume = 'units' then unit_rank when $volume = 'spend' then spend_rank else order_rank end""",
              "Rank by volume", "share of users"),
    ),
    segments=(
        Segment("Heavy", when="volume_rank <= $heavy_top / 100.0",
                meaning="The top users by volume.",
                action="Keep them: early access, a personal contact, ask for a review. No discounts, they buy anyway.",
                rule="among the top {heavy_top} by {counted}."),
        Segment("Medium", when="volume_rank <= ($heavy_top + $medium_top) / 100.0",
                meaning="Regular users below the top.",
                action="Grow them: bundles, a second category, a reward just above their usual volume.",
                rule="among the next {medium_top} by {counted}."),
        Segment("Light", when="volume_rank is not null",
                meaning="Users with little volume.",
                action="Give one clear reason to come back soon; keep the cost of contact low.",
                rule="any other customer with at least one {use}."),
        Segment("Non-user", when="true",
                meaning="Known to us, but no volume yet.",
                action="Win the first order: a welcome offer, the best seller, proof from other customers.",
                rule="everyone else: no {use} yet."),
    ),
    phrases=(
        Phrase("counted", "active days", _BY_DAYS), Phrase("counted", "active days", _WITHOUT_ORDERS),
        Phrase("counted", "units bought", (("volume", "units"),)), Phrase("counted", "spend", (("volume", "spend"),)),
        Phrase("counted", "number of orders"),
        Phrase("use", "active day", _BY_DAYS), Phrase("use", "active day", _WITHOUT_ORDERS), Phrase("use", "order"),
    ),
    cuts=(Cut(starts="Heavy", label="heavy from"), Cut(starts="Medium", label="medium from")),
)  # fmt: skip
