"""A thousand posts, counted by libsite and by the counters that networks publish themselves."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from libsite.networks.bluesky import facets
from libsite.networks.graphemes import CLUSTER, JOINT, count_graphemes
from libsite.networks.x import weighted_length
from tests.networks.written import posts

JUDGES = Path(__file__).parents[1] / "judges"
PROGRAM = """
const { parseTweet } = require('twitter-text')
const { RichText } = require('@atproto/api')
const Graphemer = require('graphemer').default
const older = new Graphemer()
const facet = ({ index, features: [{ uri, did, tag }] }) =>
    [index.byteStart, index.byteEnd, uri ?? did ?? tag]
const counts = JSON.parse(require('fs').readFileSync(0, 'utf8')).map((text) => {
    const rich = new RichText({ text })
    rich.detectFacetsWithoutResolution()
    return {
        x: parseTweet(text).weightedLength,
        graphemes: rich.graphemeLength,
        older: older.countGraphemes(text),
        bytes: rich.length,
        facets: (rich.facets ?? []).map(facet),
    }
})
console.log(JSON.stringify(counts))
"""
"""`twitter-text` counts for X, `@atproto/api` for Bluesky, as did `graphemer` until 2026."""


@pytest.fixture(scope="module")
def counted() -> list[tuple[str, dict[str, Any]]]:
    texts = posts()
    done = subprocess.run(
        ["node", "-e", PROGRAM],
        cwd=JUDGES,
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    return list(zip(texts, json.loads(done.stdout), strict=True))


def test_x_counts_every_post_as_twitter_text_does(
    counted: list[tuple[str, dict[str, Any]]],
) -> None:
    assert len(counted) == 1000
    assert [
        (text, weighted_length(text), of["x"])
        for text, of in counted
        if weighted_length(text) != of["x"]
    ] == []


def test_graphemes_are_the_larger_of_what_old_and_new_rules_give(
    counted: list[tuple[str, dict[str, Any]]],
) -> None:
    assert [
        (text, count_graphemes(text), of["graphemes"], of["older"])
        for text, of in counted
        if count_graphemes(text) != max(of["graphemes"], of["older"])
    ] == []


def test_graphemes_differ_from_the_service_by_the_joints_of_indic_words_and_by_nothing_else(
    counted: list[tuple[str, dict[str, Any]]],
) -> None:
    assert [text for text, of in counted if len(CLUSTER.findall(text)) != of["graphemes"]] == []
    more = [text for text, of in counted if count_graphemes(text) > of["graphemes"]]
    assert more == [text for text, _ in counted if JOINT.search(text)]
    print(len(more), "posts with Indic conjuncts")


def test_bytes_are_those_of_the_service(counted: list[tuple[str, dict[str, Any]]]) -> None:
    assert [text for text, of in counted if len(text.encode()) != of["bytes"]] == []


def test_links_mentions_and_tags_stand_where_the_service_finds_them(
    counted: list[tuple[str, dict[str, Any]]],
) -> None:
    different = []
    for text, of in counted:
        ours = [[facet.start, facet.end] for facet in facets(text)]
        if ours != [[start, end] for start, end, _ in of["facets"]]:
            different.append((text, ours, of["facets"]))
    assert different == []
    assert sum(len(of["facets"]) for _, of in counted) > 900


def test_links_lead_where_the_service_says_unless_it_forgets_the_protocol(
    counted: list[tuple[str, dict[str, Any]]],
) -> None:
    """It takes any address that begins with `http` for complete: `httpbin.org`."""
    ours = [facet.value for text, _ in counted for facet in facets(text)]
    theirs = [value for _, of in counted for *_, value in of["facets"]]
    different = {(own, other) for own, other in zip(ours, theirs, strict=True) if own != other}
    assert all(own == f"https://{other}" and other[:4] == "http" for own, other in different)
    assert different
