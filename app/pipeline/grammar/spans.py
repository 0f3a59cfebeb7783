"""Where a paragraph's text is code or HTML: spans that may go over several lines (CommonMark 0.31, chapter 6)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from app.pipeline.grammar.starts import TAG

_NEXT = re.compile(
    rf"(?:\\[!-/:-@\[-`{{-~])++|(?P<ticks>`++)|(?P<tag>{TAG})|(?P<opening><!--|<\?|<!\[CDATA\[|<![A-Za-z])",
    re.ASCII,
)
_ENDS: Mapping[str, str] = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each code span, tag, HTML comment, instruction and declaration, in order; linear time."""
    closing = _Closing(text)
    place = 0
    while found := _NEXT.search(text, place):
        place = found.end()
        if found["ticks"]:
            end = closing.ticks(found["ticks"], place)
        elif found["opening"]:
            end = closing.html(found["opening"], place)
        else:
            end = place if found["tag"] else 0
        if end:
            yield found.start(), end
            place = end


class _Closing:
    """Finds what closes; remembers what is not there any more, so that nothing is searched for twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._missing: set[str] = set()
        self._rows: dict[int, list[int]] = defaultdict(list)
        for row in re.finditer(r"`+", text):
            self._rows[row.end() - row.start()].append(row.end())
        for ends in self._rows.values():
            ends.reverse()

    def ticks(self, row: str, place: int) -> int:
        """The end of the next row of as many backticks, or 0."""
        ends = self._rows[len(row)]
        while ends and ends[-1] <= place:
            ends.pop()
        return ends[-1] if ends else 0

    def html(self, opening: str, place: int) -> int:
        """The end of what ``opening`` opened, or 0."""
        close = _ENDS.get(opening, ">")
        if close in self._missing:
            return 0
        if opening == "<!--" and self._text.startswith((">", "->"), place):
            return self._text.index(">", place) + 1
        end = self._text.find(close, place)
        if end < 0:
            self._missing.add(close)
            return 0
        return end + len(close)
