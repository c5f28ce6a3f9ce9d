"""Text file → Source: decode, find the table, look at every byte, and write the SELECT that DuckDB reads it with."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from segkit.ingest.files import decode, repair
from segkit.ingest.files.header import TITLES, Layout, find_layout
from segkit.ingest.files.scan import Scan, fingerprint, scan
from segkit.ingest.files.source import TOTAL_WORDS, Limits, Source, joined_cells, refuse
from segkit.ingest.files.staging import Staging
from segkit.ingest.files.stopping import Stop
from segkit.ingest.files.tables import another_table
from segkit.words import count, literal, plural

Known = Callable[[str], bool]
SAMPLE = 1 << 18
_OTHER_TABLE = "To load it, save it as a file of its own."
_NEVER_SEEN = "\ufeff\u200b\u2060"  # no language needs them inside a word
_BLANKS = " \t\u00a0\u2007\u202f\u3000\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\r\n"


def read_text(path: Path, original: Path, name: str, staging: Staging, known: Known, limits: Limits, told: str = "") -> Source:
    """Return the table of a staged text file, or refuse it. `told` is the delimiter where it is known beforehand."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if not sample.strip(b"\xef\xbb\xbf\xff\xfe\r\n\t ,;\x00"):
        raise refuse("the file is empty.", name, "Export it again and check that it holds rows.")
    codec = decode.choose(sample, known)
    first = path
    found = layout = None
    notes: list[str] = []
    if codec and codec.codec == "utf-8" and codec.certain:
        layout, found = _look(path, known, told, name, limits, staging.stop)
        if found.not_utf8_at >= 0:
            codec = decode.choose(sample + _piece(path, found.not_utf8_at), known, valid_utf8=False)
        elif found.cut_character:
            codec = decode.Encoding("utf-8", certain=False)
    if codec is None:
        raise refuse("this is not a table of text.", name, "Export the data as CSV or XLSX and choose that file.")
    if codec.codec != "utf-8" or not codec.certain:
        path, notes = _decoded(path, codec, staging, name, limits)
        layout, found = _look(path, known, told, name, limits, staging.stop)
    decoded = path
    path, layout, found, more = _first_table(path, layout, found, known, told, name, limits, staging)
    notes += more
    digest = found.sha256 if path == first else fingerprint(first, staging.stop)
    size, read, whole = first.stat().st_size, layout, path
    if found.needs_repair or layout.delimiter == " " or layout.one_cell_lines:
        path, layout, found, more = _repaired(path, layout, found, staging, name, limits)
        notes += more
    source = _source(path, original, name, layout, found, limits, staging)
    for used in {first, decoded, whole, path} - {source.staged}:
        staging.drop(used)
    return replace(
        source, sha256=digest, bytes=size, encoding=codec.title, delimiter=TITLES.get(read.delimiter, read.delimiter),
        header_row=read.header_row, preamble=read.preamble, notes=(*read.notes, *notes, *source.notes),
    )  # fmt: skip


def _first_table(
    path: Path, layout: Layout, found: Scan, known: Known, told: str, name: str, limits: Limits, staging: Staging
) -> tuple[Path, Layout, Scan, list[str]]:
    """Return the file up to where another table begins in it, with its layout, its scan and a note; most have but one."""
    another = None
    if found.gap_at >= 0:
        another = another_table(path, found.gap_at, layout.delimiter, layout.headings, known, staging.stop)
    if another is None:
        return path, layout, found, []
    path = staging.start(path, another.gap)
    note = f"Another table follows below the first one ({another.shown}) and was not read. {_OTHER_TABLE}"
    return path, *_look(path, known, told, name, limits, staging.stop), [note]


def _look(path: Path, known: Known, told: str, name: str, limits: Limits, stop: Stop) -> tuple[Layout, Scan]:
    """Return where the table of a UTF-8 file begins and what all its bytes hold."""
    layout = find_layout(_head(path), known, told)
    if len(layout.headings) < 2:
        raise refuse(
            "only one column was found.", name, "Export at least two columns, separated by commas, semicolons or tabs."
        )
    if len(layout.headings) > limits.max_columns:
        raise refuse(f"{count(len(layout.headings))} columns are too many.", name, "Export fewer columns.")
    delimiter = layout.delimiter if layout.delimiter != " " else "\t"
    found = scan(path, delimiter, 0 if _ends_in_returns(path) else _offset(path, layout.data_line), limits.max_line, stop)
    if found.longest_rest > limits.max_line:
        raise refuse("a line is too long for a table.", name, "Check that the file is a CSV export.")
    return layout, found


def _head(path: Path) -> str:
    """Return the first whole lines of a UTF-8 file."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
        if file.read(1) and b"\n" in head:
            head = head[: head.rfind(b"\n") + 1]
    text = head.decode("utf-8", "replace").removeprefix("\ufeff").replace("\0", "")
    return text.replace("\r", "\n") if "\n" not in text else text


def _ends_in_returns(path: Path) -> bool:
    """Say whether lines end in carriage returns alone, as on an old Macintosh."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    return b"\r" in head and b"\n" not in head


def _piece(path: Path, place: int) -> bytes:
    """Return some whole lines around a place in the middle of a file."""
    with path.open("rb") as file:
        file.seek(max(0, place - SAMPLE // 2))
        return b"\n" + file.read(SAMPLE).partition(b"\n")[2]


def _offset(path: Path, line: int) -> int:
    with path.open("rb") as file:
        return sum(len(file.readline()) for _ in range(line - 1))


def _decoded(path: Path, codec: decode.Encoding, staging: Staging, name: str, limits: Limits) -> tuple[Path, list[str]]:
    target = staging.new(".csv")
    unreadable, fits = decode.write_utf8(path, target, codec.codec, limits.max_unpacked, staging.stop)
    if not fits:
        raise refuse("the file is too large.", name, "Export a shorter period, or split the file.")
    notes = []
    if not codec.certain:
        notes.append(f"Read as {codec.title}: the file does not say how its letters are written. Check names with accents.")
    if unreadable:
        notes.append(f"{plural(unreadable, 'character')} could not be read and became �.")
    return target, notes


def _repaired(
    path: Path, layout: Layout, found: Scan, staging: Staging, name: str, limits: Limits
) -> tuple[Path, Layout, Scan, list[str]]:
    """Return the file written anew as clean tab-separated text, with its layout and scan."""
    target = staging.new(".csv")
    repair.rewrite(path, target, layout, only_returns=_ends_in_returns(path), stop=staging.stop)
    headings = set(layout.headings)
    fresh, seen = _look(target, lambda heading: heading in headings, "\t", name, limits, staging.stop)
    if seen.broken_quotes:
        raise refuse("quotation marks in the file do not match up.", name, "Export it again, or save it as XLSX.")
    fresh = replace(fresh, headings=layout.headings) if len(fresh.headings) == len(layout.headings) else fresh
    notes = ["Quotation marks in the file do not match up; cells were cut at the delimiters."] if found.broken_quotes else []
    if found.nul_bytes:
        notes.append(f"{plural(found.nul_bytes, 'NUL byte')} left out.")
    return target, fresh, seen, notes


def _source(
    path: Path, original: Path, name: str, layout: Layout, found: Scan, limits: Limits, staging: Staging
) -> Source:
    skip = layout.data_line - 1
    if layout.head_has_long_cells:  # lines to skip are not counted alike by everybody when cells hold line ends
        path, skip = staging.cut(path, _offset(path, layout.data_line)), 0
    width, widest = len(layout.headings), max(found.widths, default=0)
    if widest > limits.max_columns + width:
        raise refuse(f"a row has {count(widest)} cells.", name, "Check the delimiter of the file, or save it as XLSX.")
    short = sum(often for cells, often in found.widths.items() if cells < width)
    notes = (f"{plural(short, 'row')} with fewer cells than headings; the missing cells are empty.",) if short else ()
    ragged = len(found.widths) > 1 or widest < width
    return Source(
        name=name, original=original, staged=path, sha256="", bytes=0, kind="text", headings=layout.headings, rows=found.records,
        sql=_select(layout.delimiter, skip, width, max(width, widest), ragged, found), values={"source_path": str(path)},
        notes=notes, footers=_footers(path, layout.delimiter, width), has_problems=widest > width,
        invisible=found.wide_blanks, trimmed=_are_trimmed(found) and not found.equals_quotes, row_text=joined_cells(width),
    )  # fmt: skip


def _select(delimiter: str, skip: int, width: int, widest: int, ragged: bool, found: Scan) -> str:
    """Return the SELECT over the staged file. Nothing is left for DuckDB to detect."""
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(widest))
    options = [
        "auto_detect = false", "header = false", f"skip = {skip}", f"delim = {literal(delimiter)}", "quote = '\"'", "escape = '\"'",
        "compression = 'none'", f"columns = {{{columns}}}",
    ]  # fmt: skip
    if ragged:
        options.append("null_padding = true")
    if found.mixed_line_ends:
        options.append("strict_mode = false")
    if found.lines_in_cells and ragged:
        options.append("parallel = false")
    if found.longest_rest > 1_000_000:
        options.append(f"max_line_size = {found.longest_rest * 2 + 4_000_000}")
    cells = [f"{_cell(f'c{number}', found)} as c{number}" for number in range(width)]
    extra = [_cell(f"c{number}", found) for number in range(width, widest)]
    problem = f"case when coalesce({', '.join(extra)}) is not null then 'more cells than headings' end" if extra else "null::varchar"
    return (
        f"select row_number() over () as source_row, {problem} as row_problem, {', '.join(cells)}"
        f" from read_csv($source_path, {', '.join(options)})"
    )


def _cell(name: str, found: Scan) -> str:
    """Return the SQL of one cell without the marks that programs put around values; the plain column where none occur.

    Hardly any cell has such marks. One can see it by how it begins and ends, which is quicker than taking them off.
    """
    text, marked = name, []
    if _are_trimmed(found):
        text = f"nullif(trim(translate({text}, {literal(_NEVER_SEEN)}, ''), {literal(_BLANKS)}), '')" if found.wide_blanks else (
            f"nullif(trim({text}, ' \t\r\n'), '')")
        ends = [blank for blank, there in ((" ", True), ("\t", found.tabs_in_cells), ("\n", found.lines_in_cells)) if there]
        marked += [f"{name} < '!'", *(f"suffix({name}, {literal(blank)})" for blank in ends)]
        marked += [f"strlen({name}) > length({name})"] if found.wide_blanks else []
    if found.equals_quotes:
        text = f"case when {text} like '=\"%\"' then nullif({text}[3:-2], '') else {text} end"
        marked.append(f"prefix({name}, '=')")
    if found.apostrophes:
        text = f"case when {text} like '''%' and regexp_matches({text}, '^''[0-9+=@-]') then {text}[2:] else {text} end"
        marked.append(f"prefix({name}, chr(39))")
    return f"case when {' or '.join(marked)} then {text} else {name} end" if marked else name


def _are_trimmed(found: Scan) -> bool:
    return found.tabs_in_cells or found.wide_blanks or found.outer_blanks


def _footers(path: Path, delimiter: str, width: int) -> int:
    """Return how many of the last rows look like a footer: a total, or far fewer cells than there are headings."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 20_000))
        lines = file.read().decode("utf-8", "replace").splitlines()[1:][-20:]
    looks = [_looks_like_footer(cells, width) for cells in csv.reader(lines, delimiter=delimiter) if any(cells)]
    return next((number for number, footer in enumerate(reversed(looks)) if not footer), len(looks))


def _looks_like_footer(cells: list[str], width: int) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    if filled and filled[0].strip(" :.").casefold() in TOTAL_WORDS:
        return True
    if len(cells) < width:
        return len(filled) <= 1 or len(cells) * 2 < width
    return len(filled) == 1 and len(filled[0].split()) > 2  # a sentence, and no id that stands alone
