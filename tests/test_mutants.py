"""The state machine is worth its name: it notices each planted bug."""

from __future__ import annotations

import pytest

from tests.mutants import MUTANTS, caught


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_bug_is_caught(name: str) -> None:
    assert caught(name)
