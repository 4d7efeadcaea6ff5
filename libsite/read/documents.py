"""Markdown files to Documents, each understood alone and remembered by its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import DecodeError
from msgspec.json import Decoder, Encoder
from msgspec.structs import replace

from libsite.digest import digest_bytes
from libsite.errors import Problem, has_errors
from libsite.model import Document
from libsite.noun import Noun
from libsite.read.halves import Split, halve, head_of
from libsite.read.markup import Markup
from libsite.workers import map_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from libsite.workers import Crew


MANY = 200
"""Fewer files than this are understood here: starting processes would cost more than it saves."""


class Memo(Protocol):
    """Where Documents are remembered between builds."""

    def documents(self) -> Iterable[tuple[str, bytes]]:
        """Yield the key and the JSON of each document that is remembered."""

    def remember(self, documents: Iterable[tuple[str, bytes, str, str]]) -> None:
        """Store documents: each a key, its JSON, the digest of its body, and the body's HTML."""


class File(Noun, frozen=True):
    """A Markdown file that is to be understood."""

    source: str
    kind: str
    """The kind that its folder gives it."""
    digest: str


class Understood(Noun, frozen=True):
    """What became of a file: a Document and its body, or only problems."""

    document: Document | None
    html: str
    problems: tuple[Problem, ...]


class Documents(Noun, frozen=True):
    """The Documents by source, and what is wrong with the other files."""

    found: Mapping[str, Document]
    problems: tuple[Problem, ...]
    stale: frozenset[str]
    """The keys of what is remembered of other files, or of other bytes."""


def read_documents(
    files: Iterable[File],
    load: Callable[[str], bytes],
    memo: Memo,
    *,
    toolchain: str,
    crew: Crew,
    step: Callable[[int, int], None],
    meanwhile: Callable[[], object] = lambda: None,
) -> Documents:
    """Return the Document of each of *files*, from the *memo* where its bytes are known.

    *load* gives the bytes of a source; *step* is told how many are done, and of how many.
    *meanwhile* is called once if others do the work, while they do: within a transaction of the
    *memo*. Problems are complete, with path, in the order of *files*.
    """
    ordered = tuple(files)
    keys = {file.source: document_key(file, toolchain) for file in ordered}
    known, stale = _remembered(memo, frozenset(keys.values()))
    fresh = [file for file in ordered if keys[file.source] not in known]
    broken: dict[str, tuple[Problem, ...]] = {}
    many = len(fresh) >= MANY
    if many:
        _load_libraries()
    results = map_batches(
        understand_batch,
        ((file.kind, load(file.source)) for file in fresh),
        worth_it=many,
        crew=crew,
        meanwhile=meanwhile,
    )

    def rows() -> Iterator[tuple[str, bytes, str, str]]:
        for done, (file, result) in enumerate(zip(fresh, results, strict=True), 1):
            step(done, len(fresh))
            if result.document is None:
                broken[file.source] = result.problems
                continue
            key = keys[file.source]
            known[key] = result.document
            yield key, document_to_json(result.document), result.document.body, result.html

    memo.remember(rows())
    return Documents(
        found={f.source: known[keys[f.source]] for f in ordered if keys[f.source] in known},
        problems=tuple(_problems(ordered, keys, known, broken)),
        stale=stale,
    )


def _load_libraries() -> None:
    """Load most of what `understand` needs: a process that is forked need not load it again."""
    from libsite.read import decode, frontmatter, markdown, privacy  # noqa: F401


def _remembered(memo: Memo, keys: frozenset[str]) -> tuple[dict[str, Document], frozenset[str]]:
    """Return the Documents that are remembered under *keys*, and the other keys."""
    known, stale = {}, set()
    for key, text in memo.documents():
        if key in keys:
            known[key] = document_from_json(text)
        else:
            stale.add(key)
    return known, frozenset(stale)


def document_key(file: File, toolchain: str) -> str:
    """Return the key under which the Document of *file* is remembered."""
    return f"{toolchain} {file.kind} {file.digest}"


def _problems(
    files: Iterable[File],
    keys: Mapping[str, str],
    known: Mapping[str, Document],
    broken: Mapping[str, tuple[Problem, ...]],
) -> Iterator[Problem]:
    for file in files:
        document = known.get(keys[file.source])
        found = broken.get(file.source, ()) if document is None else document.problems
        yield from (replace(problem, path=file.source) for problem in found)


def understand_batch(batch: list[tuple[str, bytes]]) -> list[Understood]:
    """Understand files, each a kind and its bytes; pure, in any process."""
    return [understand(kind, data) for kind, data in batch]


def understand(kind: str, data: bytes, *, before: Understood | None = None) -> Understood:
    """Return the Document that the bytes *data* of a Markdown file say, and its body's HTML.

    What the same file said *before* spares the front matter, or the body, if nobody has touched it.
    """
    # The libraries behind these cost 100 ms: a build whose files are all remembered does not pay.
    from libsite.read.decode import decode
    from libsite.read.privacy import findings

    text, problems = decode(data)
    if has_errors(problems):
        return Understood(None, "", problems)
    if before and before.problems:
        before = None  # nobody knows which of them were those of the body
    split = _split(text, kind, before)
    markdown = digest_bytes(split.body.encode())
    markup = _markup(split, markdown, before)
    problems += split.problems + markup.problems
    if split.front is None or has_errors(problems):
        return Understood(None, "", problems)
    document = Document(
        front=split.front,
        head=split.head,
        body=digest_bytes(markup.html.encode()),
        markdown=markdown,
        line=split.body_line,
        slots=markup.slots,
        shortcodes=markup.shortcodes,
        headings=markup.headings,
        ids=markup.ids,
        excerpt=markup.excerpt,
        problems=problems,
        private=findings(text),
    )
    return Understood(document, markup.html, problems)


def _split(text: str, kind: str, before: Understood | None) -> Split:
    halves, known = halve(text), before and before.document
    if known and not isinstance(halves, Problem):
        head = head_of(halves)
        if head == known.head:
            return Split(known.front, head, halves.body, halves.body_line, ())
    # pydantic is behind this, which takes as long as all else that an edit of words takes
    from libsite.read.frontmatter import read_front

    return read_front(text, kind=kind)


def _markup(split: Split, markdown: str, before: Understood | None) -> Markup:
    """Return what the body of *split* says, of which the digest is *markdown*."""
    known = before and before.document
    if before and known and (known.markdown, known.line) == (markdown, split.body_line):
        parts = (known.slots, known.shortcodes, known.headings, known.ids, known.excerpt)
        return Markup(before.html, *parts, problems=())
    from libsite.read.markdown import read_markdown

    return read_markdown(split.body, first_line=split.body_line)


# ---- JSON for the memo

_ENCODER = Encoder()
_DECODER = Decoder(Document)


def document_to_json(document: Document) -> bytes:
    """Return *document* as JSON that `document_from_json` reads."""
    return _ENCODER.encode(document)


def document_from_json(text: bytes) -> Document:
    """Return the Document that `document_to_json` wrote as *text*.

    Raises DecodeError if it is damaged.
    """
    try:
        return _DECODER.decode(text)
    except UnicodeDecodeError as fault:
        raise DecodeError(str(fault)) from fault
