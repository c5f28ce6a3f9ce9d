"""The dimensions, in menu order. Another dimension is one more file and one more line here."""

from segkit.dimensions.aida import AIDA
from segkit.dimensions.base import Dimension
from segkit.dimensions.benefit import BENEFIT
from segkit.dimensions.lifecycle import LIFECYCLE
from segkit.dimensions.loyalty import LOYALTY
from segkit.dimensions.occasion import OCCASION
from segkit.dimensions.rfm import RFM
from segkit.dimensions.usage import USAGE
from segkit.errors import UnknownName
from segkit.words import nearest

DIMENSIONS: tuple[Dimension, ...] = (RFM, BENEFIT, OCCASION, LOYALTY, USAGE, AIDA, LIFECYCLE)


def find_dimension(key: str) -> Dimension:
    """Return the dimension of that name, or refuse with the names there are."""
    for dimension in DIMENSIONS:
        if dimension.key == key:
            return dimension
    raise UnknownName(f"There is no dimension '{key}'.", "", nearest(key, [d.key for d in DIMENSIONS]))
