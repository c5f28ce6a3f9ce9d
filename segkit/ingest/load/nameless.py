"""Exports that name no buyers: what do their orders come to, although nobody can be told apart?"""

from segkit.ingest.load.totals import figures_of
from segkit.ingest.load.work import Work, as_table


def count_nameless(work: Work) -> None:
    """Keep the figures of all gathered orders for the report, and leave those without a customer to be set aside.

    Stored they would count twice wherever two exports overlap: nothing but the customer tells whether a number is the same order.
    """
    if not work.match.system.nameless:
        return
    lines = work.one("""
        select count(*) from usable join gathered using (order_key)
        where gathered.reason is null and coalesce(product, sku, category) is not null""")[0]
    work.figures.update(figures_of(work.one, "orders", "order"), lines=lines)
    as_table(work, "gathered")
    work.run("update gathered set reason = 'no customer on the order' where reason is null and person is null")
    work.run("delete from orders where source_id = $source_id and customer_id is null")
