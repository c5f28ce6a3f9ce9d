"""Occasion: when and what for do customers buy?"""

from segkit.dimensions.base import Cut, Dimension, Measure, Segment, Slider

OCCASION = Dimension(
    key="occasion",
    family="Occasion",
    title="Occasion",
    question="What do customers buy for: holidays, birthdays, gifts, weekends, or just routine?",
    measures=(Measure("leading_occasion_share"),),
    needs=("order_count",),
    better_with=(
        ("birthday", "Birthday purchases need birthdays: add a customers export that has them."),
        ("line_count", "Weddings, babies and moves are read from product names: add an export with a row per product."),
    ),
    controls=(
        Slider("least_share", "Occasion-led: at least", default=50, low=10, high=100, step=1, unit="% of orders",
               help="Share of the customer's orders that fit the same occasion."),
        Slider("least_orders", "Orders for it: at least", default=2, low=1, high=10, step=1, unit="orders",
               help="Fewer orders for an occasion are chance."),
        Slider("least_lift", "More often than chance by", default=1.5, low=1, high=5, step=0.1, unit="× the calendar",
               help="Share of orders divided by the occasion's share of the calendar; a weekend is 29 % of all days anyway."),
        Slider("most_chance", "Chance at most", default=5, low=1, high=50, step=1, unit="%",
               help="How likely as many orders would fall on the occasion by mere chance; two weekend orders of two are 8 %. "
                    "Gifts and products are no matter of the calendar."),
    ),
    label="leading_occasion",
    label_when="""leading_occasion_orders >= $least_orders and leading_occasion_share >= $least_share / 100.0
            and coalesce(leading_occasion_lift, $least_lift) >= $least_lift
            and coalesce(leading_occasion_chance, 0) <= $most_chance / 100.0""",
    label_name="Each occasion",
    label_rule="the occasion with most of the orders, if these are at least {least_orders} and at least {least_share}; "
               "where it has days in the calendar, also at least {least_lift}, and at most {most_chance} likely to be chance.",
    label_source="The occasions are the ones of the occasion calendar, which you can edit.",
    label_meaning="Most of their orders are made for: {segment}.",
    label_action="Be there in time before {segment}, with what fits it; leave them alone in between.",
    segments=(
        Segment("Routine", "order_count >= $least_orders", "No occasion leads.", "Reorder reminders at their own rhythm.",
                "at least {least_orders}, but no occasion fits."),
        Segment("Too few orders", "order_count > 0", "Too few orders to tell.", "Wait; ask for the occasion at checkout.",
                "at least one order, but fewer than {least_orders}."),
        Segment("Non-buyer", "true", "Known, no order yet.", "Use the next big occasion as the first reason to buy.",
                "everyone else: no order yet."),
    ),
    cuts=(Cut("$least_share / 100.0", "led from"),),
    editable_map="occasions",
)  # fmt: skip
