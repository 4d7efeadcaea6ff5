"""A small site with everything that a widget can show, and what stands below its `/embed/`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.pictures import quarters, saved
from tests.sites import run, tree, write_site

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://library.example.org/town/"
SECRET = "Nobody may read this"  # noqa: S105 - a title
"""The title of each page that is not public, and its text."""

SITE = f"""\
-- site.yaml --
title: Maple & Elm Library
url: {URL}
timezone: America/New_York
theme: plain
audiences: [parents, children]
outputs: {{share: false, cards: false}}
-- content/posts/rivers.md --
---
title: Rivers
date: 2026-11-01 09:30
updated: 2026-11-03
tags: [water, Élan vital]
audience: parents
image: {{src: flöße.png, alt: Rafts on a river}}
---
All about rivers.
-- content/posts/hills.md --
---
title: 'Hills <b>&</b> "dales"'
date: 2026-10-01
slug: hills-and-dales
tags: [land]
aliases: [/posts/hills/, /2009/03/hügel/, /2009/hills.html, /latest/, /index/, /schema/]
---
Some are high.
-- content/posts/gewaesser.md --
---
title: مياه
date: 1850-05-01
lang: ar
---
كل شيء عن المياه
-- content/posts/back.md --
---
title: {SECRET}
date: 2026-09-01
tags: [{SECRET}]
withdrawn: true
aliases: [/posts/taken-back/]
---
{SECRET}
-- content/posts/over.md --
---
title: {SECRET}
date: 2026-09-02
expires: 2026-10-01
---
{SECRET}
-- content/posts/draft.md --
---
title: {SECRET}
draft: true
---
{SECRET}
-- content/posts/soon.md --
---
title: Soon
date: 2026-12-24
---
Not before Christmas Eve.
-- content/pages/about.md --
---
title: About us
---
We lend books.
-- content/titles/autumn.md --
---
title: New in autumn
date: 2026-11-02
books:
  - title: Wonder
    authors: R. J. Palacio
    isbn: 978-0-375-86902-0
    audience: children
    blurb: A boy goes to school.
    cover: wonder.png
  - Matilda by Roald Dahl
---
Come and see.
-- content/clubs/owls/index.md --
---
title: Night Owls
place: The loft
call: https://meet.example.org/owls
audience: parents
meetings:
  - 2026-12-03 18:30-19:30
  - {{start: 2026-12-10, title: Party, note: Bring cake, cancelled: true}}
---
We read at night.
-- content/clubs/owls/holes.md --
---
title: We read Holes
starts: 2026-11-01
book: Holes by Louis Sachar
meetings: [2026-11-23 18:30]
---
Dig in.
-- content/clubs/owls/wonder.md --
---
title: We read Wonder
date: 2026-08-01
starts: 2026-08-02
ends: 2026-09-02
book: Wonder by R. J. Palacio
---
-- content/_ledger/published.yaml --
- id: book/hoyos-louis-sachar
  url: /books/hoyos-louis-sachar/
  source: content/titles/autumn.md
  body: a book that nothing shows any more
"""


def make_site(root: Path, *, cards: bool = False) -> Path:
    """Write the site, with its pictures, into *root*; social *cards* take a second."""
    write_site(root, SITE.replace(", cards: false", "") if cards else SITE)
    (root / "content/posts/flöße.png").write_bytes(saved(quarters(900, 600)))
    (root / "content/titles/wonder.png").write_bytes(saved(quarters(400, 600)))
    return root


def embedded(root: Path, **options: Any) -> dict[str, bytes]:  # noqa: ANN401 - Options
    """Build the site at *root*, and return the files below `embed/v1/` by their paths there."""
    run(root, **options)
    return tree(root / "output/embed/v1")


def read(files: dict[str, bytes], path: str) -> dict[str, Any]:
    """Return the JSON object that is among *files* at *path*."""
    found = json.loads(files[path])
    assert isinstance(found, dict)
    return found
