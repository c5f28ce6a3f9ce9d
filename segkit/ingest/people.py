"""Who are the people in a file of orders? One customers row each, with the newest of what the file says about them."""

from segkit.ingest.work import Work

TOLD = (
    "email", "phone", "first_name", "last_name", "full_name", "country", "region", "city", "postcode", "accepts_email",
)  # fmt: skip


def add_people(work: Work, told_rows: str) -> None:
    """Write one customers row per person. `told_rows` gives person, newest (a time) and the columns told of people."""
    told = [name for name in TOLD if name in work.columns]
    if not told:
        return
    values = ", ".join(f"arg_max({name}, coalesce(newest, timestamp '1900-01-01')) as {name}" for name in told)
    work.run(
        f"""insert into customers by name
        select person as customer_id, person as customer_key, {values}, $source_id as source_id
        from ({told_rows}) group by person""",
        (0.9, 0.95), "Noting who the customers are",
    )  # fmt: skip
