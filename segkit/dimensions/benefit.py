"""Benefit sought: what do customers come for?"""

from segkit.dimensions.base import Cut, Dimension, Measure, Segment, Slider

BENEFIT = Dimension(
    key="benefit",
    family="Benefit",
    title="Benefit sought",
    question="What do customers come for: price, quality, convenience, a gift?",
    measures=(Measure("leading_benefit_share"),),
    needs_one_of=("line_count", "answer_count"),
    better_with=(
        ("line_count", "Products bought say most about benefits: add an export with a row per product."),
        ("answer_count", "Answers in customers' own words count double: add a survey export."),
    ),
    controls=(
        Slider("least_evidence", "Evidence needed: at least", default=2, low=1, high=20, step=1, unit="pieces",
               help="A purchase, service, discount or answer whose words stand in the benefit map is one piece; answers count two."),
        Slider("lead_share", "The leading benefit holds at least", default=40, low=20, high=100, step=1, unit="% of the evidence",
               help="Below this no benefit leads, and the customer is mixed."),
    ),
    label="leading_benefit",
    label_when="benefit_evidence >= $least_evidence and leading_benefit_share >= $lead_share / 100.0",
    label_name="Each benefit",
    label_rule="the benefit with most evidence, if there are at least {least_evidence} of evidence in all "
               "and it holds at least {lead_share}.",
    label_source="The benefits are the ones of the benefit map, which you can edit.",
    label_meaning="Most of what they buy and say speaks for {segment}.",
    label_action="Lead with {segment} in message, picture and offer.",
    segments=(
        Segment("Mixed", "benefit_evidence >= $least_evidence", "Several benefits, none leads.", "Show breadth; let them choose.",
                "at least {least_evidence} of evidence, but no benefit holds {lead_share}."),
        Segment("Unknown", "true", "Too little evidence.", "Ask them: one survey question, or wait for the next order.",
                "everyone else: less than {least_evidence} of evidence."),
    ),
    cuts=(Cut("$lead_share / 100.0", "leads from"),),
    editable_map="benefits",
    note="Inferred from behaviour and words; check it with a survey before you build a campaign on it.",
)  # fmt: skip
