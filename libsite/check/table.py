"""All checks, each with its name, and what to do about what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.check.books import (
    doubled_books,
    odd_years,
    shared_isbns,
    vague_catalogs,
    wrong_isbns,
)
from libsite.check.data import (
    broken_json_ld,
    broken_oembeds,
    broken_sitemap,
    broken_widgets,
    lacking_json_ld,
)
from libsite.check.dates import (
    early_meetings,
    late_expiries,
    odd_meetings,
    odd_updates,
    old_dates,
    stray_steps,
    wrong_weekdays,
)
from libsite.check.external import broken_links, moved_links, shy_links
from libsite.check.feeds import broken_feeds
from libsite.check.links import gone_networks, loaded_elsewhere, plain_http
from libsite.check.pages import (
    dead_links,
    doubled_ids,
    doubled_titles,
    lost_fragments,
    mended_headings,
    skipped_headings,
    unread_texts,
)
from libsite.check.pictures import heavy_pictures, large_sources
from libsite.check.sharing import cut_posts, long_alts
from libsite.check.style import low_contrast, pale_accent
from libsite.check.templates import unused_templates
from libsite.noun import Noun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from libsite.check.subject import Subject
    from libsite.errors import Problem, Severity


class Check(Noun, frozen=True):
    """A question to a built site."""

    name: str
    """Stable: reports and documents call it so."""
    severity: Severity
    """Of everything that it finds."""
    what: str
    """What it finds, in words for a librarian, without a full stop."""
    fix: str
    """What to do then, likewise."""
    run: Callable[[Subject], Iterable[Problem]]


CHECKS = (
    # Pages
    Check(
        "dead-links",
        "error",
        "a link, a picture or another file of this site that is not in the output",
        "mend the address in the file or the template that is named",
        dead_links,
    ),
    Check(
        "lost-fragments",
        "error",
        "a link to a place in a page, `#…`, that the page does not have",
        "write the id of a heading that is there",
        lost_fragments,
    ),
    Check(
        "double-ids",
        "warning",
        "an id that several elements of one page have",
        "write another `{#id}` behind the heading, or change the template",
        doubled_ids,
    ),
    Check(
        "skipped-headings",
        "warning",
        "a heading on a page that is two levels below the one before it",
        "change the level in the template of the theme",
        skipped_headings,
    ),
    Check(
        "mended-headings",
        "notice",
        "a heading in Markdown that skips a level, such as `####` after `##`; the page is right",
        "write it with as many `#` as the hint says",
        mended_headings,
    ),
    Check(
        "double-titles",
        "notice",
        "a page with the title of another one of its kind",
        "say in the title what is different",
        doubled_titles,
    ),
    Check(
        "unread-texts",
        "notice",
        "a text (`.txt`, or of Word, Pages or LibreOffice) in `content/` that no page links to",
        "save it as Markdown, such as `rivers.md`, or link to it",
        unread_texts,
    ),
    # Links to other sites
    Check(
        "plain-http",
        "notice",
        "a link to another site that begins with `http://`",
        "try the address with `https://`",
        plain_http,
    ),
    Check(
        "gone-networks",
        "warning",
        "a link in a template to a network that has closed; of those in texts every build warns",
        "link to what the hint names, or delete the link",
        gone_networks,
    ),
    Check(
        "loaded-elsewhere",
        "warning",
        "a script, style sheet, font or picture that pages load from another site",
        "put the file into the theme's `static/` folder",
        loaded_elsewhere,
    ),
    # Looks
    Check(
        "low-contrast",
        "warning",
        "colors of a style sheet in which words can hardly be read: a contrast below 4.5",
        "make the one darker or the other lighter",
        low_contrast,
    ),
    Check(
        "pale-accent",
        "notice",
        "an `accent` of social cards that is too pale for words, so that they go without it",
        "choose a darker one in `theme.yaml`, or lighter on dark paper",
        pale_accent,
    ),
    Check(
        "unused-templates",
        "notice",
        "a template of your theme that no page and no other template uses",
        "give it the name of the template that it is to replace, or delete it",
        unused_templates,
    ),
    Check(
        "heavy-pictures",
        "warning",
        "a published picture of more than 500 kB, which takes 2.5 seconds on a slow phone",
        "save a photograph as JPEG and not as PNG, cut a film of pictures shorter",
        heavy_pictures,
    ),
    Check(
        "large-pictures",
        "notice",
        "a picture in `content/` of more than 10 MB or 40 million pixels",
        "save it smaller: 2,000 pixels across are enough",
        large_sources,
    ),
    # Posts for networks
    Check(
        "cut-posts",
        "warning",
        "words in `share:` that are too long for a network",
        "write shorter ones, or some for this network alone",
        cut_posts,
    ),
    Check(
        "long-alts",
        "notice",
        "a description of a picture that is too long for a network",
        "say in fewer words what matters",
        long_alts,
    ),
    # Books
    Check(
        "wrong-isbns",
        "warning",
        "an ISBN in a text whose check digit does not fit",
        "compare it with the one in the book",
        wrong_isbns,
    ),
    Check(
        "shared-isbns",
        "notice",
        "an ISBN under which one author has books of two titles",
        "mend the ISBN, or spell the title alike",
        shared_isbns,
    ),
    Check(
        "double-books",
        "notice",
        "a book that stands twice in one list",
        "delete one of the two",
        doubled_books,
    ),
    Check(
        "odd-years",
        "notice",
        "a book from before 1450, or from more than two years ahead",
        "check the year",
        odd_years,
    ),
    Check(
        "vague-catalogs",
        "notice",
        "catalogs of which none is asked for an ISBN",
        "write `{isbn}` into the address, if your catalog takes one",
        vague_catalogs,
    ),
    # Days
    Check(
        "old-dates",
        "notice",
        "a page from before there was a web, such as 1926",
        "check the year",
        old_dates,
    ),
    Check(
        "late-expiries",
        "notice",
        "a page that expires more than ten years ahead, such as in 2062",
        "check the year",
        late_expiries,
    ),
    Check(
        "odd-updates",
        "notice",
        "`updated` before `date`, or still to come",
        "check both days",
        odd_updates,
    ),
    Check(
        "odd-meetings",
        "notice",
        "a meeting more than a year ahead, before 1991, or longer than half a day",
        "check the day and the end",
        odd_meetings,
    ),
    Check(
        "early-meetings",
        "notice",
        "a meeting about a reading on a day before the reading begins",
        "check both days",
        early_meetings,
    ),
    Check(
        "stray-steps",
        "notice",
        "a day in a reading's plan that is before its beginning or after its end",
        "check the day",
        stray_steps,
    ),
    Check(
        "wrong-weekdays",
        "notice",
        "a day in a text whose weekday is wrong, such as `Friday, November 21, 2026`",
        "mend one of the two",
        wrong_weekdays,
    ),
    # What machines read
    Check(
        "broken-feeds",
        "error",
        "a feed, or the list of feeds, that feed readers would stumble over",
        "build with `--fresh`; if it stays so, report it",
        broken_feeds,
    ),
    Check(
        "broken-widgets",
        "error",
        "a widget that is not as its schema promises, or whose files are missing",
        "build with `--fresh`; if it stays so, report it",
        broken_widgets,
    ),
    Check(
        "broken-oembeds",
        "error",
        "an oEmbed that programs would not understand",
        "build with `--fresh`; if it stays so, report it",
        broken_oembeds,
    ),
    Check(
        "broken-json-ld",
        "error",
        "data for search engines in a page that are not JSON-LD",
        "mend the template of the theme",
        broken_json_ld,
    ),
    Check(
        "lacking-json-ld",
        "warning",
        "data for search engines that lack what these ask for",
        "mend the template of the theme, or what the page says",
        lacking_json_ld,
    ),
    Check(
        "broken-sitemap",
        "error",
        "an address in the sitemap without a page, twice, or of a hidden page",
        "build with `--fresh`; if it stays so, report it",
        broken_sitemap,
    ),
    # What other sites answer
    Check(
        "broken-links",
        "warning",
        "with `--external`: a link to another site that leads nowhere",
        "look for the new address, or delete the link",
        broken_links,
    ),
    Check(
        "moved-links",
        "warning",
        "with `--external`: a link to another site that has moved for good",
        "write the address in the hint",
        moved_links,
    ),
    Check(
        "shy-links",
        "notice",
        "with `--external`: a link to a site that answers people and no programs",
        "open it in a browser once in a while",
        shy_links,
    ),
)
"""What is asked of a site, in the order of the reference; to add a check, add a row."""
