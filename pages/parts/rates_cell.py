"""Rates cell: what is other money worth in the project's, and which files wait for that or follow it?"""
from collections.abc import Iterator

import streamlit as st

from pages.parts import loading, upload
from pages.parts.cells import cell
from pages.parts.errors import told
from pages.parts.projects import Info
from pages.parts.upload import Upload
from pages.parts.words import md
from segkit import Project
from segkit.ingest.choices import CONVERT
from segkit.ingest.report import LoadReport
from segkit.words import listed

TITLE = "Rates of exchange"
NO_RATE = "Segkit knows no rates of its own: enter those that your books use. Amounts in a currency without a rate are never converted."


def rates_cell(numbers: Iterator[int], info: Info, project: Project, waiting: list[Upload]) -> None:
    """Draw the rates, and what follows them; nothing, and no number taken, where all files are in one currency."""
    into, others = currencies(info, project, waiting)
    if not others:
        return
    with cell(next(numbers), TITLE):
        _target(info, project, waiting, [into, *others] if into else others, into)
        if not into:
            return
        needed = any(_wants(one.choices) for one in waiting) or any(_wants(choices) for _, choices in loading.loader(info).asking.values())
        with st.form("rates", border=False):
            rates = {code: _rate(project, code, into) for code in others}
            st.caption(NO_RATE if needed or project.rates else f"Needed only for files that you choose to convert. {NO_RATE}")
            if st.form_submit_button("Save the rates", type="primary" if needed else "secondary", icon=":material/save:"):
                with told():
                    kept = {code: rate for code, rate in project.rates.items() if code not in (into, *others)}
                    project.set_rates({**kept, **{code: rate for code, rate in rates.items() if rate}})
                    loading.reload_outdated(info, project)
                    _read_again(info, project, [one for one in waiting if _wants(one.choices) or _asks(one)])
                    st.rerun()


def currencies(info: Info, project: Project, waiting: list[Upload]) -> tuple[str, list[str]]:
    """Return the currency that the project counts in, and the others that its files, loaded and waiting, hold."""
    asking = [report for report, _ in loading.loader(info).asking.values()]
    asked = [question.about for report in (*(one.report for one in waiting if one.report), *asking)
             for question in report.questions if question.key == "currency" and question.about]
    converted = [report.read_with for report in project.files() if report.read_with.get("rates")]
    into = project.currency or next((one["currency"] for one in converted), next((about[0] for about in asked), ""))
    named = {*project.rates, *(code for one in converted for code in one["rates"]), *(code for about in asked for code in about)}
    return into, sorted(code for code in named - {into} if len(code) == 3 and code.isalpha())


def _target(info: Info, project: Project, waiting: list[Upload], codes: list[str], into: str) -> None:
    """Let the project's currency be chosen as long as no file has settled it."""
    if project.currency_in_files:
        return
    st.session_state["count_in"] = project.currency or into or None
    st.selectbox("This project counts in", codes, key="count_in", width=220, on_change=_set_target, args=(info, project, waiting),
                 placeholder="Not chosen yet")


def _set_target(info: Info, project: Project, waiting: list[Upload]) -> None:
    """Keep the currency, and ask the files that wait anew: what they offer names it."""
    with told():
        project.set_currency(st.session_state["count_in"] or "")
        _read_again(info, project, [one for one in waiting if _asks(one)])


def _rate(project: Project, code: str, into: str) -> float | None:
    return st.number_input(f"1 {md(code)} is how many {md(into)}?", min_value=0.0, max_value=999_999.0, value=project.rates.get(code),
                           format="%.12g", step=None, placeholder="Not known", key=f"rate_{code}_{into}", width=220)


def _read_again(info: Info, project: Project, waiting: list[Upload]) -> None:
    """Read the files that wait once more, and those of the project that were to be converted but lacked a rate."""
    for one in waiting:
        fresh = Upload(one.path, one.name, one.choices)
        upload.note(fresh)
        loading.load(info, project, [fresh])
    for source_id, (_, choices) in list(loading.loader(info).asking.items()):
        if _wants(choices):
            loading.reload(info, project, next(report for report in project.files() if report.source_id == source_id))


def _asks(one: Upload) -> bool:
    return bool(one.report) and any(question.key == "currency" for question in one.report.questions)


def _wants(choices: dict) -> bool:
    return (choices.get("answers") or {}).get("currency") == CONVERT


def outdated_notice(info: Info, project: Project) -> None:
    """Say which files were read with another time zone or other rates than those chosen now, and let them be read again.

    Each is read by itself: where one cannot be, those before and after it follow what is chosen, and this says which does not.
    """
    left, work = project.outdated(), loading.loader(info)
    if not left:
        return
    stuck = any(report.source_id in work.problems or report.source_id in work.asking for report in left)
    rest = " All other files follow what is chosen now." if len(left) < len(project.files()) else ""
    why = " Why not yet stands in the cell of each file above." if stuck else ""
    st.warning(f"{listed([md(report.file) for report in left])} {'was' if len(left) == 1 else 'were'} read with another time zone, "
               f"country or other rates than those chosen now.{why}{rest}", icon=":material/sync_problem:")
    st.button("Read again", key="read_outdated", icon=":material/refresh:", on_click=loading.reload_outdated, args=(info, project))


def converted_lines(report: LoadReport, write) -> str:
    """Return a sentence per currency of a converted file: its own sum, the rate, and what it is worth; `write` words amounts."""
    into = report.totals.get("currency", "")
    return "".join(
        f"{write(one['spend_in_file'], one['currency'])} in {one['orders']:,} {'order' if one['orders'] == 1 else 'orders'}"
        f" × {one['rate']:g} = {write(one['spend'], into)}. "
        for one in report.totals.get("converted", ()) if one["currency"] != into
    )
