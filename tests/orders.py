"""An order written for the tests: every kind of time limit, and everything that only looks like
one.
"""

from __future__ import annotations

from datetime import date

from eo_tracker.extract import Source

PARAGRAPHS = [
    "By the authority vested in me as President, it is hereby ordered:",
    "Section 1. Purpose. Ports have waited for new cranes since 2019. It is our goal to double their capacity by 2030.",
    "Sec. 2. Definitions. For purposes of this order: (a) the term “crane” means a machine that lifts; and",
    "(b) the term “port” means a place where ships lie.",
    "Sec. 3. Cranes. (a) Within 45 days of the date of this order, the Secretary of the Treasury, in consultation with the Secretary of "
    "Commerce and the Director of OMB, shall publish a list of cranes that are older than 30 years.",
    "(b) The Secretary of Homeland Security, acting through the Director of CISA, shall, no later than ninety (90) days after the date "
    "of this order and annually thereafter, report to the President on the security of cranes.",
    "(c) Within 60 days of the date of this order:",
    "(i) the Secretary of Labor shall survey the training of crane operators; and",
    "(ii) the Administrator of General Services shall offer spare parts to ports.",
    "(d) Within 30 days of receipt of the list described in subsection (a) of this section, each agency head shall name a contact.",
    "(e) By December 31, 2027, agencies that operate ports shall replace every crane on the list. Leases may run for a period of up to 20 "
    "years, and I expect cranes to last.",
    "(f) The Director of OMB shall provide quarterly updates on spending. "
    "The Council shall terminate 2 years after the date of this order.",
    "(g) The Secretary of War shall issue guidance requiring covered contractors to retire old software by June 30, 2028.",
    "(h) The Attorney General shall help.",
    "(i) The Secretary of State shall:",
    "(A) within 10 business days of the date of this order, write to allied ports; and",
    "(B) by the end of fiscal year 2027, report on their answers.",
    "(j) A plan will be made public within 6 months of the date of this order.",
    "Sec. 4. Amendment. Executive Order 13333 of March 4, 2004 (Better Docks), is hereby amended by striking section 2 and inserting, "
    "in lieu thereof, the following:",
    "“Sec. 2. Docks. (a) Within 1 year of the date of this order, the Secretary of the Interior shall count all docks.",
    "(b) The Secretary of the Interior shall paint them.”",
    "Sec. 5. General Provisions. (a) Nothing in this order shall be construed to impair or otherwise affect the authority of an agency.",
    "(b) This order shall be implemented consistent with applicable law.",
]
SOURCE = Source(PARAGRAPHS, title="Lifting the Nation’s Ports", dated=date(2026, 6, 2))

# (pinpoint, words, first date, recurrence, addressee)
LIMITS = [
    (
        "3(a)",
        "Within 45 days of the date of this order",
        "2026-07-17",
        None,
        "the Secretary of the Treasury",
    ),
    (
        "3(b)",
        "no later than ninety (90) days after the date of this order and annually thereafter",
        "2026-08-31",
        "1 year",
        "The Secretary of Homeland Security, acting through the Director of CISA",
    ),
    ("3(c)", "Within 60 days of the date of this order", "2026-08-01", None, None),
    (
        "3(d)",
        "Within 30 days of receipt of the list described in subsection (a) of this section",
        None,
        None,
        "each agency head",
    ),
    ("3(e)", "By December 31, 2027", "2027-12-31", None, "agencies that operate ports"),
    ("3(f)", "quarterly updates", None, "3 months", "The Director of OMB"),
    ("3(g)", "by June 30, 2028", "2028-06-30", None, "covered contractors"),
    (
        "3(i)(A)",
        "within 10 business days of the date of this order",
        "2026-06-16",
        None,
        "The Secretary of State",
    ),
    ("3(i)(B)", "by the end of fiscal year 2027", "2027-09-30", None, "The Secretary of State"),
    ("3(j)", "within 6 months of the date of this order", "2026-12-02", None, None),
    (
        "4",
        "Within 1 year of the date of this order",
        "2005-03-04",
        None,
        "the Secretary of the Interior",
    ),
]
