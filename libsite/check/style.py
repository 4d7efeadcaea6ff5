"""Colors of style sheets and cards in which words can hardly be read on their ground."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from libsite.check.places import Place
from libsite.colours import READABLE, contrast
from libsite.errors import Problem, notice, warning
from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.check.subject import Subject

GROUNDS = ("paper", "page", "tint")
"""The colors on which the shipped themes set words."""
WORDS = ("ink", "soft", "accent", "sign", "visited", "warn", "teal", "ochre")
"""The colors in which they set words."""
MAIN = "theme/style.css"
"""The style sheet of a theme; others of its sheets change what it says."""
_BLOCK = re.compile(r"([^{}]*)\{([^{}]*)\}")
_TOKEN = re.compile(r"--([\w-]+)\s*:\s*(#(?:[0-9a-fA-F]{3}){1,2})\s*(?=[;}!]|$)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_HEX = len("#rgb")


class Scheme(Noun, frozen=True):
    """The colors that a block of a style sheet sets for the whole page."""

    media: frozenset[str]
    """For which screens, or paper: the conditions behind `@media`; none for all."""
    colours: dict[str, str]
    """As `#rrggbb`, by name."""
    written: dict[str, str]
    """The same as they were written."""


def low_contrast(subject: Subject) -> Iterator[Problem]:
    """Yield a warning for words of a style sheet that can hardly be read on their ground."""
    sheets = sorted(path for path in subject.because if path.endswith(".css"))
    schemes = {path: _schemes(subject.read(path).decode("utf-8", "replace")) for path in sheets}
    main = schemes.get(MAIN, [])
    for path, own in schemes.items():
        for scheme in own:
            others = [] if path == MAIN else [one.media for one in main]
            seen = dict.fromkeys((scheme.media, *(scheme.media | other for other in others)))
            grounds = [_shown(main, media) for media in seen if _is_possible(media)]
            yield from _unreadable(subject, path, scheme, grounds)


def _shown(main: list[Scheme], media: frozenset[str]) -> dict[str, str]:
    """Return the colors that the main style sheet has under the conditions *media*."""
    meant = (one.colours for one in main if one.media <= media)
    return {name: colour for colours in meant for name, colour in colours.items()}


def _is_possible(media: frozenset[str]) -> bool:
    """Tell whether all of *media* can be true: no paper is dark, and nothing dark and light."""
    asked = " ".join(media)
    return ("print" in asked) + ("light" in asked) + ("dark" in asked) <= 1


def _schemes(text: str) -> list[Scheme]:
    plain = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    found = []
    for block in _BLOCK.finditer(plain):
        written = dict(_TOKEN.findall(block[2]))
        if written:
            before = plain[: block.start()]
            inside = before.count("{") > before.count("}")
            media = before[before.rfind("@media") :].partition("{")[0] if inside else ""
            asked = filter(None, media.removeprefix("@media").split(" and "))
            long = {name: _long(colour) for name, colour in written.items()}
            found.append(Scheme(frozenset(one.strip() for one in asked), long, written))
    return found


def _long(colour: str) -> str:
    return colour if len(colour) > _HEX else "#" + "".join(sign * 2 for sign in colour[1:])


def _unreadable(
    subject: Subject, path: str, scheme: Scheme, grounds: list[dict[str, str]]
) -> Iterator[Problem]:
    told: set[str] = set()
    for around in grounds:
        colours = {**around, **scheme.colours}
        for words, ground in ((w, g) for w in WORDS for g in GROUNDS):
            own = words if words in scheme.colours else ground
            if words not in colours or ground not in colours or own not in scheme.colours:
                continue
            seen = contrast(colours[words], colours[ground])
            if seen < READABLE and words not in told:
                told.add(words)
                place = _place(subject, path, f"--{own}: {scheme.written[own]}", f"--{own}:")
                yield place.put(
                    warning(
                        f"words in `--{words}` ({colours[words]}) can hardly be read on"
                        f" `--{ground}` ({colours[ground]}): a contrast of {seen:.1f}",
                        hint=f"choose colors with a contrast of at least {READABLE} (WCAG 2.2)",
                    )
                )


def _place(subject: Subject, path: str, *texts: str) -> Place:
    source = subject.because[path]
    return subject.places.within(source, *texts) or subject.places.in_output(path)


def pale_accent(subject: Subject) -> Iterator[Problem]:
    """Yield a notice if the accent of social cards is too pale for words, which go without it."""
    style = subject.site.theme.card
    seen = contrast(style.accent, style.paper)
    if seen < READABLE <= contrast(style.ink, style.paper):
        settings = [name for name in subject.inputs if name.endswith("/theme.yaml")]
        own = f"themes/{subject.site.theme.name}/theme.yaml"
        places = (subject.places.within(name, style.accent) for name in (own, *sorted(settings)))
        place = next(filter(None, places), Place(own))
        yield place.put(
            notice(
                f"the accent of social cards has a contrast of {seen:.1f} to their paper, so their"
                " words are all set in ink",
                hint=f"choose an `accent` with a contrast of at least {READABLE} (WCAG 2.2)",
            )
        )
