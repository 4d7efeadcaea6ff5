"""What all tests share: how many examples Hypothesis tries, who does not listen, what is first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser

settings.register_profile("dev", max_examples=15, deadline=None)
# What decides about a change must say the same twice; what is new is looked for by `thorough`.
settings.register_profile("ci", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=500, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

# Where the suite itself runs in GitHub Actions, libsite would talk to GitHub in every test.
for name in [name for name in os.environ if name.startswith("GITHUB_")]:
    del os.environ[name]
os.environ.pop("LIBSITE_CONSENT", None)


@pytest.hookimpl(trylast=True)  # after those who shuffle
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what may take longest: at the end one processor would work on it alone."""
    items.sort(key=lambda item: -_patience(item.iter_markers("timeout")))


def _patience(marks: Iterable[pytest.Mark]) -> float:
    return max((mark.args[0] for mark in marks), default=0)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give Chromium to the tests of a file."""
    from tests.hosts import opened_browser

    with opened_browser() as opened:
        yield opened
