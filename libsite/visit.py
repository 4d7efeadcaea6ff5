"""What a build finds when it arrives: the inputs, the clock, the last build's note; the early exit.

Everything here runs when nothing has changed, so it loads no large library: no YAML, no Jinja.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from libsite.artifact import Report
from libsite.consent import Consent, read_consent
from libsite.data import data_root
from libsite.digest import digest, digest_bytes
from libsite.errors import Problem, SiteError, error
from libsite.keep.cache import FOLDER, MARK, Written
from libsite.keep.census import OUTPUT, PARTED, PLACES, SHIPPED, take_census
from libsite.keep.output import MANIFEST, STAGE, stands
from libsite.noun import Noun
from libsite.scan import Place, Scan, Seen, proven, real_path, same, scan
from libsite.toolchain import stamp_of, toolchain_stamp, toolchain_traces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from libsite.keep.cache import Cache

OWN = ("content", "themes")
"""The folders that belong to the site's maker."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Options(Noun, frozen=True, kw_only=True):
    """How to build: the command line's options."""

    now: datetime
    """The moment at which the site is built, with an offset from UTC."""
    output: Path | None = None
    """The output folder; None for `output/` in the site's folder."""
    url: str | None = None
    """Overrides the address in `site.yaml`."""
    fresh: bool = False
    """Remember nothing of earlier builds; the bytes are the same."""
    strict: bool = False
    """Treat warnings as errors."""
    quarantine: bool = False
    """Leave out new files that have errors, instead of building nothing."""
    portable: bool = False
    """Write addresses that work from a USB stick."""
    workers: int | None = None
    """How many processes may work; None for as many as there are processors."""
    executor: str = ""
    """Who works in place of processes here: `dask:ADDRESS`; empty for nobody."""
    consent: Path | None = None
    """The file that names whom the library may name; None for none."""


class Visit(Noun, frozen=True):
    """One arrival at a site."""

    root: Path
    options: Options
    output: Path
    tree: str
    """What the cache calls the output folder."""
    scan: Scan
    load: Callable[[str], bytes]
    """Gives the bytes of an input."""
    known: dict[str, object]
    """What the last good build noted."""
    mark: str
    """Stands for the bytes of all inputs together."""
    same: bool
    """Whether the inputs are those of that build."""
    before: Mapping[str, Seen] | None
    """The inputs of that build, where they are still known: those of the scan before this one."""
    toolchain: str
    """The stamp of the toolchain."""
    consent: Consent
    """Whom the library may name."""


def begin(root: Path, options: Options, cache: Cache) -> Visit:
    """Look around the site at *root*: walk its inputs and fetch the last build's note."""
    if options.fresh:
        cache.clear()
    output = output_of(root, options)
    consent = read_consent(options.consent, options.now.date(), kept_from=(root, output))
    places = places_of(root)
    before, mark_before = cache.inputs(), cache.meta(MARK)
    now = scan(places, before)
    mark = None
    if not same(before, now.seen):
        mark = digest([(path, seen.digest) for path, seen in now.seen.items()])
    cache.save_inputs(before, now.seen, mark=mark)
    tree = str(output).encode(errors="backslashreplace").decode()  # some disks hold Latin-1 names
    known = cache.stamp(tree)
    mark = cache.meta(MARK) or ""
    return Visit(
        root=root,
        options=options,
        output=output,
        tree=tree,
        scan=now,
        load=partial(_load, places, now),
        known=known,
        mark=mark,
        same=not now.odd and known.get("inputs") == mark,
        before=before if known and known.get("inputs") == mark_before else None,
        toolchain=toolchain_stamp(),
        consent=consent,
    )


def _load(places: tuple[Place, ...], found: Scan, path: str) -> bytes:
    """Return the bytes of the input *path*; they must be those that were *found*.

    Everything is remembered under the scan's digests, so bytes that changed since are refused.
    """
    try:
        with open(real_path(places, found.where, path), "rb", buffering=0) as file:  # noqa: PTH123 - the quick call
            data = file.read()
    except OSError as fault:
        raise SiteError(error(f"this cannot be read: {fault.strerror}", path=path)) from fault
    if digest_bytes(data) != found.seen[path].digest:
        raise SiteError(
            error("this changed while it was being read", path=path, hint="build again")
        )
    return data


def places_of(root: Path) -> tuple[Place, ...]:
    """Return where the inputs of the site at *root* stand; the themes that we ship come last."""
    own, shipped = root / "themes", data_root() / "themes"
    places = tuple(Place(name, root / name) for name in PLACES)
    if own.resolve() == shipped.resolve():
        return places
    return (*places, Place(SHIPPED, shipped))


def output_of(root: Path, options: Options) -> Path:
    """Return the output folder, absolute and without links.

    Raises SiteError if nobody can have meant it: it holds the site, is one of the site's own
    folders, or is no folder at all.
    """
    asked = options.output or root / OUTPUT
    try:
        output = asked.resolve()
    except (OSError, RuntimeError) as fault:  # Python 3.13 turned the latter into the former
        raise SiteError(error(f"The output folder `{asked}` is a link to itself")) from fault
    root = root.resolve()
    above = (output, *output.parents)
    if any(_same_place(output, folder) for folder in (root, *root.parents)):
        why = "holds the site itself"
    elif any(_same_place(folder, root / name) for folder in above for name in OWN):
        why = "belongs to what the site is made from"
    elif _same_place(output, root / FOLDER):
        why = "is the cache"
    elif output.exists() and not output.is_dir():
        why = "is a file"
    else:
        return output
    raise SiteError(
        error(
            f"The site cannot be written to `{asked}`, which {why}",
            hint="choose a folder for the site alone, such as `public`",
        )
    )


def _same_place(one: Path, other: Path) -> bool:
    """Tell whether both are the same folder, on a disk that ignores case as well."""
    try:
        return one.samefile(other)
    except OSError:  # one of them does not exist
        return one == other


def signature(options: Options, consent: Consent) -> list[object]:
    """Return what changes what a build does: the options, and who has agreed."""
    return [options.url, options.strict, options.quarantine, options.portable, consent.mark]


def unchanged(visit: Visit, cache: Cache) -> Report | None:
    """Return the report of a build that has nothing to do, or None if there may be something.

    Nothing is to do if inputs, options and toolchain are those of the last good build, every output
    stands as it was left, and no moment has passed at which the plan changes by itself.
    """
    if not visit.same or not same_but_inputs(visit, cache.written(visit.tree)):
        return None
    known = visit.known
    return Report(
        made={},
        kept=int(str(known["bundles"])),
        written=(),
        removed=(),
        problems=problems_of(known),
        pages=int(str(known["pages"])),
        left_out=left_out_of(known),
        until=until_of(known),
    )


def same_but_inputs(visit: Visit, written: Mapping[str, Written]) -> bool:
    """Tell whether all but the inputs is as the last good build left it: *written*."""
    known = visit.known
    return (
        known.get("options") == signature(visit.options, visit.consent)
        and known.get("toolchain") == visit.toolchain
        and _in_time(known, visit.options.now)
        and known.get("manifest") == file_stamp(visit.output / MANIFEST)
        and all(stands(visit.output, path, file) for path, file in written.items())
    )


def problems_of(known: Mapping[str, object]) -> tuple[Problem, ...]:
    """Return the problems that a good build noted."""
    return tuple(Problem(*problem) for problem in _rows(known["problems"]))


def left_out_of(known: Mapping[str, object]) -> tuple[str, ...]:
    """Return the sources that a good build left out."""
    return tuple(str(source) for source in _rows(known["left_out"]))


def note_census(visit: Visit, cache: Cache, report: Report) -> None:
    """Write the census, from which the next build sees at once that nothing is to do.

    There is none where anybody asked for something special, and where size and times do not prove
    what was read: git's "racy" rule.
    """
    usual = signature(Options(now=visit.options.now), Consent())
    plain = signature(visit.options, visit.consent) == usual
    odd = report.left_out or visit.scan.odd
    if odd or not plain or not all(map(proven, visit.scan.seen.values())):
        return
    problems = [(p.severity, p.where if p.path else "", p.message, p.hint) for p in report.problems]
    if any(sign in part for problem in problems for part in problem for sign in ("\n", PARTED)):
        return  # a census has a line for each
    known = cache.stamp(visit.tree)
    manifest = file_stamp(visit.output / MANIFEST)
    traces = toolchain_traces()
    if (
        not manifest
        or manifest != known["manifest"]
        or visit.output != (visit.root / OUTPUT).resolve()
        or visit.toolchain != stamp_of(traces)
    ):
        return
    shipped = [place.path for place in places_of(visit.root) if place.name == SHIPPED]
    take_census(
        str(visit.root),
        since=_microseconds(datetime.fromisoformat(str(known["now"]))),
        until=None if report.until is None else _microseconds(report.until),
        pages=report.pages,
        problems=problems,
        output=str(visit.output),
        stage=str(visit.output / STAGE),
        shipped=str(shipped[0]) if shipped else "",
        traces=traces,
        inputs=visit.scan.seen,
        outputs={**cache.written(visit.tree), MANIFEST: Written("", *manifest)},
    )


def _microseconds(when: datetime) -> int:
    return (when - EPOCH) // timedelta(microseconds=1)


def _rows(value: object) -> Iterable:  # type: ignore[type-arg] # our own JSON
    return value if isinstance(value, list) else ()


def _in_time(known: dict[str, object], now: datetime) -> bool:
    since, until = datetime.fromisoformat(str(known["now"])), until_of(known)
    return since <= now and (until is None or now < until)


def until_of(known: Mapping[str, object]) -> datetime | None:
    """Return the moment at which what a good build noted is no longer true; None for never."""
    until = known["until"]
    return None if until is None else datetime.fromisoformat(str(until))


def file_stamp(path: Path) -> list[int]:
    """Return size and time stamp of the file at *path*; nothing if there is none."""
    try:
        status = path.stat()
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns]
