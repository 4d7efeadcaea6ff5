"""The posts that every system builds: the same words in every run, in each system's dialect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

NOUNS = """\
the library reader shelf story quiet novel chapter author branch evening children volume catalogue
reading club table window librarian borrow return renew loan edition translation memory river
village winter garden letter sister captain machine island archive photograph recipe season question
answer journey history museum language paper ink binding cover review recommend discussion meeting
member volunteer community neighbour program workshop schedule room floor desk computer audio listen
voice song poem line rhythm character plot mystery detective clue secret family mother father
daughter son friend stranger city street market harbour mountain forest animal bird fox whale star
planet science theory experiment discovery medicine law court justice war peace border migrant home
"""
PARTICLES = """\
and of to in that with for from about over under between after before during without because while
where which when how why is was has had will would could should might may can do does did make takes
gives finds brings keeps turns opens closes begins ends
"""
ADJECTIVES = """\
beautiful strange gentle fierce slow bright dark deep old new young small large first last next best
favourite popular rare local
"""
WORDS = (NOUNS + PARTICLES + ADJECTIVES).split()
OPENINGS = "The A In Our This After Before When While Every Some Many Most".split()
ENDINGS = (".", ".", ".", ".", "!", "?")
TAGS = """\
fiction mystery romance scifi fantasy biography history poetry memoir travel cooking science nature
art music sports teens kids picture-books graphic-novels audiobooks ebooks large-print book-club
staff-picks new-titles events storytime summer-reading local-author genealogy archives makerspace
workshops volunteering accessibility outreach awards classics translation
""".split()
AUTHORS = (
    *("Ada Okafor", "Ben Lindqvist", "Carla Moreno", "Deepa Nair", "Elias Brandt"),
    *("Fiona Doyle", "Grace Kim", "Hugo Tremblay", "Imani Clarke", "Jonas Weber"),
)
CATALOG = "https://catalog.example.org"
FIRST = datetime(2012, 1, 1, 9)  # noqa: DTZ001 - each dialect says by itself that it is UTC
APART = 700
"""Minutes between two posts."""
AGAIN = 10_000
"""After so many posts the days begin again, so that those of more have come as well."""
SEED = 1_000_003 * 7


@dataclass(frozen=True, slots=True)
class Post:
    """A post, before it is written in a dialect."""

    slug: str
    title: str
    date: datetime
    """In UTC."""
    tags: tuple[str, ...]
    author: str
    body: str
    """Markdown of 200 to 600 words, and a table in every fourth post."""


def post(number: int) -> Post:
    """Return post *number*."""
    dice = Random(SEED + number)  # noqa: S311 - the same posts in every run
    words = " ".join(dice.choice(WORDS).capitalize() for _ in range(dice.randint(3, 7)))
    return Post(
        slug=f"post-{number:05}",
        title=f"{words} No {number}",
        date=FIRST + timedelta(minutes=APART * (number % AGAIN) + dice.randint(0, 600)),
        tags=tuple(dice.sample(TAGS, dice.choice((2, 2, 3)))),
        author=dice.choice(AUTHORS),
        body=_body(dice),
    )


def _body(dice: Random) -> str:
    wanted = dice.randint(200, 500)
    parts: list[str] = []
    headings, words, listed, covered = 0, 0, False, False
    while words < wanted:
        chance = dice.random() if parts else 1.0
        if chance < 0.25:
            headings += 1
            parts.append(_heading(dice, "##" if headings % 3 else "###"))
        elif chance < 0.40 or (not listed and words > wanted * 0.6):
            listed = True
            parts.append(_list(dice))
        elif chance < 0.47:
            parts.append(f"> {_sentence(dice)}")
        elif chance < 0.55 or (not covered and words > wanted * 0.8):
            covered = True
            parts.append(_cover(dice))
        else:
            parts.append(_paragraph(dice))
        words += len(parts[-1].split())
    if dice.random() < 0.25:
        parts.append(_table(dice))
    return "\n\n".join(parts) + "\n"


def _heading(dice: Random, mark: str) -> str:
    words = (dice.choice(WORDS).capitalize() for _ in range(dice.randint(2, 5)))
    return f"{mark} {' '.join(words)}"


def _list(dice: Random) -> str:
    mark = dice.choice(("- ", "- ", "1. "))
    return "\n".join(mark + _sentence(dice) for _ in range(dice.randint(3, 6)))


def _cover(dice: Random) -> str:
    return f"[Cover of {dice.choice(WORDS)}]({CATALOG}/covers/{dice.randint(1, 50)}.jpg)"


def _paragraph(dice: Random) -> str:
    return " ".join(_sentence(dice) for _ in range(dice.randint(2, 5)))


def _table(dice: Random) -> str:
    rows = (
        f"| {dice.choice(WORDS).capitalize()} {dice.choice(WORDS)} | {dice.choice(AUTHORS)}"
        f" | {dice.randint(1, 9)} |"
        for _ in range(dice.randint(3, 8))
    )
    return "\n".join(("| Title | Author | Copies |", "| --- | --- | ---: |", *rows))


def _sentence(dice: Random) -> str:
    words = [dice.choice(WORDS) for _ in range(dice.randint(8, 18))]
    words[0] = words[0].capitalize() if dice.random() < 0.6 else dice.choice(OPENINGS)
    chance, count = dice.random(), len(words)
    if chance < 0.10:
        _mark(words, dice.randrange(count), "*{}*")
    elif chance < 0.18:
        _mark(words, dice.randrange(count), "**{}**")
    elif chance < 0.26:
        place, more, record = dice.randrange(1, count), dice.choice(WORDS), _record(dice)
        _mark(words, place, f"[{{}} {more}]({CATALOG}/record/{record})")
    elif chance < 0.30:
        _mark(words, dice.randrange(count), "`{}`")
    elif chance < 0.36:
        _mark(words, dice.randrange(count), '"{}"')
    elif chance < 0.40:
        _mark(words, dice.randrange(count), "{}'s")
    elif chance < 0.43:
        _mark(words, dice.randrange(count - 1), "{} --")
    return " ".join(words) + dice.choice(ENDINGS)


def _record(dice: Random) -> int:
    return dice.randint(10_000, 99_999)


def _mark(words: list[str], place: int, form: str) -> None:
    words[place] = form.format(words[place])


# ---- Dialects


def as_yaml(post: Post) -> str:
    """Return *post* with YAML front matter, as libsite, Hugo and Eleventy read it."""
    tags = "".join(f"  - {tag}\n" for tag in post.tags)
    front = f'title: "{post.title}"\ndate: {post.date:%Y-%m-%dT%H:%M:%SZ}\nauthor: {post.author}\n'
    return f"---\n{front}tags:\n{tags}---\n\n{post.body}"


def as_pelican(post: Post) -> str:
    """Return *post* as Pelican reads it."""
    return (
        f"Title: {post.title}\nDate: {post.date:%Y-%m-%d %H:%M}\nTags: {', '.join(post.tags)}\n"
        f"Author: {post.author}\nSlug: {post.slug}\n\n{post.body}"
    )


def as_nikola(post: Post) -> str:
    """Return *post* as Nikola reads it."""
    return (
        f".. title: {post.title}\n.. slug: {post.slug}\n"
        f".. date: {post.date:%Y-%m-%d %H:%M:%S} UTC\n.. tags: {', '.join(post.tags)}\n"
        f".. author: {post.author}\n.. type: text\n\n{post.body}"
    )


# ---- Edits


@dataclass(frozen=True, slots=True)
class Edit:
    """A post after an edit, and the words by which its page tells that it was made anew."""

    post: Post
    shows: str


def edit_body(post: Post, number: int) -> Edit:
    """Return *post* with one more sentence, that of edit *number*."""
    sentence = f"One more sentence makes it edit number {number}."
    return Edit(replace(post, body=f"{post.body}\n{sentence}\n"), sentence)


def edit_title(post: Post, number: int) -> Edit:
    """Return *post* under a title that ends in *number*; its file and address stay."""
    title = f"{post.title.partition(' Edition ')[0]} Edition {number}"
    return Edit(replace(post, title=title), title)


def edit_tags(post: Post, number: int) -> Edit:
    """Return *post* with its first tag exchanged: *number* picks the new one."""
    others = [tag for tag in TAGS if tag not in post.tags]
    tag = others[number % len(others)]
    return Edit(replace(post, tags=(tag, *post.tags[1:])), f"tags/{tag}/")
