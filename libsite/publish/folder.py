"""A folder as the place where a site is published, such as a mounted web space.

The rules are those of the output folder: files are written aside and moved into place when all of
them stand, a manifest in the folder lists what is ours, and no other file is changed or deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from libsite.digest import digest_bytes
from libsite.errors import SiteError, error
from libsite.keep.cache import open_cache
from libsite.keep.output import STAGE, Stage, owned_paths, recover
from libsite.noun import Noun
from libsite.publish.changes import compare, doubts
from libsite.visit import output_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from libsite.publish import Person
    from libsite.publish.built import Built
    from libsite.publish.changes import Changes
    from libsite.visit import Options


class Folder(Noun, frozen=True):
    """What was asked for: a folder."""

    path: Path


class FolderPlace(Noun, frozen=True):
    """The folder, looked at."""

    root: Path
    folder: Path
    name: str
    waiting: Callable[[str], None]

    def bring(self, built: Built, person: Person, *, dry: bool) -> Changes | None:
        """Copy what was *built* where it differs, and delete what of ours is no longer built.

        Raises SiteError if a file that is not ours is in the way, or the folder cannot be written;
        what stands there is then as it was. Raises UnfinishedError if that happens half-way: the
        next run completes it.
        """
        digests = built.digests(digest_bytes)
        with open_cache(self.root, waiting=self.waiting):  # nobody else publishes from here
            if not dry:
                recover(self.folder)
            owned = owned_paths(self.folder)
            standing = self._standing(digests, owned)
            changes = compare(standing, digests)
            if dry:
                return changes
            if doubts(changes) and not person.agrees(changes):
                return None
            stage = Stage(self.folder, owned)
            differing = tuple(p for p in digests if standing.get(p) != digests[p])
            try:
                for path, data in built.again(digests, differing, digest_bytes):
                    stage.put(path, data, because=path)
                if stage.problems:
                    raise SiteError(*stage.problems)
                stage.swap(frozenset(digests))
            finally:
                stage.abandon()
        return changes

    def _standing(self, digests: Mapping[str, str], owned: frozenset[str]) -> dict[str, str]:
        """Return the digest of each file in the folder that is ours or where one of ours goes."""
        found = {}
        for path in sorted(owned.union(digests)):
            file = self.folder / path
            try:
                if file.is_file() and not file.is_symlink():
                    found[path] = digest_bytes(file.read_bytes())
            except OSError as fault:
                message = f"this cannot be read: {fault.strerror}"
                raise SiteError(error(message, path=file.as_posix())) from fault
        return found


def folder_place(
    root: Path, options: Options, target: Folder, *, waiting: Callable[[str], None]
) -> FolderPlace:
    """Return the *target* as a place for the site at *root*.

    Raises SiteError if nobody can have meant it: it belongs to the site, or where it should stand
    there is nothing, as when a drive is not connected.
    """
    folder = output_of(root, replace(options, output=target.path))
    own = output_of(root, options)
    if folder == own or own in folder.parents or folder in own.parents:
        hint = "choose a folder outside of it"
        raise SiteError(error(f"the folder `{target.path}` is where the site is built", hint=hint))
    if not folder.exists() and not folder.parent.is_dir():
        hint = "connect the drive, or make the folder; then publish again"
        raise SiteError(error(f"there is no folder `{target.path}`, nor one around it", hint=hint))
    if STAGE in folder.parts:
        raise SiteError(
            error(f"the folder `{target.path}` belongs to libsite", hint="choose another")
        )
    return FolderPlace(root, folder, str(target.path), waiting)
