"""Tables in Markdown, and what of a row finds no place in one.

A row with more cells than the table has columns loses the last ones (so do GitHub's Markdown and
Python-Markdown), mostly because of a `|` that belongs to the text. Here that is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions.tables import TableExtension, TableProcessor

from libsite.errors import warning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from markdown import Markdown

    from libsite.errors import Problem

_SHOWN = 60
"""Characters of what is lost that are told."""


class ToldTableExtension(TableExtension):
    """Python-Markdown's tables, which note what they lose."""

    def __init__(self) -> None:
        """Begin with nothing lost."""
        super().__init__(use_align_attribute=True)
        self.begin()

    def begin(self) -> None:
        """Begin a new text."""
        self.lost: list[tuple[str, int, str]] = []
        """The first row of a table that loses something, how many rows do, what this one loses."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register in the place of Python-Markdown's processor."""
        super().extendMarkdown(md)
        processor = TableTeller(self, md)
        md.parser.blockprocessors.register(processor, "table", 75)

    def problems(self, line_of: Callable[..., int]) -> Iterator[Problem]:
        """Yield a warning for each table that lost something."""
        for row, count, lost in self.lost:
            more = f", and {count - 1} more rows of it do the same" if count > 1 else ""
            yield warning(
                f"this row of a table has more cells than the table has columns:"
                f" `{lost[:_SHOWN]}` is not shown{more}",
                line=line_of(row, *row.split(" | ")),
                hint="write `\\|` for a bar that belongs to the text, or give the first row and the"
                " row of `---` a column more",
            )


class TableTeller(TableProcessor):
    """Make a table, and note what its rows lose."""

    def __init__(self, extension: ToldTableExtension, md: Markdown) -> None:
        """Note it in *extension*."""
        super().__init__(md.parser, extension.getConfigs())
        self.extension = extension

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make a table of the first of *blocks*."""
        lost = [(row, rest) for row in blocks[0].split("\n")[2:] if (rest := self._beyond(row))]
        if lost:
            self.extension.lost.append((lost[0][0].strip(), len(lost), lost[0][1]))
        super().run(parent, blocks)

    def _beyond(self, row: str) -> str:
        """Return what stands in *row* after the last column, or nothing."""
        row = row.strip(" ")
        columns = len(self.separator)
        edges = (row.startswith("|") + row.endswith("|")) if self.border else 0
        if row.count("|") < columns + edges:  # the usual case, at the price of counting
            return ""
        cells = self._split_row(row)  # type: ignore[attr-defined] # typeshed leaves it out
        return " | ".join(filter(None, map(str.strip, cells[columns:])))
