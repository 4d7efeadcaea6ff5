"""Put `themes/`, `content/` and `site.yaml` into the wheel, where `libsite.data` finds them."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StarterData(BuildHookInterface[Any]):
    """Ship the repository's own site as the starter of new ones."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files; not for an editable install, which would keep a copy that ages."""
        if version == "editable":
            return
        for name in ("themes", "content", "site.yaml"):
            build_data["force_include"][name] = f"libsite/_data/{name}"
