"""Edits of the shipped instruments whose text is at hand, and how many of them `verify` finds.

On the unedited ones it finds nothing.

usage: python benchmarks/verifying.py CORPUS [--show]

CORPUS holds official texts in folders by month.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from eo_tracker.catalog.load import Loaded, load
from eo_tracker.catalog.locate import shipped
from eo_tracker.dates import Period, Span
from eo_tracker.extract import Extraction, extract, read
from eo_tracker.extract.verify import is_of, verify
from eo_tracker.models import Directive, Instrument, Role

Edit = tuple[str, str, Instrument]


def edits(instrument: Instrument, parties: list[str], chance: random.Random) -> Iterator[Edit]:
    """(sort, directive, edited instrument) for every directive of the text's own and every sort of
    edit that fits it.
    """
    yield (
        "instrument's date",
        "",
        instrument.model_copy(update={"dated": instrument.dated + timedelta(days=1)}),
    )
    for index, each in enumerate(instrument.directives):
        if each.entered_in_error or each.source != "text":
            continue
        for sort, new in _edited(each, parties, chance):
            yield sort, each.id, _with(instrument, index, [new])
        if each.deadline:
            yield "dropped", each.id, _with(instrument, index, [])
        yield (
            "doubled",
            each.id,
            _with(instrument, index, [each, each.model_copy(update={"id": f"{each.id}-again"})]),
        )


def _with(instrument: Instrument, index: int, new: list[Directive]) -> Instrument:
    directives = instrument.directives
    return instrument.model_copy(
        update={"directives": (*directives[:index], *new, *directives[index + 1 :])}
    )


def _edited(
    each: Directive, parties: list[str], chance: random.Random
) -> Iterator[tuple[str, Directive]]:
    rule = each.deadline
    if rule and rule.within:
        number = rule.model_copy(update={"within": Span(rule.within.amount + 1, rule.within.unit)})
        unit = rule.model_copy(
            update={
                "within": Span(
                    rule.within.amount, "week" if rule.within.unit != "week" else "month"
                )
            }
        )
        yield "number", each.model_copy(update={"deadline": number})
        yield "unit", each.model_copy(update={"deadline": unit})
    if rule and rule.by:
        yield (
            "fixed date",
            each.model_copy(
                update={
                    "deadline": rule.model_copy(
                        update={"by": Period.parse(str(rule.by.last + timedelta(days=1)))}
                    )
                }
            ),
        )
    yield (
        "pinpoint",
        each.model_copy(
            update={"cite": re.sub(r"\(\w+\)$", "(zz)", each.cite) if "(" in each.cite else "99"}
        ),
    )
    if each.binds and not each.reading:
        other = chance.choice(
            [
                key
                for key in parties
                if all(
                    key not in (role.party, role.through)
                    for role in (*each.binds, *each.consults, *each.coordinates)
                )
            ]
        )
        yield "addressee", each.model_copy(update={"binds": (Role(party=other), *each.binds[1:])})
    for field, opposite in (("consults", "coordinates"), ("coordinates", "consults")):
        if roles := getattr(each, field):
            yield (
                "role",
                each.model_copy(
                    update={field: roles[1:], opposite: (*getattr(each, opposite), roles[0])}
                ),
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    loaded = load([shipped()], name="obligations")
    dated = {each.dated for each in loaded.catalog.instruments.values()}
    texts: list[Extraction] = []
    for file in sorted(given.corpus.glob("*/*.md")):
        source = read(file.read_bytes())
        if source.dated in dated:
            texts.append(extract(source))
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for instrument in loaded.catalog.instruments.values():
        for text in texts:
            if is_of(instrument, text.source):
                _try(loaded, instrument, text, made, found, show=given.show)
    for sort, count in sorted(made.items()):
        print(f"{sort:18} {found[sort]:4} of {count:4} found")


def _try(
    loaded: Loaded,
    instrument: Instrument,
    text: Extraction,
    made: Counter[str],
    found: Counter[str],
    *,
    show: bool,
) -> None:
    document = loaded.documents[instrument.id]
    unedited = [*verify(instrument, document, text, loaded.catalog)]
    print(
        f"{instrument.id:18} {len(instrument.directives):3} directives, {len(unedited)} findings on the unedited entry"
    )
    offices = [key for key, party in loaded.catalog.parties.items() if party.kind == "office"]
    for sort, name, edited in edits(instrument, offices, random.Random(0)):
        made[sort] += 1
        if any(each not in unedited for each in verify(edited, document, text, loaded.catalog)):
            found[sort] += 1
        elif show:
            print(f"   not found: {sort} of {name}")


if __name__ == "__main__":
    main()
