# SPDX-License-Identifier: Apache-2.0
"""100,000 random sequences of operations per surface, on both libraries, in two processes each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Side
from sequence_rules import RULES
from sequences import Comparison, Driver, build

# A number that is easy to remember may be given for a longer run, or for a shorter one while something is tried.
COUNT = int(os.environ.get("TVM_FFI_SEQUENCES", "100000"))

# `main.c` lists the same; `test_surfaces_are_known` compares.
SURFACES = [
    "array",
    "list",
    "map",
    "dict",
    "any_hash",
    "dtype_read",
    "dtype_write",
    "json_read",
    "json_write",
    "graph",
    "graph_text",
    "repr",
    "recursive",
    "structural",
    "copy",
]

SHOWN = 3


@pytest.fixture(scope="module")
def comparison(both: tuple[Side, Side], tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """One program, opened on each library; proven to be two."""
    program = build(tmp_path_factory.mktemp("sequences") / "sequences", both[0].compile_flags)
    ours, reference = (Driver(program, side.library) for side in both)
    proofs = ours.proof(), reference.proof()
    print("ours:", *proofs[0], "reference:", *proofs[1])
    assert proofs[0][0] != proofs[1][0] and proofs[0][1] != proofs[1][1], proofs
    return Comparison(ours, reference, RULES)


def test_surfaces_are_known(comparison: Comparison) -> None:
    assert comparison.ours.run("list") == SURFACES
    assert {surface for rule in RULES for surface in rule.surfaces.split()} <= set(SURFACES)


@pytest.mark.parametrize("surface", SURFACES)
def test_sequences_agree(comparison: Comparison, surface: str) -> None:
    outcome = comparison.compare(surface, COUNT)
    print(surface, outcome.sequences, "sequences; died:", dict(outcome.died), "decided:", dict(outcome.decided))
    assert outcome.died["ours"] == 0
    shown = [comparison.smallest(surface, seed) for seed in outcome.surprises[:SHOWN]]
    assert not outcome.surprises, f"{len(outcome.surprises)} differ, for example\n" + "\n".join(shown)


def test_shrinker_finds_the_step_that_matters(comparison: Comparison) -> None:
    """Without its rules the comparison must see a difference and leave out all steps but the ones that make it."""
    strict = Comparison(comparison.ours, comparison.reference, [])
    outcome = strict.compare("dtype_write", 200)
    assert outcome.surprises
    text = strict.smallest("dtype_write", outcome.surprises[0]).splitlines()
    assert [line.split(":")[0].strip() for line in text[1:]] == ["ours", "reference"], text


def test_a_death_is_isolated(comparison: Comparison, tmp_path: Path) -> None:
    """The reference dies of some graph texts; the sequences around them are compared all the same."""
    outcome = Comparison(comparison.ours, comparison.reference, RULES).compare("graph_text", 2500)
    assert outcome.died["reference"] > 0 and outcome.died["ours"] == 0
    assert not outcome.surprises
