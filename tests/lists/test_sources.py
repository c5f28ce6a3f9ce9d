"""Sources: does a list that is written never stand in the way of another of the same name?"""
from segkit import lists
from tests.support import bought, project_of


def test_two_lists_of_one_name_are_two_files():
    with project_of(orders=bought("Ada", 9, 3)) as project:
        wanted = lists.everyone(project)
        columns = lists.columns_of(project, wanted)
        (one, _), (two, _) = (lists.save(project, wanted, columns, lists.find_flavour("csv")) for _ in range(2))
        assert one != two and one.name == two.name and one.read_bytes() == two.read_bytes()
        assert one.is_relative_to(project.folder / "lists")
