"""A page that lists calendar files for subscribers, to put on any web server beside them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple
from urllib.parse import quote, urlsplit

PAGE_HEAD = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>Deadlines: calendars</title>"
)
_STYLE = (
    "body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; "
    "max-width: 48rem; padding: 0 1rem; }\n"
    "table { border-collapse: collapse; width: 100%; }\n"
    "td, th { border-bottom: 1px solid #ccc; padding: 0.3rem 0.6rem; text-align: left; }\n"
    "td:nth-child(2) { text-align: right; }\n"
)
_ADVICE = (
    "Subscribe to a calendar, and dates that move will move in your calendar program. "
    "A file that you import is a snapshot."
)


class Feed(NamedTuple):
    """One calendar file of the folder: its name, its title, and how many dates it has."""

    file: str
    title: str
    dates: int


def feed_page(feeds: Iterable[Feed], *, url: str | None, foot: str) -> str:
    """The page, with `foot` as its last line.

    With the folder's `url` it has links that calendar programs open to subscribe.
    """
    rows = "\n".join(_row(feed, url) for feed in feeds)
    return (
        f"{PAGE_HEAD}\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<h1>Deadlines</h1>\n"
        f"<p>{_ADVICE}</p>\n<table>\n"
        "<thead><tr><th>Calendar</th><th>Dates</th><th>Links</th></tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>\n<p>{escape(foot)}</p>\n</body>\n</html>\n"
    )


def _row(feed: Feed, url: str | None) -> str:
    links = f'<a href="{escape(quote(feed.file))}">file</a>'
    if url:
        address = f"{url.rstrip('/')}/{quote(feed.file)}"
        links = f"{_subscribe(address)} {links} <code>{escape(address)}</code>"
    title = escape(feed.title)
    return f"<tr><td>{title}</td><td>{feed.dates}</td><td>{links}</td></tr>"


def _subscribe(address: str) -> str:
    """A link that makes programs ask whether to subscribe.

    Google and Outlook on the web want the address itself.
    """
    link = urlsplit(address)._replace(scheme="webcal").geturl()
    return f'<a href="{escape(link)}">subscribe</a>'
