"""The options that commands share, each written once, and the decorator that fills them into one
value for a command.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from eo_tracker.cli import complete
from eo_tracker.render import AnswerFormat, DiffFormat

# The annotations are objects here, not text: typer reads them, so this module and those of the
# commands do without `from __future__ import annotations`.

CatalogPaths = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="PATH",
        help="Catalog folder or file, or shipped; repeat it to add your own.",
        show_default=False,
    ),
]
IncludeNonpublic = Annotated[
    bool,
    typer.Option(
        "--include-nonpublic",
        help="Count what rests on nonpublic sources (e-mail, calls, sealed filings).",
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Read the catalog anew.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Do not show a long answer in $PAGER.")]
OutFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write the answer to FILE instead of the screen."),
]
FindingsFormat = Annotated[
    Literal["table", "json", "github", "sarif"], typer.Option(help="Output format.")
]
FindingsLevel = Annotated[
    Literal["error", "warning", "info"],
    typer.Option("--fail-on", help="The lowest level that gives exit status 1."),
]
Horizon = Annotated[
    str, typer.Option(metavar="PERIOD", help="How far ahead recurring deadlines are written.")
]


@dataclass(frozen=True)
class CommonOptions:
    """Which catalog, as of which day, and how to print the answer."""

    catalog: CatalogPaths = None
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
            help="The catalog at a git revision, or on a day such as @{2026-07-15}.",
        ),
    ] = None
    include_nonpublic: IncludeNonpublic = False
    no_cache: NoCache = False
    format: Annotated[AnswerFormat, typer.Option(help="Output format.")] = "table"
    out: OutFile = None
    no_pager: NoPager = False


@dataclass(frozen=True)
class DiffOptions:
    """The same for a comparison of two sides."""

    catalog: CatalogPaths = None
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
            help="Compare git revisions: REV with the working tree, or REV..REV; "
            "or a day such as @{2026-07-15}.",
        ),
    ] = None
    include_nonpublic: IncludeNonpublic = False
    no_cache: NoCache = False
    format: Annotated[
        DiffFormat, typer.Option(help="Output format; github prints annotations.")
    ] = "table"
    out: OutFile = None
    no_pager: NoPager = False


AnswerOptions = CommonOptions | DiffOptions


@dataclass(frozen=True)
class WhatIfOptions:
    """Completions and triggers that are assumed."""

    assume: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID=DATE",
            help="Assume that this directive was completed, or this trigger occurred, on DATE.",
            autocompletion=complete.ids,
        ),
    ] = None


@dataclass(frozen=True)
class FilterOptions:
    """Which obligations are selected."""

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
            help="In any role, with its components and groups.",
            autocompletion=complete.agencies,
        ),
    ] = None
    lead: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OFFICE",
            help="Only where the office itself must act.",
            autocompletion=complete.agencies,
        ),
    ] = None
    under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORDER",
            help="This order and everything that implements it, at any remove.",
            autocompletion=complete.orders,
        ),
    ] = None
    reach: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REACH",
            help="Who is affected: offices, contractors, providers, developers, others.",
        ),
    ] = None
    status: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATUS",
            help="Only this status, such as past-due.",
            autocompletion=complete.statuses,
        ),
    ] = None
    topic: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TOPIC",
            help="Only this topic, such as cyber-defense.",
            autocompletion=complete.topics,
        ),
    ] = None
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help="Due on or after: 2026-12-07, today, 2026-Q4, FY2027."
        ),
    ] = None
    to: Annotated[str | None, typer.Option(metavar="DATE", help="Due on or before.")] = None


OrdersAndOffices = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WORD",
        help="Orders or offices: 14409, cisa.",
        show_default=False,
        autocompletion=complete.orders_and_offices,
    ),
]

CommandBody = Callable[..., None]


def with_options(*groups: type[Any]) -> Callable[[CommandBody], CommandBody]:
    """Give a command the options of `groups`; its first parameters receive one value of each."""

    def wrap(body: CommandBody) -> CommandBody:
        own = list(inspect.signature(body).parameters.values())[len(groups) :]
        shared = [parameter for group in groups for parameter in _parameters(group)]

        def command(**values: Any) -> None:
            filled = [_filled(group, values) for group in groups]
            body(*filled, **values)

        parameters = sorted([*own, *shared], key=lambda parameter: parameter.kind)
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        command.__doc__, command.__name__ = body.__doc__, body.__name__
        return command

    return wrap


def _filled(group: type[Any], values: dict[str, Any]) -> Any:
    """One value of the group, made of the options that are its own, which leave `values`."""
    return group(**{field.name: values.pop(field.name) for field in fields(group)})


def _parameters(group: type[Any]) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=field.type
        )
        for field in fields(group)
    ]
