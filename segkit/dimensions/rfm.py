"""RFM: who bought recently, often and for much, and who used to?"""

from segkit.dimensions.base import Choice, Cut, Dimension, Measure, Phrase, Score, Segment, Slider

_AUTOMATIC, _HAND_SET = ("scoring", "automatic"), ("scoring", "hand_set")
_BY_HAND = (_HAND_SET,)


def _score_of_rank(rank: str, top: str, ties_first: bool = False) -> str:
    """Return SQL for a score of 5 in the top share and 4 to 1 in equal parts of the rest.

    Comparisons with four bounds, as they cost a third of working the score out. Ranks that put ties first begin at 0.
    """
    sign = "<" if ties_first else "<="
    slack = "- 1e-9" if ties_first else "+ 1e-9"
    bounds = [f"({top} + (100 - {top}) * {quarter}) / 100.0 {slack}" for quarter in (0, 0.25, 0.5, 0.75)]
    steps = " ".join(f"when {rank} {sign} {bound} then {score}" for score, bound in zip((5, 4, 3, 2), bounds, strict=True))
    return f"case {steps} else 1 end"


def _score_between(value: str, best: str, worst: str, less_is_better: bool = False) -> str:
    """Return SQL for 5 at `best` or better, else 1 at `worst` or worse, else 4 to 2 in equal steps between."""
    better, worse = ("<=", ">=") if less_is_better else (">=", "<=")
    steps = f"cast(floor(3.0 * ({value} - {best}) / nullif({worst} - {best}, 0)) as integer)"
    return f"case when {value} {better} {best} then 5 when {value} {worse} {worst} then 1 else greatest(4 - {steps}, 2) end"


# Where one number of orders holds more than a fifth of the buyers, ranks cannot split them: bands are used instead.
_ORDER_BANDS = "case when order_count >= 6 then 5 when order_count >= 4 then 4 else least(order_count, 3) end"

RFM = Dimension(
    key="rfm",
    family="Purchase",
    title="RFM",
    question="Who bought recently (R), often (F) and for much money (M), and who used to?",
    measures=(Measure("days_since_last_order"),),
    needs=("order_count",),
    controls=(
        Choice("scoring", "Scores", (("automatic", "Automatic"), ("hand_set", "Set by hand")), default="automatic",
               help="Automatic compares customers with each other; by hand you say what recent, often and much mean."),
        Slider("recent_top", "Most recent: the top", default=20, low=5, high=60, step=1, unit="% of buyers", only_if=_AUTOMATIC,
               help="Recency score 5. The other buyers share scores 4 to 1 in equal parts; equal days get equal scores."),
        Slider("best_top", "Most orders and spend: the top", default=20, low=5, high=60, step=1, unit="% of buyers", only_if=_AUTOMATIC,
               help="Frequency and money score 5. "
                    "Where over 20 % of buyers share one number of orders, frequency uses 1, 2, 3, 4–5 and 6+ orders."),
        Slider("recent_days", "Very recent: last order within", default=30, low=1, high=365, step=1, unit="days", only_if=_HAND_SET,
               default_from="recent_buyers_days",
               help="Recency score 5; between this and long ago the scores 4 to 2 take equal steps."),
        Slider("old_days", "Long ago: last order before", default=365, low=5, high=1460, step=5, unit="days", only_if=_HAND_SET,
               default_from="oldest_buyers_days", help="Recency score 1."),
        Slider("many_orders", "Many orders: from", default=6, low=2, high=50, step=1, unit="orders", only_if=_HAND_SET,
               default_from="best_buyers_orders", help="Frequency score 5; one order is score 1, between them equal steps."),
        Slider("much_spend", "Much money: from", default=8, low=0.1, high=40, step=0.1, unit="money", only_if=_HAND_SET,
               scaled_by="mean_order_value", default_from="best_buyers_spend", help="Money score 5."),
        Slider("little_spend", "Little money: up to", default=1, low=0, high=20, step=0.1, unit="money", only_if=_HAND_SET,
               scaled_by="mean_order_value", default_from="least_buyers_spend", help="Money score 1; between little and much equal steps."),
    ),
    facts=("order_counts_tie",),
    scores=(
        Score("recency_score", f"""case when order_count = 0 then null
            when $scoring = 'automatic' then {_score_of_rank('recency_rank', '$recent_top', ties_first=True)}
            else {_score_between('days_since_last_order', '$recent_days', '$old_days', less_is_better=True)}
            end""", "Recency score", "1 to 5"),
        Score("frequency_score", f"""case when order_count = 0 then null
            when $scoring <> 'automatic' then {_score_between('order_count', '$many_orders', '1')}
            when $order_counts_tie then {_ORDER_BANDS}
            else {_score_of_rank('order_rank', '$best_top')} end""", "Frequency score", "1 to 5"),
        Score("money_score", f"""case when order_count = 0 then null
            when $scoring = 'automatic' then {_score_of_rank('spend_rank', '$best_top')}
            else {_score_between('total_spend', '$much_spend', '$little_spend')} end""", "Money score", "1 to 5"),
        ),
    segments=(
        Segment("Champions", "recency_score = 5 and frequency_score + money_score >= 8",
                "Bought very recently, often and for much.", "Thank them, ask for reviews and referrals, show new things first.",
                "recency score 5 ({recency_of_5}); frequency and money scores add up to 8 or more ({history_of_5})."),
        Segment("Loyal", "recency_score >= 3 and frequency_score + money_score >= 8",
                "Buy often and for much, the last order is a little while ago.", "Loyalty benefits, the next matching product.",
                "recency score 3 or more ({recency_below_5}); frequency and money scores add up to 8 or more."),
        Segment("Active", "recency_score >= 4 and frequency_score + money_score >= 5",
                "Recent buyers with some history.", "Bundles and a second category; make the next order easy.",
                "recency score 4 or more; frequency and money scores add up to 5 or more."),
        Segment("New", "recency_score = 5", "Very recent, little history yet.",
                "A good welcome: how to use it, what goes with it, a reason to return.",
                "recency score 5 ({recency_of_5})."),
        Segment("Promising", "recency_score = 4", "Recent, few orders, little spend.", "A small offer on the second order.",
                "recency score 4."),
        Segment("Needs attention", "recency_score = 3 and frequency_score + money_score >= 5",
                "Some history, going quiet.", "Remind them of what they liked; a limited-time offer.",
                "recency score 3; frequency and money scores add up to 5 or more."),
        Segment("Almost lost", "recency_score in (2, 3) and frequency_score + money_score < 5",
                "Few orders, quiet for a while.", "One inexpensive reminder, then leave them.",
                "recency score 2 or 3; frequency and money scores add up to less than 5 ({history_below_5})."),
        Segment("Previously loyal", "recency_score <= 2 and frequency_score + money_score >= 8",
                "Were among the best, silent now.", "Ask what went wrong; a personal win-back offer.",
                "recency score 1 or 2; frequency and money scores add up to 8 or more."),
        Segment("At risk", "recency_score <= 2 and frequency_score + money_score >= 5",
                "Good history, long silence.", "A win-back series with a strong reason to return.",
                "recency score 1 or 2; frequency and money scores add up to 5 or more."),
        Segment("Dormant", "recency_score = 1", "Few orders, long ago.", "Leave out of costly campaigns; a seasonal try at most.",
                "recency score 1 ({recency_of_1})."),
        Segment("Prospects", "true", "Known, no order yet.", "Win the first order: a welcome offer, best sellers.",
                "everyone else: no order yet."),
    ),
    phrases=(
        Phrase("recency_of_5", "last order within {recent_days}", _BY_HAND),
        Phrase("recency_of_5", "the {recent_top} who ordered last, all of the same day included"),
        Phrase("recency_below_5", "4 to 2 take equal steps between {recent_days} and {old_days}", _BY_HAND),
        Phrase("recency_below_5", "the other buyers have 4 to 1 in equal parts"),
        Phrase("recency_of_1", "last order {old_days} ago or longer", _BY_HAND),
        Phrase("recency_of_1", "the last of those equal parts"),
        Phrase("history_of_5", "frequency is 5 from {many_orders}, money is 5 from {much_spend}", _BY_HAND),
        Phrase("history_of_5", "frequency is 1, 2, 3, 4 and 5 for 1, 2, 3, 4–5 and 6+ orders; "
               "money is 5 for the {best_top} with most spend",
               (("order_counts_tie", True),)),
        Phrase("history_of_5", "frequency is 5 for the {best_top} with most orders, money is 5 for as many with most spend"),
        Phrase("history_below_5", "frequency is 1 for one order, money is 1 up to {little_spend}, with equal steps to 5", _BY_HAND),
        Phrase("history_below_5", "below its top, money is 4 to 1 in equal parts of the other buyers", (("order_counts_tie", True),)),
        Phrase("history_below_5", "below their top, both are 4 to 1 in equal parts of the other buyers"),
    ),
    cuts=(Cut(starts="Promising", label="less recent from", only_if=_AUTOMATIC),
          Cut(starts="Dormant", label="long ago from", only_if=_AUTOMATIC),
          Cut("$recent_days", "very recent up to", _HAND_SET), Cut("$old_days", "long ago from", _HAND_SET)),
    note="Groups follow the words of Shopify's eleven RFM groups; Shopify publishes no numbers, the cut-offs are ours. "
         "The group depends on recency and on the mean of the frequency and money scores.",
)  # fmt: skip
