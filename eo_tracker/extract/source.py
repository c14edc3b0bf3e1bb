"""An official text in any of its forms: told apart by content, and brought to one list of paragraphs with what its head says."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from eo_tracker.catalog.yaml import Document
from eo_tracker.dates import MONTHS, parse_day, parse_named_day
from eo_tracker.errors import TrackerError
from eo_tracker.extract.spans import without_hidden
from eo_tracker.models import ADDRESS, FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DAY = rf"(?:{MONTHS}) [0-9]{{1,2}}, [0-9]{{4}}"
MAX_BYTES = 8 * 1024 * 1024
MAX_CHARACTERS = 1_000_000
MAX_PARAGRAPHS = 20_000
_SPACE = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c]"
)
_NUMBER = re.compile(r"\b(?:Executive Order|EO)\s+(?:No\.\s*)?(1[0-9]{4})\b")
_SIGNED = re.compile(rf"THE WHITE HOUSE,\s*({DAY})", re.IGNORECASE)
_PUT_UP_WITHIN = timedelta(days=7)
_HEAD_OF = re.compile(
    rf"(?P<kind>Executive Order|Memorandum|Proclamation|Notice)(?: (?P<number>[0-9]{{4,5}}))? of (?P<day>{DAY})"
)


class Unreadable(TrackerError):
    """A text that is none, or that cannot be read; the message says why."""


@dataclass
class Source:
    """The paragraphs of a text, whitespace collapsed and markup gone, and what its head says of it.

    `doubts` are about its head. `text` is what they were read from: the file's characters; of JSON, its field's; of a PDF, what can be read in it.
    """

    paragraphs: list[str]
    title: str | None = None
    dated: date | None = None
    number: str | None = None
    kind: str | None = None
    document: str | None = None
    url: str | None = None
    form: str = "text"
    text: str = ""
    doubts: list[str] = field(default_factory=list)


def read(data: bytes) -> Source:
    """Read a text, whatever its form. Raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"it is larger than {MAX_BYTES // 2**20} MiB, which no order is")
    if data.startswith(b"%PDF"):
        return _whole(_pdf(data))
    text = _decoded(data)
    stripped = text.lstrip()
    if not stripped:
        raise Unreadable("it is empty")
    if stripped.startswith("{"):
        return _json(stripped)
    if stripped.startswith(("---\n", "---\r\n")):
        found = _markdown(stripped)
    elif re.match(
        r"<\?xml|<(?:PRESDOCU|PRESDOC|EXECORD|PRMEMO|PROCLA|PRNOTICE|DETERM)\b", stripped
    ):
        found = _register_xml(stripped)
    elif re.search(r"<(?:html|body|p|div|pre|article)\b", stripped[:20000], re.IGNORECASE):
        found = _html(stripped)
    elif _is_register_text(text):
        found = _register_text(text)
    else:
        found = _plain(text)
    found.text = text
    return _whole(found)


def _whole(found: Source) -> Source:
    if not found.paragraphs:
        raise Unreadable("there is no text in it")
    if sum(map(len, found.paragraphs)) > MAX_CHARACTERS:
        raise Unreadable(
            f"there are more than {MAX_CHARACTERS:,} characters of text in it, which no order has"
        )
    if len(found.paragraphs) > MAX_PARAGRAPHS:
        raise Unreadable(
            f"there are more than {MAX_PARAGRAPHS:,} paragraphs in it, which no order has"
        )
    return _with_head(found)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        if (
            text.count("\ufffd") + sum(char < " " and char not in "\t\r\n" for char in text)
            > len(text) // 100
        ):
            raise Unreadable("it is no text") from None
        return text


def collapsed(text: str) -> str:
    """Plain text on one line."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


# forms

_TAG = re.compile(r"<[^<>]*>")
# A blank line; a line break before a section, or after the end of a sentence or item and before a marker.
_BREAK = re.compile(
    r"\n[ \t\u00a0]*\n|\n(?=\s*(?:Sec|SEC|Section|SECTION)\s*\.?\s*[0-9]+(?:\.[0-9]+)?\s*\.\s)"
    r"|(?:[ \u00a0]{2}|(?<=[.;:—])[ \u00a0]*|(?<=[;,] and)[ \u00a0]*|(?<=[;,] or)[ \u00a0]*)\n(?=[ \t\u00a0]*“?\\?\(\w{1,5}\\?\)\s)"
)


# An item of a numbered list on the line after the one before it; `Sec.` may stand alone on a line, too.
_ITEM = re.compile(
    r"(?<!Sec)(?<!SEC)(?P<end>[.:;”]|\band|\bor)[ \t\u00a0]*\n(?=[0-9]{1,2}\.[ \u00a0]{1,2}[A-Z“])"
)


def _markdown(text: str) -> Source:
    """Markdown with a head between lines of dashes, as the corpus has it."""
    parts = re.split(r"^---\s*$", text, maxsplit=2, flags=re.MULTILINE)
    head, body = (parts[1], parts[2]) if len(parts) == 3 else ("", text)
    fields = Document("", head).take()
    found = Source(
        [
            _plain_markdown(block)
            for block in _BREAK.split(_ITEM.sub(r"\g<end>\n\n", _TAG.sub("", body)))
        ],
        form="markdown",
        url=address_in(fields.get("source_url")),
    )
    found.paragraphs = [each for each in found.paragraphs if each]
    found.title = collapsed(str(fields.get("title") or "")) or None
    found.dated = day_in(str(fields.get("date")))
    return found


def _plain_markdown(block: str) -> str:
    text = html.unescape(_TAG.sub("", block))
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!<>|~$^'\"-])", r"\1", text)
    text = re.sub(r"\*{1,3}([^*]{1,2000})\*{1,3}", r"\1", text)
    return collapsed(re.sub(r"^\s*#+\s+", "", text))


def _plain(text: str) -> Source:
    """Copied and pasted: blank lines part paragraphs; without any, each line is one."""
    text = _ITEM.sub(r"\g<end>\n\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    parts = re.split(r"\n[ \t\u00a0]*\n", text)
    if len(parts) < 5:
        parts = text.splitlines()
    return Source([each for each in map(collapsed, parts) if each], form="text")


_BLOCKS = (
    "p",
    "div",
    "li",
    "ol",
    "ul",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "td",
    "blockquote",
    "pre",
    "br",
    "tr",
    "article",
    "section",
    "header",
    "footer",
)


_QUIET = ("script", "style", "nav", "noscript", "svg", "title")


class _Page(HTMLParser):
    """The text of a page by block, and what its head says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts = [""]
        self.said: dict[str, str] = {}
        self._lists: list[int | None] = []
        self._quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or note what the head says."""
        given = dict(attrs)
        self._quiet += tag in _QUIET
        if tag in _BLOCKS:
            self.parts.append("")
        if tag in ("ol", "ul"):
            start = given.get("start") or "1"
            numbered = tag == "ol" and given.get("type") in (None, "1")
            self._lists.append(
                int(start) if numbered and start.isdecimal() and len(start) < 4 else None
            )
        elif tag == "li" and self._lists and (number := self._lists[-1]) is not None:
            self._lists[-1] = number + 1
            self.parts[-1] += f"{number}. "  # the page shows what only the tag says
        if tag == "meta":
            self.said.setdefault(
                given.get("property") or given.get("name") or "", given.get("content") or ""
            )
        elif tag == "time":
            self.said.setdefault("time", given.get("datetime") or "")

    def handle_endtag(self, tag: str) -> None:
        """End a block."""
        self._quiet = max(0, self._quiet - (tag in _QUIET))
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if tag in _BLOCKS:
            self.parts.append("")

    def handle_data(self, data: str) -> None:
        """Add words to the block."""
        if not self._quiet:
            self.parts[-1] += data


_STRAY = re.compile(r"<(?![a-zA-Z/!?][^<>]{0,9999}>)")
_MOST_STRAY = 100
_MOST_LEVELS = 100


def _html(text: str) -> Source:
    seen = without_hidden(text)
    if seen.count("<") > seen.count(">") + _MOST_STRAY:
        seen = _STRAY.sub(
            "&lt;", seen
        )  # the parser would look through all that follows for the end of each
    page = _Page()
    try:
        page.feed(seen)
        page.close()
    except Exception as error:  # noqa: BLE001 - whatever a parser that is not ours runs into is a fault of the page
        raise Unreadable(f"it is no page that can be read ({type(error).__name__})") from None
    whole = "\n".join(page.parts)
    if _is_register_text(whole):
        found = _register_text(whole)
        found.form = "register-html"
        return found
    found = Source([each for each in map(collapsed, page.parts) if each], form="html")
    found.title = (
        collapsed(page.said.get("og:title", "")).removesuffix(" – The White House") or None
    )
    found.url = address_in(page.said.get("og:url"))
    days = (day_in(page.said.get(name, "")) for name in ("article:published_time", "time"))
    found.dated = next(filter(None, days), None)
    return found


def _parsed(text: str) -> Element:
    """The root of an XML text, whose depth is looked at while it is read."""
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text):
        raise Unreadable(
            "the XML has a document type or entities, which the Federal Register's has not"
        )
    from xml.etree import ElementTree

    parser: Any = ElementTree.XMLPullParser(["start", "end"])
    try:
        parser.feed(text.encode())
        parser.close()
        events: list[tuple[str, Element]] = [*parser.read_events()]
    except Exception as error:  # noqa: BLE001 - whatever a parser that is not ours runs into is a fault of the text
        raise Unreadable(f"it is no well-formed XML ({error})") from None
    if max(accumulate(1 if event == "start" else -1 for event, _ in events)) > _MOST_LEVELS:
        raise Unreadable(
            f"the XML is nested more than {_MOST_LEVELS} levels deep, which the Federal Register's is not"
        )
    return events[0][1]


def _register_xml(text: str) -> Source:
    """The Federal Register's XML: paragraphs in P and FP, headings in HD."""
    root = _parsed(text)
    found = Source([], form="register-xml")
    for each in root.iter():
        words = collapsed("".join(each.itertext()))
        if each.tag in ("P", "FP", "PSIG", "PLACE", "DATE", "PRES") and words:
            found.paragraphs.append(words)
        elif each.tag == "HD" and words:
            if each.get("SOURCE") == "HED" and found.title is None:
                found.title = words
            else:
                found.paragraphs.append(words)
        elif each.tag in ("EXECORDR", "EXECORD", "PROC", "PRESDET", "PRMEMO", "PRNOTICE") or (
            each.tag.startswith("PR") and each.text
        ):
            if own := collapsed(each.text or ""):
                found.paragraphs.insert(0, own)
        elif each.tag == "FRDOC":
            found.document = (re.search(r"[0-9]{4}-[0-9]{4,5}", words) or [None])[0]
    return found


# Running heads and the printer's marks; a page number alone.
_PAGE_FRAME = re.compile(
    r"Federal Register ?/ ?Vol\.|^VerDate\b|\bon DSK\w+ ?PROD|^[0-9]{1,6}$|^Presidential Documents$"
)
# A line that ends a sentence this early ends its paragraph.
_SHORT = 60


def _pdf(data: bytes) -> Source:
    """The text of a PDF, lines joined to paragraphs: one begins at a section or a marker, or after a line that ends one."""
    from eo_tracker.extract.pdf import lines_of

    lines = [line.strip() for line in lines_of(data)]
    lines = [line for line in lines if not _PAGE_FRAME.search(line)]
    if not any(lines):
        raise Unreadable("this PDF has no text in it, only pictures of pages")
    text = "\n".join(lines)
    words = set(re.findall(r"\w+", text.lower()))
    blocks = [""]
    for before, line in zip(["", *lines], lines, strict=False):
        # A pinpoint at the head of a line may as well be cited in the sentence that goes on there.
        marked = re.match(r"“?(?:Sec(?:tion)?\.? ?[0-9]+|\(\w{1,5}\)\s)", line) and re.search(
            r"(?:[.:;,—”]|\band|\bor)$", before
        )
        alone = (
            re.fullmatch(DAY, line)
            or re.fullmatch(DAY, before)
            or line.startswith("By the authority")
        )
        if (
            not before
            or marked
            or alone
            or (before.endswith((".", ":", ";")) and len(before) < _SHORT)
        ):
            blocks.append("")
        soft = re.search(r"(\w{1,40})-$", blocks[-1][-41:])
        after = re.match(r"[a-z]+", line)
        if soft and after and (soft[1] + after[0]).lower() in words:
            blocks[-1] = blocks[-1][:-1] + line  # parted at the end of a line, whole elsewhere
        else:
            blocks[-1] += line if soft and after else f" {line}"
    return Source([each for each in map(collapsed, blocks) if each], form="pdf", text=text)


def _is_register_text(text: str) -> bool:
    return bool(
        re.search(r"^\[\[Page [0-9]+\]\]|^\[(?:FR|Federal Register) ", text, re.MULTILINE)
        or re.search(r"^[ \t]*\[FR Doc\.", text, re.MULTILINE)
    )


def _register_text(text: str) -> Source:
    """The Federal Register's plain text: 72 columns, paragraphs begin with four blanks, page marks in the midst of them."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    margin = min(
        (
            len(line) - len(line.lstrip())
            for line in lines
            if line.strip() and not line.startswith("[")
        ),
        default=0,
    )
    found = Source([], form="register-text")
    current: list[str] = []

    def close() -> None:
        if words := collapsed(" ".join(current)):
            found.paragraphs.append(_typeset(words))
        current.clear()

    blank = paged = False
    for line in lines:
        bare = line[margin:] if line[:margin].strip() == "" else line
        if re.match(r"\s*\[\[Page [0-9]+\]\]", line):
            paged = True
            continue
        if found_document := re.search(r"\[FR Doc\. ([0-9]{4}-[0-9]{4,5})", line):
            found.document = found_document[1]
        if not bare.strip():
            blank = True
            continue
        indented = bare.startswith("  ")
        if indented or (blank and not paged and current and not _goes_on(current[-1], bare)):
            close()
        current.append(bare.strip())
        blank = paged = False
    close()
    return found


def _typeset(words: str) -> str:
    """Quotation marks and dashes as other forms have them."""
    words = words.replace("``", "“").replace("''", "”").replace("--", "—")
    return re.sub(r"(?<=\w)'", "’", words)


def _goes_on(before: str, after: str) -> bool:
    """Whether a blank line only interrupted a paragraph."""
    return not before.endswith((".", ":", ";")) and after[:1].islower()


def _json(text: str) -> Source:
    """What federalregister.gov's interface answers, with a text in it."""
    try:
        data = json.loads(text)
    except Exception as error:  # noqa: BLE001 - whatever a parser that is not ours runs into is a fault of the text
        raise Unreadable(f"it is no JSON ({error})") from None
    body = next(
        (
            data[name]
            for name in (
                "body_html",
                "full_text_xml",
                "raw_text",
                "body",
                "full_text",
                "xml",
                "html",
                "text",
            )
            if data.get(name)
        ),
        None,
    )
    if not isinstance(body, str):
        raise Unreadable("this JSON has no text in it; fetch the document's page, XML or text")
    found = read(body.encode("utf-8", "replace"))  # JSON may hold half a character
    found.form = f"json, {found.form}"
    found.title = (
        collapsed(str(data.get("title") or "").encode("utf-8", "replace").decode()) or found.title
    )
    document, number = (
        str(data.get(name) or "") for name in ("document_number", "executive_order_number")
    )
    found.document = document if re.fullmatch(r"[\w-]{1,20}", document) else found.document
    found.number = number if re.fullmatch(r"[0-9]{1,6}", number) else found.number
    if signed := data.get("signing_date"):
        found.dated = day_in(str(signed))
    return found


# the head

# What stands about a title: the printer's lines, the number, the day.
_FRAME = re.compile(
    rf"^\[|{DAY}|^(?:By the authority|MEMORANDUM|Presidential Documents|Title 3|The President$|From the Federal Register|Executive Order [0-9]+$|Menu$)"
)


def _with_head(found: Source) -> Source:
    """Date, number and kind from the words of the text, where its frame does not give them."""
    top = " ".join(found.paragraphs[:12])
    bottom = " ".join(found.paragraphs[-8:])
    head = next((head for each in found.paragraphs[:6] if (head := _HEAD_OF.fullmatch(each))), None)
    if head:
        found.number = found.number or head["number"]
        found.kind = found.kind or head["kind"]
        found.dated = found.dated or day_in(head["day"])
    _dated(found, bottom)
    if found.title is None:
        first = next((each for each in found.paragraphs[:8] if not _FRAME.search(each)), "")
        found.title = (
            first
            if first[:1].isupper() and len(first) < 200 and not first.endswith((".", ":", ";", ","))
            else None
        )
    found.kind = _kind(found, top)
    if found.number is None and found.kind in ("executive-order", None):
        number = next(filter(None, map(_NUMBER.fullmatch, found.paragraphs[:6])), None)
        found.number = number[1] if number else None
    return found


_ALONE = re.compile(rf"(?:[A-Z][\w .]{{0,30}}[,:] ?)?({DAY})\.?")


def _dated(found: Source, bottom: str) -> None:
    """The day on which a text was signed, and what is doubtful about it.

    A page bears the day on which it was put up, often a day or two after the one in the text's last lines, from which its limits run.
    """
    published = found.dated or _alone(found.paragraphs[:12])
    line = _SIGNED.search(bottom)
    signed = day_in(line[1]) if line else _alone(found.paragraphs[-8:])
    found.dated = published or signed
    if signed and published and signed != published:
        found.doubts.append(f"its last lines say {signed}, its page {published}")
        if timedelta(0) < published - signed <= _PUT_UP_WITHIN:
            found.dated = signed
    if found.dated is None and (
        day := re.search(rf"(?<!\bof )\b({DAY})", " ".join([*found.paragraphs[:12], bottom]))
    ):
        found.dated = day_in(day[1])
        found.doubts.append(f"no line gives its date; {day[1]} is the first day named in it")


def _alone(paragraphs: Sequence[str]) -> date | None:
    """The first day that stands in a paragraph of its own."""
    found = next(filter(None, map(_ALONE.fullmatch, paragraphs)), None)
    return day_in(found[1]) if found else None


def _kind(found: Source, top: str) -> str:
    title = found.title or ""
    if "NSPM" in title or "National Security Presidential Memorandum" in title:
        found.number = found.number or (re.search(r"NSPM-([0-9]+)", title) or [None, None])[1]
        return "nspm"
    if (
        re.search(r"\bMEMORANDUM FOR\b|^Memorandum\b", top)
        or found.kind == "Memorandum"
        or title.lower().startswith("memorandum")
    ):
        return "presidential-memorandum"
    if (
        re.search(
            r"BY THE PRESIDENT OF THE UNITED STATES OF AMERICA A PROCLAMATION|do hereby proclaim",
            top,
            re.IGNORECASE,
        )
        or found.kind == "Proclamation"
    ):
        return "proclamation"
    if any("hereby proclaim" in each for each in found.paragraphs):
        return "proclamation"
    if found.kind == "Notice" or re.match(r"NOTICE\b", top):
        return "notice"
    if (
        "hereby ordered" in " ".join(found.paragraphs[:40]).lower()
        or found.kind == "Executive Order"
        or title.lower().startswith("executive order")
    ):
        return "executive-order"
    return "presidential-memorandum"


_IN_DIGITS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])")


def day_in(words: str) -> date | None:
    """The day that `June 2, 2026` or `2026-06-02T10:00` names; None where the calendar, or a catalog, has no such day."""
    found = _IN_DIGITS.match(words)
    try:
        day = parse_day(found[0]) if found else parse_named_day(words)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def address_in(value: object) -> str | None:
    """What a text says of its own address, if a catalog can hold it; a page may say anything."""
    return (
        value
        if isinstance(value, str)
        and re.fullmatch(ADDRESS, value)
        and value.startswith(("https://", "http://"))
        else None
    )
