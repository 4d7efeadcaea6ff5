"""Pictures that are heavier than a reader's connection, or a repository, should have to carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.artifact import Copy, Cover, Publish, Scale, SocialCard
from libsite.errors import Problem, notice, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.artifact import Recipe
    from libsite.check.subject import Subject

HEAVY = 500_000
"""Bytes of a published picture: on a slow phone connection (1.6 Mbit/s) they take 2.5 seconds."""
HEAVY_SOURCE = 10_000_000
"""Bytes of a picture in `content/`: every copy of the site's repository carries it for good."""
LARGE = 40_000_000
"""Pixels of a picture in `content/`: no page shows more than 1600 across."""
ENDINGS = tuple(".svg .gif .png .jpg .jpeg .webp .avif .bmp .tif .tiff".split())


def heavy_pictures(subject: Subject) -> Iterator[Problem]:
    """Yield a warning for each published picture of so many bytes that phones wait for it."""
    told: set[str] = set()
    for bundle in subject.plan.bundles:
        for output in bundle.outputs:
            if not _is_picture(output.path, output.recipe):
                continue
            size = (subject.output / output.path).stat().st_size
            name = _source(output.recipe) or output.path
            if size > HEAVY and name not in told:
                told.add(name)
                short = name.rpartition("/")[2]
                place = subject.places.of(output.path, short)
                if name in subject.inputs and place.path.startswith(f"{subject.shown}/"):
                    place = type(place)(name)
                yield place.put(
                    warning(
                        f"the picture `{short}` is published with {_kilobytes(size)}",
                        hint=f"make it smaller, to {_kilobytes(HEAVY)} at the most:"
                        " readers with a phone wait for it",
                    )
                )


def _source(recipe: Recipe) -> str:
    """Return the picture that *recipe* publishes; empty for one that libsite draws."""
    return recipe.asset.source if isinstance(recipe, Scale | Copy | Publish) else ""


def _is_picture(path: str, recipe: Recipe) -> bool:
    made = isinstance(recipe, Scale | Cover | SocialCard)
    return made or (isinstance(recipe, Copy | Publish) and path.lower().endswith(ENDINGS))


def _kilobytes(size: int) -> str:
    return f"{size / 1000:,.0f} kB"


def large_sources(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each picture in `content/` that is far larger than any page shows it."""
    for asset in subject.site.files.values():
        measured = subject.site.pictures.get(asset.source)
        if measured is None or measured.vector:
            continue
        if asset.size > HEAVY_SOURCE or measured.width * measured.height > LARGE:
            yield notice(
                f"this picture has {asset.size / 1e6:.1f} MB and {measured.width:,} ×"
                f" {measured.height:,} pixels, and no page shows more than 1,600 across",
                path=asset.source,
                hint="save it smaller: every copy of the site's files carries it",
            )
