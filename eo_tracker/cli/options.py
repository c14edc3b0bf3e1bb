"""The options that commands share, each written once, and the decorator that gives them to a command as one value."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any

import typer

from eo_tracker.cli import complete
from eo_tracker.render import DiffFormat, Format


@dataclass(frozen=True)
class Asked:
    """Where to read, as of when, and how to answer."""

    catalog: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH",
            help="Catalog folder or file, or shipped; repeat it to add your own.",
            show_default=False,
        ),
    ] = None
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="The day whose public knowledge is used: 2026-12-07, today, +30d."
        ),
    ] = None
    rev: Annotated[
        str | None,
        typer.Option(
            metavar="REV",
            help="The catalog as git had it: a revision, or a day such as @{2026-07-15}.",
        ),
    ] = None
    include_nonpublic: Annotated[
        bool,
        typer.Option(
            "--include-nonpublic",
            help="Count what rests on nonpublic sources (e-mail, calls, sealed filings).",
        ),
    ] = False
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Read the catalog anew.")] = False
    format: Annotated[Format, typer.Option(help="How to answer.")] = "table"
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the answer to FILE instead of the screen."),
    ] = None


@dataclass(frozen=True)
class Compared(Asked):
    """The same for two sides."""

    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="The day on which both sides are resolved: 2026-12-07, today, +30d.",
        ),
    ] = None
    rev: Annotated[
        str | None,
        typer.Option(
            metavar="REV",
            help="Compare with git: REV against the working tree, or REV..REV; a day such as @{2026-07-15}.",
        ),
    ] = None
    format: Annotated[
        DiffFormat, typer.Option(help="How to answer; github prints annotations.")
    ] = "table"  # type: ignore[assignment]


@dataclass(frozen=True)
class Assumed:
    """What-if."""

    assume: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID=DATE",
            help="What if this directive was completed, or this trigger happened, on DATE.",
            autocompletion=complete.ids,
        ),
    ] = None


@dataclass(frozen=True)
class Filters:
    """Which obligations are meant."""

    order: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORDER", help="Only this order or instrument.", autocompletion=complete.orders
        ),
    ] = None
    agency: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OFFICE",
            help="In any role, with its parts and groups.",
            autocompletion=complete.agencies,
        ),
    ] = None
    lead: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OFFICE", help="Only where it is bound.", autocompletion=complete.agencies
        ),
    ] = None
    under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORDER",
            help="This order and what implements it, however far down.",
            autocompletion=complete.orders,
        ),
    ] = None
    reach: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REACH",
            help="Whom it reaches: offices, contractors, providers, developers, others.",
        ),
    ] = None
    status: Annotated[
        list[str] | None,
        typer.Option(metavar="STATUS", help="Such as past-due.", autocompletion=complete.statuses),
    ] = None
    topic: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TOPIC", help="Such as cyber-defense.", autocompletion=complete.topics
        ),
    ] = None
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help="Due on or after: 2026-12-07, today, 2026-Q4, FY2027."
        ),
    ] = None
    to: Annotated[str | None, typer.Option(metavar="DATE", help="Due on or before.")] = None


Body = Callable[..., None]


def with_options(*groups: type[Any]) -> Callable[[Body], Body]:
    """Give a command the options of `groups`: its first parameters receive one filled-in value of each."""

    def wrap(body: Body) -> Body:
        own = list(inspect.signature(body).parameters.values())[len(groups) :]
        shared = [(group, [field.name for field in fields(group)]) for group in groups]

        def command(**values: Any) -> None:
            filled = [
                group(**{name: values.pop(name) for name in names}) for group, names in shared
            ]
            body(*filled, **values)

        parameters = [*own, *(each for group in groups for each in _options(group))]
        command.__signature__ = inspect.Signature([*sorted(parameters, key=_required_first)])  # type: ignore[attr-defined]
        command.__annotations__ = {each.name: each.annotation for each in parameters}
        command.__doc__, command.__name__ = body.__doc__, body.__name__
        return command

    return wrap


def _options(group: type[Any]) -> list[inspect.Parameter]:
    # The annotations are objects here, not text: this module does without `from __future__ import annotations`.
    return [
        inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=field.type
        )
        for field in fields(group)
    ]


def _required_first(parameter: inspect.Parameter) -> int:
    return int(parameter.kind)
