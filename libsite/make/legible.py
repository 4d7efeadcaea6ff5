"""Which social cards will show no words, since nothing at hand can draw their titles.

It is asked in every build, and not where a card is drawn: a build that draws none says the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from libsite.artifact import SocialCard
from libsite.errors import Problem, notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from libsite.artifact import Bundle
    from libsite.make.typefaces import UndrawableError

PLAIN = re.compile(r"[\x00-\u017f–—‘’“”„•…€™]*")
"""Titles that can always be drawn: no font need be opened to tell."""


def illegible(bundles: Iterable[Bundle], load: Callable[[str], bytes]) -> Iterator[Problem]:
    """Yield a notice for each wide card of *bundles* that will show no words.

    A square one goes with a wide one, which has told it. *load* gives the bytes of a theme's font.
    """
    for bundle in bundles:
        for output in bundle.outputs:
            recipe = output.recipe
            if isinstance(recipe, SocialCard) and recipe.shape == "wide" and not _plain(recipe):
                yield from _told(recipe, bundle.because, load)


def _plain(recipe: SocialCard) -> bool:
    return bool(PLAIN.fullmatch(recipe.title))


def _told(recipe: SocialCard, because: str, load: Callable[[str], bytes]) -> Iterator[Problem]:
    # Pillow and the fonts cost what most sites need not pay here.
    from libsite.make.typefaces import UndrawableError, drawable_text, own_face

    font = recipe.style.font
    own = own_face(font.source, load(font.source)) if font else None
    try:
        if not drawable_text(recipe.title, own):
            drawable_text(recipe.library, own)  # stands in place of a title of emoji alone
    except UndrawableError as fault:
        yield _notice(recipe, because, fault)


def _notice(recipe: SocialCard, because: str, fault: UndrawableError) -> Problem:
    """Say that the card of the page *because* has no words."""
    if fault.missing:
        what = f"no font at hand has `{fault.character}`"
        hint = "name one that has it in the theme's `theme.yaml`: `card: {font: static/fonts/…}`"
    else:
        what = f"nothing at hand can shape letters such as `{fault.character}`"
        hint = "install FriBiDi: `apt install libfribidi0`, `brew install fribidi`"
    return notice(
        f"the social card of `{recipe.title}` shows no words: {what}",
        path=because if "/" in because else "site.yaml",
        hint=hint,
    )
