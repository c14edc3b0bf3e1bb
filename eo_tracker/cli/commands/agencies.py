"""`agencies`: the parties of the registry, and their obligations counted."""

from collections import Counter
from collections.abc import Container, Mapping

from eo_tracker.answers import Agencies
from eo_tracker.cli.application import app
from eo_tracker.cli.filtering import filter_of, related_to
from eo_tracker.cli.opening import context_of
from eo_tracker.cli.options import CommonOptions, FilterOptions, with_options
from eo_tracker.cli.output import print_answer
from eo_tracker.cli.program import Command
from eo_tracker.models import Party
from eo_tracker.query import bound, named, select


@app.command(cls=Command, epilog="Example: eo-tracker agencies --order eo-14409")
@with_options(FilterOptions, CommonOptions)
def agencies(
    filters: FilterOptions,
    options: CommonOptions,
) -> None:
    """Show the agencies, and in how many obligations each has a role."""
    context = context_of(options)
    catalog = context.resolution.catalog
    obligations = select(
        context.resolution,
        filter_of(filters, catalog, context.as_of),
    )
    # The occurrences of a recurring directive count once.
    directives = {obligation.id: obligation.directive for obligation in obligations}.values()
    bound_in = Counter(party for directive in directives for party in bound(directive))
    named_in = Counter(party for directive in directives for party in named(directive))
    parties = catalog.parties
    if filters != FilterOptions():
        parties = _only(parties, named_in)
    if selected := related_to([*(filters.agency or ()), *(filters.lead or ())], catalog):
        parties = _only(parties, selected)
    print_answer(Agencies(context, parties, bound_in, named_in), options)


def _only(
    parties: Mapping[str, Party],
    keys: Container[str],
) -> dict[str, Party]:
    return {key: party for key, party in parties.items() if key in keys}
