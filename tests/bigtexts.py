"""The words of the big site: titles, tags, and texts with all that Markdown can do here."""

from __future__ import annotations

OPENINGS = """\
The quiet|A second|Our longest|Every other|The borrowed|An early|The last|A patient|The
upside-down|A small
""".strip().split("|")
THINGS = (
    """\
reading hour|map of the town|seed drawer|chess afternoon|story on the stairs|lost button|paper
boat|shelf of whales|letter from the attic|night with lanterns|bicycle for books|puppet
rehearsal|box of postcards|comic workshop|telescope to borrow|weather diary|choir in the
hallway|puzzle exchange|window full of birds|recipe for rain|poem in the elevator|visit from the
bees|chair that rocks|radio play|repair table|cart of atlases|sundial|spelling bee|library
cat|snail race|quilt of stories|yard sale|drawing wall
""".replace("\n", " ")
    .strip()
    .split("|")
)
"""With OPENINGS, 330 titles."""
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
"""A word that no column of a phone can hold (a law of Mecklenburg-Vorpommern, 1999 to 2013)."""
ODD_TITLES = (
    "Five < six > four, and \u201cquotes\u201d",
    f"What is a {LONG}?",
    "📚👩‍👩‍👧 Families read",
    "Salt & pepper: a shelf; a table",
    "C# or B♭? Music for programmers",
    "¿?",
    "100% wool / 50% off",
    "<em>Not</em> emphasized",
    "كتب English mixed שלום",
    "A very long title that goes on where others would have stopped, since nobody could decide",
)
TAGS = (
    *("book lists", "news", "events", "winter", "how to", "poetry", "comics", "read-aloud"),
    *("C#", "C++", "C", "¿?", "R&D", "<tag>", "50%", "Ñandú", "日本語", "كتب", "über uns", "#hash"),
    *("a/b", "Q&A: \u201cwhy?\u201d", LONG, "🎈", "O'Brien", "éclair", "eclairs", "2026"),
)
AUTHORS = ("Ms. Rivera", "Mr. Okafor", "The Wednesday team", "O'Brien & <Sons>")

PIECES = (
    """\
| What | Where it stands | Copies |
|------|:---------------:|-------:|
| Maps | by the *window* | 4 |
| $long | **nowhere** | 12 |
""",
    """\
The short ones first.[^short] Ask about ILL.

[^short]: None of them takes longer than a [lunch break](@/pages/hours.md).

*[ILL]: interlibrary loan
""",
    """\
!!! tip "Before you come"
    Look up [the opening hours](@/pages/hours.md#holidays), and bring

    - your card
    - a friend
""",
    """\
Lanterns
:   Paper ones. Please carry them *level*.

Pencils
:   They are on the table.
:   They are under it as well.
""",
    """\
- [x] find the shelf
- [ ] find the book
    1. read it
    2. bring it back

> Whoever reads lives twice.
>
> > And who reads aloud, oftener.
""",
    """\
<details markdown="1">
<summary>What about *snacks*?</summary>

Crackers are fine. ~~Soup~~ is not. <kbd>Ctrl</kbd> + <kbd>C</kbd>, H<sub>2</sub>O,
<mark>now</mark>, <ruby>本<rp>(</rp><rt>hon</rt><rp>)</rp></ruby>.

</details>

***

```
for book in shelf:  # $long
    read(book); assert "<b>" & "</b>"
```
""",
    """\
::: book $book
note: Our *third* graders could not stop.
:::
""",
    """\
::: shelf @/$list
title: Just arrived
limit: 4
:::
""",
    """\
::: shelf
""",
    """\
::: video https://video.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv
title: How to borrow a book, with socks
:::
""",
    """\
::: callout Bring your card
On *Thursday* we lend out the telescope.

::: book $isbn
note: The one about stars & <stars>.
:::

:::
""",
    """\
::: notes What we said
Nobody liked the goose at first. See [what came of it](@/$post#more), [a
guide](@/pages/guide-00.md), or [the tag](/tags/book-lists/).
:::
""",
    """\
::: spoiler The ending
The robot goes back. $long
:::
""",
    """\
::: book A leaflet about leaflets, part $number by The Wednesday team
year: 2026
format: Leaflet
shelf_mark: LEAF $number
blurb: Folded twice, read once. It says what leaflets are for.
:::
""",
    """\
### Below {.wide}

Write to <desk@example.org>, look at <https://catalog.example.org/search?isbn=1&lang=en#top>, or
read [what we wrote then](@/$post), [the list](@/$list "The whole list") and [our feed](/feed.xml).

#### Further below
""",
)
"""Markdown of every sort, with `$book`, `$isbn`, `$list`, `$post`, `$number` and `$long` in it."""
PICTURED = (
    """\
::: figure $picture
alt: Cut paper in many colors
caption: The picture, on its *first* morning.
credit: Cut-paper picture by [the library](@/pages/about.md)
:::
""",
    """\
![Cut paper in many colors]($picture "A title for the mouse")
""",
    """\
<figure markdown="1">

[![Cut paper in many colors, small]($picture){width=200}]($picture)

<figcaption>Press it to see all of it.</figcaption>
</figure>
""",
)
"""The same with the picture beside the text."""

OTHERS = {
    "es": (
        "Los libros de la semana",
        """\
Hay una estantería nueva junto a la ventana. Tiene libros en español para leer en casa, solos o
en familia, y quien no encuentre el suyo puede pedirlo en el mostrador.

## Más {#more}

- *Soñadores*: una madre, su hijo y una biblioteca que les abre las puertas.
- *Esperanza renace*: de una hacienda en México a los campos de California.

::: callout ¿Falta su libro preferido?
Escríbanos el título en un papelito y déjelo en la caja roja, junto a la puerta de la biblioteca.
:::

Las familias pueden llevarse hasta seis libros durante tres semanas. El
[horario](@/pages/hours.md) está en otra página, y aquí está [lo que escribimos
entonces](@/$post#more).
""",
    ),
    "de": (
        "Bücher für lange Abende",
        """\
Im Winter ist es früh dunkel, und ein dickes Buch ist dann ein Glück. Diese hier haben schon
manche von uns viel zu lange wach gehalten, und keines davon ist langweilig.

## Mehr davon {#more}

1. Zuerst kommt das Wörterbuch, denn darin steht das Wort $long.
2. Danach kommt ein Märchen, das man am besten laut vorliest.

| Tag     | Geöffnet      |
|---------|:-------------:|
| Montag  | 8 bis 12 Uhr  |
| Freitag | 8 bis 11 Uhr  |

::: spoiler Wie es ausgeht
Der Bär bringt den Hut zurück, und alle lachen darüber, nur der Hase nicht.
:::

Mehr steht auf der Seite mit den [Öffnungszeiten](@/pages/hours.md) und in [diesem
Text](@/$post#more).
""",
    ),
    "ar": (
        "كتب جديدة لأمسيات الشتاء",
        """\
وصلت إلى مكتبتنا كتب جديدة باللغة العربية، وهي على الرف القريب من النافذة. يمكن للعائلات أن
تستعير ستة كتب لمدة ثلاثة أسابيع، ومن لم يجد كتابه فليسأل عنه عند المكتب.

## المزيد {#more}

- حكايات قصيرة للصغار قبل النوم.
- رواية عن رحلة طويلة في الصحراء، وعن صداقة لا تنتهي.

::: callout أحضروا البطاقة
نفتح أبوابنا يوم الخميس مساءً، والجميع مدعوون مع أطفالهم.
:::

> خير جليس في الزمان كتاب.

تجدون [مواعيد العمل](@/pages/hours.md) في صفحة أخرى، وهنا [ما كتبناه من قبل](@/$post#more).
""",
    ),
}
"""A title and a text for each other language."""

BOOK_WORDS = (
    "river lantern winter garden letter sister captain machine island archive recipe season "
    "question journey museum harbor mountain forest whale planet orchard violin compass thunder"
).split()
BOOK_FORMS = (
    "The {a} and the {b}",
    "{a} {b}",
    "How the {a} lost its {b}: a novel",
    "No {a}, no {b}!",
)
WRITERS = (
    *("Ada Okafor", "Ben Lindqvist", "Carla Moreno", "Deepa Nair", "Élodie Brandt-Núñez"),
    *("Fiona O'Doyle", "金 Grace", "Hugo Tremblay", "إلياس خوري", "Jonas \u201cJoe\u201d Weber"),
)
FORMATS = ("Hardback", "Paperback", "Audiobook", "Graphic novel")
SUBJECTS = ("stars", "C#", "friends & foes", "weather", "sea stories", "¿qué?", "cooking")
