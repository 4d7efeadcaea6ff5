"""E-mail addresses and telephone numbers of people, told from those of libraries and schools.

An address is a role's if its words say so, or its host; a number is a library's unless the words
before it name somebody's family, home or pocket. ISBNs, dates, prices and barcodes are neither.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from libsite.read.things import is_thing
from libsite.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAIL = re.compile(
    r"(?<![\w@/.+-])\w[\w.+'-]*@(?:[\w-]+\.)+[^\W\d_]{2,}(?!\w|@)"
    r"|(?<![\w@/.+-])[\w.+-]+\s?[(\[{]\s?(?:at|arroba|ät|à)\s?[)\]}]\s?"
    r"[\w-]+(?:\s?[(\[{]\s?(?:dot|punto|punkt|point)\s?[)\]}]\s?\w+|\.\w+)+"
    r"|(?<![\w@/.+-])[\w+-]+(?:\.[\w+-]+)* at [\w-]+ dot \w{2,}(?: dot \w{2,})?\b",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"\s?(?:@|[(\[{]\s?(?:at|arroba|ät|à)\s?[)\]}]|\sat\s)\s?", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
_ROLES = frozenset(
    """
    a account accounts accueil admin administration amigos amis ampa and apa ask assistant at
    auskunft ausleihe bestellung board bonjour booking bookings box branch by care cataloging
    chair childrens circ circulation coach collections comite comments communication contact
    contacto contacts coordinator data department dept desk direccion director donations editor
    education email empfang enquiries enquiry events feedback finance fines for forderverein
    foundation freunde friends from front frontdesk genealogy general git giving hallo hello help
    helpdesk hi hola holds hotline hr ill info informacion information inquiries interlibrary jobs
    kontakt loans lost mail mailbox manager marketing media membership money my no noreply of
    office oficina orders outreach overdue overdues partnerships post postmaster prensa press pret
    privacy programming programs pta pto publicity purchasing questions recepcion reception
    redaktion refdesk registrar registration renewals reply reservas reservations reserve rights
    sales scheduling secretaria secretary sede sekretariat service services shop socios staff
    submissions subscribe suggestions support team tech teens the tickets to vermietung verwaltung
    volunteering web webmaster work ya your youth youthservices
    """.split()
)
_OF_PEOPLE = frozenset(
    """
    family familia familie famille home zuhause kids mum mom mama papa dad daddy mommy
    mother father parent grandma grandpa nana abuela abuelo oma opa private privat personal
    """.split()
)
_INSTITUTION = re.compile(
    r"librar|biblio|bucherei|buecherei|mediathe|mediathek|school|schule|colegio|escuela"
    r"|ecole|college"
    r"|lycee|academy|academia|kita|museum|archiv|publish|verlag|editorial|editions|stadt"
    r"|gemeinde|county"
    r"|council|ayuntamiento|mairie|district|press\b|lib$|foundation"
)
_HOST = re.compile(
    r"reads\.|books?\.|\.(?:gov|edu|mil|k12)(?:\.|$)|\.gob\.|\.ac\.|\.sch\.|\.gouv\."
)
_PUPILS = re.compile(r"student|pupil|alumn|schueler|eleve")

_PHONE = re.compile(
    r"(?<![\w/=#$€£.,:-])(?:(?:\+|00)\d{1,3}[ \u00a0.‑‐-]?)?(?:\(\d{1,5}\)[ \u00a0.‑‐-]?)?"
    r"\d{1,12}(?:[ \u00a0.‑‐–/-]\d{2,8}){0,5}(?![\w%]|[.,/:]\d)"
)
_FEWEST, _MOST = 7, 15
"""Digits of a telephone number (ITU-T E.164 for the most)."""
_NO_PHONE = re.compile(
    r"(?:19|20)\d\d\D(?:19|20)?\d\d(?:\D\d\d?)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    r"|97[89][- ]?\d[-\d ]{8,13}|\d[- ]\d{2,6}[- ]\d{2,6}[- ][\dXx]|\d+\.\d+|0[0 .]+"
    r"|\d{4}-\d\d-\d\d"
    r"|.*(?:19|20)\d\d([.-])[01]\d\1[0-3]\d.*"
)
"""Years, days, ISBNs, decimals."""
_STRONG = re.compile(
    r"(?:\+|00?[1-9]|\().*|(?:1[ .-])?\d{3}[ .‑‐–-]\d{3}[ .‑‐–-]\d{4}|\d{3}[‑‐–-]\d{4}"
    r"|\d{2,4}(?:[ -]\d{2,4}){2,4}"
)
"""What is written as numbers of telephones are, and as those of other things are not."""
_WEAK = re.compile(r"\d{1,3}(?:[ .,\u00a0]\d{3})+|\d{4}[-–]\d{3}[\dXx]")
"""What may count something, or be an ISSN."""
_NUMBERS = re.compile(
    r"\b(?:isbn|issn|barcode|call number|card number|order|item|record|lccn|oclc|ean|iban|vat|doi"
    r"|asin|cif|nif|siret|account|código|signatur|cote|strichcode|population|invoice)\b"
    r"|\bn[or]\.\s?$",
    re.IGNORECASE,
)
"""Before a number, they say that it is another sort of number."""
_PERSONAL = re.compile(
    r"\b(?:mum|mom|mam|mummy|mommy|mother|dad|daddy|father|stepdad|stepmom|stepmum"
    r"|stepfather|stepmother"
    r"|grandma|grandpa|granny|nana|grandmother|grandfather|grandparents?|auntie?|uncle"
    r"|parents?|guardian"
    r"|sister|brother|nanny|babysitter|sitter|family|families|cell|cellphone|mobile"
    r"|at home|home|coach"
    r"|whatsapp|text|sms|her|his|mrs|mr|personal|neighbou?r"
    r"|madre|padre|mamá|mama|papá|papa|abuel[oa]|tí[oa]|herman[oa]|familia|móvil|movil"
    r"|celular|cel|casa de"
    r"|sra?|particular|vecin[oa]|tutor[a]?"
    r"|mutter|vater|mutti|vati|oma|opa|großmutter|großvater|tante|onkel|eltern|familie"
    r"|mobil|handy|privat"
    r"|zu hause|zuhause|nachbarin?"
    r"|maman|mère|père|mamie|papi|grand-mère|grand-père|oncle|famille|portable|perso"
    r"|domicile|voisine?)\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:library|libraries|desk|office|reception|us|our|front|school|branch|helpline"
    r"|hotline|childline|free"
    r"|toll|fax|museum|main|number|customer|service|services|center|centre|council|shop"
    r"|store|hospital"
    r"|police|fire|emergency|crisis|poison|box office|information|reference|renew"
    r"|renewals?|circulation|ext"
    r"|extension|lifeline|dial|recorded|switchboard|booking|tickets|bookshop|publisher"
    r"|department|team|line"
    r"|biblioteca|escuela|colegio|oficina|mostrador|secretaría|nosotros|gratuito|gratuita"
    r"|ayuntamiento"
    r"|información|centralita|teléfono|tel|sala|librería|conserjería"
    r"|bücherei|bibliothek|stadtbücherei|schule|theke|uns|büro|sekretariat|auskunft"
    r"|ausleihe|kostenlos"
    r"|zentrale|servicenummer|telefon|rathaus|buchhandlung"
    r"|bibliothèque|médiathèque|école|bureau|accueil|nous|mairie|gratuit|standard"
    r"|librairie|secrétariat"
    r"|phone|telephone|téléphone|tél|t|p|f|mon|mo|lun|lundi|montag|hours)\b"
    r"|https?:",
    re.IGNORECASE,
)
_AFTER = 30
"""Characters behind a number that may say whose it is: `(cell)`."""


def mailboxes(text: str) -> Iterator[tuple[int, str]]:
    """Yield place and text of each e-mail address in *text* that is somebody's own, once each."""
    said: set[str] = set()
    for found in _MAIL.finditer(text):
        address = found.group()
        local, host = (fold(part) for part in _LOCAL.split(address, maxsplit=1))
        if address.casefold() not in said and _is_own(local, host):
            said.add(address.casefold())
            yield found.start(), address


def _is_own(local: str, host: str) -> bool:
    words = _WORDS.findall(local)
    if not _OF_PEOPLE.isdisjoint(words) or any(word.startswith("famili") for word in words):
        return True
    if _PUPILS.search(host):
        return True
    if all(word in _ROLES or is_thing(word) for word in words):
        return False
    if _INSTITUTION.search(local):
        return False
    return not (_INSTITUTION.search(host) or _HOST.search(host))


def phones(text: str) -> Iterator[tuple[int, str]]:
    """Yield place and text of each telephone number in *text* that is somebody's own."""
    found = [one for one in _PHONE.finditer(text) if _may_be_phone(one.group())]
    for number, one in enumerate(found):
        start = found[number - 1].end() if number else 0
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        before = text[start : one.start()]
        near = re.split(r"[.;!?]\s(?=[^\W\d_])", before)[-1] if number == 0 else before
        after = text[one.end() : min(end, one.end() + _AFTER)]
        if _is_private(one.group(), near, before, re.split(r"[.;]\s", after)[0]):
            yield one.start(), one.group()


def _may_be_phone(number: str) -> bool:
    digits = sum(map(str.isdigit, number))
    return _FEWEST <= digits <= _MOST and not (_NO_PHONE.fullmatch(number) or _is_isbn(number))


def _is_isbn(number: str) -> bool:
    """Tell whether *number* is an ISBN of ten digits, written in one (ISO 2108, check digit)."""
    if len(number) != 10 or not number.isdecimal():  # noqa: PLR2004
        return False
    return (
        sum(int(n) * factor for n, factor in zip(number, range(10, 0, -1), strict=True)) % 11 == 0
    )


def _is_private(number: str, near: str, before: str, after: str) -> bool:
    """Tell whether *number* is somebody's own by the words around it."""
    if _NUMBERS.search(near):
        return False
    if _PERSONAL.search(near) or re.match(
        r"\W{0,3}(?:cell|mobile|home|text|móvil|mobil|handy|privat)\b", after, re.IGNORECASE
    ):
        return True
    if _WEAK.fullmatch(number) or not _STRONG.fullmatch(number):
        return False
    return not (_OURS.search(before) or _OURS.search(after))
