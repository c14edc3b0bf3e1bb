"""The commands: each reads, asks, renders and prints."""

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

import typer

from eo_tracker.answers import Agencies, Comparison, Details, Due, InstrumentDetails, Listing
from eo_tracker.cli import ask, complete
from eo_tracker.cli.options import Asked, Assumed, Compared, Filters, with_options
from eo_tracker.cli.program import Command, Tracker
from eo_tracker.models import FILES, EventKind, Instrument, Seen, SourceClass
from eo_tracker.query import bound as bound_by
from eo_tracker.query import circle, find, morning, party, select, window
from eo_tracker.query import named as named_in

app = typer.Typer(
    name="eo-tracker",
    cls=Tracker,
    help="Tracks the compliance deadlines that executive orders set.",
    epilog="Start with: eo-tracker due --within 30d",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"eo-tracker {version('eo-tracker')}")
        raise typer.Exit


def _help(context: typer.Context) -> None:
    """A bare call asks what there is."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.callback()
def _main(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not speak UTF-8 by itself
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    _help(context)


@app.command(cls=Command, epilog="Example: eo-tracker due --within 30d --order eo-14409")
@with_options(Filters, Assumed, Asked)
def due(
    filters: Filters,
    assumed: Assumed,
    asked: Asked,
    *,
    within: Annotated[
        str | None,
        typer.Option(metavar="PERIOD", help="How far ahead: 30d, 6w, 3m, 1y; 30d if left out."),
    ] = None,
    past: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD",
            help="How far back for what passed without a record, or all; 7d if left out.",
        ),
    ] = None,
) -> None:
    """Show what is due: what passed, what is due today, what comes."""
    ask.either(("--within", within), ("--to", filters.to))
    ask.either(("--past", past), ("--from", filters.from_))
    ahead = ask.span("30d" if within is None else within, "--within")
    behind = (
        None
        if (past or "").strip().lower() == "all"
        else ask.span("7d" if past is None else past, "--past")
    )
    context = ask.context(asked, assumed)
    chosen = ask.chosen(filters, context.resolution.catalog, context.as_of)
    since, until = window(
        context.as_of, within=ahead, past=behind, start=chosen.start, end=chosen.end
    )
    found = morning(select(context.resolution, chosen), context.as_of, since, until)
    ask.tell(Due(context, found, chosen), asked)


@app.command("list", cls=Command, epilog="Example: eo-tracker list --agency cisa")
@with_options(Filters, Assumed, Asked)
def list_(
    filters: Filters,
    assumed: Assumed,
    asked: Asked,
    *,
    changed_since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Only what became known, or was changed by another instrument, on or after.",
        ),
    ] = None,
) -> None:
    """List all obligations that match, with their dates and statuses."""
    context = ask.context(asked, assumed)
    chosen = ask.chosen(filters, context.resolution.catalog, context.as_of)
    found = select(context.resolution, chosen)
    if changed_since is not None:
        since = ask.day(changed_since, "--changed-since", relative_to=context.as_of, first=True)
        found = [each for each in found if each.changed >= since]
    ask.tell(Listing(context, tuple(found), chosen), asked)


LevelName = Literal["breaking", "notable", "minor"]
FailOnLevel = Literal["error", "warning", "info"]
FailOn = Literal["breaking", "notable", "minor", "never"]
Which = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="A directive or instrument: eo-14409/2d, 14409/2d, '14409 2(d)'.",
        autocompletion=complete.shown,
    ),
]


@app.command(cls=Command, epilog="Example: eo-tracker show eo-14409/2d")
@with_options(Assumed, Asked)
def show(assumed: Assumed, asked: Asked, which: Which) -> None:
    """Show everything about one directive, or about a whole instrument."""
    _tell_about(which, assumed, asked, proof=False)


@app.command(cls=Command, epilog="Example: eo-tracker explain eo-14409/2f")
@with_options(Assumed, Asked)
def explain(assumed: Assumed, asked: Asked, which: Which) -> None:
    """Explain how a date was reached, step by step."""
    _tell_about(which, assumed, asked, proof=True)


def _tell_about(which: str, assumed: Assumed, asked: Asked, *, proof: bool) -> None:
    context = ask.context(asked, assumed)
    resolution = context.resolution
    found = find(resolution.catalog, which)
    if isinstance(found, Instrument) and not proof:
        rows = tuple(each for each in resolution.obligations if each.instrument.id == found.id)
        known = resolution.known.instruments.get(found.id, found)
        ask.tell(InstrumentDetails(context, known, rows), asked)
        return
    keys = (
        [found.key(each.id) for each in found.directives]
        if isinstance(found, Instrument)
        else found
    )
    shown = tuple(each for each in resolution.obligations if each.id in keys)
    unknown = tuple(key for key in keys if key.partition("/")[0] in resolution.unknown)
    ask.tell(Details(context, shown, proof, unknown), asked)


@app.command(cls=Command, epilog="Example: eo-tracker agencies --order eo-14409")
@with_options(Filters, Asked)
def agencies(filters: Filters, asked: Asked) -> None:
    """Show who is who, and in how many directives each has a part."""
    context = ask.context(asked)
    catalog = context.resolution.catalog
    found = select(context.resolution, ask.chosen(filters, catalog, context.as_of))
    directives = {each.id: each.directive for each in found}.values()
    bound = Counter(name for each in directives for name in bound_by(each))
    named = Counter(name for each in directives for name in named_in(each))
    narrowed = any(
        (
            filters.order,
            filters.agency,
            filters.lead,
            filters.status,
            filters.topic,
            filters.under,
            filters.reach,
            filters.from_,
            filters.to,
        )
    )
    meant = {
        name
        for each in (*(filters.agency or ()), *(filters.lead or ()))
        for name in circle(catalog, party(catalog, each))
    }
    parties = {
        key: each
        for key, each in catalog.parties.items()
        if (not narrowed or named[key]) and (not meant or key in meant)
    }
    ask.tell(Agencies(context, parties, bound, named), asked)


@app.command(cls=Command, epilog="Example: eo-tracker diff 2026-07-01 2026-08-01")
@with_options(Filters, Compared)
def diff(
    filters: Filters,
    asked: Compared,
    sides: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="OLD NEW | GUIDANCE",
            help="Catalog folders, files, instruments or days; or one guidance file, instrument or day.",
        ),
    ] = None,
    *,
    level: Annotated[LevelName, typer.Option(help="The lowest level shown.")] = "minor",
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="The lowest level that gives exit status 1.")
    ] = "minor",
    summary: Annotated[bool, typer.Option("--summary", help="Only count.")] = False,
) -> None:
    """Show what a change means: in the law, in our record of it, or only with time."""
    from eo_tracker.cli import comparing
    from eo_tracker.diff import ChangeLevel

    found = comparing.compare(sides or [], asked)
    changes = comparing.chosen(found, filters)
    places = comparing.places(found, changes) if asked.format == "github" else {}
    least = ChangeLevel[level.upper()]
    answer = Comparison(
        found.question,
        found.old,
        found.new,
        found.diff,
        changes,
        least,
        summary,
        places,
        found.remarks,
    )
    ask.tell(answer, asked, map(Path, sides or ()))
    if fail_on != "never" and any(each.level >= ChangeLevel[fail_on.upper()] for each in changes):
        raise typer.Exit(1)


@app.command(cls=Command, epilog="Example: eo-tracker check obligations")
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH", help="Catalog folders or files; the catalog in use if left out."
        ),
    ] = None,
    select: Annotated[
        str | None,
        typer.Option(
            metavar="CODES", help="Only these rules: E607,E2 (a code, or how codes begin)."
        ),
    ] = None,
    ignore: Annotated[
        str | None, typer.Option(metavar="CODES", help="All but these rules.")
    ] = None,
    fail_on: Annotated[
        FailOnLevel, typer.Option("--fail-on", help="The lowest level that gives exit status 1.")
    ] = "error",
    rev: Annotated[
        str | None, typer.Option(metavar="REV", help="Also hold the IDs against this git revision.")
    ] = None,
    strict_as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Also apply the rules that go by the day.")
    ] = None,
    text: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="Also hold it against official texts: a file or a folder."
        ),
    ] = None,
    format: Annotated[  # noqa: A002
        Literal["table", "json", "github", "sarif"], typer.Option(help="How to answer.")
    ] = "table",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the answer to FILE instead of the screen."),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="First put files in canonical layout, meaning and comments kept."
        ),
    ] = False,
    list_rules: Annotated[bool, typer.Option("--list", help="List all rules.")] = False,
    explain: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Tell what a rule finds, why, and how to mend it."),
    ] = None,
) -> None:
    """Check a catalog; silent when all is well."""
    from eo_tracker.cli import linting

    if list_rules or explain is not None:
        told = ("--list", list_rules or None), ("--explain", explain)
        ask.either(
            *told,
            ("--fix", fix or None),
            ("--format", None if format == "table" else format),
            ("PATH", paths or None),
        )
        ask.put(linting.told(explain), out)
        return
    if fix:
        ask.note(linting.fix(paths))
    found = linting.lint(
        paths, linting.codes(select, ignore), rev=rev, as_of=strict_as_of, text=text
    )
    ask.put(linting.shown(found, format), out, given=found.files)
    if found.fails(fail_on):
        raise typer.Exit(1)


@app.command(cls=Command, epilog="Example: eo-tracker schema --out catalog.schema.json")
def schema(
    what: Annotated[
        Literal["instrument", "agencies", "catalog"],
        typer.Argument(help="The file of an instrument, agencies.yaml, or catalog.yaml."),
    ] = "instrument",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to FILE instead of the screen.")
    ] = None,
) -> None:
    """Print the JSON Schema of a catalog file, for editors."""
    import json

    from eo_tracker.models.schema import json_schema

    ask.put(json.dumps(json_schema(FILES[what]), indent=2) + "\n", out)


@app.command(
    cls=Command,
    epilog="Example: eo-tracker record 14409/2d announced --on 2026-07-14 --source https://www.whitehouse.gov/releases/ --class primary "
    "--seen full --published 2026-07-14 --dry-run",
)
def record(
    which: Annotated[
        str,
        typer.Argument(metavar="ID", help="The directive or trigger.", autocompletion=complete.ids),
    ],
    event: Annotated[
        EventKind | None, typer.Argument(help="What happened; with --undo it may be left out.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            metavar="URL|NAME",
            help="Where it is said: a URL, the name of a source in the file, or with --class nonpublic words.",
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day it happened, as precisely as the source says."),
    ] = None,
    grade: Annotated[
        SourceClass | None,
        typer.Option(
            "--class",
            help="primary: the product or an official record; nonpublic: an e-mail, a call.",
        ),
    ] = None,
    seen: Annotated[Seen | None, typer.Option(help="How much of the source was read.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day the source was published.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="What the source is, in a few words; its host if left out.")
    ] = None,
    via: Annotated[
        str | None, typer.Option(help="Who relayed it, when the source was not opened.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="What happened, in a few words.")] = None,
    occurrence: Annotated[
        str | None, typer.Option(metavar="DATE", help="Which date of a recurring directive.")
    ] = None,
    catalog: Annotated[
        list[Path] | None, typer.Option(help="Catalog folder or file.", show_default=False)
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take back the last event that was recorded of it.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the change and write nothing.")
    ] = False,
) -> None:
    """Add an event to the catalog file, or to your own record, touching nothing else."""
    from eo_tracker.cli import recording

    where = ask.writable(Asked(catalog=catalog))
    fields = {"on": on, "what": event, "note": note, "occurrence": occurrence}
    if undo:
        described = {
            "source": source,
            "class": grade,
            "seen": seen,
            "published": published,
            "title": title,
            "via": via,
            "note": note,
        }
        ask.either(("--undo", undo), *((f"--{name}", value) for name, value in described.items()))
        typer.echo(recording.undo(where, which, fields, dry_run=dry_run), nl=False)
        return
    if event is None or source is None:
        raise ask.Misuse(
            "say what happened, and where it is said with --source; or take the last event back with --undo"
        )
    told = recording.new_source(
        source, {"title": title, "class": grade, "seen": seen, "via": via, "published": published}
    )
    typer.echo(recording.record(where, which, fields, told, dry_run=dry_run), nl=False)


export = typer.Typer(
    help="Export to other programs.",
    callback=_help,
    invoke_without_command=True,
    rich_markup_mode=None,
)
app.add_typer(export, name="export")


@export.command(
    cls=Command, epilog="Example: eo-tracker export ics --order eo-14409 --out eo-14409.ics"
)
@with_options(Filters, Asked)
def ics(
    filters: Filters,
    asked: Asked,
    *,
    remind: Annotated[
        str,
        typer.Option(
            metavar="PERIODS",
            help="When to remind, the one that matters most first; an empty text for never.",
        ),
    ] = "14d,7d,1d",
    horizon: Annotated[
        str, typer.Option(metavar="PERIOD", help="How far ahead recurring directives are written.")
    ] = "2y",
    projected: Annotated[
        bool, typer.Option("--projected", help="Also dates that other steps are expected to give.")
    ] = False,
    ticklers: Annotated[
        bool,
        typer.Option(
            "--ticklers", help="Reminders as entries of their own, for programs that drop alarms."
        ),
    ] = False,
    todo: Annotated[
        bool, typer.Option("--todo", help="Tasks instead of events, for a file of their own.")
    ] = False,
    split: Annotated[
        Literal["instrument", "agency"] | None,
        typer.Option(help="One file for each, into the folder --out."),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="With --split: where the folder will be, for subscription links."
        ),
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(
            "--check",
            metavar="FILE",
            help="Hold a calendar file against the catalog; - reads standard input.",
        ),
    ] = None,
) -> None:
    """Export the dated directives as an iCalendar file; an older file of the same name is its memory."""
    from eo_tracker.calendar import Wanted
    from eo_tracker.cli import exporting

    wanted = Wanted(projected=projected, ticklers=ticklers, tasks=todo)
    if check is None:
        if asked.format != "table":
            raise ask.Misuse("--format: this command writes iCalendar")
        meant = exporting.asked_for(filters, asked, wanted, remind=remind, horizon=horizon)
        exporting.export(meant, asked.out, split=split, url=url)
        return
    ask.either(("--check", check), ("--split", split))
    ask.either(("--check", check), ("--url", url))
    data = exporting.calendar_in(check)
    against = exporting.asked_of(data, filters, asked, wanted, remind=remind, horizon=horizon)
    shown, right = exporting.check(against, data, check, asked.format)
    ask.put(shown, asked.out, given=[check, *ask.located(asked).paths])
    if not right:
        raise typer.Exit(1)


@app.command(
    cls=Command,
    epilog="Example: eo-tracker publish --url https://cloud.example/remote.php/dav/calendars/anna/deadlines/ --dry-run",
)
@with_options(Filters, Asked)
def publish(
    filters: Filters,
    asked: Asked,
    *,
    url: Annotated[
        str, typer.Option(metavar="URL", help="The CalDAV calendar, or with --calendar the server.")
    ],
    calendar: Annotated[
        str | None, typer.Option(metavar="NAME", help="The calendar of this name on the server.")
    ] = None,
    remind: Annotated[
        str, typer.Option(metavar="PERIODS", help="When to remind; an empty text for never.")
    ] = "14d,7d,1d",
    horizon: Annotated[
        str, typer.Option(metavar="PERIOD", help="How far ahead recurring directives are written.")
    ] = "2y",
    projected: Annotated[
        bool, typer.Option("--projected", help="Also dates that other steps are expected to give.")
    ] = False,
    ticklers: Annotated[
        bool, typer.Option("--ticklers", help="Reminders as entries of their own.")
    ] = False,
    todo: Annotated[
        bool, typer.Option("--todo", help="Tasks instead of events, into a list of tasks.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be done and do nothing.")
    ] = False,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete what is called off instead of marking it.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what somebody edited.")] = False,
) -> None:
    """Keep a CalDAV calendar in step with the dated directives, touching only what this program wrote."""
    import os

    from eo_tracker.calendar import Wanted
    from eo_tracker.cli import exporting, publishing

    who = publishing.login(url, os.environ)
    wanted = Wanted(projected=projected, ticklers=ticklers, tasks=todo)
    meant = exporting.asked_for(filters, asked, wanted, remind=remind, horizon=horizon)
    if asked.format != "table" or asked.out:
        raise ask.Misuse("--format and --out: this command writes to a calendar")
    if not publishing.publish(
        meant, who, name=calendar, dry_run=dry_run, delete=delete, force=force
    ):
        raise typer.Exit(1)


@app.command(cls=Command, epilog="Example: eo-tracker extract order.html --out obligations")
def extract(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE|URL", help="An official text, or its address; - reads standard input."
        ),
    ],
    format: Annotated[  # noqa: A002
        Literal["yaml", "json"],
        typer.Option(help="yaml drafts a catalog file; json lists what was found."),
    ] = "yaml",
    out: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The catalog's folder, or a file, for the draft."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the text with what was found marked in it.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a draft that is there already.")
    ] = False,
    catalog: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH", help="The catalog whose agencies are meant.", show_default=False
        ),
    ] = None,
) -> None:
    """Draft a catalog file from an order's text: who must do what by when."""
    from eo_tracker.cli import extracting

    ask.either(("--explain", explain or None), ("--format", None if format == "yaml" else format))
    found = extracting.given(source)
    if explain:
        ask.put(extracting.as_explained(found), out, given=found.files)
    elif format == "json":
        ask.put(extracting.as_json(found), out, given=found.files)
    else:
        ask.print_out(extracting.as_draft(found, Asked(catalog=catalog), out, force=force))


@app.command(cls=Command, epilog="Example: eo-tracker verify eo-14409 --text order.html")
def verify(
    which: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID",
            help="Instruments; all whose text is there, if left out.",
            autocompletion=complete.orders,
        ),
    ] = None,
    text: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The official text: a file, or a folder of texts."),
    ] = None,
    catalog: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH", help="Catalog folder or file, or shipped.", show_default=False
        ),
    ] = None,
    fail_on: Annotated[
        FailOnLevel, typer.Option("--fail-on", help="The lowest level that gives exit status 1.")
    ] = "error",
    format: Annotated[  # noqa: A002
        Literal["table", "json", "github", "sarif"], typer.Option(help="How to answer.")
    ] = "table",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the answer to FILE instead of the screen."),
    ] = None,
) -> None:
    """Hold the catalog against official texts: pinpoints, words, rules, addressees, and what is missing."""
    from eo_tracker.cli import linting, verifying

    if text is None:
        raise ask.Misuse("--text: name the official text, or a folder of texts")
    found = verifying.verify(which or (), text, Asked(catalog=catalog))
    ask.put(linting.shown(found, format), out, given=found.files)
    if found.fails(fail_on):
        raise typer.Exit(1)
