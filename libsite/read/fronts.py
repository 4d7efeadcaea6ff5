"""What the front matter of every page may say, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from libsite.errors import Problem, warning
from libsite.model import KINDS
from libsite.read.days import Moment
from libsite.read.fields import (
    Aliases,
    AnyText,
    Id,
    LanguageTag,
    Lines,
    Names,
    Slug,
    Text,
    YesNo,
    read_word,
    refuse,
    shown,
)
from libsite.read.parts import Part
from libsite.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.read.yaml import Tree


def _read_kind(value: object) -> str:
    kind = read_word(value).lower()
    if kind not in KINDS:
        near = nearest(kind, KINDS)
        kinds = ", ".join(f"`{name}`" for name in KINDS)
        hint = f"did you mean `{near}`?" if near else f"write one of {kinds}"
        refuse(f"is not a kind of content: {shown(kind)}", hint)
    return kind


def _as_image(value: object) -> object:
    return {"src": value} if isinstance(value, str) else value


class ImageFront(BaseModel):
    """The picture that stands for a page."""

    model_config = ConfigDict(frozen=True, defer_build=True, title="Picture")

    src: Text = Field(description="The picture's file, beside the page: `whale.jpg`.")
    alt: AnyText | None = Field(
        default=None, description='What the picture shows, in words; `""` if it only decorates.'
    )


class CommonFront(BaseModel):
    """What every kind of page has."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    spellings: ClassVar[Mapping[str, str]] = {"author": "authors"}
    """Other names of fields that mean just the same, with `_` for spaces."""
    parts: ClassVar[Mapping[str, Part]] = {}
    """Fields that are lists whose entries have names of their own."""

    title: Text = Field(description="The title, as it is to be read.")
    date: Moment | None = Field(
        default=None,
        description="The day, or the day and the time, from which on the page is published: "
        "`2026-11-21` or `2026-11-21 19:30`. Without a time, the whole local day counts.",
    )
    updated: Moment | None = Field(
        default=None,
        description="The day, or the day and the time, of the last change worth knowing.",
    )
    expires: Moment | None = Field(
        default=None,
        description="The day, or the day and the time, from which on the page is gone.",
    )
    id: Id | None = Field(
        default=None,
        description="What keeps the page the same when it is renamed or moved; never change.",
    )
    slug: Slug | None = Field(
        default=None, description="The last part of the page's address; else the file's name is."
    )
    kind: (
        Annotated[str, BeforeValidator(_read_kind), WithJsonSchema({"enum": sorted(KINDS)})] | None
    ) = Field(default=None, description="What sort of page this is; else its folder says so.")
    tags: Lines = Field(
        default=(), description="What the page is about: a list, or words between commas."
    )
    audience: Lines = Field(
        default=(), description="For whom it is: a list, or words between commas, as in site.yaml."
    )
    authors: Names = Field(
        default=(), description="Who wrote the page: one name, or a list of names."
    )
    summary: Text | None = Field(
        default=None,
        description="A sentence or two for lists and feeds; else the page's first words are.",
    )
    image: Annotated[
        ImageFront | None,
        BeforeValidator(_as_image, json_schema_input_type=str | ImageFront | None),
    ] = Field(
        default=None, description="The picture that stands for the page, with its `src` and `alt`."
    )
    lang: LanguageTag | None = Field(
        default=None, description="The language of the page where it is not the site's: `es`."
    )
    draft: YesNo = Field(default=False, description="Write `true` to keep the page unpublished.")
    withdrawn: YesNo = Field(
        default=False,
        description="Write `true` to take a published page back; a short notice stays.",
    )
    aliases: Aliases = Field(
        default=(),
        description="Old addresses that lead here, such as `/old/path/`; one, or a list.",
    )
    files: Names = Field(
        default=(), description="Files beside the page to publish though it does not link to them."
    )
    share: Annotated[Any, WithJsonSchema({})] = Field(
        default=None,
        description="Your own words for posts about the page: one text for all networks, or one for"
        " each by its name, such as `mastodon:`, and `text:` for the others.",
    )
    """`read_share` reads it, which says more than a model can."""


class PostFront(CommonFront):
    """The front matter of a post: news, a review, an announcement."""

    model_config = ConfigDict(title="Post")


class PageFront(CommonFront):
    """The front matter of a page that stays, such as opening hours."""

    model_config = ConfigDict(title="Page")


def about_image(said: CommonFront, typed: Mapping[str, str], tree: Tree[Any]) -> Iterator[Problem]:
    """Yield a warning where the picture has no description."""
    if said.image and said.image.alt is None:
        line, column = tree.value((typed["image"], "src"))
        message = "`image` does not say in words what it shows"
        hint = 'write `alt:` and what is to be seen below `src:`, or `alt: ""` if it only decorates'
        yield warning(message, line=line, column=column, hint=hint)
