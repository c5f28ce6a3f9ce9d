"""Screens: a small export, a project with it, and patience while files are read."""
from pages.parts import loading, session, upload

ORDERS = "\n".join((
    "Order number,Customer e-mail,Order date,Order total,Town",
    "1001,anna@example.com,2026-01-15,120.50,Graz",
    "1002,ben@example.com,2026-02-20,35.00,Linz",
    "1003,anna@example.com,2026-03-31,80.00,Graz",
    "1004,,2026-03-31,10.00,Wien",
)) + "\n"


def load(info, *paths):
    """Read files into a project as the screens do, and wait until they are in."""
    loading.load(info, session.shelf().take(info), upload.bring(paths, info.uploads))
    wait(info)


def wait(info):
    """Wait until nothing is being read for the project."""
    loading.loader(info).wait(60)
    assert not loading.loader(info).busy


def at_page(app, page, info):
    """Open a page of a project by its address."""
    app.query_params["project"] = info.id
    app.run()
    app.switch_page(page).run()
    assert not app.exception
    return app


def words(app):
    """Return everything the screen says, as one text."""
    kinds = ("title", "subheader", "markdown", "caption", "error", "warning", "info")
    return "\n".join(str(element.value) for kind in kinds for element in app.get(kind))
