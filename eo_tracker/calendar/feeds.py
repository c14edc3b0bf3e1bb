"""A page that lists calendar files for subscribers, to put on any web server beside them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import quote, urlsplit

PAGE_HEAD = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Deadlines: calendars</title>'
)


class Feed(NamedTuple):
    """One calendar file of the folder: its name, what it is called, and how many dates it has."""

    file: str
    title: str
    dates: int


def feed_page(feeds: Sequence[Feed], *, url: str | None, said: str) -> str:
    """The page. With the folder's `url` it has links that calendar programs open to subscribe; `said` is the last line."""
    rows = "\n".join(_row(each, url) for each in feeds)
    return (
        f"{PAGE_HEAD}\n<style>\n"
        "body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 48rem; padding: 0 1rem; }\n"
        "table { border-collapse: collapse; width: 100%; }\n"
        "td, th { border-bottom: 1px solid #ccc; padding: 0.3rem 0.6rem; text-align: left; }\n"
        "td:nth-child(2) { text-align: right; }\n</style>\n</head>\n<body>\n<h1>Deadlines</h1>\n"
        "<p>Subscribe, and dates that move will move in your calendar. A file that you import is a snapshot.</p>\n"
        "<table>\n<thead><tr><th>Calendar</th><th>Dates</th><th>Links</th></tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>\n<p>{escape(said)}</p>\n</body>\n</html>\n"
    )


def _row(feed: Feed, url: str | None) -> str:
    links = [f'<a href="{escape(quote(feed.file))}">file</a>']
    if url:
        address = f"{url.rstrip('/')}/{quote(feed.file)}"
        # webcal: makes programs ask whether to subscribe; Google and Outlook on the web want the address itself.
        links.insert(
            0,
            f'<a href="{escape(urlsplit(address)._replace(scheme="webcal").geturl())}">subscribe</a>',
        )
        links.append(f"<code>{escape(address)}</code>")
    return f"<tr><td>{escape(feed.title)}</td><td>{feed.dates}</td><td>{' '.join(links)}</td></tr>"
