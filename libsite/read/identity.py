"""Who a page is: its permanent id, from its front matter, the ledger, or its file's name."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from libsite.errors import Problem, error
from libsite.model import HOME
from libsite.read.places import stem_of
from libsite.text import nearest, undated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from libsite.model import Config, Document, LedgerEntry, Page

HINTS = 20
"""Near misses are looked for this many times: each compares with every name on the site."""


def identify(
    documents: Mapping[str, tuple[Document, str]],
    ledger: Iterable[LedgerEntry],
    present: frozenset[str],
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return the id of each source, and what cannot be told.

    *documents* gives for each source its Document and the id that its file name stands for
    (`post/rivers`); *present* are all sources that exist, readable or not. An id in the front
    matter is obeyed; else the ledger's, if it knows the source; else the ledger's for a file of the
    same body that is gone (a renamed file); else the file name's. A recorded page whose file is
    gone and whose id nobody has is an error, since its address would die.
    """
    ledger = tuple(ledger)
    recorded = {entry.source: entry for entry in ledger}
    ids: dict[str, str] = {}
    for source, (document, _) in documents.items():
        if document.front.id:
            ids[source] = document.front.id
        elif source in recorded:
            ids[source] = recorded[source].id
    taken = set(ids.values())
    gone = {
        entry.id: entry for entry in ledger if entry.source not in present and entry.id not in taken
    }
    for by_name in (True, False):  # the readings of a club that moved may all have the same text
        _match_renamed(documents, gone, ids, by_name=by_name)
    for source, (_, derived) in documents.items():
        ids.setdefault(source, derived)
    problems = [*_vanished(documents, gone, ids, recorded), *_renamed(documents, ledger, ids)]
    return ids, tuple(problems)


def _match_renamed(
    documents: Mapping[str, tuple[Document, str]],
    gone: dict[str, LedgerEntry],
    ids: dict[str, str],
    *,
    by_name: bool,
) -> None:
    """Give the id of a vanished file to the one new file of the same body, and shorten *gone*.

    With *by_name*, only to one of the same name as well, in another folder.
    """

    def trait(source: str, body: str) -> tuple[str, str]:
        return body, stem_of(source)[0] if by_name else ""

    if not gone:
        return
    traits = {
        source: trait(source, document.markdown)
        for source, (document, _) in documents.items()
        if source not in ids
    }
    new = Counter(traits.values())
    old = Counter(trait(entry.source, entry.body) for entry in gone.values())
    known = {trait(entry.source, entry.body): entry for entry in gone.values()}
    for source, one in traits.items():
        if one in known and new[one] == 1 and old[one] == 1:
            ids[source] = known[one].id
            del gone[known[one].id]


def _renamed(
    documents: Mapping[str, tuple[Document, str]],
    ledger: Iterable[LedgerEntry],
    ids: Mapping[str, str],
) -> Iterable[Problem]:
    """Yield an error for each recorded file that has been given another id, so that nobody has its.

    The old id is what keeps its address, and its entries in feeds.
    """
    held = set(ids.values())
    for entry in ledger:
        if entry.source in documents and entry.id not in held:
            yield error(
                f"this page is public under the id `{entry.id}`, which cannot change",
                path=entry.source,
                line=documents[entry.source][0].front.lines.get("id", 0),
                hint=f"write `id: {entry.id}`",
            )


def _vanished(
    documents: Mapping[str, tuple[Document, str]],
    gone: Mapping[str, LedgerEntry],
    ids: Mapping[str, str],
    recorded: Mapping[str, LedgerEntry],
) -> Iterable[Problem]:
    held = set(ids.values())
    unnamed = [
        source
        for source, (document, derived) in documents.items()
        if document.front.id is None
        and document.front.draft is None
        and ids[source] == derived
        and source not in recorded
    ]
    lost = [entry for entry in gone.values() if entry.id not in held]
    heirs = {entry.id: _heir(entry.source, unnamed) for entry in islice(lost, HINTS)}
    for entry in lost:
        heir = heirs.get(entry.id)
        yield error(
            f"the published page `{entry.url}` has lost its file `{entry.source}`",
            path=heir or "content/_ledger/published.yaml",
            line=1 if heir else 0,
            hint=(
                f"if `{heir}` is that file under a new name, add the line `id: {entry.id}` to it; "
                if heir
                else f"if the file has a new name, add the line `id: {entry.id}` to it; "
            )
            + "to take a page down, keep its file and add the line `withdrawn: true`",
        )


def _heir(source: str, new: Iterable[str]) -> str | None:
    """Return which of the *new* files in the folder of *source* has a name like its, or None."""
    top = source.split("/")[:2]
    names = {undated(one.rpartition("/")[2])[0]: one for one in new if one.split("/")[:2] == top}
    name = nearest(undated(source.rpartition("/")[2])[0], names, cutoff=0.6)
    return names[name] if name else None


def other_feeds(config: Config, ledger: Iterable[LedgerEntry], *, path: str) -> Iterable[Problem]:
    """Yield an error if all entries of all feeds would be new: another `id`, or another `url`."""
    known = next((entry.body for entry in ledger if entry.id == HOME), config.space)
    if known != config.space:
        what = "`id`" if config.id else "`url`"
        yield error(
            f"with this {what}, who follows a feed would get every entry a second time",
            path=path,
            line=config.lines.get("id" if config.id else "url", 0),
            hint=f"write `id: {known}`",
        )


def doubled(pages: Iterable[Page]) -> Iterable[Problem]:
    """Yield an error for every two pages with one id, except those that want one address as well.

    The latter is an error of the plan, and is mended in the same way.
    """
    first: dict[str, Page] = {}
    for page in pages:
        other = first.setdefault(page.id, page)
        line = page.document.front.lines.get("id", 0)
        if other is page or (other.path == page.path and not line):
            continue
        yield error(
            f"`{page.source}` and `{other.source}` have the same id `{page.id}`",
            path=page.source,
            line=line,
            hint=f"rename one of the two files, or add the line `id: {page.id}-2` to the newer one"
            if not line
            else "give one of them another `id:`",
        )
