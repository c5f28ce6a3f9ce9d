"""How are the sample files made? `python -m sample_data.make [FOLDER]` writes them, always the same bytes."""

import sys
from pathlib import Path

from sample_data import HERE, saas, shop, till

BUSINESSES = {"gift_shop": shop.make, "pizza": till.make, "software": saas.make}


def make_all(folder: Path) -> list[Path]:
    """Return the files written below the folder, one sub-folder per business."""
    written = []
    for name, make in BUSINESSES.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        written += make(folder / name)
    return written


if __name__ == "__main__":
    for path in make_all(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE):
        sys.stdout.write(f"{path.stat().st_size:>10,}  {path}\n")
