"""What does the restaurant serve, and what is somebody after who orders it?"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Dish:
    """One item of the menu: its name, category, price in cents, and whom it is made for."""

    name: str
    category: str
    cents: int
    made_for: str = ""


def _dishes(category: str, made_for: str, listing: str) -> list[Dish]:
    """Return the dishes of a listing such as "Margherita pizza 11.50; Pepperoni pizza 13.50"."""
    pairs = (item.rsplit(None, 1) for item in listing.split(";"))
    return [Dish(name.strip(), category, round(float(price) * 100), made_for) for name, price in pairs]


MENU = [
    *_dishes("Pizza", "", "Margherita pizza 11.50; Pepperoni pizza 13.50; Mushroom pizza 13.00; Diavola pizza 14.00; "
             "Four cheese pizza 14.50"),
    *_dishes("Premium pizza", "Quality", "Premium truffle pizza 27.00; Premium burrata pizza 24.50; "
             "Premium lobster pizza 29.00"),
    *_dishes("Value pizza", "Price", "Value marinara pizza 7.50; Value cheese pizza 7.90"),
    *_dishes("Family and kids", "Family", "Family size Margherita pizza 24.00; Kids pizza 8.50; Kids lemonade 3.00"),
    *_dishes("Express lunch", "Convenience", "Express lunch pizza 9.90; Express lunch pasta 10.50"),
    *_dishes("Salads", "Health", "Healthy garden salad 11.00; Healthy bean salad 12.00"),
    *_dishes("Parties", "Birthday", "Birthday platter 49.00; Birthday cake 32.00"),
    *_dishes("Drinks", "drink", "Cola 3.50; Mineral water 3.00; House red 7.50; Espresso 3.00"),
    *_dishes("Desserts", "dessert", "Tiramisu 7.50; Panna cotta 7.00"),
]  # fmt: skip
_FOR: dict[str, list[Dish]] = {}
for _dish in MENU:
    _FOR.setdefault(_dish.made_for, []).append(_dish)


def meal(rng: Random, wanted: str) -> list[tuple[Dish, int]]:
    """Return the dishes and quantities of one receipt for somebody who is after `wanted`."""
    main = rng.choice(_FOR[wanted if rng.random() < 0.87 else ""])
    lines = {main: rng.choices((1, 2), (7, 3))[0]}
    if wanted == "Family" and rng.random() < 0.7:
        lines[rng.choice(_FOR["Family"][1:])] = rng.randint(1, 3)
    if wanted == "Birthday":
        lines[rng.choice(_FOR[""])] = rng.randint(2, 5)
    if rng.random() < 0.65:
        lines[rng.choice(_FOR["drink"])] = rng.randint(1, 2)
    if rng.random() < 0.15:
        lines[rng.choice(_FOR["dessert"])] = rng.randint(1, 2)
    return list(lines.items())
