"""Lists: customers of a segment → a file that the next tool accepts."""

from segkit.consent import CONSENTS, LeftOut
from segkit.lists.columns import Column
from segkit.lists.flavours import FLAVOURS, Flavour, find_flavour, flavour_of_name
from segkit.lists.names import safe_name
from segkit.lists.sources import (
    PREVIEW_ROWS,
    Customers,
    aliases_left_out,
    columns_kept,
    columns_of,
    consents_known,
    count,
    everyone,
    left_out,
    of_cells,
    of_named,
    of_segment,
    preview,
    save,
    usual,
)
from segkit.lists.write import write_list

__all__ = [
    "CONSENTS", "FLAVOURS", "PREVIEW_ROWS", "Column", "Customers", "Flavour", "LeftOut", "aliases_left_out",
    "columns_kept", "columns_of", "consents_known", "count", "everyone", "find_flavour", "flavour_of_name", "left_out",
    "of_cells", "of_named", "of_segment", "preview", "safe_name", "save", "usual", "write_list",
]  # fmt: skip
