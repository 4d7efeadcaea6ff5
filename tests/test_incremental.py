"""Any sequence of edits and accidents, built step by step, equals a clean build."""

from __future__ import annotations

from tests.machine import Sites

Incremental = Sites.TestCase
