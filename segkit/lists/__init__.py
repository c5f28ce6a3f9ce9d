"""Lists: customers of a segment → a file that the next tool accepts."""

from segkit.lists.columns import Column
from segkit.lists.flavours import FLAVOURS, Flavour, find_flavour
from segkit.lists.names import safe_name
from segkit.lists.sources import PREVIEW_ROWS, USUAL, Customers, columns_of, count, everyone, of_cells, of_named, of_segment, preview, save
from segkit.lists.write import write_list

__all__ = [
    "FLAVOURS", "PREVIEW_ROWS", "USUAL", "Column", "Customers", "Flavour", "columns_of", "count", "everyone", "find_flavour", "of_cells",
    "of_named", "of_segment", "preview", "safe_name", "save", "write_list",
]  # fmt: skip
