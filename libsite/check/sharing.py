"""Posts for networks in a librarian's own words: those that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.errors import Problem, notice, warning
from libsite.make.posts import posts_of
from libsite.plan.sharing import targets_of
from libsite.views import ShareView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from libsite.check.subject import Subject
    from libsite.views import TargetView


def cut_posts(subject: Subject) -> Iterator[Problem]:
    """Yield a warning for words in `share:` that are too long for a network, and so are cut."""
    targets = targets_of(subject.site)
    for page, view in _sheets(subject):
        if not view.words:
            continue
        meant = [target for target in targets if _is_meant(target, view, targets)]
        posts = posts_of(view, meant, lambda _target: "")
        cut = [post.target for post in posts if post.cut]
        if cut:
            names = ", ".join(f"{target.title} ({target.limit:,})" for target in cut)
            yield subject.places.front(subject.sources[page], "share").put(
                warning(
                    f"the words in `share` are too long for {names}, and are cut there",
                    hint=f"write shorter ones, or some for it alone: `{cut[0].name}: …`",
                )
            )


def _sheets(subject: Subject) -> Iterator[tuple[str, ShareView]]:
    for bundle in subject.plan.bundles:
        if isinstance(bundle.view, ShareView):
            yield bundle.because, bundle.view


def _is_meant(target: TargetView, view: ShareView, targets: Iterable[TargetView]) -> bool:
    """Tell whether a librarian's words in *view* are for *target*: a network that is used."""
    named = dict(view.words)
    used = target.own or not any(other.own for other in targets)
    return target.name in named or ("" in named and used)


def long_alts(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for words about a picture that are too long for a network, and so are cut."""
    own = [target for target in targets_of(subject.site) if target.own and target.alt_limit]
    for page, view in _sheets(subject):
        picture = view.card or view.square
        image = subject.sources[page].document.front.image
        if picture is None or image is None:
            continue
        short = [target for target in own if len(image.alt) > target.alt_limit]
        if short:
            names = ", ".join(f"{target.title} ({target.alt_limit:,})" for target in short)
            yield subject.places.front(subject.sources[page], "image").put(
                notice(
                    f"the words about the picture are too long for {names}, and are cut there",
                    hint="say in `alt` what matters in fewer words",
                )
            )
