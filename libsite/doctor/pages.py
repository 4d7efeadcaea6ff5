"""What GitHub Pages will do with the address in `site.yaml`.

The rules are those of docs.github.com, "About GitHub Pages" and "Managing a custom domain".
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from libsite.doctor.findings import attention, good
from libsite.plan.extras import EXAMPLES
from libsite.repository import find_repository, github_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from libsite.doctor.content import Looked
    from libsite.doctor.findings import Finding

TOPIC = "Address"
GITHUB = ".github.io"
LIMIT = 1_000_000_000
"""Bytes of a published site at most (docs.github.com, "GitHub Pages limits")."""


def ask_pages(root: Path, looked: Looked) -> Iterator[Finding]:
    """Yield what there is to say of the address of the site at *root*, and of its size."""
    if looked.config is None:
        return
    found = find_repository(root)
    yield from judge_address(looked.config.url, github_name(found.remote) if found else None)
    yield from _size(root / "output")


def judge_address(url: str, repository: tuple[str, str] | None) -> Iterator[Finding]:
    """Yield what there is to say of a site at *url* that is published from *repository*.

    That is its owner and its name on GitHub; None where the site goes elsewhere.
    """
    scheme, host, path, *_ = urlsplit(url)
    host, folder = host.lower().partition(":")[0], unquote(path).strip("/")
    if host in EXAMPLES or host.endswith(tuple(f".{one}" for one in EXAMPLES)):
        said = f"`url: {url}` is only an example"
        yield attention(TOPIC, said, _wanted(repository))
        return
    if scheme == "http":
        hint = f"write `url: https://{url.partition('://')[2]}`, and tick Enforce HTTPS on GitHub"
        yield attention(TOPIC, f"`url: {url}` is not encrypted on its way", hint)
    if host.endswith(GITHUB):
        yield _on_github(url, host.removesuffix(GITHUB), folder, repository)
    elif repository is None:
        yield good(TOPIC, f"the site belongs at {url}; copy all of `output` to that place")
    else:
        yield from _own_domain(url, host, folder, repository)


def _wanted(repository: tuple[str, str] | None) -> str:
    if repository is None:
        return "write into `site.yaml` where the site will be published"
    return f"write `url: {published_at(*repository)}` into `site.yaml`, or your own domain"


def published_at(owner: str, name: str) -> str:
    """Return the address that Pages gives the repository *name* of *owner*."""
    host = f"{owner.lower()}{GITHUB}"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def _on_github(url: str, owner: str, folder: str, repository: tuple[str, str] | None) -> Finding:
    if repository is None:
        kind = f"the repository `{folder}` of `{owner}`" if folder else f"the account `{owner}`"
        hint = "make that repository on GitHub and push to it"
        return attention(TOPIC, f"{url} is the address of {kind}, and this site goes nowhere", hint)
    right = published_at(*repository)
    if url == right:
        kind = f"project site, below /{folder}/" if folder else "user site, at the top"
        return good(TOPIC, f"GitHub Pages publishes this repository at {url} ({kind})")
    if url.lower() == right.lower():
        said = f"`url: {url}` and the repository `{'/'.join(repository)}` differ in capitals"
        return attention(TOPIC, said, f"write `url: {right}`: not every part forgives that")
    said = f"`url: {url}`, but GitHub Pages publishes `{'/'.join(repository)}` at {right}"
    return attention(TOPIC, said, f"write `url: {right}` into `site.yaml`")


def _own_domain(url: str, host: str, folder: str, repository: tuple[str, str]) -> Iterator[Finding]:
    owner, name = repository
    if folder and folder.lower() != name.lower():
        said = f"`url: {url}` has a folder, and GitHub Pages publishes at the top of a domain"
        yield attention(TOPIC, said, f"write `url: https://{host}/`")
        return
    if folder:
        said = f"{url} works if `{host}` is the domain of the user site of `{owner}`"
        yield good(TOPIC, said)
        return
    top = host.count(".") == 1
    record = (
        f"for the name `{host}` itself, the four A records that GitHub's page on apex domains lists"
        if top
        else f"for the name `{host}`, a CNAME record that says `{owner.lower()}{GITHUB}`"
    )
    yield good(
        TOPIC,
        f"{url} is your own domain: it needs two things, `{host}` under Settings, Pages, Custom"
        f" domain on GitHub, and at the company where you rent it, {record}",
    )


def _size(output: Path) -> Iterator[Finding]:
    size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file())
    if size > LIMIT:
        said = f"the site has {size / 1_000_000_000:,.1f} GB, and GitHub Pages takes 1 GB"
        yield attention("Size", said, "make pictures and other files smaller, or fewer")
    elif size:
        yield good("Size", f"{size / 1_000_000:,.1f} MB, of 1,000 that GitHub Pages takes")
