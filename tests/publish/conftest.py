"""A site in git, a remote for it, and a person who publishes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from libsite.build import Nobody
from libsite.publish import Branch, Folder, publish
from libsite.publish.changes import doubts
from libsite.visit import Options
from tests.publish.remote import Remote, clean_environment, git, served
from tests.sites import BASE, NOW, write_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from libsite.artifact import Report
    from libsite.publish import Published
    from libsite.publish.changes import Changes


@dataclass
class Visitor:
    """Who agrees to everything, or to nothing, and remembers what was asked."""

    agree: bool = True
    after_build: Callable[[], object] = bool
    while_asked: Callable[[], object] = bool
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def built(self, report: Report) -> None:
        """Hear of the build, and do something."""
        del report
        self.after_build()

    def agrees(self, changes: Changes) -> bool:
        """Remember the question, and do something."""
        self.asked.append(doubts(changes))
        self.while_asked()
        return self.agree


@dataclass
class Desk:
    """A librarian's checkout, and the remote that it knows as `origin`."""

    site: Path
    remote: Remote
    environment: dict[str, str]

    def publish(
        self,
        *,
        agree: bool = True,
        person: Visitor | None = None,
        dry: bool = False,
        to: Path | None = None,
        **branch: str,
    ) -> Published | None:
        """Publish; None if the person did not agree."""
        return publish(
            self.site,
            Options(now=NOW, workers=1),
            Folder(to) if to else Branch(**branch),
            person or Visitor(agree=agree),
            environment=self.environment,
            watcher=Nobody(),
            dry=dry,
        )

    def good(self, **how: str) -> Published:
        """Publish, which must succeed."""
        done = self.publish(**how)  # type: ignore[arg-type] # words of a branch
        assert done is not None
        return done

    def git(self, *words: str) -> str:
        """Run git in the checkout."""
        return git(self.site, *words)

    def sees(self, address: str) -> None:
        """Let `origin` stand for *address*."""
        self.git("remote", "set-url", "origin", address)

    def state(self) -> dict[str, object]:
        """Return everything in the checkout that publishing has no business with."""
        folder = Path(self.git("rev-parse", "--absolute-git-dir"))
        common = Path(self.git("rev-parse", "--path-format=absolute", "--git-common-dir"))
        index = folder / "index"
        return {
            "index": index.read_bytes() if index.exists() else b"",
            "HEAD": (folder / "HEAD").read_bytes(),
            "config": (common / "config").read_bytes(),
            "FETCH_HEAD": (folder / "FETCH_HEAD").exists(),
            "shallow": (common / "shallow").exists(),
            "refs": self.git("for-each-ref", "refs/heads", "refs/tags", "refs/libsite"),
            "status": self.git("--no-optional-locks", "status", "--porcelain"),
            "work tree": {
                path.relative_to(self.site).as_posix(): path.read_bytes()
                for path in sorted(self.site.rglob("*"))
                if path.is_file()
                and path.relative_to(self.site).parts[0] not in {".git", "output", ".libsite"}
                and "_ledger" not in path.parts
            },
        }

    def write(self, path: str, text: str) -> None:
        """Write a file of the site."""
        (self.site / path).parent.mkdir(parents=True, exist_ok=True)
        (self.site / path).write_text(text, encoding="utf-8", newline="\n")

    def post(self, name: str, text: str = "Words.") -> None:
        """Write a post."""
        front = f"---\ntitle: {name.title()}\ndate: 2026-11-01\n---\n"
        self.write(f"content/posts/{name}.md", front + text + "\n")

    def setting(self, line: str) -> None:
        """Add a *line* to the settings."""
        path = self.site / "site.yaml"
        path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")

    def output(self) -> dict[str, bytes]:
        """Return what was built, but for the manifest."""
        folder = self.site / "output"
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != ".libsite.json"
        }


def new_checkout(folder: Path, *words: str) -> Path:
    """Make a site in *folder* that is in git, all of it committed."""
    site = write_site(folder, BASE)
    (site / ".gitignore").write_text("/output/\n/.libsite/\n/content/_ledger/\n", encoding="utf-8")
    (site / "gone.txt").write_text("in the last commit", encoding="utf-8")
    git(site, "init", "--quiet", "--initial-branch=main", *words)
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message=The site")
    return site


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[Remote]:
    folder = tmp_path / "host" / "library.git"
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main")
    git(folder, "config", "http.receivepack", "true")
    with served(Remote(folder)) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, remote: Remote) -> Desk:
    """Return a librarian's checkout, whose `origin` knows the token."""
    site = new_checkout(tmp_path / "site")
    git(site, "remote", "add", "origin", remote.with_token)
    return Desk(site, remote, clean_environment(tmp_path / "home"))
