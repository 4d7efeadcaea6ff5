"""The library's site, pages of others, and a browser to look at both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hosts import Hosts, Library, host_pages, library_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_in(tmp_path_factory.mktemp("library")) as served:
        yield served


@pytest.fixture(scope="module")
def hosts() -> Iterator[Hosts]:
    with host_pages() as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1000, "height": 700})
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
