"""The lines of a PDF, read with limits that hold while it is read; the only door for pypdf.

A PDF of some kilobytes can unpack to gigabytes, draw a million operators or call one form from another without end, so what it
costs is counted before each step, and the reading stops at the first limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from logging import CRITICAL, getLogger
from time import process_time
from typing import Any

from eo_tracker.extract.source import MAX_CHARACTERS, Unreadable

MAX_PAGES = 1_000
MAX_OPERATORS = 200_000
MAX_BYTES_OF_PAGE = 2 * 1024 * 1024  # unpacked: content, forms and the tables of its fonts
MAX_BYTES = 32 * 1024 * 1024  # of all pages together
MAX_SECONDS = 10  # of the processor
_MOST_STREAMS = 2_000  # of one page
_COST_OF_FORM = 50  # operators: each time that a form is drawn, its fonts are read again
_SHOWING = (b"Tj", b"TJ", b"'", b'"')


class _TooMuch(BaseException):
    """A limit was reached. Not an Exception: pypdf takes many of those for damage, and goes on."""


class _Meter:
    """What the reading has cost so far."""

    def __init__(self) -> None:
        self._end = process_time() + MAX_SECONDS
        self._operators = self._characters = self._bytes = self._next_look = 0

    def look(self) -> None:
        """Raise _TooMuch when the time is over."""
        if process_time() > self._end:
            raise _TooMuch(f"it takes more than {MAX_SECONDS} seconds to read")

    def page(self, number: int) -> None:
        """Count a page."""
        self.look()
        if number > MAX_PAGES:
            raise _TooMuch(f"it has more than {MAX_PAGES:,} pages")

    def unpacked(self, size: int) -> None:
        """Count the bytes that a page unpacks to."""
        self._bytes += size
        if size > MAX_BYTES_OF_PAGE:
            raise _TooMuch(
                f"one of its pages unpacks to more than {MAX_BYTES_OF_PAGE // 2**20} MiB"
            )
        if self._bytes > MAX_BYTES:
            raise _TooMuch(f"its pages unpack to more than {MAX_BYTES // 2**20} MiB")

    def operator(self, name: Any, operands: Any, *_: Any) -> None:
        """Count an operator and the characters that it shows; pypdf calls this before each of them."""
        self._operators += _COST_OF_FORM if name == b"Do" else 1
        if self._operators > MAX_OPERATORS:
            raise _TooMuch(f"it has more than {MAX_OPERATORS:,} drawing operators")
        if self._operators >= self._next_look:
            self._next_look = self._operators + 100
            self.look()
        if name in _SHOWING:
            self._characters += _length(operands)
            if self._characters > MAX_CHARACTERS:
                raise _TooMuch(f"there are more than {MAX_CHARACTERS:,} characters of text in it")


class _Watched(BytesIO):
    """The file's bytes. pypdf comes back to them for every object, so the clock is looked at here as well."""

    def __init__(self, data: bytes, meter: _Meter) -> None:
        super().__init__(data)
        self._meter = meter

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place of the file, unless the time is over."""
        self._meter.look()
        return super().seek(offset, whence)


def lines_of(data: bytes) -> list[str]:
    """The lines of text of a PDF, in its order. Raises Unreadable for one that is broken, or above a limit."""
    try:
        import pypdf
    except ModuleNotFoundError:
        raise Unreadable(
            "reading a PDF needs pypdf: pip install 'eo-tracker[pdf]'; or give the page or the text instead"
        ) from None
    getLogger("pypdf").setLevel(
        CRITICAL
    )  # it tells on the screen what it mends; whether there is text is what matters here
    try:
        return [*_lines(pypdf, data, _Meter())]
    except _TooMuch as limit:
        raise Unreadable(
            f"this PDF was not read to its end: {limit}, which no order does"
        ) from None
    except Exception as error:  # noqa: BLE001 - pypdf meets damage with whatever its own code runs into
        raise Unreadable(f"this PDF cannot be read ({type(error).__name__})") from None


def _lines(pypdf: Any, data: bytes, meter: _Meter) -> Iterator[str]:
    for number, page in enumerate(pypdf.PdfReader(_Watched(data, meter)).pages, 1):
        meter.page(number)
        meter.unpacked(_size(page, meter))
        yield from page.extract_text(visitor_operand_before=meter.operator).splitlines()


def _size(page: Any, meter: _Meter) -> int:
    """How many bytes the streams unpack to that a page's text is made of; no more are unpacked than are allowed."""
    size = 0
    for number, stream in enumerate(_streams(page, set())):
        meter.look()
        size += len(stream.get_data())
        if size > MAX_BYTES_OF_PAGE or number > _MOST_STREAMS:
            return MAX_BYTES_OF_PAGE + 1
    return size


def _streams(holder: Any, seen: set[int]) -> Iterator[Any]:
    """The streams of a page or form: its content, the tables of its fonts, and the forms that it draws, however deep."""
    content = _resolved(holder.get("/Contents"))
    yield from _only_streams(content if isinstance(content, list) else [content])
    resources = _resolved(holder.get("/Resources"))
    fonts, drawn = (
        _resolved(resources.get(name)) if isinstance(resources, dict) else None
        for name in ("/Font", "/XObject")
    )
    for font in map(_resolved, fonts.values() if isinstance(fonts, dict) else ()):
        yield from _only_streams([font.get("/ToUnicode")] if isinstance(font, dict) else [])
    for form in map(_resolved, drawn.values() if isinstance(drawn, dict) else ()):
        if isinstance(form, dict) and form.get("/Subtype") == "/Form" and id(form) not in seen:
            seen.add(id(form))
            yield from _only_streams([form])
            yield from _streams(form, seen)


def _only_streams(values: list[Any]) -> Iterator[Any]:
    return (each for each in map(_resolved, values) if hasattr(each, "get_data"))


def _resolved(value: Any) -> Any:
    """What a reference in a PDF leads to."""
    return value.get_object() if hasattr(value, "get_object") else value


def _length(operands: Any) -> int:
    """How many characters an operator shows: its text, or the texts of its list."""
    shown = operands[0] if operands and isinstance(operands[0], list) else operands
    return sum(len(each) for each in shown if isinstance(each, (str, bytes)))
