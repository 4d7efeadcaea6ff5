"""The wheel is whole: it is built, installed alone, and makes and builds a new site."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from importlib.metadata import distributions, files, version
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import libsite
from libsite.data import data_root

ROOT = Path(__file__).resolve().parent.parent
BIN = "Scripts" if os.name == "nt" else "bin"


def run(*command: str | Path, cwd: Path) -> str:
    """Run *command*, which must succeed, where the checkout cannot be imported."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a wheel as a packager does: from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    assert len(list(folder.glob("libsite-*.tar.gz"))) == 1
    (found,) = folder.glob("libsite-*.whl")
    return found


def test_the_wheel_ships_the_themes_and_the_starter_site(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {"libsite/py.typed", "libsite/_data/site.yaml"} <= names
    for folder in ("themes", "content"):
        shipped = {name for name in names if name.startswith(f"libsite/_data/{folder}/")}
        tracked = run("git", "ls-files", folder, cwd=ROOT).splitlines()
        assert shipped >= {f"libsite/_data/{name}" for name in tracked}
        assert shipped


def test_every_pinned_version_runs_on_the_oldest_python() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    said = filter(None, (line.partition("#")[0].strip() for line in lines))
    pinned = {Requirement(one).name for one in said}
    installed = {one.name: one.metadata["Requires-Python"] or "" for one in distributions()}
    checked = pinned & installed.keys()
    too_new = {name for name in checked if "3.11.0" not in SpecifierSet(installed[name])}
    assert len(checked) > len(pinned) / 2
    assert not too_new  # Debian 12 has Python 3.11.2


def test_a_new_site_comes_out_of_a_fresh_install(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env" / BIN
    constraints = ROOT / "constraints.txt"
    run(programs / "python", "-m", "pip", "install", "-c", constraints, wheel, cwd=tmp_path)

    said = run(programs / "libsite", "--version", cwd=tmp_path)
    run(programs / "libsite", "init", "new", "--yes", cwd=tmp_path)
    run(programs / "python", "-m", "libsite", "build", "-C", "new", cwd=tmp_path)

    assert said.split()[-1] == libsite.__version__
    for name in ("index.html", "feed.xml"):
        assert (tmp_path / "new" / "output" / name).stat().st_size


def test_an_editable_install_uses_the_checkout_and_copies_nothing() -> None:
    assert data_root() == ROOT
    assert not [file for file in files("libsite") or () if "_data" in file.parts]
    assert version("libsite") == libsite.__version__


def test_missing_data_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("libsite.data.__file__", str(tmp_path / "libsite" / "data.py"))
    with pytest.raises(FileNotFoundError, match="install it again"):
        data_root()
