"""What is in the bytes of this file? One pass over all of it: fingerprint, UTF-8, records and their widths, marks.

DuckDB is told exactly what was found here (columns, padding, lines inside cells), so it never has to guess, and what it
reads later can be counted against the records counted here.
"""

import codecs
import hashlib
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import numpy as np

from segkit.ingest.files.blocks import Block
from segkit.ingest.files.stopping import NEVER, Stop

CHUNK = 1 << 18  # fits the processor's cache
_NEVER_CLOSED = 8 << 20  # a quoted cell as long as this is taken for a stray quotation mark
_WHITE = re.compile("[\u00a0\u2007\u202f\u3000\ufeff\u200b-\u200f\u2060]")
_MAY_BE_WHITE = (b"\xc2", b"\xe2", b"\xe3", b"\xef")  # with which those begin


@dataclass
class Scan:
    """What one pass over a file found. `widths` counts the records by their number of cells."""

    sha256: str = ""
    bytes: int = 0
    widths: Counter = field(default_factory=Counter)
    longest_rest: int = 0
    not_utf8_at: int = -1  # where in the file the first bytes stand that are no UTF-8
    cut_character: bool = False  # the file ends in the middle of a character
    broken_quotes: bool = False
    lines_in_cells: bool = False
    bare_returns: int = 0
    line_ends: int = 0
    returns: int = 0
    head_ends: int = 0  # of the lines above the data
    head_returns: int = 0
    nul_bytes: int = 0
    ends_in_mark: bool = False  # the end-of-file mark of DOS
    bare_marks: bool = False  # ="0012" without quotes around it
    equals_quotes: bool = False
    tabs_in_cells: bool = False
    apostrophes: bool = False
    wide_blanks: bool = False
    outer_blanks: bool = False
    gap_at: int = -1  # where the first piece begins that has blank lines, or lines that start with #, among the records

    @property
    def records(self) -> int:
        return sum(self.widths.values())

    @property
    def mixed_line_ends(self) -> bool:
        return 0 < self.returns + self.head_returns < self.line_ends + self.head_ends

    @property
    def needs_repair(self) -> bool:
        return self.broken_quotes or self.bare_marks or self.ends_in_mark or bool(self.nul_bytes or self.bare_returns)


def fingerprint(path: Path, stop: Stop = NEVER) -> str:
    """Return the SHA-256 of the file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            stop.check()
            digest.update(chunk)
    return digest.hexdigest()


def scan(path: Path, delimiter: str, offset: int, max_line: int, stop: Stop = NEVER) -> Scan:
    """Return what the file holds from `offset` (its first data row) on; the fingerprint is of the whole file.

    It is taken beside the look at the bytes: both leave Python's lock to others while they count.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with ThreadPoolExecutor(1) as beside, path.open("rb") as file:
        digest = beside.submit(fingerprint, path, stop)
        head = file.read(offset)
        found = Scan(bytes=len(head), head_ends=head.count(b"\n"), head_returns=head.count(b"\r\n"))
        reader = _Reader(found, delimiter.encode())
        for number in count():
            stop.check()
            chunk = reader.room(CHUNK)
            read = file.readinto(chunk)
            if not read:
                break
            found.bytes += read
            if found.not_utf8_at < 0:
                _check_utf8(found, decoder, chunk[:read])
            reader.feed(read, check_blanks=number < 32 or number % 16 == 0)
            if reader.size > max_line:
                break
        reader.finish()
        found.cut_character = bool(decoder.getstate()[0])
        found.sha256 = digest.result()
    return found


def _check_utf8(found: Scan, decoder: codecs.IncrementalDecoder, view: memoryview) -> None:
    begun = decoder.getstate()[0]
    if not begun and np.frombuffer(view, np.uint8).max() < 128:
        return
    chunk = bytes(view)
    try:
        text = decoder.decode(chunk)
    except UnicodeDecodeError as error:
        found.not_utf8_at = found.bytes - len(chunk) - len(begun) + error.start
        return
    if not found.wide_blanks and any(byte in begun + chunk for byte in _MAY_BE_WHITE):
        found.wide_blanks = bool(_WHITE.search(text))


class _Reader:
    """Cuts the stream at record ends and counts. Kept apart from `scan` because it carries text from chunk to chunk."""

    def __init__(self, found: Scan, delimiter: bytes):
        self.found, self.delimiter, self.place = found, delimiter, found.bytes
        self.buffer, self.size, self.wanted = bytearray(), 0, 0
        self.regular = 0

    def room(self, wanted: int) -> memoryview:
        """Return where the next bytes of the file belong, in the one buffer: new memory for each block would take longer than a look."""
        if len(self.buffer) < self.size + wanted:
            self.buffer = self.buffer[: self.size] + bytearray(self.size + 2 * wanted)
        return memoryview(self.buffer)[self.size : self.size + wanted]

    def feed(self, read: int, check_blanks: bool) -> None:
        self.found.longest_rest = max(self.found.longest_rest, self.size)
        self.size += read
        if self.size < self.wanted:
            return
        block = Block(self.buffer, self.size)
        cut = block.cut
        if not cut and self.size > _NEVER_CLOSED and block.line_ends.size:
            self.found.broken_quotes, cut = True, int(block.line_ends[-1]) + 1
        self.wanted = 0 if cut else 2 * self.size
        if cut:
            self._count(block.until(cut), check_blanks)
            self.place += cut
            rest = self.buffer[cut : self.size]
            self.size = len(rest)
            self.buffer[: self.size] = rest

    def finish(self) -> None:
        whole = self.buffer[: self.size]
        rest = whole.rstrip(b"\x1a")
        self.found.ends_in_mark = rest != whole
        if rest.strip(b"\r\n"):
            rest += b"" if rest.endswith(b"\n") else b"\r\n" if self.found.returns else b"\n"
            self._count(Block(rest, len(rest)), True)
        self.size = 0

    def _count(self, block: Block, check_blanks: bool) -> None:
        found = self.found
        self._look_for_marks(block)
        self._check_quotes(block)
        if check_blanks:
            found.outer_blanks = found.outer_blanks or block.has_outer_blanks(self.delimiter)
        found.lines_in_cells = found.lines_in_cells or block.lines_in_cells
        before_line_end, bare = block.returns()
        found.returns += before_line_end
        found.bare_returns += bare
        found.line_ends += block.ends.size
        self._count_widths(block)

    def _check_quotes(self, block: Block) -> None:
        found = self.found
        if block.open_quote:
            found.broken_quotes = True
        elif not block.quotes_enclose_cells(self.delimiter):
            found.bare_marks = True
            found.broken_quotes = found.broken_quotes or not block.only_marks(self.delimiter)

    def _count_widths(self, block: Block) -> None:
        found, cells = self.found, block.widths(self.delimiter)
        often = np.bincount(cells, minlength=1)
        found.widths.update({width: int(often[width]) for width in np.flatnonzero(often).tolist() if width})
        self.regular = self.regular or next((int(width) for width in cells if width), 0)
        uneven = often[0] or often[self.regular : self.regular + 1].sum() < cells.size
        if found.gap_at < 0 and uneven and (often[0] or block.starts_with(b"#")):
            found.gap_at = self.place

    def _look_for_marks(self, block: Block) -> None:
        found = self.found
        found.tabs_in_cells = found.tabs_in_cells or (self.delimiter != b"\t" and block.find(b"\t") >= 0)
        found.apostrophes = found.apostrophes or block.has_apostrophes()
        found.equals_quotes = found.equals_quotes or block.has_equals_quotes()
        found.nul_bytes += block.count(b"\0") if block.find(b"\0") >= 0 else 0
