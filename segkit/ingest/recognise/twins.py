"""Which of several amounts is the order's, and which the line's? Told by what quantity times price gives."""

from segkit.ingest.recognise.fields import SURE, fields
from segkit.ingest.recognise.match import Columns, Sample
from segkit.ingest.recognise.samples import as_number


def tell_amounts_apart(columns: dict[str, tuple[str, ...]], sample: Sample, declared: Columns) -> dict[str, tuple[str, ...]]:
    """Return the columns with the line's amount and the order's amount in their places.

    Exports name both nearly alike (one shop system differs in the case of one letter), but only the line's amount is
    quantity times price.
    """
    if not {"quantity", "unit_price", "total"} <= columns.keys() or {"total", "line_total"} & declared.keys():
        return columns
    used = {heading for name, found in columns.items() if name != "total" for heading in found}
    alike = [heading for heading in sample if heading not in used and fields()["total"].fit(heading) >= SURE / 2]
    lines = [heading for heading in alike if _is_product(sample, columns, heading)]
    others = [heading for heading in alike if heading not in lines]
    if len(lines) != 1 or not others or "line_total" in columns:
        return columns
    best = max(others, key=lambda heading: fields()["total"].fit(heading))
    return {**columns, "line_total": (lines[0],), "total": (best,)}


def _is_product(sample: Sample, columns: Columns, heading: str) -> bool:
    """Return whether the column is quantity times price on nearly every row, and not only where one was bought."""
    triples = zip(sample[columns["quantity"][0]], sample[columns["unit_price"][0]], sample[heading], strict=True)
    read = [(as_number(one), as_number(price), as_number(amount)) for one, price, amount in triples]
    known = [(one * price, amount, one) for one, price, amount in read if None not in (one, price, amount)]
    equal = sum(1 for product, amount, _ in known if abs(product - amount) <= 0.01 * abs(amount) + 0.005)
    return bool(known) and equal >= 0.95 * len(known) and any(one != 1 for _, _, one in known)
