"""The nouns that we produce: recipes, bundles, the plan, keys, the report.

A bundle is one view, the recipes that turn it into files, and one key. Two equal keys mean equal
bytes, because a recipe receives nothing that its key does not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import field

from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from libsite.errors import Problem
    from libsite.model import Asset, CardStyle, Direction, LedgerEntry

Target = Literal["relative", "base", "absolute"]
"""How addresses inside the site are written: `../posts/`, `/library/posts/`, `https://…/posts/`."""


class Body(Noun, frozen=True):
    """A body in a view: which HTML, and what its slots hold. `make` puts the HTML in its place."""

    digest: str
    fills: tuple[str, ...] = ()
    """An address for each slot; an empty one takes the link away and leaves its words."""
    pictures: tuple[object, ...] = ()
    """A `views.Picture` for each slot that shows one, None for every other; or empty."""
    blocks: tuple[object, ...] = ()
    """A `views.Block` for each shortcode, which a template of the theme shows; None leaves it out,
    a text stands for itself."""
    after: tuple[object, ...] = ()
    """Further blocks that follow the text."""


class Render(Noun, frozen=True):
    """Fill a Jinja template with the view and the shared values that the template names."""

    template: str


class Rss(Noun, frozen=True):
    """Write the view, a `FeedView`, as RSS 2.0."""


class Atom(Noun, frozen=True):
    """Write the view, a `FeedView`, as Atom 1.0."""


class JsonFeed(Noun, frozen=True):
    """Write the view, a `FeedView`, as JSON Feed 1.1."""


class Opml(Noun, frozen=True):
    """Write the view, a `SubscribeView`, as OPML 2.0."""


class WidgetData(Noun, frozen=True):
    """Write the view, a `WidgetView`, as the JSON that the contract of its version promises."""


class WidgetIndex(Noun, frozen=True):
    """Write the view, a `ShopView`, as the JSON that lists every widget there is."""


class OEmbed(Noun, frozen=True):
    """Write the view, a `WidgetView`, as oEmbed 1.0 in JSON."""


class Sheet(Noun, frozen=True):
    """Fill a template with the view, a `ShareView`, and its finished posts for every network."""

    template: str
    text: str
    """The template that words the posts, such as `share-post.txt`."""


class Text(Noun, frozen=True):
    """Write a text that is final but for its addresses."""

    body: str


class Copy(Noun, frozen=True):
    """Write a file's own bytes."""

    asset: Asset


class Publish(Noun, frozen=True):
    """Write a file from `content/`: a picture without what the camera noted, others as they are."""

    asset: Asset


class Scale(Noun, frozen=True):
    """Write a picture as WebP, upright, in sRGB and without metadata, *width* pixels wide."""

    asset: Asset
    width: int


class Cover(Noun, frozen=True):
    """Draw a cover as SVG; equal texts give equal bytes."""

    title: str
    author: str
    dir: Direction


Shape = Literal["wide", "square"]
CARD_SIZES: dict[Shape, tuple[int, int]] = {"wide": (1200, 630), "square": (1080, 1080)}
"""Width and height in pixels of social cards."""


class SocialCard(Noun, frozen=True):
    """Draw the picture that networks show beside a link: PNG, or JPEG if it holds a photograph."""

    title: str
    library: str
    """The library's name."""
    lang: str
    dir: Direction
    style: CardStyle
    shape: Shape
    picture: Asset | None = None
    """The picture that stands for the page, if it has one."""
    covers: tuple[Asset | Cover, ...] = ()
    """Else the covers of its books, at most four: a picture of the library's, or a drawn one."""


Recipe = (
    Scale
    | Cover
    | SocialCard
    | Render
    | Sheet
    | Rss
    | Atom
    | JsonFeed
    | Opml
    | WidgetData
    | WidgetIndex
    | OEmbed
    | Text
    | Copy
    | Publish
)


def assets_of(recipe: Recipe) -> tuple[Asset, ...]:
    """Return the files whose bytes *recipe* needs."""
    match recipe:
        case Copy(asset) | Publish(asset) | Scale(asset):
            return (asset,)
        case SocialCard():
            covers = (one for one in recipe.covers if not isinstance(one, Cover))
            named = (recipe.picture, recipe.style.font, *covers)
            return tuple(asset for asset in named if asset is not None)
    return ()


class Output(Noun, frozen=True):
    """One file that a bundle makes."""

    path: str
    """Relative to the output folder, with `/`."""
    recipe: Recipe
    target: Target = "relative"


class Bundle(Noun, frozen=True):
    """Files that are made from one view, and therefore remade together."""

    name: str
    """The path of its first file."""
    because: str
    """The source file or the planner that asked for it: for errors and for `libsite why`."""
    outputs: tuple[Output, ...]
    view: object = None
    """A noun of plain values, or None where the recipes need none."""


class Plan(Noun, frozen=True):
    """Every file that should exist, and what may be read while making it."""

    bundles: tuple[Bundle, ...]
    shared: Mapping[str, object]
    """Values that many pages show, by the name under which templates see them."""
    problems: tuple[Problem, ...] = ()
    until: datetime | None = None
    """The earliest later moment at which time alone changes the plan; None for never."""
    pages: int = 0
    """How many pages are published."""
    books: tuple[LedgerEntry, ...] = ()
    """The books that have pages, as the ledger is to know them."""
    lists: tuple[LedgerEntry, ...] = ()
    """The lists of pages likewise."""


class Job(Noun, frozen=True):
    """A bundle with all that its recipes may read, ready for any process on any machine."""

    bundle: Bundle
    names: tuple[str, ...] = ()
    """The shared values that it may read: those in its key."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    """HTML by digest: the bodies that the view names, and no others."""
    data: Mapping[str, bytes] = field(default_factory=dict)
    """Bytes by asset source: the files that the recipes name, and no others."""
    lengths: Mapping[str, int] = field(default_factory=dict)
    """Bytes of other files of the plan by output path: of those that the view encloses."""


class Key(Noun, frozen=True):
    """Everything that a bundle's bytes depend on."""

    digest: str
    """Of the text: what is compared."""
    text: bytes
    """All of it, JSON in UTF-8: `make.keys` writes it and takes it apart."""


class Report(Noun, frozen=True):
    """What a build did."""

    made: Mapping[str, tuple[str, ...]]
    """The bundles that were made, and for each the parts of its key that had changed."""
    kept: int
    """How many bundles were left as they were."""
    written: tuple[str, ...]
    """Paths whose bytes changed, sorted."""
    removed: tuple[str, ...]
    """Paths that were deleted, sorted."""
    problems: tuple[Problem, ...]
    pages: int = 0
    """How many pages are published."""
    left_out: tuple[str, ...] = ()
    """Sources that `--quarantine` left out, sorted."""
    until: datetime | None = None
    """The earliest later moment at which another build does something by itself; None for never."""
