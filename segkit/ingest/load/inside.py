"""Which products stand inside an order's own row? In numbered columns side by side, or several of them in one cell."""

from collections.abc import Mapping

from segkit.ingest.load.counts import Tests, where_usable
from segkit.ingest.load.rates import in_project_money
from segkit.ingest.load.work import Work
from segkit.ingest.parse.reading import Decision
from segkit.ingest.recognise.match import sideways
from segkit.ingest.recognise.systems import PRODUCT
from segkit.words import fold, literal

_FIELDS = {
    "product": "varchar", "sku": "varchar", "category": "varchar", "brand": "varchar", "quantity": "double",
    "unit_price": "decimal(18,4)", "line_total": "decimal(18,4)", "line_discount": "decimal(18,4)",
}  # fmt: skip
_SPLIT = "chr(31)"
_ESCAPED = {"&quot;": '"', "&#039;": "'", "&#39;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&"}  # as shops write names for the web


def products_inside(work: Work, decisions: Mapping[str, Decision]) -> str:
    """Return the SQL list of the products on a row of the file, "" where the system keeps none there."""
    system, source = work.match.system, work.source
    if groups := sideways(system, source.headings):
        return f"[{', '.join(_beside(work, group, decisions) for group in groups)}]"
    heading = next((one for one in source.headings if fold(one) == fold(system.packed.get("heading", ""))), "")
    if heading and PRODUCT & system.packed.keys():
        return _labelled(source.column(heading), system.packed)
    return _unpacked(source.column(heading), system.packed, work.columns.value.get("total", "null")) if heading else ""


def write_products_inside(work: Work, products: str, tests: Tests) -> None:
    """Write one line per product inside a row, for the orders that were kept."""
    if not products or "order_id" not in work.columns:
        return
    columns = work.columns
    rate = "orders.fx_rate" if "rates" in work.read_with else ""
    names = ", ".join(f"{_at_rate(name, rate)} as {name}" for name in _FIELDS if name != "quantity")
    work.run(
        f"""insert into order_lines by name
        with found as (
            select {columns.value['order_id']} as number, {columns.person} as person,
                unnest(list_filter({products}, lambda one: coalesce(one.product, one.sku) is not null)) as item,
            from {work.plain_rows} {where_usable([*tests, (f"({columns.value['total']}) < 0", "''")])}),
        placed as (select *, row_number() over (partition by number, person) as line_number from found)
        select orders.order_id, orders.customer_id, orders.customer_key, orders.ordered_on, line_number, {names},
            coalesce(item.quantity, 1) as quantity, $source_id as source_id, line_number as source_row
        from placed join orders on orders.source_id = $source_id and orders.order_id = number and orders.customer_key = person
        where orders.status <> 'refund_only'""",
        (0.8, 0.85), "Writing the products",
    )  # fmt: skip


def _at_rate(name: str, rate: str) -> str:
    """Return the SQL of a product's field, in the project's currency where the order was converted."""
    is_money = name in ("unit_price", "line_total", "line_discount")
    return in_project_money(f"item.{name}", rate) if rate and is_money else f"item.{name}"


def _beside(work: Work, group: Mapping[str, tuple[str, ...]], decisions: Mapping[str, Decision]) -> str:
    values = {name: decisions[work.source.column(headings[0])].expression for name, headings in group.items()}
    if "line_total" not in values and {"quantity", "unit_price"} <= values.keys():
        values["line_total"] = _product_of(values)
    return _item(values)


def _product_of(values: Mapping[str, str]) -> str:
    return f"coalesce({values['quantity']}, 1) * {values['unit_price']}"


def _item(values: Mapping[str, str]) -> str:
    listed = ", ".join(f"{name} := cast({values.get(name, 'null')} as {kind})" for name, kind in _FIELDS.items())
    return f"struct_pack({listed})"


def _unpacked(column: str, packed: Mapping[str, str], total: str) -> str:
    """Return the SQL list of the products in one cell. The mark between them counts only where the next one begins with its number.

    The price of each is not told; that of an order's only product is the order's.
    """
    mark, between = packed.get("count", ""), packed.get("between", ", ")
    if not mark:
        split = f"string_split({column}, {literal(between)})"
        product, quantity = "trim(part)", "null"
    else:
        begins = literal(f"(^|{_escaped(between)})([0-9]+) ?{_escaped(mark)}")
        marked = rf"regexp_replace({column}, {begins}, {_SPLIT} || '\2' || chr(30), 'g')"
        split = f"list_filter(string_split({marked}, {_SPLIT}), lambda part: part <> '')"
        product, quantity = "trim(split_part(part, chr(30), 2))", "try_cast(split_part(part, chr(30), 1) as double)"
    item = _item({"product": f"nullif({product}, '')", "quantity": quantity})
    alone = _item({"product": f"nullif({product}, '')", "quantity": quantity, "line_total": total})
    return f"list_transform({split}, lambda part: case when length({split}) = 1 then {alone} else {item} end)"


def _labelled(column: str, packed: Mapping[str, str]) -> str:
    """Return the SQL list of the products in one cell where each value stands behind its label: "Product Qty: 2, Product Name: Mug".

    A value reaches to the next label, and a product to the mark before the first label, so both may hold commas and marks.
    All labels begin with the same word.
    """
    names = sorted(PRODUCT & packed.keys())
    label = rf"{_escaped(packed[names[0]].split()[0])} [A-Za-z ]+: "
    first = literal(rf"[;\s]*{_escaped(packed.get('between', '|'))}[;\s]*({label})")
    split = rf"string_split(regexp_replace({column}, {first}, {_SPLIT} || '\1', 'g'), {_SPLIT})"
    values = {name: _behind(packed[name], label, _FIELDS[name]) for name in names}
    if {"quantity", "unit_price"} <= values.keys():
        values["line_total"] = f"coalesce({values.get('line_total', 'null')}, {_product_of(values)})"
    return f"list_transform({split}, lambda part: {_item(values)})"


def _behind(name: str, label: str, kind: str) -> str:
    """Return the SQL of the value behind a label, "" where it has none: a number without marks of thousands, or a text."""
    pattern = literal(rf"(?:^|, ?){_escaped(name)}: ?(.*?)(?:, ?{label}|[;\s]*$)")
    text = f"nullif(trim(regexp_extract(part, {pattern}, 1, 's')), '')"
    if kind != "varchar":
        return f"try_cast(regexp_replace({text}, '[^0-9.-]', '', 'g') as {kind})"
    for written, meant in _ESCAPED.items():
        text = f"replace({text}, {literal(written)}, {literal(meant)})"
    return text


def _escaped(text: str) -> str:
    return "".join(f"[{one}]" if one in ".^$*+?()[]{}|\\" else one for one in text)
