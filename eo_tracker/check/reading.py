"""The faults that reading finds, each as a row of the table; what finds them is the reader itself."""

from __future__ import annotations

from eo_tracker.check.rule import Rule

_WRONG = "A value that is guessed at is a wrong date; so nothing is read until this is right."
_TWO = "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [omb]}\n"
_PAGE = "sources:\n  text: {url: 'https://www.whitehouse.gov/own', class: primary, seen: full, published: 2026-06-02}\n"

# Samples that are no text of one file are described in brackets, and tested on their own.
RULES = (
    Rule("E101", "syntax", "error", "This is not YAML, or a tab stands where YAML wants spaces.", _WRONG, "note: a: b  # <-\n", "note: 'a: b'\n"),
    Rule("E102", "same-key", "error", "A key stands twice in one mapping.", "YAML would silently keep one of the two.", "note: a\nnote: b  # <-\n", "note: a\n"),
    Rule("E103", "anchor", "error", "An anchor or alias is used.", "A reader must see each value where it stands.", "note: &x a  # <-\n", "note: a\n"),
    Rule("E104", "tag", "error", "A tag is used.", "Tags can build objects; a catalog is plain text.", "note: !!str a  # <-\n", "note: a\n"),
    Rule("E105", "depth", "error", "The file is nested too deep.", "No entry needs it, and it can bring a parser down.", f"note: {'[' * 50}{']' * 50}  # <-\n", "note: a\n"),
    Rule("E106", "empty-file", "error", "The file is empty.", "It was perhaps lost.", "# whole file\n", "note: a\n"),
    Rule("E107", "no-mapping", "error", "The file is no mapping of keys to values.", _WRONG, "# whole file\n- a  # <-\n", "note: a\n"),
    Rule("E108", "too-large", "error", "The file is too large.", "A catalog comes from strangers; one file is one instrument.", "[a file of more than 16 MiB or 400,000 values, or a mapping of more than 10,000]", "[several files]"),
    Rule("E109", "unreadable", "error", "A file or folder cannot be read.", "What was not read is not known.", "[a folder called eo-1.yaml]", "[a file called eo-1.yaml]"),
    Rule("E110", "encoding", "error", "The file is not UTF-8 text.", "Section signs and dashes would be read as something else.", "note: \udca7 2  # <-\n", "note: § 2\n"),
    Rule("E111", "empty-catalog", "error", "There is no catalog here, or nothing in it.", "An empty answer must not look like 'nothing is due'.", "[a folder without agencies.yaml]", "[agencies.yaml and eo-1.yaml]"),
    Rule("E112", "unknown-key", "error", "A key is unknown.", "A misspelt key would be a fact that nobody reads.", "nota: a  # <-\n", "note: a\n"),
    Rule("E113", "missing-key", "error", "A key is missing.", _WRONG, "directives:\n  - {id: 2a, cite: 2(a), title: T, binds: [omb]}  # <-\n", _TWO),
    Rule("E114", "wrong-value", "error", "A value is not of its type.", _WRONG, "published: 2026-6-5  # <-\n", "published: 2026-06-05\n"),
    Rule("E115", "wrong-suffix", "error", "A catalog file ends in .yml.", "Only .yaml is read, so it would be left out.", "[eo-1.yml]", "[eo-1.yaml]"),
    Rule("E116", "steering", "error", "A character that steers terminals or reorders text is used.", "A screen could show another date than the file has.", 'note: "a\\eb"  # <-\n', "note: ab\n"),
    Rule("E117", "unexpected-file", "warning", "A file or folder lies among the catalog's files and is not read.", "Whoever put it there believes that it counts.",
         "[obligations/new/eo-2.yaml]", "[obligations/eo-2.yaml]"),
    Rule("E118", "computed", "error", "A date or standing that is computed is written by hand.", "Two dates for one duty drift apart; the rule with its proof is the only one kept.",
         "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [omb], due: 2026-07-02}  # <-\n",
         "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [omb], deadline: {within: 30 days, of: date}}\n"),
    Rule("E201", "reserved", "error", "An ID is a reserved word.", "In a deadline, date, publication and effective mean the instrument's own days.",
         "directives:\n  - {id: date, cite: 2(a), title: T, summary: S, binds: [omb]}  # <-\n", _TWO),
    Rule("E202", "same-id", "error", "An ID stands twice.", "References would mean one of the two.", f"{_TWO}  - {{id: 2a, cite: 2(b), title: T, summary: S, binds: [omb]}}  # <-\n", _TWO),
    Rule("E301", "nowhere", "error", "A reference points nowhere.", "A chained deadline would have no date, and nobody would know.",
         f"{_PAGE}effects:\n  - {{does: implements, on: eo-7/9z, cite: '1'}}  # <-\n", f"{_PAGE}effects:\n  - {{does: implements, on: eo-7/2a, cite: '1'}}\n"),
    Rule("E302", "circle", "error", "Deadlines wait for each other in a circle.", "None of them could ever have a date.",
         "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [omb], deadline: {within: 1 day, of: 2a}}  # <-\n", _TWO),
    Rule("E303", "conflict", "error", "Two effects of one day change the same thing.", "Which holds is a question of law, not of the order of files.",
         f"{_PAGE}effects:\n  - {{does: revokes, on: eo-7/2a, cite: '1'}}\n  - {{does: stays, on: eo-7/2a, for: everyone, cite: '2'}}  # <-\n",
         f"{_PAGE}effects:\n  - {{does: revokes, on: eo-7/2a, cite: '1'}}\n"),
    Rule("E304", "same-day-circle", "error", "Instruments end, suspend or move each other on one day, in a circle.",
         "Nobody can say which of them acted first.",
         "[eo-1 revokes eo-2, and eo-2 revokes eo-1, both from the same day on]", "[eo-2 revokes eo-1]"),
    Rule("E305", "which-occurrence", "error", "An event or effect on a recurring duty does not say which date it is about.", "One report does not meet all years.",
         f"{_PAGE}events:\n  - {{on: 2026-06-02, of: eo-7/yearly, what: announced, source: text}}  # <-\n",
         f"{_PAGE}events:\n  - {{on: 2026-06-02, of: eo-7/yearly, what: announced, occurrence: 2026-12-31, source: text}}\n"),
    Rule("E306", "no-such-field", "error", "An amendment sets what its target does not have.", "The amendment would be lost.",
         f"{_PAGE}effects:\n  - {{does: amends, on: eo-7, set: {{force: hortatory}}, cite: '1'}}  # <-\n",
         f"{_PAGE}effects:\n  - {{does: amends, on: eo-7/2a, set: {{force: hortatory}}, cite: '1'}}\n"),
    Rule("E307", "law-in-a-record", "error", "A record has what only law has: directives, effects, limits and the like.",
         "A record tells what happened; a duty that stood in it would be on nobody's docket.",
         "id: journal\nkind: record\ntitle: Our record\ndated: 2026-06-02\nnot_bound: [the GAO]  # <-\n",
         f"id: journal\nkind: record\ntitle: Our record\ndated: 2026-06-02\n{_PAGE}events:\n  - {{on: 2026-06-02, of: eo-7/2a, what: announced, source: text}}\n"),
    Rule("E401", "unknown-party", "error", "A party is not in the registry.", "Filters and calendars go by the registry's names.",
         "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [omd]}  # <-\n", _TWO),
    Rule("E402", "part-of-itself", "error", "A party is part of itself.", "Everything under it would be counted without end.", "[a registry with {omb: {parent: omb}}]", "[{omb: {}}]"),
    Rule("E501", "unknown-source", "error", "A source is not in the file.", "A fact without a source is no fact.",
         f"{_PAGE}limits:\n  - {{id: 3c, cite: 3(c), scope: section, summary: S, source: paper}}  # <-\n", f"{_PAGE}limits:\n  - {{id: 3c, cite: 3(c), scope: section, summary: S}}\n"),
)  # fmt: skip
