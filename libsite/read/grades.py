"""What tells which child a name means: its grade, class, age or school, beside the name.

English, Spanish, German and French. For whom a book or a visit is, is no child's grade:
`grades 3-5`, `ages 4 and up`, `ab 10 Jahren`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from libsite.read.fullnames import TITLE, UPPER, Name, foreign_names, full_names
from libsite.read.things import ADULTS
from libsite.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_SMALL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_NTH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ES = "primer[oa]? segund[oa] tercer[oa]? cuart[oa] quint[oa] sext[oa] séptim[oa] octav[oa]"
_FR = "première seconde troisième quatrième cinquième sixième"
_DE = "erst zweit dritt viert fünft sechst siebt acht neunt zehnt"


def _any(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


_N = r"\d{1,2}"
_LETTER = r"(?:[\s-]?[A-Ha-h]\b)?"
_GRADE = re.compile(
    "|".join(
        (
            (
                rf"\b(?:grade|gr\.?|year|yr\.?|y|form|class|klasse|kl\.|stufe|jahrgang|grado|curso"
                rf"|classe(?:\s+de)?|p|room)\s?{_N}(?:\s?(?:\.?[ºª°o]|e|er)\b)?{_LETTER}(?!\d)"
            ),
            r"\bgrade\s+K\b",
            (
                rf"\b(?:{_any(_NTH)}|{_N}(?:st|nd|rd|th))[\s-](?:grade(?:r\b(?!s)|\b(?!r))|class\b"
                rf"|year\b)"
            ),
            r"\b(?:pre-?)?kindergart(?:en|ner)\b(?!s)",
            r"\b(?:pre-?k|tk|preschooler|toddler|freshman|sophomore|reception class)\b",
            rf"\bage[ds]?\s{_N}\b(?!s)",
            rf"\b(?:{_N}|{_any(_SMALL)})[\s-](?:years?|yrs?|month)[\s-]olds?\b",
            rf"\b(?:turn(?:s|ed|ing)|cumple|cumplió|wird|wurde|fête ses|a eu)\s+{_N}\b",
            rf"\b{_N}\s*(?:años|anos|ans|jahren?(?:\s+alt)?)\b",
            rf"\b{_N}-?jährige[rns]?\b",
            rf"\b{_any(_DE)}kläss?ler(?:in)?\b",
            (
                rf"\b{_N}\.?\s?[ºª°](?:\s?[A-Ha-h]\b)?(?:\s(?:de\s)?(?:primaria|eso|infantil|grado"
                rf"|curso))?"
            ),
            rf"\b{_N}(?:er|do|ro|to|mo|vo|no)?\s(?:de\s)?(?:grado|primaria|curso|eso|infantil)\b",
            (
                rf"\b{_any(_ES)}\s(?:(?:de\s)?(?:primaria|infantil|grado|curso|eso|año|básico)\b"
                rf"|[A-H]\b)"
            ),
            r"\b(?-i:CE1|CE2|CM1|CM2|CP|GS|MS|PS)\b(?:\s?[A-H]\b)?",
            rf"\b{_N}\s?(?:e|è?me|ère|re)\b(?:\s?[A-H]\b)?",
            rf"\b{_any(_FR)}\b",
            rf"\b{_N}\.\s?klasse\b|\b{_any(_DE)}e[rn]?\sklasse\b",
            r"\b\d{1,2}\s?-?[A-Fa-f]\b(?!['’])",
        )
    ),
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?:\s?[-–—/&+]|\s(?:to|and|bis|und|y|a|et|à|o|or)\s)\s?"
    r"(?:1?\d\b|1?\d\D|K\b|up\b|older\b|over\b|under\b|above\b|mehr\b|más\b|plus\b|mayores\b)"
)
_RANGE_BEFORE = re.compile(
    r"(?:\d(?:th|st|nd|rd|\.?[ºª])?\s*(?:[-–—/&]|to|and|bis|und|y|a|et|à)|\bK\s*[-–—]"
    r"|\bab|\bdès|\bdesde"
    r"|\bmayores de|\bmenores de|\bfor|\bfür|\bpara|\bpour|\bunder|\bover|\bab der|\bà partir de"
    r"|\bunter|\büber|\bfrom age|\bun livre)\s*$",
    re.IGNORECASE,
)
_AGE = re.compile(r",\s(\d{1,2})(?=[,.;)!?]|\s(?:and|y|und|et)\s|\s*$)")
_BRACKETED = re.compile(r"\s\((\d{1,2})\)")
_SCHOOL = re.compile(
    rf",?\s(?:of|from|at|de|del|de la|von der|aus der|vom|an der|à|au|à l['’])\s(?:the\s"
    rf"|la\s|l['’])?"
    rf"(?:[{UPPER}][\w'’.-]*\s){{0,4}}(?:School|Elementary|Middle|Academy|[\w-]*[Ss]chule|Gymnasium"
    r"|Primary|High|Colegio|CEIP|IES|Escuela|[ÉEé]cole|Collège)\b"
)
_BIRTHDAY = re.compile(
    r"\b(?:happy(?:\s\w+)?\sbirthday(?:,|\sto)?|feliz cumpleaños,?(?:\sa)?|(?:alles gute|herzlichen"
    r" glückwunsch) zum geburtstag,?|joyeux anniversaire,?(?:\sà)?)\s$",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:1[0-9]{3}|200[0-9]|201[0-5])\b")
_FREE = frozenset(
    """
    a an and is in from of our the her his their who now only just at our my with winner reader
    student pupil young little age aged but
    aus der die dem den im in von ist unser unsere und ein eine
    de del la le el los las en es una un que con y nuestra nuestro hoy solo
    est une du des au notre et qui
    """.split()
)
"""Words that may stand between a name and a grade without parting them."""
_PARTS = frozenset(
    """
    ab about after all als as asks at avait before besucht by cuando cuenta ecrit enseigne era
    erzahlt escribio etait every for fue fur had he helped helps hosts illustrated into joined
    joins kommt las leads led lee leera liest lira lit meet meets over para por pour presenta
    presented presents quand que raconte read reading reads rencontre runs sat schrieb she signed
    signs speaks stellt talks taught teach teacher teachers teaches teaching tells they through to
    toda todo todos unterrichtet viendra vient visit visita visited visiting visits vor war waren
    was wenn were when which will won worked works writes written wrote
    """.split()
)
"""Words after which a grade is no longer that of the name."""
_LONGEST = 60
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_END = re.compile(rf"[.!?…](?:\s|$)|[{TITLE}]|\d")


class Graded(NamedTuple):
    """A name, and what stands beside it: `grade 4`; empty for a school."""

    name: Name
    beside: str


def graded_names(text: str) -> Iterator[Graded]:
    """Yield the names in *text* that have a grade, a class, an age or a school beside them."""
    if _PAST.search(text):
        return
    marks = [found for found in _GRADE.finditer(text) if not _of_many(text, found)]
    names = list(full_names(text))
    if marks:
        names += [one for one in foreign_names(text) if _touches(text, one, marks)]
    for name in names:
        beside = _beside(text, name, marks)
        if beside is not None:
            yield Graded(name, beside)


def _of_many(text: str, found: re.Match[str]) -> bool:
    """Tell whether a grade is one of a range, or says for whom something is."""
    return bool(
        _RANGE.match(text, found.end())
        or _RANGE_BEFORE.search(text[max(0, found.start() - 20) : found.start()])
    )


def _touches(text: str, name: Name, marks: list[re.Match[str]]) -> bool:
    """Tell whether nothing but punctuation parts *name* from a grade."""
    return any(
        not _WORD.search(text[name.end : mark.start()]) and mark.start() - name.end < 5  # noqa: PLR2004
        for mark in marks
        if mark.start() >= name.end
    )


def _beside(text: str, name: Name, marks: list[re.Match[str]]) -> str | None:
    for mark in marks:
        if mark.start() >= name.end and _joined(text[name.end : mark.start()]):
            return mark.group().strip()
    for mark in reversed(marks):
        if mark.end() <= name.start and _leads(text[mark.end() : name.start]):
            return mark.group().strip()
    if age := _AGE.match(text, name.end) or _BRACKETED.match(text, name.end):
        return age[1]
    if _SCHOOL.match(text, name.end) or _BIRTHDAY.search(text[: name.start]):
        return ""
    return None


def _joined(gap: str) -> bool:
    """Tell whether a grade that follows a name after *gap* is that of the name."""
    if len(gap) > _LONGEST or _END.search(re.sub(r"\b(?:M[rs]s?|Mx|Dr|Sra?)\.", "", gap)):
        return False
    teacher = re.sub(r"\b(?:M[rs]s?|Mx|Dr|Sra?|Frau|Herrn?|Mme)\.?\s[\w-]+(?:['’]s?)?", "", gap)
    words = [fold(word) for word in _WORD.findall(teacher)]
    if any(word in _PARTS or word in ADULTS for word in words):
        return False
    return len([word for word in words if word not in _FREE]) <= 2  # noqa: PLR2004


def _leads(gap: str) -> bool:
    """Tell whether a name that follows a grade after *gap* is that of the child in this grade."""
    if len(gap) > _LONGEST or _END.search(gap):
        return False
    words = [fold(word) for word in _WORD.findall(gap)]
    if any(word in _PARTS or word in ADULTS for word in words):
        return False
    return len([word for word in words if word not in _FREE]) <= 1
