"""The command line: the only code that prints, exits, or knows the terminal.

A build with nothing to do is answered here. For anything else the commands are loaded: each is one
small module, so that `libsite --help` starts at once.
"""

from __future__ import annotations

import atexit
import os
import sys

COMMANDS = {
    "init": "Make a new site.",
    "new": "Start a new post, page, list, club or reading.",
    "build": "Build the site into its output folder.",
    "serve": "Show the site in a browser and rebuild it at each change.",
    "check": "Look for what a build lets pass: in pages, feeds and data, and on other sites.",
    "why": "Say why a page is as it is, or why a file is not published.",
    "publish": "Build the site and publish it, to a branch or into a folder.",
    "doctor": "Look whether all is well with this computer, the site and its workflow.",
    "record": "Note the published pages in the ledger, so that their addresses stay.",
    "clean": "Delete what libsite wrote.",
    "schema": "Print the JSON Schema of site.yaml or of front matter, for editors.",
    "completion": "Print the completion script for a shell.",
}
"""The commands and their one-line help, which is thus known without loading them."""


def main() -> None:
    """Run the command line and exit: 0 good, 1 errors in the content, 2 wrong use, 130 stopped."""
    codes: list[int] = []
    atexit.register(_leave, codes)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without Unicode must not stop a build
    try:
        codes.append(_run())
    except BrokenPipeError:  # the reader of `libsite … | head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        codes.append(0)
    sys.exit(codes[0])


def _leave(codes: list[int]) -> None:
    """End the process at once when all else is done, but not where an unforeseen error ends it.

    Python would first give back the memory of a large site, piece by piece: a tenth of an edit.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    if codes:
        os._exit(codes[0])


def _run() -> int:
    try:
        if answer := _answer():
            for line in answer[0]:
                print(line, file=sys.stderr, flush=True)
            print(answer[1], flush=True)
            return 0
        from libsite.cli.commands import run

        return run()
    except KeyboardInterrupt:
        print("\nStopped", file=sys.stderr)
        return 130


def _answer() -> tuple[list[str], str] | None:
    if sys.argv[1:2] != ["build"]:
        return None
    from libsite.cli.idle import idle_answer

    # consoles of Windows need a library for colors
    colored = os.name != "nt" and sys.stderr.isatty()
    return idle_answer(sys.argv[1:], colored=colored)
