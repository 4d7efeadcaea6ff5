"""A small site, and the same being served."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serve.serving import RIVERS, SITE, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.serve.serving import Running


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    posts = root / "content" / "posts"
    posts.mkdir(parents=True)
    (root / "site.yaml").write_text(SITE)
    (posts / "rivers.md").write_text(RIVERS)
    return root


@pytest.fixture
def running(site: Path) -> Iterator[Running]:
    with serving(site) as served:
        served.next()
        yield served
