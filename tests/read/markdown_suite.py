"""Python-Markdown's own tests, run three times: as it is, as libsite sets it up, and with faults.

Run as `python markdown_suite.py FOLDER`, where they lie in FOLDER/tests, it prints as JSON how many
there were each time, and which of them failed. It is a program of its own since their package has
the same name as ours, and since they change what Python warns of.
"""

from __future__ import annotations

import io
import json
import os
import sys
import unittest
from contextlib import ExitStack
from unittest import mock

from markdown import Markdown, blockprocessors

from libsite.read import inline, parser
from libsite.read.inline import InlineExtension
from libsite.read.lean import LeanExtension
from libsite.read.parser import ParserExtension

BUILD, INIT = Markdown.build_parser, Markdown.__init__
NEVER = ("\0",)
"""The sign of something that no text holds."""


def build_fast(markdown: Markdown) -> Markdown:
    BUILD(markdown)
    ParserExtension().extendMarkdown(markdown)
    InlineExtension().extendMarkdown(markdown)
    return markdown


def init_fast(markdown: Markdown, **options: object) -> None:
    INIT(markdown, **options)  # type: ignore[arg-type] # handed on
    LeanExtension().extendMarkdown(markdown)


def fast() -> ExitStack:
    """Give every `Markdown` what libsite gives its own."""
    stack = ExitStack()
    stack.enter_context(mock.patch.object(Markdown, "build_parser", build_fast))
    stack.enter_context(mock.patch.object(Markdown, "__init__", init_fast))
    return stack


def faulty() -> ExitStack:
    """Do the same, but overlook underlined headings and line breaks."""
    stack = fast()
    setext = {blockprocessors.SetextHeaderProcessor: NEVER}
    breaks = {rule: NEVER for rule, signs in inline._SIGNS.items() if signs == ("  \n",)}
    stack.enter_context(mock.patch.dict(parser._SIGNS, setext))
    stack.enter_context(mock.patch.dict(inline._SIGNS, breaks))
    return stack


def ran(folder: str) -> dict[str, object]:
    tests = unittest.TestLoader().discover(f"{folder}/tests", top_level_dir=folder)
    result = unittest.TextTestRunner(stream=io.StringIO()).run(tests)
    failed = sorted(test.id() for test, _ in result.failures + result.errors)
    return {"run": result.testsRun, "failed": failed}


def main(folder: str) -> dict[str, dict[str, object]]:
    os.chdir(folder)
    sys.path.insert(0, folder)
    told = {"original": ran(folder)}
    for name, changed in {"ours": fast, "faulty": faulty}.items():
        with changed():
            told[name] = ran(folder)
    return told


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
