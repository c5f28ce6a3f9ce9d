"""Questions: how are the decisions asked that only the owner of a file can take?

Where a file waits for answers, only those it waits for are asked. The others are answered one by one, in any order, or never;
a question with a single answer is a button.
"""
from collections.abc import Callable, Iterable

import streamlit as st

from pages.parts.words import md
from segkit.ingest.report import LoadReport, Question

FEW = 5


def asked_now(report: LoadReport) -> list[Question]:
    """Return the questions of a file that are to be answered now: those it waits for, else all."""
    return [question for question in report.questions if question.blocking] or list(report.questions)


def open_questions(reports: Iterable[LoadReport]) -> int:
    """Return how many questions are open about files that are loaded."""
    return sum(len(report.questions) for report in reports)


def questions_form(report: LoadReport, answer: Callable[[dict], None], key: str = "") -> None:
    """Draw the open questions of a file that can be answered by choosing or typing, and pass the answers on."""
    asked = [question for question in asked_now(report) if question.options or question.free]
    if not asked:
        for question in report.questions:
            _say(question)
        return
    key = f"{key}_{report.source_id}_{report.file}"
    if chosen := [question for question in asked if not _is_button(question)]:
        _form(chosen, answer, key)
    for question in asked:
        if _is_button(question):
            _button(question, answer, key)


def _is_button(question: Question) -> bool:
    return len(question.options) == 1 and not question.free


def _form(asked: list[Question], answer: Callable[[dict], None], key: str) -> None:
    with st.form(f"questions_{key}", border=False):
        answers = {question.key: _ask(question, key) for question in asked}
        if st.form_submit_button("Use these answers" if len(asked) > 1 else "Use this answer", type="primary"):
            given = {name: value for name, value in answers.items() if value}
            missing = [question for question in asked if question.blocking and question.key not in given]
            if missing or not given:
                _lacking(missing or asked, asked)
            else:
                answer(given)
                st.rerun()


def _lacking(missing: list[Question], asked: list[Question]) -> None:
    """Say which questions still need a choice, so that pressing the button is never without an answer."""
    if len(asked) == 1:
        st.error(f"{_how(missing[0])} above first.", icon=":material/touch_app:")
    elif not missing[0].blocking:
        st.error("Answer at least one of the questions above first.", icon=":material/touch_app:")
    else:
        listed = "\n".join(f"- {md(question.text, 300)}" for question in missing)
        st.error(f"Nothing was read yet: choose an answer to each question first. Still open:\n{listed}", icon=":material/touch_app:")


def _how(question: Question) -> str:
    if question.free:
        return "Choose an answer or type one" if question.options else "Type an answer"
    return "Choose one of the answers"


def _button(question: Question, answer: Callable[[dict], None], key: str) -> None:
    (value, label), = question.options
    _words(question)
    if st.button(md(label), key=f"answer_{key}_{question.key}", icon=":material/check:"):
        answer({question.key: value})
        st.rerun()


def _words(question: Question) -> None:
    with st.container(gap="xsmall"):
        st.markdown(f"**{md(question.text, 300)}**")
        if question.why:
            st.caption(md(question.why, 600))


def _ask(question: Question, key: str):
    _words(question)
    labels, key = dict(question.options), f"answer_{key}_{question.key}"
    chosen = _choose(question, labels, key) if labels else None
    return _typed(question, key) or chosen if question.free else chosen


def _typed(question: Question, key: str) -> str:
    """Return what was typed, which goes before what was chosen."""
    label = f"Or type: {question.free}" if question.options else question.free
    return st.text_input(md(label), key=f"typed_{key}", max_chars=60, width=440).strip()


def _choose(question: Question, labels: dict[str, str], key: str):
    if len(labels) > FEW:
        return st.selectbox(md(question.text), list(labels), format_func=labels.get, index=None, key=key,
                            placeholder="Choose", label_visibility="collapsed", width=440)
    # The options quote the file, and radio labels are Markdown; those of a selectbox are not.
    return st.radio(md(question.text), list(labels), format_func=lambda value: md(labels[value]), index=None, key=key,
                    label_visibility="collapsed")


def _say(question: Question) -> None:
    st.warning(f"{md(question.text, 400)}\n\n{md(question.why, 400)}", icon=":material/help:")
