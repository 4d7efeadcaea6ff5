"""Templates of the site's own theme that no page uses, since their names were misspelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libsite.data import data_root
from libsite.errors import Problem, notice
from libsite.make.theme import closures, make_setting
from libsite.read.theme import SITE
from libsite.settle import templates_of
from libsite.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libsite.check.subject import Subject

USUAL = "themes/plain"
"""The theme that has every template of the contract."""


def unused_templates(subject: Subject) -> Iterator[Problem]:
    """Yield a notice for each template of the site that neither a page nor a template names."""
    theme, config = subject.site.theme, subject.site.config
    setting = make_setting(theme, url=config.url, portable=False, language=config.language)
    found = closures(setting, templates_of(subject.plan)).values()
    used = {label for closure in found for label, _ in closure.templates}
    known = {path.name for path in (data_root() / USUAL).iterdir()}
    for layer in reversed(theme.layers):
        if layer.label.startswith(f"{SITE}/"):
            for name in sorted(layer.templates.keys() - known):
                if f"{layer.label}/{name}" not in used:
                    near = nearest(name, known)
                    yield notice(
                        "no page and no template uses this template",
                        path=f"{layer.label}/{name}",
                        hint=f"did you mean `{near}`?" if near else "delete it, or include it",
                    )
        known.update(layer.templates)
