"""Any sequence of edits and accidents, built step by step, equals a clean build."""

from __future__ import annotations

import pytest

from tests.machine import Sites

# five hundred examples take a quarter of an hour
Incremental = pytest.mark.timeout(7200)(Sites.TestCase)
