"""File cell: what does one file's cell on the Data screen say, and what can be put right there?"""
import csv
import io
from collections.abc import Collection

import streamlit as st

from pages.parts import loading, upload
from pages.parts.cells import cell
from pages.parts.columns import columns_editor
from pages.parts.errors import say
from pages.parts.project_cells import COUNTING
from pages.parts.projects import Info
from pages.parts.questions import asked_now, questions_form
from pages.parts.rates_cell import converted_lines
from pages.parts.store_field import store_field
from pages.parts.upload import Upload
from pages.parts.words import day, harmless, md
from segkit import Project
from segkit.ingest.report import LoadReport
from segkit.words import count, money, plural

COMPARE = "Compare these figures with your platform's own dashboard for the same days."
COMPARE_ALL = "Compare these figures with your platform's own dashboard."
MOST_ABREAST = 6
COUNTS = (("orders_sold", "Orders"), ("customers", "Customers"), ("lines", "Products sold"), ("events", "Events"),
          ("answers", "Answers"), ("subscriptions", "Subscriptions"), ("active", "Active"), ("trials", "On trial"),
          ("invoices", "Invoices"), ("invoices_paid", "Paid invoices"), ("deals", "Deals"), ("deals_won", "Won"), ("deals_lost", "Lost"),
          ("sent", "Sent"), ("opened", "Opened"), ("clicked", "Clicked"), ("bounced", "Undelivered"), ("unsubscribed", "Unsubscribed"),
          ("referrals", "Referrals"), ("referrals_successful", "Successful"))
# Amounts by currency, each with the rule it follows; those of several currencies stand beside each other.
AMOUNTS = (
    ("mrr", "MRR", "MRR is what active and past due subscriptions bring a month; trials, pauses and what is over count as 0. "),
    ("paid", "Paid", "Paid is what came in less what was paid back. "),
    ("outstanding", "To be paid", "To be paid is what open invoices still lack; drafts and invoices called off do not count. "),
    ("won", "Worth of won deals", ""), ("open", "Worth of open deals", ""),
)


def file_cell(number: int, info: Info, project: Project, report: LoadReport, busy: bool) -> None:
    """Draw the cell of a loaded file."""
    with cell(number, md(report.file)):
        with st.container(horizontal=True, vertical_alignment="center"):
            _recognised(report)
            st.markdown(_sum(report), width="stretch")
            _remove(project, report, busy)
        _correction(info, project, report)
        _totals(report, project.currency)
        _said(report.notes)
        questions_form(report, lambda answers: loading.reload(info, project, report, answers=answers))
        if report.rows_set_aside:
            _set_aside(project, report)
        with st.expander("Columns, and how they were read", icon=":material/view_column:", key=f"drawer_{report.source_id}",
                         on_change="rerun"):  # so that a finding below can open it
            _said([words for key, words in report.decisions.items() if key not in report.mapping and " " in words])
            store_field(report, lambda **choices: loading.reload(info, project, report, **choices))
            columns_editor(report, lambda **choices: loading.reload(info, project, report, **choices))


def waiting_cell(number: int, info: Info, project: Project, one: Upload) -> None:
    """Draw the cell of a file that is not loaded: why not, and how to go on."""
    with cell(number, md(one.name)):
        _recognised(one.report)
        if one.problem:
            say(**one.problem)
        elif one.report:
            st.markdown(f"**Not loaded yet:** {_needed(one.report)} first.")
        else:
            st.markdown("**Not loaded yet:** reading this file was cut off.")
        if one.report:
            questions_form(one.report, lambda answers: _again(info, project, one, answers=answers))
            with st.expander("Columns, and how they were read", icon=":material/view_column:", key=f"drawer_{one.path.stem}"):
                store_field(one.report, lambda **choices: _again(info, project, one, **choices))
                columns_editor(one.report, lambda **choices: _again(info, project, one, **choices))
        with st.container(horizontal=True):
            if not one.report and st.button("Load it again", key=f"again_{one.path.stem}", icon=":material/refresh:"):
                _again(info, project, one)
                st.rerun()
            st.button("Remove file", key=f"discard_{one.path.stem}", type="tertiary", icon=":material/delete:",
                      on_click=upload.discard, args=(one,))


def _needed(report: LoadReport) -> str:
    number = len(asked_now(report))
    return f"{count(number)} answers are needed" if number > 1 else "one answer is needed"


def _again(info: Info, project: Project, one: Upload, **choices) -> None:
    fresh = Upload(one.path, one.name, loading.merged(one.choices, choices))
    upload.note(fresh)
    loading.load(info, project, [fresh])


def _correction(info: Info, project: Project, report: LoadReport) -> None:
    """Say what became of a correction that could not be carried out; the figures below are those from before."""
    work = loading.loader(info)
    if report.source_id in work.problems:
        say(**work.problems[report.source_id])
    asking, _ = work.asking.get(report.source_id, (None, {}))
    if asking:
        st.markdown("**Your change needs one more answer.** Until then the file stays as it was.")
        questions_form(asking, lambda answers: loading.reload(info, project, report, answers=answers), "again")


def _recognised(report: LoadReport | None) -> None:
    if report and report.system_title:
        st.badge(md(report.system_title), icon=":material/check:", color="green")
    if report and report.store:
        st.badge(md(report.store), icon=":material/storefront:", color="gray")


def _sum(report: LoadReport) -> str:
    """Return the sentence that accounts for every row."""
    parts = [f"**{count(report.rows_kept)}** used"]
    if report.rows_merged:
        parts.append(f"**{count(report.rows_merged)}** that continue or repeat one of these")
    parts.append(f"**{count(report.rows_set_aside)}** set aside")
    return f"{plural(report.rows_read, 'row')} read = {' + '.join(parts)}."


def _totals(report: LoadReport, currency: str) -> None:
    totals, currency = report.totals, report.totals.get("currency") or currency
    figures = [(label, count(totals[key])) for key, label in COUNTS if totals.get(key)]
    if totals.get("spend"):
        figures.append(("Spend", md(money(float(totals["spend"]), currency, cents=True))))
    figures += _amounts(totals)
    if figures:
        with st.grid(_abreast(len(figures)), min_column_width=_least_width(figures), gap="small"):
            for label, figure in figures:
                st.metric(label, figure, border=True)
    span = f"From {day(totals['first_day'])} to {day(totals['last_day'])}. " if totals.get("first_day") else ""
    left_out = totals.get("orders", 0) - totals.get("orders_sold", 0)
    not_counted = f"{plural(left_out, 'cancelled or test order')} not counted, except among customers. " if left_out > 0 else ""
    rules = "".join(rule for key, _, rule in AMOUNTS if totals.get(key))
    converted = converted_lines(report, lambda amount, code: md(money(amount, code)))
    st.caption(span + not_counted + _rule_of_spend(totals, currency) + converted + rules + (COMPARE if span else COMPARE_ALL))


def _least_width(figures: list[tuple[str, str]]) -> int:
    """Return the pixels that a figure's box needs: screen.css lets up to 13 signs shrink with it, more of them need room."""
    longest = max(len(figure.replace("\\", "").replace("\u2060", "")) for _, figure in figures)
    return 130 if longest <= 13 else 13 * longest + 36


def _abreast(figures: int) -> int:
    """Return how many figures stand beside each other: rows about equally long, so that none stands alone below the others."""
    rows = -(-figures // MOST_ABREAST)
    return max(-(-figures // rows), 4)


def _amounts(totals: dict) -> list[tuple[str, str]]:
    """Return label and figure of each amount, one per currency; the label names the currency where there are several."""
    return [
        (f"{label} ({md(code)})" if len(totals[key]) > 1 and code else label, md(money(amount, code)))
        for key, label, _ in AMOUNTS if isinstance(totals.get(key), dict) for code, amount in totals[key].items()
    ]


def _rule_of_spend(totals: dict, currency: str) -> str:
    """Return which rule the spend follows: that of the file, whatever was chosen for the project."""
    if not totals.get("spend"):
        return ""
    gross = float(totals.get("spend_before_refunds") or 0)
    before = f" ({md(money(gross, currency, cents=True))} before them)" if gross > float(totals["spend"]) else ""
    return f"Spend is that of the whole file after refunds{before}; the choices under “{COUNTING}” do not change it. "


def _set_aside(project: Project, report: LoadReport) -> None:
    with st.expander(f"{plural(report.rows_set_aside, 'row')} set aside, and why", icon=":material/rule:", key=f"why_{report.source_id}"):
        st.markdown("\n".join(f"- **{count(rows)}** – {md(reason, 300)}" for reason, rows in report.set_aside.items()))
        st.download_button("Download these rows", data=lambda: _rows_as_csv(project, report),
                           file_name=f"set_aside_{report.source_id}.csv", mime="text/csv", on_click="ignore",
                           key=f"set_aside_{report.source_id}", icon=":material/download:")


def _rows_as_csv(project: Project, report: LoadReport) -> bytes:
    """Return the rows with their numbers as a spreadsheet shows them, in which the heading has one too."""
    rows = project.set_aside(report.source_id)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(rows.columns)
    writer.writerows([row + report.header_row, *map(harmless, rest)] for row, *rest in rows.fetchall())
    return text.getvalue().encode("utf-8-sig")


def _said(sentences: Collection[str]) -> None:
    if sentences:
        st.caption("\n".join(f"- {md(sentence, 800)}" for sentence in sentences))


def _remove(project: Project, report: LoadReport, busy: bool) -> None:
    with st.popover("Remove", type="tertiary", icon=":material/delete:", disabled=busy, help="Take this file out"):
        st.markdown("Its rows leave the project. The file on your own disk stays.")
        if st.button("Remove it", key=f"remove_{report.source_id}", type="primary"):
            project.remove(report.source_id)
            st.rerun()
