"""AIDA stage: how far on the way to buying did each person get lately?"""

from segkit.dimensions.base import Cut, Dimension, Measure, Score, Segment, Slider

AIDA = Dimension(
    key="aida",
    family="Journey",
    title="AIDA stage",
    question="How far did each person get lately: attention, interest, desire, action, and beyond?",
    measures=(Measure("days_since_attention", without_orders=True), Measure("days_since_last_contact")),
    needs_one_of=("event_count", "order_count"),
    better_with=(
        ("event_count", "Attention, interest and desire come from web, app or e-mail events: add an events export. "
                        "Without it only action and loyalty can be told."),
        ("last_nps_score", "Advocacy also looks at the recommend score (NPS): add a survey export."),
    ),
    controls=(
        Slider("window_days", "Look back", default=90, low=7, high=365, step=1, unit="days",
               help="The deepest stage reached within these days counts."),
        Slider("cart_days", "A cart is abandoned after", default=1, low=0, high=30, step=1, unit="days",
               help="Something was put in the cart or checkout begun, and no order followed since, for at least this long."),
        Slider("loyal_orders", "Loyalty: from", default=2, low=2, high=10, step=1, unit="orders",
               help="Customers who bought within the window and have at least this many orders ever."),
        Slider("advocate_score", "Advocacy: recommend score from", default=9, low=7, high=10, step=1, unit="points of 10",
               help="Customers who bought and gave at least this score, or wrote a review, shared or referred within the window."),
    ),
    scores=(
        Score("days_since_action", "least(days_since_last_order, days_since_purchase_event)", "Days since action", "days"),
        Score("purchases", "greatest(order_count, purchase_events)", "Purchases", "orders"),
        Score("cart_is_open", """last_cart_at is not null
            and (last_purchase_event_at is null or last_cart_at > last_purchase_event_at)
            and (last_ordered_on is null or cast(last_cart_at as date) > last_ordered_on)""", "Cart still open", "yes/no"),
    ),
    segments=(
        Segment("Abandoned cart", "cart_is_open and days_since_cart between $cart_days and $window_days",
                "Left something in the cart.", "Remind within a day: the product, the shipping cost, one worry answered.",
                "put something in the cart or began checkout between {cart_days} and {window_days} ago, and did not buy since."),
        Segment("Advocacy", """(days_since_action <= $window_days and last_nps_score >= $advocate_score)
            or (days_since_advocacy <= $window_days and purchases > 0)""",
                "Buy and speak well of us.", "Ask for reviews and referrals, thank them.",
                "bought within {window_days} and gave a recommend score of at least {advocate_score}; "
                "or wrote a review, shared or referred within {window_days} and bought at any time."),
        Segment("Loyalty", "days_since_action <= $window_days and purchases >= $loyal_orders",
                "Bought again within the window.", "Keep the habit: reorder reminders, loyalty benefits.",
                "bought within {window_days}, and has at least {loyal_orders} in all."),
        Segment("Action", "days_since_action <= $window_days", "First purchase within the window.",
                "Make the first experience good; a reason for the second.", "bought within {window_days}."),
        Segment("Desire", "least(days_since_desire, days_since_repeated_view) <= $window_days",
                "Wish list, cart, checkout, or one product viewed three times.", "Remove the last doubt: reviews, returns, delivery.",
                "used the wish list, cart or checkout, or viewed a product for at least the third time, within {window_days}."),
        Segment("Interest", "days_since_interest <= $window_days", "Viewed or searched products lately.",
                "Show more of what they looked at; answer questions.", "viewed or searched products within {window_days}."),
        Segment("Attention", "days_since_attention <= $window_days", "Came by, looked no further.",
                "Tell them what you are about; one best seller.", "any other event that stands for a stage, within {window_days}."),
        Segment("No contact", "true", "Nothing seen within the window.", "Rest them, or one message with news.",
                "everyone else: none of these within {window_days}."),
    ),
    cuts=(Cut("$window_days", "look back"),),
    editable_map="stages",
    note="An open cart comes first: it can still be acted on. Otherwise the deepest stage in the window counts.",
    shown=("No contact", "Attention", "Interest", "Desire", "Abandoned cart", "Action", "Loyalty", "Advocacy"),
)  # fmt: skip
