"""Which of several rules can match a text: told by the signs without which each cannot.

Python-Markdown tries every rule on every piece of text. Most text is plain words, and to see that
it holds no `[` takes far less time than to look for links.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Rule = TypeVar("Rule")


def sieve(
    rules: Iterable[tuple[Rule, tuple[str, ...]]],
) -> Callable[[str], tuple[Rule, ...]]:
    """Return a function that gives those of *rules* that can match a text, in their order.

    Each rule comes with its signs: a text that holds none of them is nothing for it. A rule without
    signs is given for every text.
    """
    pairs = tuple(rules)
    every = tuple(dict.fromkeys(sign for _, signs in pairs for sign in signs))

    @cache
    def having(present: tuple[str, ...]) -> tuple[Rule, ...]:
        return tuple(
            rule for rule, signs in pairs if not signs or not set(signs).isdisjoint(present)
        )

    return lambda text: having(tuple([sign for sign in every if sign in text]))
