"""The state machine: any sequence of edits and accidents, built in steps, equals a clean build.

Each rule changes something that a person, a machine or the clock
might change; after each, `check` builds in place and builds the same site clean elsewhere.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PIL import Image

from libsite.errors import SiteError
from libsite.keep import cache as keep_cache
from libsite.keep import output as keep_output
from libsite.keep.census import untouched
from libsite.keep.pictures import Store
from libsite.make import words
from libsite.visit import EPOCH
from tests.sites import BASE, run, tree, write_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from libsite.artifact import Report


def wide(colour: str) -> bytes:
    """Return a picture that is wide enough for two sizes."""
    made = BytesIO()
    Image.new("RGB", (700, 2), colour).save(made, "GIF")
    return made.getvalue()


START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NAMES = ("rivers", "hills", "seas", "woods", "moors")
TAGS = ("water", "land", "Sky")
TEXTS = ("Short.", "Longer, with *stress*.", "## A heading\n\nAnd text.", "- a list\n- of two")
DAYS = ("2024-05-01", "2025-12-31", "2026-11-01", "2026-11-22", "2026-11-24", "2027-01-02")
GIF = b"GIF89a\1\0\1\0\x80\0\0%b\xff\xff\xff!\xf9\4\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
PICTURES = (GIF % b"\0\0\0", GIF % b"\0\0\x99", wide("green"))
"""Two pictures of one pixel, and one that is made in two sizes."""
TEMPLATES = (
    *("base.html", "nav.html", "cards.html", "post.html", "list.html", "home.html"),
    *("titles.html", "book.html", "club.html"),
)
OUTWARD = ("subscribe.html", "widget.html", "embed.html", "share.html", "shares.html")
BLOCKS = ("block-book.html", "block-shelf.html")
WORDINGS = ("share-post.txt", "share-titles.txt", "share-club.txt", "share-reading.txt")
LISTS = ("autumn", "winter")
BOOKS = {
    "wonder": {"title": "Wonder", "authors": "R. J. Palacio", "isbn": "9780375869020"},
    "matilda": {"title": "Matilda", "authors": "Roald Dahl"},
    "matilda in capitals": {"title": "MATILDA", "authors": "Roald Dahl", "isbn": "9780142410370"},
    "holes": {"title": "Holes", "authors": "Louis Sachar"},
}
"""Books as lists describe them; two of them are one book."""
MEETINGS = ("2026-11-22 13:00", "2026-11-22 08:00-09:00", "2026-11-23", "2026-12-03 18:30")
names = st.sampled_from(NAMES)
lists = st.sampled_from(LISTS)
books = st.sampled_from(sorted(BOOKS))


class Killed(BaseException):
    """What happens to a process that is killed: nothing more."""


class Sites(RuleBasedStateMachine):
    """A site that people and accidents change."""

    @initialize(outward=st.booleans())
    def begin(self, *, outward: bool) -> None:
        """Start with a small good site, which perhaps has widgets and share sheets."""
        self.folder = Path(tempfile.mkdtemp(prefix="libsite-machine-"))
        self.root = write_site(self.folder / "site", BASE)
        if outward:
            self.edit_settings("outputs", 0)
        self.now = START
        self.options: dict[str, object] = {}
        self.patient = True
        self.toolchain = "1"
        self.foreign: set[str] = set()
        self.posts: dict[str, dict[str, str]] = {}
        self.lists: dict[str, list[str]] = {}
        for name in ("rivers", "hills"):
            self.posts[name] = {"title": name.title(), "date": "2026-11-01", "body": "Text."}
            self._save(name)
        (self.root / "content/pages/about.md").write_text("---\ntitle: About us\n---\nWe lend.\n")
        self.list_books("autumn", ["wonder", "holes"])
        self.recommend("hills", "wonder")
        self.found_club(draft=False, meeting=MEETINGS[0])
        self.read_together("one", "holes", "2026-10-01", None)

    def teardown(self) -> None:
        """Take the folders away."""
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    # ---- what people do

    def _save(self, name: str) -> None:
        post = self.posts[name]
        front = "".join(f"{key}: {value}\n" for key, value in post.items() if key != "body")
        path = self.root / f"content/posts/{post.get('file', name)}.md"
        front = front.replace(f"file: {post.get('file')}\n", "")
        path.write_text(f"---\n{front}---\n{post['body']}\n", encoding="utf-8")

    def _set(self, name: str, **fields: str | None) -> None:
        post = self.posts.setdefault(
            name, {"title": name.title(), "date": "2026-10-01", "body": "New."}
        )
        for key, value in fields.items():
            if value is None:
                post.pop(key, None)
            else:
                post[key] = value
        self._save(name)

    @rule(name=names, text=st.sampled_from(TEXTS))
    def edit_body(self, name: str, text: str) -> None:
        self._set(name, body=text)

    @rule(name=names, title=st.sampled_from(("One", "Two: three", "Ünï <b>")))
    def edit_title(self, name: str, title: str) -> None:
        self._set(name, title=f'"{title}"')

    @rule(name=names, tags=st.lists(st.sampled_from(TAGS), unique=True))
    def retag(self, name: str, tags: list[str]) -> None:
        self._set(name, tags=f"[{', '.join(tags)}]" if tags else None)

    @rule(name=names, audience=st.sampled_from((None, "teens", "children")))
    def readdress(self, name: str, audience: str | None) -> None:
        self._set(name, audience=audience)

    @rule(name=names, day=st.sampled_from(DAYS))
    def redate(self, name: str, day: str) -> None:
        self._set(name, date=day)

    @rule(name=names, day=st.sampled_from((None, "2026-11-23", "2026-11-22T13:00")))
    def expire(self, name: str, day: str | None) -> None:
        self._set(name, expires=day)

    @rule(name=names, slug=st.sampled_from((None, "brooks", "rivers", "Brooks")))
    def reslug(self, name: str, slug: str | None) -> None:
        self._set(name, slug=slug)

    @rule(name=names, draft=st.sampled_from((None, "true")))
    def draft(self, name: str, draft: str | None) -> None:
        self._set(name, draft=draft)

    @rule(name=names, withdrawn=st.sampled_from((None, "true")))
    def withdraw(self, name: str, withdrawn: str | None) -> None:
        self._set(name, withdrawn=withdrawn)

    @rule(name=names, alias=st.sampled_from((None, "[/old/]", "[/old/page.html, /older/]")))
    def alias(self, name: str, alias: str | None) -> None:
        self._set(name, aliases=alias)

    @rule(name=names, other=names)
    def link(self, name: str, other: str) -> None:
        """Link to a post; while that one is missing, the site has an error."""
        self._set(name, body=f"See [it](@/posts/{other}.md).")

    @rule(name=names)
    def delete(self, name: str) -> None:
        post = self.posts.pop(name, None)
        if post is not None:
            (self.root / f"content/posts/{post.get('file', name)}.md").unlink()

    @rule(name=names)
    def rename(self, name: str) -> None:
        """Give a file another name, and its post thereby another address."""
        post = self.posts.get(name)
        if post is not None:
            old = self.root / f"content/posts/{post.get('file', name)}.md"
            post["file"] = f"{name}-renamed" if "file" not in post else name
            if post["file"] == name:
                del post["file"]
            old.unlink()
            self._save(name)

    @rule(name=names, picture=st.sampled_from(PICTURES))
    def show_picture(self, name: str, picture: bytes) -> None:
        """Put a picture beside the posts and show it in one."""
        (self.root / "content/posts/cat.gif").write_bytes(picture)
        self._set(name, body="![A cat](cat.gif)")

    @rule(picture=st.sampled_from(PICTURES))
    @precondition(lambda self: (self.root / "content/posts/cat.gif").exists())
    def change_picture(self, picture: bytes) -> None:
        (self.root / "content/posts/cat.gif").write_bytes(picture)

    @rule()
    def lose_picture(self) -> None:
        (self.root / "content/posts/cat.gif").unlink(missing_ok=True)

    def _save_list(self, name: str, *, layout: str = "grid") -> None:
        books = "".join(f"- {json.dumps(BOOKS[book])}\n" for book in self.lists[name])
        path = self.root / f"content/titles/{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"---\ntitle: New in {name}\ndate: 2026-11-0{1 + LISTS.index(name)}\n"
            f"layout: {layout}\nbooks:\n{books}---\n"
        )

    @rule(name=lists, chosen=st.lists(books, unique=True, min_size=1))
    def list_books(self, name: str, chosen: list[str]) -> None:
        self.lists[name] = chosen
        self._save_list(name)

    @rule(book=books, to=lists)
    def move_book(self, book: str, to: str) -> None:
        """Take a book off every list and put it on another one."""
        for name, chosen in self.lists.items():
            if name != to and book in chosen and len(chosen) > 1:
                chosen.remove(book)
                self._save_list(name)
        if book not in self.lists.setdefault(to, []):
            self.lists[to].append(book)
        self._save_list(to)

    @rule(name=lists, layout=st.sampled_from(("list", "table")))
    @precondition(lambda self: self.lists)
    def lay_out(self, name: str, layout: str) -> None:
        if name in self.lists:
            self._save_list(name, layout=layout)

    @rule(name=lists, book=books, bad=st.booleans())
    def list_a_file(self, name: str, book: str, *, bad: bool) -> None:
        """Keep the books of a list in a table beside it, perhaps with a row that cannot be read."""
        (self.root / "content/titles").mkdir(exist_ok=True)
        (self.root / f"content/titles/{name}.csv").write_text(
            "Title,Author(s),ISBN 13\n"
            f"{BOOKS[book]['title']},{BOOKS[book]['authors']},{BOOKS[book].get('isbn', '')}\n"
            + (",Nobody,\n" if bad else "")
        )
        (self.root / f"content/titles/{name}.md").write_text(
            f"---\ntitle: A table\ndate: 2026-11-03\nbooks: {name}.csv\n---\n"
        )
        self.lists.pop(name, None)

    @rule(name=lists)
    def delete_list(self, name: str) -> None:
        self.lists.pop(name, None)
        (self.root / f"content/titles/{name}.md").unlink(missing_ok=True)

    @rule(name=names, book=books)
    def recommend(self, name: str, book: str) -> None:
        """Show a book's card in a post; while no list has the book, the site has an error."""
        self._set(name, body=f"Read this:\n\n::: book {BOOKS[book]['title']}\n")

    @rule(name=names, chosen=lists)
    def show_shelf(self, name: str, chosen: str) -> None:
        self._set(name, body=f"::: shelf titles/{chosen}.md")

    @rule(picture=st.sampled_from(PICTURES))
    def add_cover(self, picture: bytes) -> None:
        (self.root / "content/covers").mkdir(exist_ok=True)
        (self.root / "content/covers/9780375869020.gif").write_bytes(picture)

    @rule()
    def lose_cover(self) -> None:
        (self.root / "content/covers/9780375869020.gif").unlink(missing_ok=True)

    @rule(draft=st.booleans(), meeting=st.sampled_from(MEETINGS))
    def found_club(self, *, draft: bool, meeting: str) -> None:
        folder = self.root / "content/clubs/owls"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.md").write_text(
            f"---\ntitle: Night Owls\ndraft: {'true' if draft else 'false'}\n"
            f"place: The loft\nmeetings:\n- {meeting}\n---\nWe read at night.\n"
        )

    @rule(
        name=st.sampled_from(("one", "two")),
        book=books,
        starts=st.sampled_from(("2026-10-01", "2026-11-22", "2026-11-24")),
        meeting=st.sampled_from((None, *MEETINGS)),
    )
    def read_together(self, name: str, book: str, starts: str, meeting: str | None) -> None:
        """Begin a reading; without its club the site has an error."""
        folder = self.root / "content/clubs/owls"
        folder.mkdir(parents=True, exist_ok=True)
        met = f"meetings:\n- {meeting}\n" if meeting else ""
        (folder / f"{name}.md").write_text(
            f"---\ntitle: We read {name}\nstarts: {starts}\nbook: {BOOKS[book]['title']} by "
            f"{BOOKS[book]['authors']}\nplan:\n- Week 1: Chapter 1\n{met}---\nA fine book.\n"
        )

    @rule()
    def disband(self) -> None:
        shutil.rmtree(self.root / "content/clubs", ignore_errors=True)

    @rule(template=st.sampled_from(TEMPLATES), mark=st.sampled_from(("a", "b")))
    def edit_template(self, template: str, mark: str) -> None:
        path = self.root / "themes/tiny" / template
        path.write_text(path.read_text().split("{#")[0] + "{# -#}" + f"<!-- {mark} -->\n")

    @rule(template=st.sampled_from(OUTWARD), mark=st.sampled_from(("a", "b")))
    def edit_outward(self, template: str, mark: str) -> None:
        """Change how widgets, share sheets and the page of all feeds look."""
        self.edit_template(template, mark)

    @rule(template=st.sampled_from(WORDINGS), words=st.sampled_from(("Read", "Come and read")))
    def reword(self, template: str, words: str) -> None:
        """Change how a post for the networks is worded."""
        (self.root / "themes/tiny" / template).write_text(f"{words}: {{{{ page.title }}}}\n")

    @rule(name=names, share=st.sampled_from((None, "Look!", "{mastodon: Toot it., x: Look}")))
    def say_for_networks(self, name: str, share: str | None) -> None:
        self._set(name, share=share)

    @rule(
        name=names, network=st.sampled_from(("mastodon", "facebook", "bluesky")), url=st.booleans()
    )
    def mark_as_shared(self, name: str, network: str, *, url: bool) -> None:
        """Note that a post was shared, perhaps one that is no longer there."""
        path = self.root / "content/_ledger/shared.yaml"
        path.parent.mkdir(exist_ok=True)
        where = f', url: "https://example.social/{name}"' if url else ""
        line = f"- {{id: post/{name}, network: {network}, date: 2026-11-20{where}}}\n"
        path.write_text((path.read_text() if path.exists() else "") + line)

    @rule()
    def lose_what_was_shared(self) -> None:
        (self.root / "content/_ledger/shared.yaml").unlink(missing_ok=True)

    @rule(template=st.sampled_from(BLOCKS), mark=st.sampled_from(("a", "b")))
    def edit_block(self, template: str, mark: str) -> None:
        """Change how shortcodes look, in pages and in feeds."""
        self.edit_template(template, mark)

    @rule(colour=st.sampled_from(("red", "blue")))
    def edit_style(self, colour: str) -> None:
        (self.root / "themes/tiny/static/style.css").write_text(f"body {{ color: {colour} }}\n")

    @rule(parent=st.booleans())
    def override_theme(self, *, parent: bool) -> None:
        """Lay a theme of one file over the other one, or take it away."""
        over = self.root / "themes/over"
        settings = self.root / "site.yaml"
        text = settings.read_text()
        if parent and not over.exists():
            over.mkdir()
            (over / "theme.yaml").write_text("extends: tiny\n")
            (over / "post.html").write_text(
                '{% extends "^post.html" %}\n{% block title %}Over {{ page.title }}{% endblock %}\n'
            )
            settings.write_text(text.replace("theme: tiny", "theme: over"))
        elif not parent and over.exists():
            settings.write_text(text.replace("theme: over", "theme: tiny"))
            shutil.rmtree(over)

    @rule(
        key=st.sampled_from(("title", "description", "language", "feed_items", "outputs", "nav")),
        value=st.integers(0, 1),
    )
    def edit_settings(self, key: str, value: int) -> None:
        choices = {
            "title": ("Test Library", "Other Library"),
            "description": ("Books", "More books"),
            "language": ("en", "ar"),
            "feed_items": ("1", "20"),
            "outputs": (
                "{cards: false}",
                "{tag_feeds: false, audience_feeds: false, json: false, oembed: false}",
            ),
            "networks": ("[mastodon, facebook]", "{bluesky: maple.example.org, mastodon: {}}"),
            "hashtags": ("[MapleReads]", "[maple reads, books]"),
            "newsletter": ("news@example.org", "https://example.org/news"),
            "contact": ("library@example.org", "https://example.org/contact"),
            "nav": ("[posts]", "[posts, pages/about.md]"),
        }
        path = self.root / "site.yaml"
        lines = [line for line in path.read_text().splitlines() if not line.startswith(f"{key}:")]
        path.write_text("\n".join([*lines, f"{key}: {choices[key][value]}", ""]))

    @rule(
        key=st.sampled_from(("networks", "hashtags", "newsletter", "contact")),
        value=st.integers(0, 1),
    )
    def say_where_we_are(self, key: str, value: int) -> None:
        """Name networks, tags or a newsletter in `site.yaml`."""
        self.edit_settings(key, value)

    @rule(url=st.sampled_from((None, "https://else.example.net/", "https://x.example/a/b/")))
    def change_url(self, url: str | None) -> None:
        self.options["url"] = url

    # ---- what happens by itself

    @rule(hours=st.sampled_from((-48, -1, 1, 24, 24 * 60)))
    def move_clock(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(version=st.sampled_from("12"))
    def upgrade(self, version: str) -> None:
        """Install another libsite, which writes other bytes."""
        self.toolchain = version

    @rule()
    def lose_cache(self) -> None:
        shutil.rmtree(self.root / ".libsite", ignore_errors=True)
        self._give_up_what_nobody_owns()

    def _give_up_what_nobody_owns(self) -> None:
        """Delete the output if neither manifest nor cache knows it: libsite itself may not."""
        output = self.root / "output"
        if not (output / keep_output.MANIFEST).exists() and not (self.root / ".libsite").exists():
            shutil.rmtree(output, ignore_errors=True)
            self.foreign.clear()

    @rule(data=st.data())
    def lose_output(self, data: st.DataObject) -> None:
        """Delete, cut or touch a published file, or all.

        Without a manifest, a file that has changed is nobody's: libsite refuses to write over it.
        """
        published = sorted(tree(self.root / "output").keys() - self.foreign)
        if not published:
            return
        owned = (self.root / "output" / keep_output.MANIFEST).exists()
        how = data.draw(st.sampled_from(("all", "delete", *(("cut", "grow") if owned else ()))))
        path = self.root / "output" / data.draw(st.sampled_from(published))
        if how == "all":
            shutil.rmtree(self.root / "output")
            self.foreign.clear()
        elif how == "delete":
            path.unlink()
        elif how == "cut":
            path.write_bytes(path.read_bytes()[:-1])
        else:
            path.write_bytes(path.read_bytes() + b" ")

    @rule()
    def lose_manifest(self) -> None:
        (self.root / "output" / keep_output.MANIFEST).unlink(missing_ok=True)
        self._give_up_what_nobody_owns()

    @rule(name=st.sampled_from(("notes.txt", "posts/mine.txt", "google1.html")))
    def add_foreign(self, name: str) -> None:
        """Put somebody else's file where no page will ever be: it stays."""
        path = self.root / "output" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("not libsite's")
        self.foreign.add(name)

    @rule(name=names)
    def add_foreign_in_the_way(self, name: str) -> None:
        """Put somebody else's file where a page will be: an error, until it is moved away."""
        output = self.root / "output"
        path = output / f"posts/{name}/index.html"
        with suppress(SiteError):  # a kill may have left a swap to be finished
            self._build()
        if path.exists() or f"posts/{name}/index.html" in keep_output.owned_paths(output):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("not libsite's")
        self._set(name, slug=None, draft=None, date="2026-10-01")
        with suppress(SiteError):  # a rename may have given the post another address
            self._build()
        assert path.read_text() == "not libsite's"
        path.unlink()

    @rule(step=st.integers(0, 40))
    def kill(self, step: int) -> None:
        """Kill a build at its *step*th change to the disk."""
        with killed_at(step), suppress(Killed, SiteError):
            self._build()

    # ---- what must hold

    def _build(self, root: Path | None = None) -> Report:
        section = {"1": "Posts", "2": "News"}[self.toolchain]
        with (
            mock.patch("libsite.work.toolchain_digest", lambda: self.toolchain),
            mock.patch("libsite.toolchain._sources", lambda: [(self.toolchain, 0, 0)]),
            mock.patch.dict(words.SECTION_WORDS, {"post": section}),
        ):
            if root is not None:
                return run(root, now=self.now, **self.options)
            told = None
            if not any(self.options.values()):
                told = untouched(str(self.root), (self.now - EPOCH) // timedelta(microseconds=1))
            report = self._build_here()
            if told is not None:  # then a build would have had nothing to do, and this to say
                assert not report.made
                assert not report.written
                assert not report.removed
                said = [
                    (p.severity, p.where * bool(p.path), p.message, p.hint) for p in report.problems
                ]
                assert (report.pages, said) == told
            return report

    def _build_here(self) -> Report:
        """Build in place, every second time as if all files had been old enough for a census."""
        self.patient = not self.patient
        wait = 60 * 10**9 if self.patient else 0
        clock = time.time_ns
        with mock.patch("libsite.scan.time.time_ns", lambda: clock() + wait):
            return run(self.root, now=self.now, **self.options)

    def _ours(self) -> dict[str, bytes]:
        found = tree(self.root / "output")
        return {path: data for path, data in found.items() if path not in self.foreign}

    @invariant()
    def incremental_equals_clean(self) -> None:
        """Build in place; the result is that of a clean build, or, with errors, what was before."""
        clean = self.folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        for name in ("content", "themes", "site.yaml"):
            source = self.root / name
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            clean.mkdir(exist_ok=True)
            copy(source, clean / name)
        before = self._ours()
        staged = (self.root / "output" / keep_output.STAGE / keep_output.JOURNAL).exists()
        try:
            expected = self._build(clean)
        except SiteError as fault:
            wanted = {str(problem) for problem in fault.problems}
            with pytest.raises(SiteError) as own:
                self._build()
            assert {str(problem) for problem in own.value.problems} == wanted
            assert staged or self._ours() == before
            return
        report = self._build()
        assert self._ours() == tree(clean / "output")
        assert report.problems == expected.problems
        assert report.pages == expected.pages
        for name in self.foreign:
            assert (self.root / "output" / name).read_text() == "not libsite's"
        again = self._build()
        assert not again.made
        assert not again.written
        assert not again.removed
        assert again.problems == expected.problems


Sites.TestCase.settings = settings(stateful_step_count=20, deadline=None)


@contextmanager
def killed_at(step: int) -> Iterator[None]:
    """Raise Killed at the *step*th change to output or cache; nothing is tidied up after it."""
    left = step

    def dying(function: Callable[..., object]) -> Callable[..., object]:
        def change(*arguments: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return function(*arguments, **named)

        return change

    def abandon(stage: keep_output.Stage) -> None:
        if left >= 0:
            tidy(stage)

    tidy = keep_output.Stage.abandon
    with (
        mock.patch.multiple(
            keep_output.Stage, abandon=abandon, _write=dying(keep_output.Stage._write)
        ),
        mock.patch.multiple(
            keep_output,
            _replace=dying(keep_output._replace),
            _remove=dying(keep_output._remove),
            _move=dying(keep_output._move),
        ),
        mock.patch.multiple(Store, put=dying(Store.put), keep_only=dying(Store.keep_only)),
        mock.patch.multiple(
            keep_cache.Cache,
            doubt=dying(keep_cache.Cache.doubt),
            confirm=dying(keep_cache.Cache.confirm),
            sign=dying(keep_cache.Cache.sign),
            save_inputs=dying(keep_cache.Cache.save_inputs),
            remember=dying(keep_cache.Cache.remember),
            forget_documents=dying(keep_cache.Cache.forget_documents),
        ),
    ):
        yield
