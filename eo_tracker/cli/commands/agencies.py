"""`agencies`: the parties of the registry, and their obligations counted."""

from eo_tracker.cli.application import app
from eo_tracker.cli.filtering import filter_of, related_to
from eo_tracker.cli.opening import day_of
from eo_tracker.cli.options import CommonOptions, FilterOptions, with_options
from eo_tracker.cli.output import print_answer
from eo_tracker.cli.program import Command


@app.command(cls=Command, epilog="Example: eo-tracker agencies --order eo-14409")
@with_options(FilterOptions, CommonOptions)
def agencies(filters: FilterOptions, options: CommonOptions) -> None:
    """Show the agencies, and in how many obligations each has a role."""
    day = day_of(options)
    chosen = filter_of(filters, day.names, day.head.day)
    named = [*(filters.agency or ()), *(filters.lead or ())]
    answer = day.agencies(
        chosen,
        related_to(named, day.names) if named else None,
        is_filtered=filters != FilterOptions(),
    )
    print_answer(answer, options)
