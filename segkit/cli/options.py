"""What can be said to more than one command?"""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from segkit.errors import BadValue

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)

files = click.argument("files", nargs=-1, required=True, type=EXISTING)
answers = click.option("--answer", "answers", multiple=True, metavar="QUESTION=ANSWER", help="Answer a question that loading asked.")
mapping = click.option("--map", "mapping", multiple=True, metavar="FIELD=HEADING", help="Say which column holds a field.")
stores = click.option("--store", "stores", multiple=True, metavar="[FILE=]SHOP",
                      help="The shop that the files, or one of them, are from; for projects with several shops.")  # fmt: skip
rates = click.option("--rate", "rates", multiple=True, metavar="CURRENCY=WORTH",
                     help="Convert amounts in this currency: what one of it is worth, as in EUR=1.08.")  # fmt: skip
currency = click.option("--currency", metavar="CURRENCY", help="The currency that the project counts in, where no file settles it.")
time_zone = click.option("--time-zone", metavar="ZONE", help="Where the shop is, as in Europe/Berlin: its days and hours count.")
settings = click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Move a control of the dimension.")
as_of = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to compute for; default: the last day with data.")


def of_the_shop(command: Callable) -> Callable:
    """Return the command with the options that say which shop the files are from, where it is and how its money counts."""
    return stores(rates(currency(time_zone(command))))


def pairs(texts: Sequence[str]) -> dict[str, str]:
    """Return what stands on both sides of the equals signs, or refuse a text without one."""
    for text in texts:
        if "=" not in text:
            raise BadValue(f"'{text}' has no equals sign.", "", "Write NAME=VALUE.")
    return dict(text.split("=", 1) for text in texts)
