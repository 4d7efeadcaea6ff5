"""The pictures that networks show beside a link: one for each page, drawn in the theme's style."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec.structs import replace

from libsite.artifact import CARD_SIZES, Bundle, Cover, Output, Scale, SocialCard
from libsite.noun import Noun
from libsite.plan.cards import COVERS
from libsite.plan.catalog import is_news
from libsite.text import direction, marker
from libsite.views import BookBlock, Picture, ShelfBlock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from libsite.artifact import Shape
    from libsite.model import Asset, Direction, Page, Site
    from libsite.plan.cards import Shelf
    from libsite.plan.catalog import Catalog
    from libsite.views import BookCard

NAMES: dict[Shape, str] = {"wide": "card", "square": "card-square"}
"""What the files are called, without their ending."""


class Drawn(Noun, frozen=True):
    """A card: how pages show it, and the file that it is."""

    picture: Picture
    path: str
    recipe: SocialCard


def with_cards(site: Site, catalog: Catalog, shelf: Shelf) -> Shelf:
    """Return *shelf*, which is complete but for them, with the cards of all pages and books.

    Squares are for what is shared by share sheets.
    """
    if not site.config.outputs.cards:
        return shelf
    wide: dict[str, Drawn] = {}
    square: dict[str, Drawn] = {}
    for page in catalog.published:
        picture, alt = _photo(page, site, shelf)
        covers = () if picture else _covers(_shown(page, shelf), site, shelf)
        words = _Words(page.title, page.lang, page.dir, alt)
        wide[page.source] = _drawn(page.path, words, site, picture=picture, covers=covers)
        if site.config.outputs.share and is_news(page):
            square[page.source] = _drawn(
                page.path, words, site, shape="square", picture=picture, covers=covers
            )
    for path, book in shelf.books.cards.items():
        words = _Words(book.title, site.config.language, direction(site.config.language))
        wide[path] = _drawn(path, words, site, covers=_covers([path], site, shelf))
    return replace(shelf, wide=wide, square=square)


def site_card(site: Site) -> Drawn | None:
    """Return the card for pages that have none of their own; None where cards are switched off."""
    if not site.config.outputs.cards:
        return None
    language = site.config.language
    return _drawn("", _Words(site.config.title, language, direction(language)), site)


def picture_of(drawn: Drawn | None) -> Picture | None:
    """Return how pages show *drawn*, if there is such a card."""
    return drawn.picture if drawn else None


def plan_social(site: Site, catalog: Catalog, shelf: Shelf) -> Iterator[Bundle]:
    """Plan the cards of the site, of its pages and of its books."""
    yield from _bundle("social", site_card(site))
    for page in catalog.published:
        yield from _bundle(page.source, shelf.wide.get(page.source), shelf.square.get(page.source))
    for volume in shelf.books.library.volumes:
        yield from _bundle(volume.mentions[0].page.source, shelf.wide.get(volume.path))


def _bundle(because: str, *cards: Drawn | None) -> Iterator[Bundle]:
    outputs = tuple(Output(card.path, card.recipe) for card in cards if card is not None)
    if outputs:
        yield Bundle(outputs[0].path, because, outputs)


class _Words(Noun, frozen=True):
    """The title of a card, and what it is written in."""

    title: str
    lang: str
    dir: Direction
    alt: str = ""
    """What its photograph shows; empty if there is none, or if it only decorates."""


def _drawn(
    path: str,
    words: _Words,
    site: Site,
    *,
    shape: Shape = "wide",
    picture: Asset | None = None,
    covers: tuple[Asset | Cover, ...] = (),
) -> Drawn:
    """Return the card for the folder *path*: a JPEG if it holds a photograph, else a PNG."""
    photograph = picture is not None or any(not isinstance(one, Cover) for one in covers)
    name = f"{path}{NAMES[shape]}.{'jpg' if photograph else 'png'}"
    library = site.config.title
    recipe = SocialCard(
        title=words.title,
        library=library,
        lang=words.lang,
        dir=words.dir,
        style=site.theme.card,
        shape=shape,
        picture=picture,
        covers=covers,
    )
    alt = library if words.title == library else f"{words.title} – {library}"
    alt = f"{alt}. {words.alt}" if words.alt else alt
    width, height = CARD_SIZES[shape]
    return Drawn(Picture(marker(name), alt, width=width, height=height), name, recipe)


def _photo(page: Page, site: Site, shelf: Shelf) -> tuple[Asset | None, str]:
    """Return the picture that stands for *page*, if it is one of pixels, and what it shows."""
    resolved = shelf.links.resolved[page.source]
    if resolved.image is None:
        return None, ""
    shown = resolved.image.src
    for path, recipe in resolved.files:
        if isinstance(recipe, Scale) and marker(path) == shown:
            asset = _fit(recipe.asset, site)
            return asset, resolved.image.alt if asset else ""
    return None, ""


def _fit(asset: Asset, site: Site) -> Asset | None:
    """Return *asset* if a card can hold it: it can be read, and is no drawing."""
    measured = site.pictures.get(asset.source)
    return None if measured is None or measured.fault or measured.vector else asset


def _shown(page: Page, shelf: Shelf) -> Iterator[str]:
    """Yield the folders of the books that *page* shows: of its own list, then of its text."""
    yield from (shelf.books.library.of(book).path for book in page.books)
    for block in shelf.blocks.get(page.source, ()):
        if isinstance(block, BookBlock):
            yield _folder(block.book)
        elif isinstance(block, ShelfBlock):
            yield from map(_folder, block.books)


def _folder(book: BookCard) -> str:
    return unquote(book.url.removeprefix(marker("")))


def _covers(paths: Iterable[str], site: Site, shelf: Shelf) -> tuple[Asset | Cover, ...]:
    """Return the covers of the first books that stand at *paths*, each book once."""
    first = list(dict.fromkeys(paths))[:COVERS]
    return tuple(cover for path in first if (cover := _cover(path, site, shelf)) is not None)


def _cover(path: str, site: Site, shelf: Shelf) -> Asset | Cover | None:
    """Return the cover of the book at *path*: a picture, or how it is drawn."""
    for _, recipe in shelf.books.jackets[path].outputs:
        if isinstance(recipe, Cover):
            return recipe
        if isinstance(recipe, Scale):
            return _fit(recipe.asset, site)
    return None
