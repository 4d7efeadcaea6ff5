"""Why a page is as it is, and why a file is not published: answers to `libsite why`."""

from __future__ import annotations

from contextlib import suppress
from posixpath import normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from libsite.artifact import Render, Sheet, assets_of
from libsite.build import NOBODY, nothing
from libsite.errors import SiteError, error
from libsite.keep.cache import open_cache
from libsite.make.keys import parts_in
from libsite.model import KINDS
from libsite.plan.catalog import hidden_pages
from libsite.plan.sharing import posts_of
from libsite.prepare import prepare
from libsite.read.places import is_markdown, is_private
from libsite.survey import survey
from libsite.text import nearest, normal
from libsite.visit import begin
from libsite.walk import ignored

if TYPE_CHECKING:
    from pathlib import Path

    from libsite.artifact import Bundle
    from libsite.errors import Problem
    from libsite.keep.cache import Cache
    from libsite.model import Page, Site
    from libsite.settle import Settled
    from libsite.visit import Options, Visit
    from libsite.work import Work


def explain(root: Path, options: Options, asked: str) -> list[str]:
    """Return, line by line, what is to be said of *asked*: a content file, address, or output path.

    No output is touched. Raises SiteError for what the site does not know; for a site with errors,
    with those of the file in question if it has any.
    """
    with open_cache(root, waiting=NOBODY.say) as cache:
        visit = begin(root, options, cache)
        source = _source(root, visit, asked)
        try:
            settled = survey(visit, cache, step=nothing)
            work = prepare(settled, visit, cache)
        except SiteError as fault:
            own = [p for p in fault.problems if p.path == source and p.severity == "error"]
            raise SiteError(*(own or _others(source, fault))) from fault
        site = settled.site
        page = next((page for page in site.pages if page.source == source), None)
        if page is not None:
            return _of_page(page, settled, options)
        path = _path(asked, site, work)
        if path is None:
            if file := _file(root, asked):
                return _of_file(file, site, work)
            raise SiteError(_unknown(asked, site, work))
        bundle = next(b for b in work.plan.bundles if any(o.path == path for o in b.outputs))
        return [*_of_bundle(bundle, path), "", *_state(bundle, work, visit, cache)]


def _others(source: str, fault: SiteError) -> tuple[Problem, ...]:
    """Return the problems of other files that keep *source* from being published."""
    if not source:
        return fault.problems
    message = "nothing is wrong with this file: it waits for others, which stop every build"
    hint = "mend what is listed here, and ask again"
    return (error(message, path=source, hint=hint), *fault.problems)


def _source(root: Path, visit: Visit, asked: str) -> str:
    """Return the input that *asked* names; empty for none."""
    return next((name for name in _names(root, asked) if name in visit.scan.seen), "")


def _file(root: Path, asked: str) -> str:
    """Return the file below `content/` that *asked* names, though no build reads it."""
    names = (name for name in _names(root, asked) if name.startswith("content/"))
    return next((name for name in names if (root / name).is_file()), "")


def _names(root: Path, asked: str) -> list[str]:
    """Return what *asked* may mean: seen from here, from the site, or from `content/`."""
    plain = normpath(asked.replace("\\", "/").removeprefix("@/"))
    names = [plain, f"content/{plain}"]
    with suppress(ValueError):
        names.insert(0, (root.cwd() / asked).resolve().relative_to(root.resolve()).as_posix())
    return [*names, *map(normal, names)]  # the scan knows names in one form of Unicode


def _of_file(name: str, site: Site, work: Work) -> list[str]:
    """Return why the file *name* is no page, and what is made of it."""
    lists = [page.source for page in site.pages if any(book.path == name for book in page.books)]
    if lists:
        return [f"{name} holds the books of {', '.join(lists)}, and is not published itself"]
    outputs = (output for bundle in work.plan.bundles for output in bundle.outputs)
    made = sorted(
        output.path
        for output in outputs
        if any(asset.source == name for asset in assets_of(output.recipe))
    )
    if made:
        return [
            f"{name} is shown by a page, or linked to",
            *(f"  makes    {path}" for path in made),
        ]
    kinds = ", ".join(sorted({f"content/{kind.folder}/" for kind in KINDS.values()}))
    if any(map(ignored, name.split("/"))):
        reason = "back-up copies, hidden files and those of the system are passed over"
    elif is_private(name):
        reason = "what begins with `_` is yours alone"
    elif not is_markdown(name):
        reason = "it is no Markdown, `.md`, and no published page shows it or links to it"
    else:
        reason = f"it is in none of {kinds}"
    return [f"{name} is no page, and is not published: {reason}"]


def _of_page(page: Page, settled: Settled, options: Options) -> list[str]:
    hidden = hidden_pages(settled.site.pages, options.now).get(page.source)
    lines = [
        f"{page.source} is a {page.kind}: {page.title}",
        f"  id       {page.id}",
        f"  address  {settled.site.config.url}{page.path}",
    ]
    if page.date:
        lines.append(f"  date     {page.date.isoformat(' ', 'minutes')}")
    lines.append(f"It is not published: {hidden}" if hidden else "It is published.")
    shown = sorted(bundle.name for bundle in settled.plan.bundles if bundle.because == page.source)
    lines += [f"  makes    {name}" for name in shown]
    if posts := posts_of(page, settled.site) if hidden else ():
        lines += ["Posts elsewhere to delete by hand:", *(f"  {post}" for post in posts)]
    return lines


def _path(asked: str, site: Site, work: Work) -> str | None:
    """Return the output path that *asked* means: a path, an address, with or without `output/`."""
    base = urlsplit(site.config.url)
    path = unquote(asked.removeprefix(site.config.url) if "://" in asked else asked)
    plain = path.strip("/")
    tries = [
        plain,
        plain.removeprefix("output/"),
        plain.removeprefix(base.path.strip("/")).strip("/"),
    ]
    for name in tries:
        for candidate in (name, f"{name}/index.html".lstrip("/")):
            if candidate in work.planned:
                return candidate
    return None


def _of_bundle(bundle: Bundle, path: str) -> list[str]:
    output = next(output for output in bundle.outputs if output.path == path)
    recipe = output.recipe
    how = (
        f"the template {recipe.template}"
        if isinstance(recipe, Render | Sheet)
        else (f"the recipe {type(recipe).__name__}")
    )
    return [f"{path}", f"  comes from  {bundle.because}", f"  is made by  {how}"]


def _state(bundle: Bundle, work: Work, visit: Visit, cache: Cache) -> list[str]:
    """Return what it depends on, and what of that has changed since it was last made."""
    if bundle.name in work.reasons:
        reasons = work.reasons[bundle.name]
        first = "The next build makes it, because this has changed since it was last made:"
        if reasons == ("new",):
            return ["The next build makes it: it has not been made yet."]
        return [first, *(f"  {reason}" for reason in reasons)]
    key = cache.key(visit.tree, bundle.name)
    parts = parts_in(key, cache.labels()) if key else {}
    return [
        "It is up to date. It depends on:",
        *(f"  {name:32} {digest[:12]}" for name, digest in sorted(parts.items())),
    ]


def _unknown(asked: str, site: Site, work: Work) -> Problem:
    sources = [page.source for page in site.pages]
    near = nearest(asked, [*sources, *work.planned])
    return error(
        f"the site has neither a file nor an address `{asked}`",
        hint=f"did you mean `{near}`?" if near else "name a file below content/, or an address",
    )
