"""What does the gift shop sell? Goods with a price, and what a buyer of each is after."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Good:
    """One product: its name, price in cents, maker, and the benefit or occasion its name speaks of."""

    name: str
    cents: int
    vendor: str
    speaks_of: str = ""
    variants: tuple[str, ...] = ()

    @property
    def sku(self) -> str:
        """Return the article number: initials and price, stable as long as the name is."""
        return "".join(word[0] for word in self.name.upper().split()) + f"-{self.cents:05d}"


COLOURS = ("Sage", "Sand", "Slate")
SIZES = ("Small", "Large")


def _goods(vendor: str, speaks_of: str, listing: str, variants: tuple[str, ...] = ()) -> list[Good]:
    """Return the goods of a listing such as "Serving board 34.90; Brass photo frame 19.50"."""
    pairs = (item.rsplit(None, 1) for item in listing.split(";"))
    return [Good(name.strip(), round(float(price) * 100), vendor, speaks_of, variants) for name, price in pairs]


GOODS = [
    *_goods("Hazel Home", "", "Linen cushion 24.90; Wool throw 49.00; Cotton rug 39.00; Table runner 18.50", COLOURS),
    *_goods("Hazel Home", "", "Serving board 34.90; Stoneware mug 14.90; Glass vase 27.00; Wall clock 42.00"),
    *_goods("Thistle & Co", "", "Pillar candle 12.90; Candle holder 16.50; Room scent 21.00; Photo frame 19.50", SIZES),
    *_goods("Thistle & Co", "", "Dotted notebook 11.90; Botanical poster 22.00; Tea towel 9.90; Soap dish 8.50"),
    *_goods("Thistle & Co", "Gifting", "Gift box Autumn evening 39.00; Gift set Tea and honey 29.90; "
            "Gift hamper Breakfast 54.00; Gift box Sweet thanks 24.90; Gift bag with ribbon 7.90"),
    *_goods("Atelier Lind", "Quality", "Premium wool blanket 89.00; Premium olive oil 19.90; "
            "Handmade stoneware bowl 32.00; Artisan walnut tray 58.00; Premium bed linen 99.00"),
    *_goods("Green Nest", "Sustainability", "Recycled glass carafe 24.50; Eco beeswax wraps 15.90; "
            "Sustainable bamboo cutlery 17.50; Eco refill soap 11.50; Recycled paper planner 14.00"),
    *_goods("Little Thistle", "Family", "Kids growth chart 19.90; Kids table lamp 29.00; Family photo album 26.50; "
            "Kids rain cape 24.00; Family message board 21.50"),
    *_goods("Maison Orle", "Status", "Designer scented candle 69.00; Designer fruit bowl 119.00; "
            "Limited edition bath robe 94.00; Exclusive desk lamp 139.00"),
    *_goods("Odd Sock", "Fun", "Party game Night owls 24.90; Fun quiz box 16.90; Party game Tall tales 19.90; "
            "Fun paint set 22.50"),
    *_goods("Calm Works", "Health", "Wellness bath salts 13.90; Wellness herbal tea 9.50; Wellness snack jar 12.50; "
            "Wellness massage oil 18.90"),
    *_goods("Thistle & Co", "Wedding", "Wedding guest book 29.00; Wedding candle 24.50; Wedding table cards 14.90; "
            "Wedding ring dish 22.00"),
    *_goods("Little Thistle", "Baby", "Baby blanket 34.00; Baby mobile Woodland 29.90; Baby memory book 26.00; "
            "Baby muslin set 18.50"),
    *_goods("Hazel Home", "Moving home", "Housewarming bread and salt set 21.90; Housewarming door wreath 32.00; "
            "New home key rack 24.50; Housewarming house plant 27.90"),
    *_goods("Thistle & Co", "Christmas", "Christmas tree bauble 6.90; Christmas advent calendar 34.00; "
            "Christmas table wreath 28.50"),
    *_goods("Hazel Home", "Price", "Value pack tea lights 9.90; Value pack napkins 7.50; Outlet cushion cover 8.90"),
]  # fmt: skip
KINDS = sorted({good.speaks_of for good in GOODS})
BY_KIND = {kind: [good for good in GOODS if good.speaks_of == kind] for kind in KINDS}
EVERYDAY = [good for good in GOODS if good.speaks_of not in ("Wedding", "Baby", "Moving home", "Christmas", "Price")]


def pick(rng: Random, wanted: str) -> Good:
    """Return a good for somebody who is after `wanted`: mostly that, sometimes anything else."""
    if wanted and rng.random() < 0.85:
        return rng.choice(BY_KIND[wanted])
    return rng.choice(BY_KIND[""] if rng.random() < 0.75 else EVERYDAY)
