"""Quality cell: is the data sound? What needs the visitor, what is good to know, and rules that can be switched on and off again."""
import streamlit as st

from pages.parts import session
from pages.parts.cells import cell
from pages.parts.questions import open_questions
from pages.parts.words import md
from segkit import Project
from segkit.quality import IN_ORDER, NEEDS_YOU, WORTH_KNOWING, Finding, Fix
from segkit.words import plural

QUESTION = "Is the data sound?"
ELSEWHERE = ("answers",)  # what has a cell of its own on this screen
_LONG = 600


def quality_cell(number: int, project: Project) -> None:
    """Draw the findings in three groups; only what needs the visitor is open from the start."""
    with st.spinner("Looking at the data …"):
        found = [one for one in project.quality() if one.key not in ELSEWHERE]
    groups = {severity: [one for one in found if one.severity == severity] for severity in (NEEDS_YOU, WORTH_KNOWING, IN_ORDER)}
    with cell(number, QUESTION, said=_said(groups, open_questions(project.files()))):
        for one in groups[NEEDS_YOU]:
            _finding(project, one, ":orange[:material/error:]")
        left_out = [one for one in groups[WORTH_KNOWING] if one.left_out]
        for one in left_out:
            _finding(project, one, ":material/visibility_off:")
        if rest := [one for one in groups[WORTH_KNOWING] if not one.left_out]:
            with st.expander(f"{plural(len(rest), 'thing')} worth knowing", icon=":material/lightbulb:", key="quality_known"):
                for one in rest:
                    _finding(project, one, "")
        if groups[IN_ORDER]:
            with st.expander(f"{plural(len(groups[IN_ORDER]), 'check')} in order", icon=":material/check_circle:", key="quality_fine"):
                st.markdown("\n".join(_in_order(one) for one in groups[IN_ORDER]))


def _said(groups: dict[str, list[Finding]], asked: int) -> str:
    """Return the sentence that sums all findings up; whether the money reconciles goes first."""
    sums = [one for one in groups[IN_ORDER] if one.key.startswith("sums:")]
    needs = groups[NEEDS_YOU]
    parts = [f"The amounts of {plural(len(sums), 'file')} reconcile to the cent."] if sums else []
    nothing = f"Nothing needs you but {plural(asked, 'question')} about your files, above." if asked else "Nothing needs you."
    parts.append(f"{plural(len(needs), 'thing needs', 'things need')} a look from you." if needs else nothing)
    return " ".join(parts)


def _in_order(one: Finding) -> str:
    details = "".join(f"\n  - {md(line, _LONG)}" for line in one.details)
    return f"- {md(one.says, _LONG)}{details}"


def _finding(project: Project, one: Finding, icon: str) -> None:
    with st.container(gap="xsmall", key=f"finding_{one.key.replace(':', '_')}"):
        st.markdown(f"{icon} **{md(one.title)}** – {md(one.says, _LONG)}".strip())
        details = "\n".join(f"- {md(line, _LONG)}" for line in one.details)
        if one.why or details:
            st.caption("\n\n".join(filter(None, (md(one.why, _LONG), details))))
        for fix in one.fixes:
            _fix(project, one, fix)


def _fix(project: Project, one: Finding, fix: Fix) -> None:
    if fix.is_switch:
        key = f"{session.place()}.left_out.{fix.rule}"
        st.session_state[key] = one.left_out  # as the project has it: another tab may have changed it
        st.toggle(md(fix.words, _LONG), key=key, on_change=_leave_out, args=(project, fix.rule, key),
                  help="The rows stay in the data. Switch it off and they count again.")
    elif fix.kind == "columns":
        st.button(md(fix.words, _LONG), key=f"open_{one.key.replace(':', '_')}", type="tertiary", icon=":material/view_column:",
                  on_click=_open_columns, args=(fix.source_id,), help="Opens the columns in the file's cell above.")
    else:
        st.caption(f":material/arrow_forward: {md(fix.words, _LONG)}")


def _leave_out(project: Project, rule: str, key: str) -> None:
    project.leave_out(rule, st.session_state[key])


def _open_columns(source_id: int) -> None:
    st.session_state[f"drawer_{source_id}"] = True
