"""Features of benefit sought: which benefit a customer's purchases, services and answers speak for."""

from segkit.features.base import Feature, Source
from segkit.features.lines import SOLD_LINES
from segkit.features.orders import SALES

# One row per piece of evidence. The small tables benefit_of_* hold, per distinct text, the benefits its words speak for.
EVIDENCE = f"""
select l.customer_id, b.benefit, b.weight from ({SOLD_LINES}) as l
    join benefit_of_product b on b.product = l.product and b.category = coalesce(l.category, '')
    where coalesce(l.quantity, 1) > 0
union all
select o.customer_id, b.benefit, b.weight from ({SALES}) as o
    join benefit_of_service b on b.service = o.shipping_method where o.is_order = 1
union all
select o.customer_id, b.benefit, b.weight from ({SALES}) as o
    join benefit_of_discount b on true where o.is_order = 1 and o.is_discounted = 1
union all
select s.customer_id, b.benefit, b.weight from surveys as s
    join benefit_of_answer b on b.answer = s.answer where s.answered_on is null or s.answered_on <= $as_of
union all
select e.customer_id, b.benefit, b.weight from events as e
    join benefit_of_event b on b.event_name = e.event_name where e.event_on <= $as_of
"""

BENEFITS = Source(
    name="benefits",
    table="benefit_evidence",
    brought_by="an export with a row per product, a survey, or events",
    rows=f"select customer_id, benefit, sum(weight) as evidence from ({EVIDENCE}) as pieces group by customer_id, benefit",
    features=(
        Feature("benefit_evidence", "round(sum(evidence), 2)", "Evidence for benefits", "pieces",
                "Purchases, services, discounts and answers that speak for any benefit.", empty="0"),
        Feature("leading_benefit", "arg_max(benefit, (evidence, benefit))", "Leading benefit", "name", "The benefit with most evidence."),
        Feature("leading_benefit_share", "round(max(evidence) / nullif(sum(evidence), 0), 4)", "Share of the leading benefit", "share",
                "Evidence for the leading benefit divided by all evidence."),
    ),
)  # fmt: skip
