"""The pictures in the documents are of the pages as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts import _pictures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Page]]:
    with _pictures.shown_pages(tmp_path_factory.mktemp("pictures")) as shown:
        yield shown


@pytest.mark.parametrize("name", _pictures.SHOTS)
def test_a_picture_has_the_words_of_its_page(name: str, pages: dict[str, Page]) -> None:
    picture = (_pictures.FOLDER / f"{name}.png").read_bytes()
    said = _pictures.words_in(picture)
    assert len(said) > 100
    assert said == _pictures.words_of(pages[name]), "run `python3 scripts/pictures`"


def test_no_picture_on_a_page_that_is_shown_is_missing(pages: dict[str, Page]) -> None:
    broken = "[...document.images].filter(one => one.complete && !one.naturalWidth).length"
    assert {name: page.evaluate(broken) for name, page in pages.items()} == dict.fromkeys(pages, 0)
