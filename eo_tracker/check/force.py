"""Rules about what instruments do to each other: whether it says for whom it holds, and whether the law leaves open what holds."""

from __future__ import annotations

from collections.abc import Iterator

from eo_tracker.check.rule import File, Found, Rule
from eo_tracker.models import PAUSE


def _scope(file: File) -> Iterator[Found]:
    for index, effect in enumerate(file.instrument.effects):
        if effect.does in PAUSE and effect.parties is None:
            what = "stay" if effect.does == "stays" else "waiver"
            message = f"say for whom the {what} holds: 'for: everyone', or the parties; until then the date stays on the docket"
            yield Found(("effects", index), message)


def _two_readings(file: File) -> Iterator[Found]:
    obligations = file.obligations()
    for index, directive in enumerate(file.instrument.directives):
        obligation = obligations.get(file.instrument.key(directive.id))
        if obligation and obligation.open:
            dates = [str(each.due or each.projected or "no date") for each in obligation.alternatives]
            message = f"the law leaves open whether {obligation.when} or {dates[0]} holds; have it reviewed, and record what settles it"
            yield Found(("directives", index), message)


_PAGE = "sources:\n  text: {url: 'https://www.whitehouse.gov/own', class: primary, seen: full, published: 2026-06-02}\n"

RULES = (
    Rule(
        "E630", "scope-not-recorded", "warning", "A stay or waiver does not say for whom it holds.",
        "A stay limited to the parties of a case leaves everyone else's date.",
        f"{_PAGE}effects:\n  - {{does: stays, on: eo-7/2a, cite: '1'}}  # <-\n",
        f"{_PAGE}effects:\n  - {{does: stays, on: eo-7/2a, for: everyone, cite: '1'}}\n", _scope,
    ),
    Rule(
        "E631", "two-readings", "warning", "The law leaves open which of two dates holds.",
        "Revoking an amendment, or a revocation, revives nothing by itself; a stay may reach an amendment or not.",
        "[the amendment of 2a was revoked, and nothing reinstates the earlier date in words]", "[an effect that 'reinstates' 2a]", _two_readings,
    ),
)  # fmt: skip
