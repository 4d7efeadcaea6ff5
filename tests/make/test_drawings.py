"""An SVG is published if it draws, and refused if it does anything else."""

from __future__ import annotations

import pytest

from libsite.drawings import is_mere_drawing, size_of

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


@pytest.mark.parametrize(
    "inside",
    [
        '><title>A cat</title><path d="M0 0h9"/><!-- drawn by hand -->',
        ' viewBox="0 0 9 9"><defs><linearGradient id="a"/></defs><rect fill="url(#a)"/>',
        '><style>path { fill: teal }</style><use xlink:href="#a"/>',
        ' xmlns:i="http://www.inkscape.org/namespaces/inkscape"><i:view zoom="2"/>',
        '><image href="data:image/png;base64,AAAA"/>',
    ],
)
def test_a_drawing_is_published(inside: str) -> None:
    assert is_mere_drawing(f"<?xml version='1.0'?>\n{HEAD}{inside}</svg>".encode())


@pytest.mark.parametrize(
    "inside",
    [
        "><script>alert(1)</script>",
        '><x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
        ' onload="alert(1)">',
        "><foreignObject><p>hello</p></foreignObject>",
        '><a href="javascript:alert(1)"><text>x</text></a>',
        '><b xmlns="http://www.w3.org/1999/xhtml">x</b>',
        "><style>@import url(https://tracker.example/x.css)</style>",
        "><rect fill=\"url('https://tracker.example/x.svg#a')\"/>",
        '><image href="https://tracker.example/x.png"/>',
        '><image href="data:image/svg+xml,x"/>',
        '><use xlink:href="other.svg#a"/>',
        '><set attributeName="href" to="javascript:alert(1)"/>',
        "><g>",
    ],
)
def test_what_runs_fetches_or_embeds_is_refused(inside: str) -> None:
    assert not is_mere_drawing(f"{HEAD}{inside}</svg>".encode())


@pytest.mark.parametrize(
    "data",
    [
        f"{HEAD}><script>x</script></svg>".encode("utf-16"),
        b'<!DOCTYPE svg [<!ENTITY x "y">]>' + HEAD.encode() + b"/>",
        b'<?xml-stylesheet href="https://tracker.example/x.css"?>' + HEAD.encode() + b"/>",
        b"<html/>",
        b"",
        b"<svg>" * 20_000,
    ],
)
def test_what_is_no_plain_svg_is_refused(data: bytes) -> None:
    assert not is_mere_drawing(data)


@pytest.mark.parametrize(
    ("inside", "size"),
    [
        (' width="120" height="80"/>', (120, 80)),
        (' width="120px" height="2.5in"/>', (120, 240)),
        (' viewBox="0 0 300 150"/>', (300, 150)),
        (' viewBox="-10,-10, 300, 150" width="100"/>', (100, 50)),
        (' viewBox="0 0 300 150" height="1cm"/>', (76, 38)),
        (' width="100%" height="100%" viewBox="0 0 30 15"/>', (30, 15)),
        (' width="12" height="8" viewBox="0 0 300 150"/>', (12, 8)),
        (' width="0.2" height="0.2"/>', (1, 1)),
        (' width="120"/>', (0, 0)),
        (' viewBox="0 0 0 0"/>', (0, 0)),
        (' viewBox="none"/>', (0, 0)),
        (' width="9e9" height="1"/>', (0, 0)),
        ("/>", (0, 0)),
    ],
)
def test_a_drawing_has_the_size_that_a_browser_gives_it(inside: str, size: tuple[int, int]) -> None:
    assert size_of(f"{HEAD}{inside}".encode()) == size
