"""What was built, looked at once more before it goes out: every file and its digest."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from libsite.errors import Problem, SiteError, error
from libsite.keep.cache import open_cache
from libsite.keep.output import owned_paths
from libsite.noun import Noun
from libsite.read.config import read_config
from libsite.read.decode import decode
from libsite.visit import begin, unchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from libsite.model import Config
    from libsite.visit import Options

SETTINGS = "site.yaml"


class Built(Noun, frozen=True):
    """The files of a good build, which stood as it left them when they were looked at."""

    folder: Path
    paths: tuple[str, ...]
    """All that is ours in the folder, sorted."""
    config: Config
    options: Options

    def read(self, path: str) -> bytes:
        """Return the bytes of the file at *path*. Raises SiteError if it is none any more."""
        try:
            if stat.S_ISREG(os.lstat(f"{self.folder}/{path}").st_mode):
                return Path(f"{self.folder}/{path}").read_bytes()
        except OSError:
            pass
        raise SiteError(_altered(f"`{path}` is not what the build wrote"))

    def digests(self, digest: Callable[[bytes], str]) -> dict[str, str]:
        """Return what *digest* makes of each file, by path."""
        return {path: digest(self.read(path)) for path in self.paths}

    def again(
        self, digests: dict[str, str], paths: tuple[str, ...], digest: Callable[[bytes], str]
    ) -> Iterator[tuple[str, bytes]]:
        """Yield *paths* with their bytes, which must still be those that *digests* stands for."""
        for path in paths:
            data = self.read(path)
            if digest(data) != digests[path]:
                raise SiteError(_altered(f"`{path}` changed while it was being published"))
            yield path, data


def look_at_built(root: Path, options: Options, *, waiting: Callable[[str], None]) -> Built:
    """Return the output of the site at *root*, which has just been built with *options*.

    Raises SiteError if it is not what such a build leaves: if a file or an input has changed since,
    or if no page is published.
    """
    with open_cache(root, waiting=waiting) as cache:
        visit = begin(root, options, cache)
        report = unchanged(visit, cache)
        written = cache.written(visit.tree)
        paths = owned_paths(visit.output)
    if report is None or paths != written.keys():
        raise SiteError(_altered("The output is not what the build wrote: something changed since"))
    if not report.pages:
        raise SiteError(
            error(
                "No page is published: the site would be empty",
                hint="write a post that is no draft and whose date has come; `libsite why FILE`"
                " says why one is not published",
            )
        )
    text, _ = decode((root / SETTINGS).read_bytes())
    config, problems = read_config(text)
    if config is None:  # it was good a moment ago
        raise SiteError(*problems)
    return Built(visit.output, tuple(sorted(paths)), config, options)


def _altered(message: str) -> Problem:
    return error(message, hint="run `libsite publish` again")
