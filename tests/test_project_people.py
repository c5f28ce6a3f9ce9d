"""Who counts as one customer of a project: joined records, parted ones, staff, aliases, nobody."""

import pytest

from segkit import Project, lists
from segkit.errors import BadValue, UnknownName
from tests.support import ask, features

CUSTOMERS = "Customer ID,First Name,Last Name,Email,Phone\n"
PEOPLE = CUSTOMERS + "\n".join((
    "77,Ann,Twice,ann@x.com,+491711234567",
    "78,Ann,Twice,ann@x.com,",
    "80,Bob,Once,bob@x.com,+491719999999",
)) + "\n"  # fmt: skip
ORDERS = "Order,Date,Email,Phone,Total\n" + "\n".join((
    "1,2024-01-01,ann@x.com,,10",
    "2,2024-01-02,,+491711234567,20",
    "3,2024-01-03,bob@x.com,,40",
    "4,2024-01-04,cy@x.com,,80",
)) + "\n"  # fmt: skip


@pytest.fixture
def files(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def project(files):
    project = Project()
    project.load(files("people.csv", PEOPLE))
    project.load(files("orders.csv", ORDERS))
    return project


def spend(project):
    return {who: float(row["total_spend"]) for who, row in features(project).items() if row["total_spend"]}


def joined(project):
    return {row[0]: dict(zip(("name", "keys", "rule", "shared", "files"), row[1:], strict=True)) for row in project.merges().fetchall()}


def test_merges_tell_who_was_joined_why_and_from_which_files(project):
    found = joined(project)
    assert list(found) == ["77", "80"]  # several ids first
    assert found["77"]["keys"] == ["+491711234567", "77", "78", "ann@x.com"] and found["77"]["rule"] == "e-mail, phone"
    assert found["77"]["shared"] == ["+491711234567", "ann@x.com"] and found["77"]["files"] == ["orders.csv", "people.csv"]
    assert (found["77"]["name"], found["80"]["keys"], found["80"]["rule"]) == ("Ann Twice", ["80", "bob@x.com"], "e-mail")


def test_a_split_makes_each_record_a_customer_of_its_own_and_rejoining_undoes_it(project):
    before, merged = spend(project), joined(project)
    assert before == {"77": 30, "80": 40, "cy@x.com": 80}
    project.split("77")
    assert spend(project) == {"ann@x.com": 10, "+491711234567": 20, "80": 40, "cy@x.com": 80}
    assert list(joined(project)) == ["80"] and project.recipe.kept_apart == ("+491711234567", "77", "78", "ann@x.com")
    project.rejoin()
    assert (spend(project), joined(project), project.recipe.kept_apart) == (before, merged, ())


def test_one_record_of_several_can_be_parted(project):
    project.split("77", "+491711234567")
    assert spend(project) == {"77": 10, "+491711234567": 20, "80": 40, "cy@x.com": 80}
    project.rejoin("+491711234567")
    assert spend(project) == {"77": 30, "80": 40, "cy@x.com": 80}


def test_what_was_parted_stays_apart_when_files_go_and_come_again(project, files):
    project.split("77", "ann@x.com")
    apart = spend(project)
    last = project.files()[-1].source_id
    project.remove(last)
    project.load(files("again.csv", ORDERS))
    assert spend(project) == apart
    project.reload(project.files()[0].source_id)
    assert spend(project) == apart


def test_a_recipe_brings_its_parted_records_and_taking_them_out_joins_them(project):
    joined_recipe = project.recipe
    project.split("77")
    parted = project.recipe
    project.recipe = joined_recipe
    assert spend(project)["77"] == 30
    project.recipe = parted
    assert spend(project)["ann@x.com"] == 10


def test_nobody_else_can_be_parted(project):
    with pytest.raises(UnknownName):
        project.split("80", "ann@x.com")
    with pytest.raises(UnknownName):
        project.split("cy@x.com")
    with pytest.raises(UnknownName):
        project.rejoin("ann@x.com")


def test_an_order_that_two_files_brought_counts_once_before_and_after(files):
    project = Project()
    by_id = "Order,Date,Customer ID,Email,Total\n1,2024-01-01,77,ann@x.com,10\n2,2024-01-05,78,bob@x.com,5\n"
    project.load(files("by_id.csv", by_id))
    project.load(files("by_mail.csv", "Order,Date,Email,Total\n1,2024-01-01,ann@x.com,10\n3,2024-01-06,cy@x.com,7\n"))
    assert ask(project, "select count(*) from orders") == [(3,)]
    project.split("77")
    assert ask(project, "select count(*) from orders") == [(3,)]  # its number, day and e-mail address are the same
    project.rejoin()
    assert ask(project, "select count(*) from orders") == [(3,)] and spend(project) == {"77": 10, "78": 5, "cy@x.com": 7}


def test_the_figures_of_who_is_a_customer(project, files):
    project.load(files("more.csv", "Order,Date,Email,Phone,Total\n21,2024-01-01,x1@marketplace.amazon.de,,10\n"
                       "22,2024-01-02,,+491701112223,20\n23,2024-01-03,noreply@shop.com,,5\n24,2024-01-04,,,6\n"))  # fmt: skip
    found = project.people()
    assert found == {"customers": 5, "with_email": 3, "only_alias": 1, "only_phone": 1, "only_id": 0,
                     "staff": 0, "joined": 2, "of_nobody": 2}  # fmt: skip
    assert project.nobodies() == [("", 1), ("noreply@shop.com", 1)]


def test_staff_are_proposed_and_leave_only_when_switched_on(files):
    project = Project()
    rows = [f"{n},2024-01-{n:02d},staff{n % 3}@shop.com,0" for n in range(1, 10)]
    rows += [f"{n},2024-02-{n - 9:02d},ann{n}@gmail.com,{n % 2 * 50}" for n in range(10, 30)]
    project.load(files("orders.csv", "Order,Date,Email,Total\n" + "\n".join(rows) + "\n"))
    (proposal,) = project.staff_proposals()
    assert proposal == {"domain": "shop.com", "mailboxes": 3, "orders": 9, "odd": 9}
    assert len(features(project)) == 23
    project.set_staff_domains(["@Shop.com"])
    assert len(features(project)) == 20 and project.people()["staff"] == 3 and project.recipe.staff_domains == ("shop.com",)
    project.set_staff_domains([])
    assert len(features(project)) == 23


@pytest.mark.parametrize("domain", ["gmail.com", "shop", "", "a b.com"])
def test_what_is_no_domain_of_a_shop_is_refused(project, domain):
    with pytest.raises(BadValue):
        project.set_staff_domains([domain])


def test_lists_leave_out_addresses_that_marketplaces_give_out(files, tmp_path):
    project = Project()
    project.load(files("orders.csv", "Order,Date,Customer ID,Email,Total\n1,2024-01-01,A,x1@members.ebay.com,10\n"
                       "2,2024-01-02,B,bob@x.com,20\n3,2024-01-03,C,cy@x.com,1\n"
                       "4,2024-01-04,C,z9@privaterelay.appleid.com,1\n"))  # fmt: skip
    project.load(files("people.csv", CUSTOMERS + "C,Cy,Own,cy@x.com,\n"))
    everyone = lists.everyone(project)
    found = lists.preview(project, everyone, [lists.Column("customer_id", "Id"), lists.Column("email", "E-mail")]).to_pylist()
    assert sorted((row["Id"], row["E-mail"]) for row in found) == [("A", None), ("B", "bob@x.com"), ("C", "cy@x.com")]
    assert lists.aliases_left_out(project, everyone) == 1


def test_the_shop_country_is_a_country(project):
    project.set_country("VN")
    assert project.recipe.country == "VN"
    with pytest.raises(UnknownName):
        project.set_country("XX")


def test_a_file_of_members_has_no_address_that_a_marketplace_gave_out(files):
    project = Project()
    rows = "1,2024-01-01,A,x1@members.ebay.com,10\n2,2024-01-02,B,bob@x.com,20\n"
    project.load(files("orders.csv", f"Order,Date,Customer ID,Email,Total\n{rows}"))
    project.facts()
    columns = [lists.Column("customer_id", "id"), lists.Column("email", "email")]
    path, select = project.folder / "out.csv", "select * from features order by customer_id"
    lists.write_list(project.connection, select, {}, columns, lists.find_flavour("csv"), path)
    assert path.read_text().splitlines() == ["id,email", "A,", "B,bob@x.com"]
