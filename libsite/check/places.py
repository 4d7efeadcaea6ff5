"""Where in the sources something stands that was seen in the output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import field
from msgspec.structs import replace

from libsite.noun import Noun
from libsite.read.halves import Halves, halve
from libsite.text import slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from libsite.errors import Problem
    from libsite.model import Page, Site

SETTINGS = "site.yaml"
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*$")


class Place(Noun, frozen=True):
    """A place in a file."""

    path: str
    line: int = 0
    column: int = 0

    def put(self, problem: Problem) -> Problem:
        """Return *problem* at this place."""
        return replace(problem, path=self.path, line=self.line, column=self.column)


class Places(Noun, frozen=True):
    """Finds the sources of what stands in the output; texts are read once."""

    site: Site
    because: Mapping[str, str]
    """The source or planner of each output path."""
    load: Callable[[str], bytes]
    inputs: frozenset[str]
    output: str
    """What the output folder is called in problems."""
    read: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def lines(self, path: str) -> tuple[str, ...]:
        """Return the lines of the input *path*."""
        if path not in self.read:
            text = self.load(path).decode("utf-8-sig", "replace") if path in self.inputs else ""
            self.read[path] = tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        return self.read[path]

    def body(self, path: str) -> Iterator[tuple[int, str]]:
        """Yield each line of the Markdown *path* below its front matter, with its number."""
        lines = self.lines(path)
        halves = halve("\n".join(lines))
        first = halves.body_line if isinstance(halves, Halves) else 1
        yield from enumerate(lines[first - 1 :], first)

    def within(self, path: str, *texts: str) -> Place | None:
        """Return where the input *path* holds the first of *texts* that it holds at all."""
        for text in filter(None, texts):
            for number, line in enumerate(self.lines(path), 1):
                column = line.find(text)
                if column >= 0:
                    return Place(path, number, column + 1)
        return None

    def everywhere(self, path: str, text: str) -> Iterator[Place]:
        """Yield each line of the input *path* that holds *text*, an address, as a whole."""
        whole = re.compile(re.escape(text) + r"(?![\w%&=?#~-]|[./]\w)")
        for number, line in enumerate(self.lines(path), 1):
            if text in line and (found := whole.search(line)):
                yield Place(path, number, found.start() + 1)

    def of(self, path: str, *texts: str) -> Place:
        """Return where one of *texts*, which stands in the output *path*, was written.

        That is in the file that the output is made from, else in a template of the theme, else in
        `site.yaml`; where none holds it, it is the output itself.
        """
        source = self.because.get(path, "")
        found = self.within(source, *texts) if source in self.inputs else None
        return found or self.in_theme(*texts) or self.in_output(path)

    def in_theme(self, *texts: str) -> Place | None:
        """Return where a template of the theme, or else `site.yaml`, holds one of *texts*."""
        for text in filter(None, texts):
            for layer in self.site.theme.layers:
                for name, template in layer.templates.items():
                    at = template.find(text)
                    if at >= 0:
                        line, start = template.count("\n", 0, at) + 1, template.rfind("\n", 0, at)
                        return Place(f"{layer.label}/{name}", line, at - start)
        return self.within(SETTINGS, *texts)

    def in_output(self, path: str) -> Place:
        """Return the output *path* itself."""
        return Place(f"{self.output}/{path}")

    def front(self, page: Page, *keys: str) -> Place:
        """Return the line of the first of *keys* that the front matter of *page* has."""
        lines = page.document.front.lines
        return Place(page.source, next((lines[key] for key in keys if key in lines), 0))

    def headings(self, page: Page) -> Iterator[tuple[int, int, str]]:
        """Yield the line, the level as it was written, and the id of each heading of *page*.

        Those that cannot be found in the Markdown, such as a heading in HTML, are left out.
        """
        rest = list(_written(self.body(page.source)))
        for heading in page.document.headings:
            wanted = slugify(heading.text) or heading.text
            for place, (line, level, text) in enumerate(rest):
                if (slugify(_plain(text)) or _plain(text)) == wanted:
                    yield line, level, heading.id
                    rest = rest[place + 1 :]
                    break


_LINK = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])|\{[^}]*\}|[*_`]+|</?\w[^>]*>")


def _plain(text: str) -> str:
    """Return the words of a heading in Markdown."""
    return " ".join(_LINK.sub(lambda found: found[1] or "", text).split())


def _written(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield line, level and Markdown of what may be a heading, code left out."""
    fence = above = ""
    for number, line in lines:
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif fence:
            continue
        elif found := _HEADING.match(line):
            yield number, len(found[1]), found[2]
        elif above and _UNDERLINE.match(line):
            yield number - 1, 1 if "=" in line else 2, above
        above = line.strip()
