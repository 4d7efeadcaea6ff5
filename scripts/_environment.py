"""Make the environment in `.venv` and run commands in it, each of them printed first."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
OLDEST = (3, 11)


def run(*command: str, quiet: bool = False) -> None:
    """Print *command* and run it; leave with its exit code if it fails."""
    code = run_code(*command, quiet=quiet)
    if code:
        sys.exit(code)


def run_code(*command: str, quiet: bool = False) -> int:
    """Print *command*, run it in the checkout, programs of `.venv` first, and return its exit code.

    What a *quiet* command prints is left out, but for its errors.
    """
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    program = shutil.which(command[0], path=path)
    if not program:
        sys.exit(f"`{command[0]}` is missing: install it and run this again")
    words = [program, *command[1:]]
    print("+", shlex.join(words), flush=True)
    out = subprocess.DEVNULL if quiet else None
    environment = {**os.environ, "PATH": path}
    return subprocess.run(words, cwd=ROOT, env=environment, stdout=out, check=False).returncode


def install(*extras: str) -> None:
    """Make `.venv` hold libsite, run from this checkout, and *extras* at the tested versions."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python 3.11 or newer is needed; {sys.executable} is {platform.python_version()}")
    made = VENV / f".made-{platform.python_version()}"
    if not made.exists():
        if not importlib.util.find_spec("ensurepip"):
            apt_install(f"python3.{sys.version_info.minor}-venv", otherwise="Python's venv module")
        run(sys.executable, "-m", "venv", "--clear", str(VENV))
        made.touch()
    name = f".[{','.join(extras)}]" if extras else "."
    command = ("python", "-m", "pip", "install", "-q", "-c", "constraints.txt", "-e", name)
    reads = ("pyproject.toml", "constraints.txt", "hatch_build.py", "libsite/__init__.py")
    run_once(*command, mark=VENV, reads=reads)


def run_once(*command: str, mark: Path, reads: tuple[str, ...]) -> None:
    """Run *command*, which fills the folder *mark*, unless it did so with the same files."""
    said = [word.encode() for word in command]
    files = [(ROOT / name).read_bytes() for name in reads]
    digest = hashlib.sha256(b"\0".join([str(ROOT).encode(), *said, *files])).hexdigest()
    stamp = mark / f".done-{digest[:16]}"
    if not stamp.exists():
        run(*command)
        stamp.touch()


def apt_install(*packages: str, otherwise: str) -> None:
    """Install Debian's *packages*; on another system say that *otherwise* has to be installed."""
    apt_get = shutil.which("apt-get")
    sudo = ["sudo"] if os.name == "posix" and os.geteuid() else []
    if not apt_get or (sudo and not shutil.which("sudo")):
        sys.exit(f"{otherwise} is missing: install it and run this again")
    command = (*sudo, "env", "DEBIAN_FRONTEND=noninteractive", apt_get, "-qq")
    run(*command, "update")
    run(*command, "install", "--yes", "--no-install-recommends", *packages, quiet=True)
