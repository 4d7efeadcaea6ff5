"""Read single values as people write them, and say what is wrong with one in plain words.

Each type is a `str`, a `bool`, an `int` or a tuple to the models that use it; its reader, above it,
accepts what was typed (`yaml.py` hands over texts, None, lists and mappings) or refuses it.
Curly quotes around a value are taken away wherever a value is no prose: only a title may want them.
"""

from __future__ import annotations

import re
from typing import Annotated, NoReturn, TypeVar
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from libsite.read.decode import ADDRESS
from libsite.text import WINDOWS_RESERVED, excerpt, normal, slugify

Model = TypeVar("Model", bound=BaseModel)

# ---- Prose ---------------------------------------------------------------------------------------

_SPACES = re.compile(r"[ \t\n]+")  # Not `\s`: French wants its no-break spaces.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What neither HTML nor XML may hold."""
_CURLY = re.compile("[“„”«]([^“„”«»]*)[“”»]|[‘‚’]([^‘‚’]*)[‘’]")
_SHOWN = 60
"""Characters of what was typed that a message shows."""


def read_text(value: object) -> str:
    """Return a text on one line: stripped, not empty, in Unicode's form NFC."""
    text = read_any_text(value)
    if not text:
        refuse("is empty", "write something after the colon, or delete the line")
    return text


def read_any_text(value: object) -> str:
    """Return a text as `read_text` does; it may be empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        what = "a list" if isinstance(value, list) else "a list of names and values"
        hint = "write a single one; in quotes if it has brackets or braces"
        refuse(f"is {what}, where one value belongs", hint)
    text = normal(_SPACES.sub(" ", value).strip(" "))
    if _CONTROLS.search(text):
        refuse("has a character in it that nobody can see", "delete the line and type it again")
    if ADDRESS in text.lower():
        refuse(f"contains `{ADDRESS}`, which is libsite's own", "put a space after the colon")
    return text


def read_word(value: object) -> str:
    """Return a text that is no prose: curly quotes around it were meant as quotation marks."""
    text = read_text(value)
    found = _CURLY.fullmatch(text)
    if not found:
        return text
    return read_text(found[1] or found[2])


Text = Annotated[str, BeforeValidator(read_text), WithJsonSchema({"type": ["string", "number"]})]
AnyText = Annotated[str, BeforeValidator(read_any_text), WithJsonSchema({"type": "string"})]

# ---- Several of a sort ---------------------------------------------------------------------------

_SEVERAL = {
    "anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": ["string", "number"]}, "uniqueItems": True},
    ]
}


def read_entry(value: object) -> str:
    """Return one text of several; empty where there is none, which is no fault."""
    if isinstance(value, dict) and len(value) == 1:
        # `- Wonder: A Novel` in a list of texts was typed as a text.
        [(name, rest)] = value.items()
        value = f"{name}: {rest}" if isinstance(rest, str) else value
    return read_word(value) if isinstance(value, list | dict) or read_any_text(value) else ""


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _listed_at_commas(value: object) -> list[object]:
    return _listed(value.split(",") if isinstance(value, str) else value)


def _paths_listed(value: object) -> list[object]:
    """Return the paths of a list, or the only one; several in one text are refused."""
    if isinstance(value, str) and re.search(r",\s*/", value):
        several = ", ".join(part.strip() for part in value.split(","))
        refuse(f"has several addresses in one text: {shown(value)}", f"write `[{several}]`")
    return _listed(value)


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


_Entries = Annotated[tuple[Annotated[str, BeforeValidator(read_entry)], ...], AfterValidator(_once)]
Lines = Annotated[_Entries, BeforeValidator(_listed_at_commas), WithJsonSchema(_SEVERAL)]
"""A list, or one text with commas between the entries; each once, in their order."""
Names = Annotated[_Entries, BeforeValidator(_listed), WithJsonSchema(_SEVERAL)]
"""A list, or one text that is the only entry: `Dahl, Roald` is one name, `a, b.pdf` one file."""

# ---- Yes and no, and numbers ---------------------------------------------------------------------

YES_NO = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}


def read_yes_no(value: object) -> bool:
    """Return whether the value says yes; every other word than these eight is refused."""
    word = read_word(value)
    answer = YES_NO.get(word.lower())
    if answer is None:
        refuse(f"is neither yes nor no: {shown(word)}", "write `true` or `false`")
    return answer


def read_number(value: object) -> int:
    """Return a whole number."""
    word = read_word(value)
    if not (word.isascii() and word.isdigit() and len(word) < len("1000000000")):
        refuse(f"is not a whole number: {shown(word)}", "write it in digits, such as `20`")
    return int(word)


YesNo = Annotated[bool, BeforeValidator(read_yes_no), WithJsonSchema({"type": "boolean"})]
Number = Annotated[int, BeforeValidator(read_number)]

# ---- Addresses and names -------------------------------------------------------------------------

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
_LONGEST_NAME = 200
_NOT_IN_URLS = re.compile(r"[\s<>\"\\^`{|}]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")


def read_slug(value: object) -> str:
    """Return a name that a folder can have on every system, and that stays where it is put."""
    slug = read_word(value)
    clean = slugify(slug)
    hint = f"write it as `{clean}`" if clean else "write it in letters, digits and hyphens"
    _check_name(slug, hint)
    return slug


def _check_name(name: str, hint: str) -> None:
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name):
        refuse(f"leads to a place outside its folder: {shown(name)}", hint)
    if bad := _NOT_IN_NAMES.search(name):
        refuse(f"cannot have `{bad[0]}` in it: {shown(name)}", hint)
    if name.startswith(".") or name.endswith("."):
        refuse(f"cannot begin or end with a full stop: {shown(name)}", hint)
    if name.partition(".")[0].rstrip().lower() in WINDOWS_RESERVED:
        refuse(f"is a name that Windows keeps for itself: {shown(name)}", hint)
    if len(name.encode()) > _LONGEST_NAME:
        refuse(f"is too long: {shown(name)}", f"use at most {_LONGEST_NAME} characters")


def read_site_path(value: object) -> str:
    """Return a path from the site's root, decoded, with its slash at the start."""
    path = read_word(value)
    hint = "write the old address from the first single slash on, such as `/old/path/`"
    if _SCHEME.match(path):
        refuse(f"is not a path inside this site: {shown(path)}", hint)
    if "?" in path or "#" in path:
        refuse(f"cannot have `?` or `#` in it: {shown(path)}", "leave out everything from there on")
    path = normal(unquote(path, errors="replace"))
    parts = [part for part in path.split("/") if part]
    if ".." in parts or "." in parts:
        refuse(f"cannot have `.` or `..` as a folder: {shown(path)}", hint)
    if not parts:
        refuse(f"is the home page: {shown(path)}", hint)
    for part in parts:
        read_any_text(part)  # Decoding may have brought control characters.
        _check_name(part, hint)
    return f"/{'/'.join(parts)}{'/' if path.endswith('/') else ''}"


def read_url(value: object) -> str:
    """Return an absolute address on the web; its scheme and host in small letters."""
    url = read_word(value)
    hint = "write it in full, such as `https://library.example.org/`"
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or "@" in parts.netloc or _NOT_IN_URLS.search(url):
        refuse(f"is not an address on the web: {shown(url)}", hint)
    return parts._replace(netloc=parts.netloc.lower()).geturl()


_ID = re.compile(r"[A-Za-z0-9._:/-][A-Za-z0-9._:/%~-]{0,119}")
_LANGUAGE = re.compile(
    r"(?P<language>[a-z]{2,3})(?P<script>-[a-z]{4})?(?P<region>-(?:[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-[a-z0-9]{1,8})*)",
    re.IGNORECASE | re.ASCII,
)


def read_id(value: object) -> str:
    """Return a permanent name of a page."""
    name = read_word(value)
    if not _ID.fullmatch(name):
        hint = "use at most 120 letters from a to z, digits, and the signs `._:/%~-`"
        refuse(f"is not an identifier: {shown(name)}", hint)
    return name


def read_language(value: object) -> str:
    """Return a BCP 47 tag, in the capitals that it is usually written in: `zh-Hant-TW`."""
    tag = read_word(value)
    found = _LANGUAGE.fullmatch(tag.replace("_", "-"))
    if not found:
        hint = "write its code, such as `en`, `es` or `pt-BR`"
        refuse(f"is not the code of a language: {shown(tag)}", hint)
    script, region = found["script"] or "", found["region"] or ""
    return found["language"].lower() + script.title() + region.upper() + found["rest"].lower()


Slug = Annotated[str, BeforeValidator(read_slug), WithJsonSchema({"type": "string"})]
SitePath = Annotated[str, BeforeValidator(read_site_path), WithJsonSchema({"type": "string"})]
Aliases = Annotated[
    tuple[SitePath, ...],
    AfterValidator(_once),
    BeforeValidator(_paths_listed),
    WithJsonSchema(_SEVERAL),
]
"""A list of paths, or one path."""
Id = Annotated[
    str, BeforeValidator(read_id), WithJsonSchema({"type": "string", "pattern": f"^{_ID.pattern}$"})
]
LanguageTag = Annotated[str, BeforeValidator(read_language), WithJsonSchema({"type": "string"})]

# ---- Refusing, and saying so ---------------------------------------------------------------------


def refuse(message: str, hint: str) -> NoReturn:
    """Refuse a value: *message* goes on after the name of its field."""
    raise PydanticCustomError("refused", "{message}", {"message": message, "hint": hint})


def shown(word: str) -> str:
    """Return what was typed, in quotation marks and short enough to be read."""
    return f'"{excerpt(word, _SHOWN)}"'
