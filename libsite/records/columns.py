"""What the columns of a table hold, by their names in several languages and programs."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS: dict[str, str] = {
    "title": "title booktitle maintitle fulltitle titleproper 245a titel buchtitel titulo titre"
    " titolo",
    "authors": "authors author mainauthor primaryauthor creator creators writer writers by 100a"
    " autor autoren autorin verfasser autores auteur auteurs autore autori",
    "inverted": "authorlf authorlastfirst authorlastfirstname authorsort",
    "others": "additionalauthors otherauthors coauthors",
    "secondary": "secondaryauthor secondaryauthors",
    "isbn": "isbn13 isbn isbn10 isbns isbnissn isbnuid ean ean13 020a",
    "year": "originalpublicationyear year yearpublished publicationyear yearofpublication"
    " publishedyear pubyear published publicationdate datepublished publishdate pubdate copyright"
    " 260c 264c jahr erscheinungsjahr ano anodepublicacion annee anneedepublication anno",
    "format": "format binding media medium mediatype booktype materialtype einband medienart"
    " medientyp formato encuadernacion reliure",
    "audience": "audience audiences age ages agegroup agerange targetaudience readership"
    " zielgruppe alter altersgruppe edad edades publico public destinatarios",
    "shelf_mark": "callnumber callno itemcallnumber shelfmark shelf signatur standort signatura"
    " ubicacion cote collocazione 852h",
    "subjects": "subjects subject tags topics topic genre genres keywords 650a schlagworte"
    " schlagwort themen thema materias materia temas sujets",
    "blurb": "blurb description summary annotation synopsis abstract 520a beschreibung inhalt"
    " zusammenfassung descripcion resumen sinopsis resume",
    "cover": "cover covers coverimage coverfile image picture bild titelbild portada imagen"
    " couverture",
    "link": "link links url website web catalog catalogue cataloglink recordurl opac katalog"
    " enlace catalogo lien",
}
"""The names of each column that is read, spelt as `_spelt` does, the one to be believed first.

Personal shelves, such as the `Bookshelves` of Goodreads, are no subjects and not among them. Where
a file has the year of the work and that of the edition, the year of the work counts: readers know
`Jane Eyre` by 1847, and a book's page is about the book in all its editions.
"""

_FOUND = {
    name: (column, rank)
    for column, names in COLUMNS.items()
    for rank, name in enumerate(names.split())
}
_ASIDE = re.compile(r"\([^()]*\)")


def find_columns(header: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    """Return where the columns that are known stand in *header*, the surest of each first."""
    ranked: dict[str, list[tuple[int, int]]] = {}
    for index, name in enumerate(header):
        found = _FOUND.get(_spelt(name)) or _FOUND.get(_spelt(_ASIDE.sub("", name)))
        if found:
            ranked.setdefault(found[0], []).append((found[1], index))
    return {
        column: tuple(index for _, index in sorted(places)) for column, places in ranked.items()
    }


def _spelt(name: str) -> str:
    """Return *name* in small letters and digits alone: `isbn13` for `ISBN-13`."""
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", name).casefold() if sign.isalnum()
    )
