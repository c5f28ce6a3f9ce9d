"""Twenty people: how long do twenty who move sliders at the same time wait, against one person alone?"""
import asyncio
import random
from pathlib import Path

from benchmarks.data import Sizes, project_folder
from benchmarks.measure import Row, in_seconds, median, quantile
from benchmarks.person import Person
from benchmarks.servers import APP, a_home, new_project, served

SLIDER = "Active: last order within"
BETWEEN = 1.0  # seconds between two moves of one person, give or take half


def twenty_people(sizes: Sizes, folder: Path) -> list[Row]:
    """Return one row: the 95th percentile of everybody's waits against that of one person alone, on the same server.

    The clients speak Streamlit's protocol without a browser, or twenty browsers would be what is measured.
    """
    kept = project_folder(folder, sizes.customers_each)
    with a_home(folder) as home:
        queries = [f"project={new_project(home, kept)}&dimension=lifecycle" for _ in range(sizes.people)]
        with served(APP, home) as address:
            alone, together = asyncio.run(_measured(address, queries, sizes.minutes_shared * 60))
    slow, slowest = quantile(alone, 0.95), quantile(together, 0.95)
    what = f"{sizes.people} people moving sliders at once ({sizes.customers_each:,} customers each), 95th percentile"
    note = f"median {in_seconds(median(together))} against {in_seconds(median(alone))}; {len(together)} and {len(alone)} moves"
    return [Row(what, "one person", 4.0, in_seconds(slowest), in_seconds(slow), slowest / slow, note=note)]


async def _measured(address: str, queries: list[str], seconds: float) -> tuple[list[float], list[float]]:
    people = [Person(address, query, SLIDER) for query in queries]
    for person in people:  # one after the other: arriving is not what is measured
        await person.open()
        await person.move(91)
    alone = await _waits(people[:1], seconds)
    together = await _waits(people, seconds)
    again = await _waits(people[:1], seconds)
    await asyncio.gather(*(person.close() for person in people))
    return alone + again, together


async def _waits(people: list[Person], seconds: float) -> list[float]:
    """Return how long each move of these people took while they all moved their sliders for so many seconds."""
    for person in people:
        person.waits.clear()
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(_moving(person, number, loop.time() + seconds) for number, person in enumerate(people)))
    return [wait for person in people for wait in person.waits]


async def _moving(person: Person, number: int, until: float) -> None:
    chance, clock = random.Random(number), asyncio.get_running_loop()
    await asyncio.sleep(chance.uniform(0, BETWEEN))
    while True:
        await person.move(chance.randint(30, 170))
        if clock.time() > until:
            return
        await asyncio.sleep(chance.uniform(0.5, 1.5) * BETWEEN)
