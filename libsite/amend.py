"""The short way of a build in which only the words of some bodies have changed.

A plan names a body by the digest of its HTML, and no planner looks at what a digest says: it only
hands it on. So where a document differs from what it was in nothing but this digest, the new plan
is the old one with the new digest in place of the old, and so is each key. What such an edit
remakes stands in the keys of last time; nothing needs to be planned.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.artifact import Key, Plan
from libsite.digest import digest_bytes
from libsite.keep.cache import Draft
from libsite.keep.output import owned_paths, public_sources
from libsite.make.keys import bundle_from, changed_parts, shared_names
from libsite.make.nouns import read_value
from libsite.make.theme import making_from_json
from libsite.noun import Noun
from libsite.read.documents import (
    File,
    Understood,
    document_from_json,
    document_key,
    document_to_json,
    understand,
)
from libsite.read.places import page_kind
from libsite.visit import left_out_of, problems_of, same_but_inputs, until_of
from libsite.work import Work, toolchain_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from libsite.keep.cache import Cache, Written
    from libsite.model import Document
    from libsite.visit import Visit


FEW = 20
"""More pages than this are read by several processes at once, which only the long way has."""


class Reread(Noun, frozen=True):
    """A page that was read again, since it has changed."""

    before: str
    """The digest of its body as it was."""
    after: str
    forget: str
    """The key under which its document was remembered."""
    row: tuple[str, bytes, str, str]
    """What is to be remembered in its place."""
    reworded: bool
    """Whether nothing has changed but the words of its body."""


def amend(visit: Visit, cache: Cache) -> Work | None:
    """Return what must be made if only words of bodies have changed; None if anything else may."""
    edited = _edited(visit)
    if edited is None or len(edited) > FEW:
        return None
    toolchain = toolchain_of(visit, cache)
    read: list[Reread] = []
    for path in edited:
        one = _reread(path, visit, cache, toolchain)
        if one is None:
            break
        read.append(one)
    reworded = len(read) == len(edited) and all(one.reworded for one in read)
    written = cache.written(visit.tree) if reworded else {}
    if not reworded or not same_but_inputs(visit, written):
        cache.remember(one.row for one in read)  # the long way need not read them again
        return None
    cache.remember((one.row for one in read), instead_of=[one.forget for one in read])
    return _work(read, visit, cache, toolchain, written)


def _edited(visit: Visit) -> list[str] | None:
    """Return the pages whose bytes are not those of the last good build.

    None if anything else is not as it was then, or nobody knows.
    """
    before, now = visit.before, visit.scan.seen
    if before is None or visit.scan.odd or before.keys() != now.keys():
        return None
    edited = [path for path, seen in now.items() if seen.digest != before[path].digest]
    return edited if all(page_kind(path) for path in edited) else None


def _reread(path: str, visit: Visit, cache: Cache, toolchain: str) -> Reread | None:
    """Return what became of the page *path*; None if it has an error, or was not known before."""
    kind = page_kind(path)
    known = visit.before or {}
    if kind is None:
        return None
    forget, key = (
        document_key(File(path, kind.name, seen[path].digest), toolchain)
        for seen in (known, visit.scan.seen)
    )
    remembered = cache.document(forget)
    if remembered is None:
        return None
    before, others = document_from_json(remembered[0]), remembered[1] - 1
    others += sum(seen.digest == known[path].digest for seen in known.values()) - 1
    html = cache.bodies([before.body])[before.body]
    said = Understood(before, html, before.problems)
    understood = understand(kind.name, visit.load(path), before=said)
    after = understood.document
    if after is None:
        return None
    moved = before.slots != after.slots
    told = any(problem.path == path for problem in problems_of(visit.known))
    return Reread(
        before=before.body,
        after=after.body,
        forget=forget,
        row=(key, document_to_json(after), after.body, understood.html),
        # the lines of what was told may be those of links
        reworded=not others
        and _without_words(before) == _without_words(after)
        and not (moved and told),
    )


def _without_words(document: Document) -> Document:
    """Return *document* without what only its body's words and their place in the file decide."""
    slots = tuple(replace(slot, line=0) for slot in document.slots)
    return replace(document, head="", body="", markdown="", line=0, slots=slots)


def _work(
    reworded: list[Reread],
    visit: Visit,
    cache: Cache,
    toolchain: str,
    written: Mapping[str, Written],
) -> Work:
    """Return the work of last time with new digests in place of the old: where these stand."""
    known, tree = visit.known, visit.tree
    drafts, reasons = _redrafted(reworded, tree, cache)
    cache.draft(tree, drafts)
    stale = [bundle_from(draft.key.text, because=draft.because) for draft in drafts]
    setting, closures = making_from_json(cache.making(tree))
    texts = cache.shared(tree)
    wanted = {name for bundle in stale for name in shared_names(bundle, closures, texts)}
    return Work(
        plan=Plan(
            bundles=tuple(stale),
            shared={name: read_value(texts[name]) for name in wanted},
            until=until_of(known),
            pages=int(str(known["pages"])),
        ),
        whole=False,
        problems=problems_of(known),
        left_out=left_out_of(known),
        toolchain=toolchain,
        setting=setting,
        closures=closures,
        stale=tuple(stale),
        reasons=reasons,
        kept=int(str(known["bundles"])) - len(stale),
        gone=(),
        planned=frozenset(written),
        public=public_sources(visit.output),
        owned=owned_paths(visit.output),
        written=written,
    )


def _redrafted(
    reworded: list[Reread], tree: str, cache: Cache
) -> tuple[list[Draft], dict[str, tuple[str, ...]]]:
    """Return the new key of each bundle that shows a page *reworded*, and why it is to be made."""
    # all at once: two pages may have changed their words with each other
    digests = {one.before: one.after for one in reworded}
    old = re.compile("|".join(digests).encode())
    labels = cache.labels()
    drafts: list[Draft] = []
    reasons: dict[str, tuple[str, ...]] = {}
    for name in cache.holders(tree, digests):
        because, shown, before = cache.bundle(tree, name)
        after = old.sub(lambda found: digests[found[0].decode()].encode(), before)
        bodies = tuple(digests.get(one, one) for one in shown)
        drafts.append(Draft(name, because, bodies, Key(digest_bytes(after), after)))
        reasons[name] = changed_parts(before, after, labels)
    return drafts, reasons
