"""The outline of a text: which words stand under which pinpoint, with their lead-ins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_SECTION = re.compile(
    r"^“?(?:Section|SECTION|Sec|SEC|Sect)\s?\.?\s*(?P<number>[0-9]+[A-Z]?(?:\.[0-9]+)*)\s*(?:\.|(?=\s*\([a-z]\)(?!\s*(?:of|or|and|to|\()\b)))\s*"
)
_SUBSECTION = re.compile(r"^“?(?P<number>(?P<whole>[0-9]{1,2})\.[0-9]{1,2})\.?\s+(?=[A-Z(“])")
_NUMBERED = re.compile(r"^“?(?P<number>[0-9]{1,2})\s?\.\s+(?=[A-Z“])")
_MARKER = re.compile(r"“?\((?P<sign>[a-z]{1,5}|[A-Z]{1,4}|[0-9]{1,3})\)\s*")
_INLINE = re.compile(r"(?<=[;:.,—])\s+(?:and |or )?(?=\((?:[a-z]{1,5}|[A-Z]|[0-9]{1,2})\)\s)")
_QUOTE_BEGINS = re.compile(
    r"(?:following|as follows|to read|reads?)\b[^“”]*:\s*$|(?:to read(?: as follows)?|the following[^“”]{0,40}):?\s*“[^”]*$",
    re.IGNORECASE,
)
# No order has more levels; hostile text could have any number.
MOST_LEVELS = 12
# A heading without a number: `Roles and Responsibilities`.
_TITLE = re.compile(r"[A-Z][^.:;]{2,100}[^.:;,]")
_ROMAN = re.compile(r"^(?=[ivxl])(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass
class Node:
    """The words of one pinpoint without its marker. `above` is what it stands under; `quoted`: in words for another instrument.

    `span` is where they stand in the text as it was given, once that is known.
    """

    cite: str
    text: str
    above: Node | None = None
    quoted: bool = False
    heading: str | None = None
    below: list[Node] = field(default_factory=list)
    span: tuple[int, int] | None = None

    @property
    def leads(self) -> list[str]:
        """The texts that it stands under, nearest first."""
        return [self.above.text, *self.above.leads] if self.above else []

    @property
    def section(self) -> Node:
        """The section it belongs to."""
        return self.above.section if self.above else self


def outline(paragraphs: Sequence[str]) -> list[Node]:
    """The nodes of a text in its order. What stands before the first section has the pinpoint ''."""
    pieces = [*_pieces(paragraphs)]
    sectioned = any(_SECTION.match(piece.text) for piece in pieces if not piece.quoted)
    numbers = [
        int(found["number"])
        for piece in pieces
        if not piece.quoted and (found := _NUMBERED.match(piece.text))
    ]
    # Under headings without numbers each list begins anew.
    runs = all(number in (1, before + 1) for before, number in pairwise([0, *numbers]))
    return _Builder(not sectioned and len(numbers) >= 2 and runs, anew=numbers.count(1) > 1).build(
        pieces
    )


@dataclass
class _Piece:
    """A paragraph, or an item of a list in one. `signs` are the markers that it begins with."""

    text: str
    quoted: bool = False
    inline: bool = False


def _pieces(paragraphs: Sequence[str]) -> Iterator[_Piece]:
    quoted = False
    for at, paragraph in enumerate(paragraphs):
        before = paragraphs[at - 1] if at else ""
        opens = paragraph.startswith(("“", '"')) and bool(_QUOTE_BEGINS.search(before))
        quoted = quoted or opens
        after = _MARKER.match(paragraphs[at + 1]) if at + 1 < len(paragraphs) else None
        yield from _split(paragraph, after["sign"] if after else "", quoted=quoted)
        if (
            quoted
            and re.search(r"[”\"][;,.]?(?: and| or)?$", paragraph)
            and not (opens and paragraph.count("“") > paragraph.count("”"))
        ):
            quoted = False


def _split(paragraph: str, after: str, *, quoted: bool) -> Iterator[_Piece]:
    """A paragraph with the items of a list in its running text parted, if they make one, alone or with the marker `after` it."""
    heads = [
        found.start()
        for found in re.finditer(
            r"(?<=[.;”] )(?:Sec|Section)\. ?[0-9]+(?:\.[0-9]+)?\. +[A-Z]", paragraph
        )
    ]
    if heads and not quoted:
        for start, end in zip([0, *heads], [*heads, len(paragraph)], strict=True):
            yield from (
                _split(paragraph[start:end].strip(), after, quoted=quoted)
                if end - start < len(paragraph)
                else ()
            )
        return
    cuts = [found.end() for found in _INLINE.finditer(paragraph)]
    signs = [_MARKER.match(paragraph, cut) for cut in cuts]
    good = [cut for cut, sign in zip(cuts, signs, strict=True) if sign]
    starts = [0, *_lists(paragraph, good, after)]
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(paragraph)
        yield _Piece(paragraph[start:end].strip(), quoted, inline=number > 0)


def _lists(paragraph: str, cuts: Sequence[int], after: str) -> list[int]:
    """The cuts that go on with the paragraph's own marker, or that make a list of at least two items with those that follow."""
    kept: list[int] = []
    own = _MARKER.match(paragraph) or _MARKER.search(paragraph[:200])
    last = own["sign"] if own else None
    signs = [(_MARKER.match(paragraph, cut) or [""])["sign"] for cut in cuts]  # type: ignore[call-overload]
    for cut, sign, following in zip(cuts, signs, [*signs[1:], after], strict=bool(signs)):
        follows = bool(last) and _follows(str(last), sign)
        begins = sign in ("i", "a", "A", "1") and _follows(sign, following)
        if follows or begins:
            kept.append(cut)
            last = sign
    return kept


def _follows(before: str, after: str) -> bool:
    return any(
        one + 1 == other
        for kind, one in readings(before)
        for other_kind, other in readings(after)
        if kind == other_kind
    )


def readings(sign: str) -> list[tuple[str, int]]:
    """What a marker can be: kinds and places in their order. `(i)` is the first roman and the ninth letter."""
    if sign.isdigit():
        return [("digit", int(sign))]
    if sign.isupper():
        return [("upper", ord(sign[0]) - 64 + 26 * (len(sign) - 1))] if len(set(sign)) == 1 else []
    found: list[tuple[str, int]] = []
    if _ROMAN.match(sign) and sign:
        numbers = [_VALUES[letter] for letter in sign]
        found.append(
            (
                "roman",
                sum(
                    -one if at + 1 < len(numbers) and one < numbers[at + 1] else one
                    for at, one in enumerate(numbers)
                ),
            )
        )
    if len(set(sign)) == 1 and len(sign) <= 2:
        found.append(("lower", ord(sign[0]) - 96 + 26 * (len(sign) - 1)))
    return found


class _Builder:
    """Goes through the pieces with the open levels of the outline on a stack."""

    def __init__(self, numbered: bool, *, anew: bool) -> None:
        self._numbered = numbered
        self._anew = anew
        self._nodes: list[Node] = []
        self._outer: list[tuple[str, int, Node]] = []
        self._inner: list[tuple[str, int, Node]] = []
        self._section: Node | None = None
        self._quote: Node | None = None

    def build(self, pieces: Sequence[_Piece]) -> list[Node]:
        """All nodes, in order."""
        signs = [_MARKER.match(piece.text) for piece in pieces]
        for at, piece in enumerate(pieces):
            following = next((str(sign["sign"]) for sign in signs[at + 1 : at + 40] if sign), None)
            self._add(piece, following)
        return self._nodes

    def _new(
        self,
        cite: str,
        text: str,
        above: Node | None,
        *,
        quoted: bool = False,
        heading: str | None = None,
    ) -> Node:
        node = Node(cite, text, above, quoted, heading)
        if above:
            above.below.append(node)
        self._nodes.append(node)
        return node

    def _add(self, piece: _Piece, following: str | None) -> None:
        text = piece.text
        if not piece.quoted:
            self._quote, self._inner = None, []
        if not piece.quoted and re.search(r"\bNOW, THEREFORE\b.*\bproclaim\b", text):
            self._section, self._outer = None, []  # what is proclaimed is numbered anew
        section = (
            _SECTION.match(text)
            or self._subsection(text, piece)
            or (_NUMBERED.match(text) if self._numbered and not piece.inline else None)
        )
        if section and not piece.quoted:
            heading, rest = _heading(text[section.end() :])
            self._section, self._outer = (
                self._new(section["number"], rest, None, heading=heading),
                [],
            )
            self._markers(rest, following, self._section)
            return
        if section:
            self._inner, text = [], text[section.end() :].strip()
            self._quote = self._new(self._here().cite, _heading(text)[1], self._here(), quoted=True)
            self._markers(self._quote.text, following, self._quote, quoted=True)
            return
        if not self._markers(text, following, None, quoted=piece.quoted):
            self._unmarked(text, piece)

    def _subsection(self, text: str, piece: _Piece) -> re.Match[str] | None:
        """`4.1.  Title.` in section 4 begins a section of its own."""
        found = None if piece.inline else _SUBSECTION.match(text)
        fits = (
            found
            and self._section is not None
            and self._section.cite.partition(".")[0] == found["whole"]
        )
        return found if fits else None

    def _here(self) -> Node:
        if self._outer:
            return self._outer[-1][2]
        if self._section is None:
            self._section = self._new("", "", None)
        return self._section

    def _unmarked(self, text: str, piece: _Piece) -> None:
        if piece.quoted:
            above = self._inner[-1][2] if self._inner else self._quote or self._here()
            node = self._new(self._here().cite, text.lstrip("“"), above, quoted=True)
            self._quote = self._quote or node
        elif self._section is None:
            self._new("", text, None)
        elif self._numbered and self._anew and _TITLE.fullmatch(text):
            self._section, self._outer = None, []
            self._new("", text, None)
        else:
            here = self._here()
            self._new(here.cite, text, here)

    def _markers(
        self, text: str, following: str | None, container: Node | None, *, quoted: bool = False
    ) -> bool:
        """Open the levels that the text's leading markers name; False if it has none that fits."""
        opened: Node | None = None
        for _ in range(MOST_LEVELS):
            found = _MARKER.match(text)
            node = self._open(found, following, container, quoted=quoted) if found else None
            if found is None or node is None:
                break
            if opened:
                opened.text = ""
            opened, text, container = node, text[found.end() :], None
        return opened is not None

    def _open(
        self, found: re.Match[str], following: str | None, container: Node | None, *, quoted: bool
    ) -> Node | None:
        """The node of one marker and what stands behind it; None if the marker does not fit."""
        stack = self._inner if quoted else self._outer
        rest = found.string[found.end() :]
        after = _MARKER.match(rest)
        place = _place(str(found["sign"]), stack, str(after["sign"]) if after else following)
        if place is None:
            return None
        kind, value, depth = place
        del stack[depth:]
        if quoted:
            self._quote = self._quote or self._new(self._here().cite, "", self._here(), quoted=True)
        root = self._quote if quoted else (container or self._section)
        above = stack[-1][2] if stack else root
        if above is None:
            above = self._section = self._new("", "", None)
        if container is not None and not stack:
            container.text = ""
        cite = self._here().cite if quoted else f"{above.cite}({found['sign']})"
        node = self._new(cite, rest.strip(), above, quoted=quoted)
        stack.append((kind, value, node))
        return node


def _place(
    sign: str, stack: Sequence[tuple[str, int, Node]], following: str | None
) -> tuple[str, int, int] | None:
    """(kind, value, depth) of a marker: it goes on with an open level, or begins one below."""
    options: list[tuple[int, str, int, int]] = []
    for kind, value in readings(sign):
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth][0] == kind and stack[depth][1] + 1 == value:
                options.append((0, kind, value, depth))
                break
        deeper = value == 1 and len(stack) < MOST_LEVELS
        if deeper and (
            all(level[0] != kind for level in stack) or (len(stack) >= 2 and stack[-1][0] != kind)
        ):
            options.append((1, kind, value, len(stack)))
        elif value == 1 and any(level[0] == kind for level in stack):
            options.append(
                (
                    3,
                    kind,
                    value,
                    next(depth for depth, level in enumerate(stack) if level[0] == kind),
                )
            )
        else:
            gap = next(
                (
                    at
                    for at in range(len(stack) - 1, -1, -1)
                    if stack[at][0] == kind and stack[at][1] < value
                ),
                None,
            )
            if gap is not None and value - stack[gap][1] <= 3:
                options.append((2, kind, value, gap))
    if not options:
        return None
    if len(options) > 1 and following:
        # A marker that can be two things is the one that the next marker goes on with.
        going_on = {kind for kind, value in readings(following)}
        options.sort(
            key=lambda option: (
                option[0] > 1,
                (option[1], option[2] + 1) not in set(readings(following)),
                option[0],
                option[1] not in going_on,
            )
        )
    else:
        options.sort()
    _, kind, value, depth = options[0]
    return kind, value, depth


def _heading(text: str) -> tuple[str | None, str]:
    """A section's heading and what follows it: `Policy. It is …`, `Coordinating the Transition. (a) …`."""
    found = re.match(
        r"([A-Z“0-9][^.:]{1,160}?(?:\b(?:U\.S|D\.C)\.[^.]{0,80})?)\.(?:\s+|$|(?=\())", text
    )
    if not found:
        return None, text
    words = found[1]
    rest = text[found.end() :]
    small = [
        word for word in re.findall(r"[A-Za-z’'-]+", words) if word[0].islower() and len(word) > 4
    ]
    if re.search(r"\b(shall|is|are|will|must|has|have|may|hereby)\b", words) or (
        len(small) > 2 and not rest.startswith("(")
    ):
        return None, text
    return words, rest
