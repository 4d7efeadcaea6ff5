"""From a job to the bytes of its files."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from markupsafe import Markup
from msgspec.structs import replace

from libsite.artifact import (
    Atom,
    Body,
    Copy,
    Cover,
    JsonFeed,
    OEmbed,
    Opml,
    Publish,
    Render,
    Rss,
    Scale,
    Sheet,
    SocialCard,
    Text,
    WidgetData,
    WidgetIndex,
)
from libsite.errors import Problem, SiteError, error
from libsite.make.addresses import fill_slots, origin_of, resolve
from libsite.make.blocks import fill_blocks, template_of
from libsite.make.policy import with_policy
from libsite.make.theme import template, template_problem
from libsite.make.words import translations
from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from libsite.artifact import Bundle, Job, Output, Recipe
    from libsite.make.theme import Setting
    from libsite.views import Block, TargetView


class Made(Noun, frozen=True):
    """The files of one bundle, or why they could not be made."""

    name: str
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()


def make_batch(setting: Setting, shared: Mapping[str, object], jobs: list[Job]) -> list[Made]:
    """Make *jobs*; pure, in any process. *shared* are the values that templates may name."""
    return [make(job, setting, shared) for job in jobs]


def told_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return *problems* with each fault of a template once, however many pages show it."""
    first: dict[tuple[str, int, str], Problem] = {}
    again: Counter[tuple[str, int, str]] = Counter()
    for problem in problems:
        fault = (problem.path, problem.line, problem.message)
        again[fault] += fault in first
        first.setdefault(fault, problem)
    return [_and_others(problem, again[fault]) for fault, problem in first.items()]


def _and_others(problem: Problem, others: int) -> Problem:
    if not others:
        return problem
    return replace(problem, hint=f"{problem.hint}, and {others} more in the same way")


def make(job: Job, setting: Setting, shared: Mapping[str, object]) -> Made:
    """Make the files of *job*: its own view, and those of the *shared* values that it names."""
    shown = {name: shared[name] for name in job.names}
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    try:
        sizes = _sizes(job)
    except SiteError as fault:
        return Made(job.bundle.name, {}, fault.problems)
    for output in job.bundle.outputs:
        try:
            files[output.path] = _make_output(output, job, setting, shown, sizes)
        except SiteError as fault:
            problems += fault.problems
    return Made(job.bundle.name, {} if problems else files, tuple(problems))


def _sizes(job: Job) -> dict[Scale, bytes]:
    """Return the sizes of pictures that *job* asks for: a picture is opened once for all."""
    recipes = [out.recipe for out in job.bundle.outputs if isinstance(out.recipe, Scale)]
    if not recipes:
        return {}
    from libsite.make.images import scale_all

    return scale_all(recipes, job.data)


def _make_output(
    output: Output,
    job: Job,
    setting: Setting,
    shared: Mapping[str, object],
    sizes: Mapping[Scale, bytes],
) -> bytes:
    match output.recipe:
        case Copy(asset):
            return job.data[asset.source]
        case Publish(asset):
            from libsite.make.images import without_metadata

            return without_metadata(job.data[asset.source], asset.source)
        case Scale():
            return sizes[output.recipe]
        case Cover(title, author, dir_):
            from libsite.make.covers import cover_svg

            return cover_svg(title, author, dir_)
        case SocialCard():
            from libsite.make.social import social_card

            return social_card(output.recipe, job.data)
        case recipe:
            text = _text(recipe, job, setting, shared)
    made = resolve(
        text, output.path, url=setting.url, target=output.target, portable=setting.portable
    )
    # a browser takes no file for part of the same site as another: a policy would forbid its own
    if isinstance(output.recipe, Render | Sheet) and not setting.portable:
        origin = origin_of(setting.url) if output.target == "absolute" else ""
        made = with_policy(made, bodies=job.bodies.values(), origin=origin)
    return made.encode()


def _text(recipe: Recipe, job: Job, setting: Setting, shared: Mapping[str, object]) -> str:
    """Return what *recipe* writes, its addresses still marked."""
    bundle = job.bundle
    html = partial(_html, job.bodies, partial(_show, setting, bundle, shared))
    match recipe:
        case Render(name):
            return _render(setting, name, bundle, html, shared)
        case Sheet(name, wording):
            return _sheet(setting, name, wording, bundle, shared)
        case Text(body):
            return body
    from libsite.make import feeds, opml, widgets

    words = translations(setting.theme.words)
    view: Any = bundle.view  # of the class that the recipe asks for: so it is planned
    if isinstance(recipe, Rss | Atom | JsonFeed):
        entries = {Rss: feeds.rss, Atom: feeds.atom, JsonFeed: feeds.json_feed}
        return entries[type(recipe)](view, html, words, job.lengths)
    data: Mapping[type, Callable[[Any, Any], str]] = {
        Opml: opml.opml,
        WidgetData: widgets.widget_data,
        WidgetIndex: widgets.widget_index,
        OEmbed: widgets.oembed,
    }
    return data[type(recipe)](view, words)


def _sheet(
    setting: Setting, name: str, wording: str, bundle: Bundle, shared: Mapping[str, object]
) -> str:
    """Return the template *name*, filled with the posts that the template *wording* words."""
    from libsite.make.posts import posts_of

    def words(target: TargetView) -> str:
        values = {**shared, "page": bundle.view, "target": target}
        return _filled(setting, wording, bundle, values)

    view: Any = bundle.view
    targets: Any = shared["targets"]
    posts = posts_of(view, targets, words)
    return _filled(setting, name, bundle, {**shared, "page": view, "posts": posts})


_FAULTS = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    MemoryError,
)
"""What a template can bring about; anything else is a fault of ours."""


def _html(bodies: Mapping[str, str], show: Callable[[Block], str], body: Body) -> str:
    html = fill_slots(bodies[body.digest], body.fills, body.pictures)
    return fill_blocks(html, body, show)


def _show(setting: Setting, bundle: Bundle, shared: Mapping[str, object], block: Block) -> str:
    """Return the HTML of *block*: it sees the shared values, and nothing of the page around it."""
    return _filled(setting, template_of(block), bundle, {**shared, "block": block})


def _render(
    setting: Setting,
    name: str,
    bundle: Bundle,
    html: Callable[[Body], str],
    shared: Mapping[str, object],
) -> str:
    view = bundle.view
    body = getattr(view, "body", None)
    safe = Markup(html(body)) if body is not None else ""  # noqa: S704 - nh3 has cleaned it
    return _filled(setting, name, bundle, {**shared, "page": view, "body": safe})


def _filled(setting: Setting, name: str, bundle: Bundle, values: Mapping[str, object]) -> str:
    try:
        return template(setting, name).render(values)
    except TemplateSyntaxError as fault:
        raise SiteError(template_problem(fault, name)) from fault
    except _FAULTS as fault:
        raise SiteError(_render_problem(fault, name, bundle)) from fault


def _render_problem(fault: Exception, name: str, bundle: Bundle) -> Problem:
    """Say which line of which template failed, and on which page."""
    where, line = name, 0
    seen: set[str] = set()
    trace = fault.__traceback__
    while trace is not None:
        # Jinja gives the frames of compiled templates the names of their files.
        file = trace.tb_frame.f_code.co_filename
        if trace.tb_frame.f_globals.get("__jinja_template__") or file.endswith((".html", ".xml")):
            where, line = file, trace.tb_lineno
            if file in seen and isinstance(fault, RecursionError):
                break  # where it came round first: how deep it got is chance
            seen.add(file)
        trace = trace.tb_next
    what = fault.message if isinstance(fault, UndefinedError) else str(fault)
    if isinstance(fault, RecursionError):
        what = "it includes itself, or another template that includes it, without end"
    return error(
        f"this template failed: {what}",
        path=where,
        line=line,
        hint=f"it was making `{bundle.name}` from `{bundle.because}`",
    )
