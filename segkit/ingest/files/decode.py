"""In which encoding was this file written? Chosen by the headings it makes readable, then written anew as UTF-8."""

import codecs
import itertools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from segkit.ingest.files.letters import DOUBLE_BYTE, SINGLE_BYTE, likeness
from segkit.ingest.files.stopping import NEVER, Stop

Known = Callable[[str], bool]
CHUNK = 1 << 20

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LETTERS_IN_PARTS = ("cp1258",)  # a Vietnamese letter is written with its accent behind it
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))
NAMES = {
    "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32", "gb18030": "GB18030", "cp950": "Big5", "cp932": "Shift_JIS",
    "cp949": "EUC-KR", "cp1252": "Windows-1252", "cp1251": "Windows-1251", "cp1250": "Windows-1250",
    "cp1254": "Windows-1254", "cp1258": "Windows-1258", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
}  # fmt: skip


@dataclass(frozen=True)
class Encoding:
    """A codec, whether it is certain, and how much of the sample looks like language under it."""

    codec: str
    certain: bool = True

    @property
    def title(self) -> str:
        return NAMES.get(self.codec, self.codec)


def choose(sample: bytes, known: Known, valid_utf8: bool = True) -> Encoding | None:
    """Return the encoding under which the sample reads best; None where no encoding makes text of it.

    `valid_utf8=False` says that the bytes after the sample are no UTF-8, whatever the sample looks like.
    """
    for mark, codec in _MARKS:
        if sample.startswith(mark):
            return Encoding(codec)
    wide = _wide_without_mark(sample)
    if wide:
        return Encoding(wide)
    if len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) // 200:
        return None
    if valid_utf8 and _decoded(sample, "utf-8") is not None:
        return Encoding("utf-8")
    if _mostly_utf8(sample):
        return Encoding("utf-8", certain=False)
    return _best_guess(sample, known)


def _wide_without_mark(sample: bytes) -> str:
    """Return which UTF-16 it is by the zeros in the delimiters, digits and line ends, all on one side; "" where there are none."""
    even, odd = sample[0:4096:2].count(0), sample[1:4096:2].count(0)
    size = len(sample[:4096]) // 2
    least = size * 0.05  # a table of Chinese words has few other characters
    if size < 4:
        return ""
    if odd > least and even * 20 < odd and _decoded(sample, "utf-16-le") is not None:
        return "utf-16-le"
    return "utf-16-be" if even > least and odd * 20 < even and _decoded(sample, "utf-16-be") is not None else ""


def _decoded(sample: bytes, codec: str) -> str | None:
    try:  # the sample may end in the middle of a character, so the decoder is not told that this is the end
        return codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeDecodeError:
        return None


def _mostly_utf8(sample: bytes) -> bool:
    """Say whether the bytes are UTF-8 with a few broken characters, as systems leave that cut names at a byte count."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - broken
    return whole > 10 * broken


def _best_guess(sample: bytes, known: Known) -> Encoding | None:
    scored = []
    for order, codec in enumerate([*DOUBLE_BYTE, *SINGLE_BYTE]):
        text = _decoded(sample, codec)
        if text is not None:
            scored.append((_known_headings(text, known), round(likeness(text, codec), 3), -order, codec))
    if not scored:
        return Encoding("cp1252", certain=False)
    best = max(scored)
    return Encoding(best[3], certain=best[0] > 0)


def _known_headings(text: str, known: Known) -> int:
    """Return the largest number of known headings in one of the first lines, whatever separates them."""
    best = 0
    for line in itertools.islice(text.splitlines(), 30):
        cells = (cell.strip("\"' ") for cell in re.split(r"[,;\t|]", line) if not cell.isascii())
        best = max(best, sum(1 for cell in cells if cell and known(cell)))
    return best


def _composed(text: str, last: bool) -> tuple[str, str]:
    """Return the text with each letter and its marks as one character, and the end of it that may still get a mark."""
    cut = len(text) if last else max(0, len(text) - 8)
    while 0 < cut < len(text) and unicodedata.combining(text[cut]):
        cut -= 1
    return unicodedata.normalize("NFC", text[:cut]), text[cut:]


def write_utf8(original: Path, target: Path, codec: str, max_bytes: int, stop: Stop = NEVER) -> tuple[int, bool]:
    """Write the file as UTF-8 and return how many characters were unreadable, and whether it stayed within the limit."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    unreadable = written = 0
    parts = ""
    with original.open("rb") as source, target.open("wb") as staged:
        while True:
            stop.check()
            chunk = source.read(CHUNK)
            text = decoder.decode(chunk, not chunk)
            if codec in _LETTERS_IN_PARTS:
                text, parts = _composed(parts + text, last=not chunk)
            unreadable += text.count("\ufffd")
            written += staged.write(text.removeprefix("\ufeff").encode("utf-8", "replace"))
            if not chunk or written > max_bytes:
                return unreadable, written <= max_bytes
