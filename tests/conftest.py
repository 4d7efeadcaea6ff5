"""What every test shares: how many examples Hypothesis tries, and who does not listen."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("dev", max_examples=15, deadline=None)
# What decides about a change must say the same twice; what is new is looked for by `thorough`.
settings.register_profile("ci", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=500, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

# Where the suite itself runs in GitHub Actions, libsite would talk to GitHub in every test.
for name in [name for name in os.environ if name.startswith("GITHUB_")]:
    del os.environ[name]
os.environ.pop("LIBSITE_CONSENT", None)
