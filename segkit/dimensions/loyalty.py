"""Loyalty ladder: how far has each customer climbed, and who is slipping off?"""

from segkit.dimensions.base import Cut, Dimension, Measure, Score, Segment, Slider

LOYALTY = Dimension(
    key="loyalty",
    family="Loyalty",
    title="Loyalty ladder",
    question="How far up the loyalty ladder is each customer, and who is slipping off?",
    measures=(Measure("order_days"),),
    needs=("order_count",),
    better_with=(("last_nps_score", "Advocates are found by their recommend score (NPS): add a survey export."),),
    controls=(
        Slider("loyal_orders", "Loyal: from", default=5, low=3, high=30, step=1, unit="days with an order",
               help="Customers who ordered on at least this many different days are loyal; two orders or more are repeat."),
        Slider("patience_gaps", "Lapsing: silent for more than", default=2.5, low=1, high=6, step=0.1, unit="× own usual gap",
               help="Each customer's silence is compared with their own usual days between orders (at least 7 days)."),
        Slider("one_time_days", "One-time buyers lapse after", default=180, low=14, high=730, step=1, unit="days",
               help="A customer with one day of orders has no gap of their own; after this silence they count as lapsing."),
        Slider("advocate_score", "Advocate: recommend score from", default=9, low=7, high=10, step=1, unit="points of 10",
               help="Repeat customers whose last recommend (NPS) score is at least this are advocates."),
    ),
    scores=(
        Score("silence_limit_days",
              "case when usual_gap_days > 0 then $patience_gaps * greatest(usual_gap_days, 7) else $one_time_days end",
              "Lapsing after", "days"),
    ),
    segments=(
        Segment("Prospect", "order_count = 0", "Known to us, never bought.", "Win the first order; show what others like.",
                "no order yet."),
        Segment("Lapsing", "days_since_last_order > silence_limit_days",
                "Silent for clearly longer than their own pace.", "Ask why, and make one clear offer now; later it costs more.",
                "no order for more than {patience_gaps} (a gap counts as at least 7 days); "
                "after a single day with orders, for more than {one_time_days}."),
        Segment("Advocate", "order_count >= 2 and last_nps_score >= $advocate_score",
                "Buy again and recommend us.", "Ask for reviews and referrals; give them something to share.",
                "at least 2 orders, and a last recommend score of at least {advocate_score}."),
        Segment("Loyal", "order_days >= $loyal_orders", "Buy again and again, on pace.",
                "Recognition rather than discounts: early access, thanks.", "at least {loyal_orders}."),
        Segment("Repeat", "order_count >= 2", "Came back, on pace.", "Build the habit: the next matching product at their own rhythm.",
                "at least 2 orders."),
        Segment("First-time", "true", "Bought once, recently enough to return.", "A good second reason within their first weeks.",
                "everyone else: one order."),
    ),
    cuts=(Cut("$loyal_orders", "loyal from"),),
    shown=("Prospect", "First-time", "Repeat", "Loyal", "Advocate", "Lapsing"),
)  # fmt: skip
