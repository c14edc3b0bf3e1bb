"""A fixed number of random cases for every reader; `benchmarks/fuzz` runs more."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from fuzzing import READERS, play

CASES = 120
BATCH = 20


@pytest.mark.parametrize("first", range(0, CASES, BATCH))
@pytest.mark.parametrize("reader", READERS)
def test_damage_is_refused_or_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str, first: int
) -> None:
    monkeypatch.chdir(ROOT)
    for seed in range(first, first + BATCH):
        folder = tmp_path / str(seed)
        folder.mkdir()
        faults = [(each.question, each.fault) for each in play(reader, seed, folder) if each.fault]
        assert (seed, faults) == (seed, [])
