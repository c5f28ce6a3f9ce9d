"""Sources: does a list that is written never stand in the way of another of the same name?"""
import pytest

from segkit import lists
from tests.support import bought, project_of


def test_two_lists_of_one_name_are_two_files():
    with project_of(orders=bought("Ada", 9, 3)) as project:
        wanted = lists.everyone(project)
        columns = lists.columns_of(project, wanted)
        (one, _), (two, _) = (lists.save(project, wanted, columns, lists.find_flavour("csv")) for _ in range(2))
        assert one != two and one.name == two.name and one.read_bytes() == two.read_bytes()
        assert one.is_relative_to(project.folder / "lists")


@pytest.mark.parametrize("flavour", [flavour.key for flavour in lists.FLAVOURS])
def test_a_column_of_the_file_called_like_one_of_ours_is_another_column_of_the_list(flavour):
    people = [{"customer_id": "Ada", "extra": {"Segment": "VIP", "Orders": "many", "Shoe": "38"}}]
    with project_of(orders=bought("Ada", 9, 3), customers=people) as project:
        wanted = lists.everyone(project)
        there = lists.columns_of(project, wanted)
        columns = [column for column in there if column.name in ("segment", "order_count") or ":" in column.name]
        headings = [column.heading for column in columns]
        assert headings == ["Segment", "Orders", "Orders (from your file)", "Segment (from your file)", "Shoe"]
        path, written = lists.save(project, wanted, columns, lists.find_flavour(flavour))
        assert written == 1 and path.stat().st_size
