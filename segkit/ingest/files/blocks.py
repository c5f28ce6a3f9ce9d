"""Where do the records in a piece of a file end, how many cells has each, and which marks stand among them?

Quotation marks, line ends and delimiters are found for a whole block at a time, and everything else follows from their places.
"""

import re
from functools import cached_property

import numpy as np

_QUOTE, _LINE_END, _RETURN, _APOSTROPHE, _EQUALS, _BLANK = b"\"\n\r'= "
_BEFORE_APOSTROPHE, _BEHIND_APOSTROPHE = b',;\t|"\n', b"0123456789+=@-"


def _one_of(characters: bytes) -> np.ndarray:
    found = np.zeros(256, bool)
    found[list(characters)] = True
    return found


_WHITE = _one_of(b" \t\n\r\v\f")


class Block:
    """Bytes of a file from the start of a record on. Places are counted from the start of the block.

    It looks into a buffer that others fill again and again: what is taken from it for good is copied.
    """

    def __init__(self, buffer: bytearray, size: int):
        self.buffer, self.size = buffer, size
        self.bytes = np.frombuffer(buffer, np.uint8, size)

    @cached_property
    def quotes(self) -> np.ndarray:
        """The places of all quotation marks."""
        return self._places(_QUOTE)

    @cached_property
    def line_ends(self) -> np.ndarray:
        """The places of all line ends, also of those inside quotes."""
        return self._places(_LINE_END)

    @cached_property
    def ends(self) -> np.ndarray:
        """The places of the line ends that end a record."""
        return self._outside(self.line_ends)

    def find(self, text: bytes) -> int:
        """Return where a text stands first; -1 where it does not."""
        return self.buffer.find(text, 0, self.size)

    def count(self, text: bytes) -> int:
        """Return how often a text stands in it."""
        return self.buffer.count(text, 0, self.size)

    def _places(self, byte: int) -> np.ndarray:
        return np.flatnonzero(self.bytes == byte)

    def _outside(self, places: np.ndarray) -> np.ndarray:
        """Return those of the places before which as many cells in quotes were closed as opened."""
        return places[np.searchsorted(self.quotes, places) % 2 == 0] if self.quotes.size else places

    @property
    def cut(self) -> int:
        """Where its last whole record ends; 0 where it holds none."""
        return int(self.ends[-1]) + 1 if self.ends.size else 0

    def until(self, cut: int) -> "Block":
        """Return the block up to a place right behind a line end."""
        start = Block(self.buffer, cut)
        for name in ("quotes", "line_ends", "ends"):  # found already
            places = getattr(self, name)
            setattr(start, name, places[: np.searchsorted(places, cut)])
        return start

    @property
    def open_quote(self) -> bool:
        """Whether a quotation mark is never closed."""
        return self.quotes.size % 2 == 1

    @property
    def lines_in_cells(self) -> bool:
        """Whether lines end inside quotes."""
        return self.ends.size < self.line_ends.size or self._returns.size < self._all_returns.size

    @cached_property
    def _all_returns(self) -> np.ndarray:
        return self._places(_RETURN) if self.find(b"\r") >= 0 else self.ends[:0]

    @cached_property
    def _returns(self) -> np.ndarray:
        return self._outside(self._all_returns)

    def returns(self) -> tuple[int, int]:
        """Return how many carriage returns outside quotes stand before a line end, and how many do not."""
        before_line_end = int(np.count_nonzero(self.bytes[self._returns + 1] == _LINE_END))
        return before_line_end, self._returns.size - before_line_end

    def quotes_enclose_cells(self, delimiter: bytes) -> bool:
        """Return whether every quotation mark stands at the edge of a cell, or beside the one it doubles."""
        if not self.quotes.size:
            return True
        before, behind = self.bytes[self.quotes[0::2] - 1], self.bytes[self.quotes[1::2] + 1]
        return bool(_one_of(delimiter + b'\n"')[before].all() and _one_of(delimiter + b'\n\r"')[behind].all())

    def only_marks(self, delimiter: bytes) -> bool:
        """Return whether the only quotation marks in the midst of cells are those of ="0012"."""
        outside = b'"'.join(self.bytes.tobytes().split(b'"')[0::2])  # one mark in place of each cell in quotes
        edge = re.escape(delimiter)
        bad = re.compile(b'[^%b\n"]"|"[^%b\r\n"]' % (edge, edge))
        return b'="' in outside and not bad.search(outside.replace(b'="', b'"'))

    def widths(self, delimiter: bytes) -> np.ndarray:
        """Return the number of cells of each record; a blank line has none."""
        found = self._places(delimiter[0])
        upto = np.searchsorted(found, self.ends)
        if self.quotes.size:
            closing = self.quotes[1::2]
            inside = np.searchsorted(found, closing) - np.searchsorted(found, self.quotes[0::2][: closing.size])
            upto = upto - np.concatenate(([0], np.cumsum(inside)))[np.searchsorted(closing, self.ends)]
        cells = np.diff(upto, prepend=0) + 1
        first = self.bytes[self._starts]
        cells[(first == _LINE_END) | ((first == _RETURN) & (self._starts + 1 == self.ends))] = 0
        return cells

    @cached_property
    def _starts(self) -> np.ndarray:
        return np.concatenate(([0], self.ends + 1))[:-1]

    def starts_with(self, character: bytes) -> bool:
        """Return whether a record begins with this character."""
        return bool((self.bytes[self._starts] == character[0]).any())

    def has_apostrophes(self) -> bool:
        """Return whether a cell begins with the apostrophe that keeps a number, or a formula, as text."""
        if self.find(b"'") < 0:
            return False
        places = self._places(_APOSTROPHE)
        before, behind = self.bytes[places - 1], self.bytes[(places + 1) % self.size]
        return bool((_one_of(_BEFORE_APOSTROPHE)[before] & _one_of(_BEHIND_APOSTROPHE)[behind]).any())

    def has_equals_quotes(self) -> bool:
        """Return whether an equals sign stands before a quotation mark: ="0012"."""
        return bool((self.bytes[self.quotes - 1] == _EQUALS).any())

    def has_outer_blanks(self, delimiter: bytes) -> bool:
        """Return whether a cell begins or ends with a blank."""
        opening, closing = self.quotes[0::2], self.quotes[1::2]
        begins = _WHITE[self.bytes[opening + 1]] & (self.bytes[opening - 1] != _QUOTE)  # behind a doubled mark the cell goes on
        ends = _WHITE[self.bytes[closing - 1]] & (self.bytes[closing + 1] != _QUOTE)
        if begins.any() or ends.any():
            return True
        edge, blanks = _one_of(delimiter + b'\n\r"'), self._places(_BLANK)
        return bool(self._outside(blanks[edge[self.bytes[blanks - 1]] | edge[self.bytes[blanks + 1]]]).size)
