"""Addresses of films, as people copy them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libsite.plan.films import read_film, seconds

TUBE = "https://www.youtube.com/watch?v=a1B2c3D4-_5"
TUBE_PLAYER = "https://www.youtube-nocookie.com/embed/a1B2c3D4-_5?autoplay=1"
VIMEO_PLAYER = "https://player.vimeo.com/video/769871"
UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"


@pytest.mark.parametrize(
    "address",
    [
        TUBE,
        "http://youtube.com/watch?v=a1B2c3D4-_5",
        "youtube.com/watch?feature=share&v=a1B2c3D4-_5&list=PL1",
        "https://m.youtube.com/watch?v=a1B2c3D4-_5",
        "https://music.youtube.com/watch?v=a1B2c3D4-_5",
        "https://youtu.be/a1B2c3D4-_5?si=whoshared",
        "https://www.youtube.com/shorts/a1B2c3D4-_5",
        "https://www.youtube.com/live/a1B2c3D4-_5?feature=share",
        "https://www.youtube.com/embed/a1B2c3D4-_5",
        "https://www.youtube-nocookie.com/embed/a1B2c3D4-_5?rel=0",
    ],
)
def test_a_film_on_youtube_is_played_without_cookies(address: str) -> None:
    film = read_film(address)
    assert film is not None
    assert (film.host, film.url, film.player) == ("YouTube", TUBE, TUBE_PLAYER)


@pytest.mark.parametrize(
    "address",
    [
        f"{TUBE}&t=90",
        f"{TUBE}&t=1m30s",
        "https://youtu.be/a1B2c3D4-_5?t=90s",
        f"{TUBE}#t=1m30s",
        "https://www.youtube.com/embed/a1B2c3D4-_5?start=90",
    ],
)
def test_the_time_to_start_at_is_kept(address: str) -> None:
    film = read_film(address)
    assert film is not None
    assert (film.url, film.player) == (f"{TUBE}&t=90s", f"{TUBE_PLAYER}&start=90")


@pytest.mark.parametrize(
    ("address", "url", "player"),
    [
        ("https://vimeo.com/769871", "https://vimeo.com/769871", "?dnt=1&autoplay=1"),
        (
            "https://vimeo.com/769871/82721f6e?share=copy",
            "https://vimeo.com/769871/82721f6e",
            "?h=82721f6e&dnt=1&autoplay=1",
        ),
        (
            "https://player.vimeo.com/video/769871?h=82721f6e",
            "https://vimeo.com/769871/82721f6e",
            "?h=82721f6e&dnt=1&autoplay=1",
        ),
        (
            "https://vimeo.com/channels/staffpicks/769871#t=1m",
            "https://vimeo.com/769871#t=60s",
            "?dnt=1&autoplay=1#t=60s",
        ),
        (
            "https://vimeo.com/groups/books/videos/769871",
            "https://vimeo.com/769871",
            "?dnt=1&autoplay=1",
        ),
    ],
)
def test_a_film_on_vimeo_keeps_the_key_of_an_unlisted_one(
    address: str, url: str, player: str
) -> None:
    film = read_film(address)
    assert film is not None
    assert (film.host, film.url, film.player) == ("Vimeo", url, VIMEO_PLAYER + player)


@pytest.mark.parametrize(
    ("path", "name", "start"),
    [
        ("w/abc123", "abc123", ""),
        (f"videos/watch/{UUID}", UUID, ""),
        (f"videos/embed/{UUID}?start=1m", UUID, "start=60s"),
    ],
)
def test_a_film_on_any_peertube_tells_other_viewers_nothing(
    path: str, name: str, start: str
) -> None:
    film = read_film(f"https://Video.example.org/{path}")
    assert film is not None
    assert film.host == "video.example.org"
    assert film.url == f"https://video.example.org/w/{name}" + (f"?{start}" if start else "")
    assert film.player == (
        f"https://video.example.org/videos/embed/{name}?autoplay=1&p2p=0"
        + (f"&{start}" if start else "")
    )


@pytest.mark.parametrize(
    "address",
    [
        "",
        "film.mp4",
        "../film.mp4",
        "https://www.youtube.com/@library",
        "https://www.youtube.com/watch?v=short",
        "https://youtu.be/",
        "https://vimeo.com/library",
        "https://video.example.org/",
        "https://video.example.org/w/p/abc123",
        "https://en.example.org/w/index.php",
        "https://youtube.com@video.example.org/w/abc123",
        'https://video.example.org"x/w/abc123',
        "https://[::1/w/abc123",
        "javascript:alert(1)",
        "ftp://video.example.org/w/abc123",
    ],
)
def test_everything_else_is_no_film(address: str) -> None:
    assert read_film(address) is None


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    for address in (text, f"https://{text}", f"{TUBE}&t={text}", f"https://x.org/w/{text}"):
        film = read_film(address)
        assert film is None or film.player.startswith("https://")
    assert seconds(text) >= 0
