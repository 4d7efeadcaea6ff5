"""A workflow of GitHub Actions, run here: its `run:` steps by bash, as on GitHub's own machines.

Only what needs GitHub itself is played: the actions in `PLAYED`, each by a function that does what
the action's own documents say, with the inputs that the workflow gives it. An action or an input
that is not known here is a failure, so that the workflow cannot say more than is tried.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RUNNER_SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""How GitHub starts `shell: bash` (docs.github.com, "Workflow syntax", `shell`)."""
STATUS = re.compile(r"\b(?:always|cancelled|failure|success)\(\)")
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")


class Known(SimpleNamespace):
    """A context of expressions: what it does not have is empty, as on GitHub."""

    def __getattr__(self, name: str) -> object:
        return Known()

    def __str__(self) -> str:
        return ""

    def __bool__(self) -> bool:
        return bool(vars(self))

    def __eq__(self, other: object) -> bool:
        return (vars(self) == vars(other)) if isinstance(other, Known) else (str(self) == other)

    __hash__ = None


def evaluate(expression: str, contexts: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
    """Return the value of an *expression* of GitHub's: of the small part that ours use."""
    python = re.sub(r"!(?!=)", " not ", expression.replace("&&", " and ").replace("||", " or "))
    return eval(  # noqa: S307 - our own workflow
        python.strip().replace("\n", " "), {"__builtins__": {}}, contexts
    )


def filled(value: object, contexts: dict[str, Any]) -> str:
    """Return *value* with its expressions in `${{ }}` evaluated."""
    if isinstance(value, bool):
        return str(value).lower()
    return EXPRESSION.sub(lambda found: str(evaluate(found[1], contexts)), str(value))


@dataclass(frozen=True)
class Ran:
    """What became of a job or of a step."""

    result: str
    """`success`, `failure` or `skipped`."""
    log: str = ""


@dataclass
class GitHub:
    """What stands at GitHub and lasts from run to run: repository, caches, the published site."""

    folder: Path
    pages: str = "https://maple.github.io/library"
    """The address that Pages gives, without its slash; empty where Pages is not switched on."""
    environment: dict[str, str] = field(default_factory=dict)
    """What the machine has besides what GitHub sets, such as PATH."""
    deploys: list[str] = field(default_factory=list)
    """What became of each attempt to publish."""
    broken_deploys: int = 0
    """How many of the next attempts to publish fail."""
    meanwhile: dict[str, Callable[[], None]] = field(default_factory=dict)
    """What others do right after the step of this name, once."""
    runs: int = 0

    @property
    def remote(self) -> Path:
        """The repository, bare."""
        return self.folder / "remote.git"

    @property
    def live(self) -> Path:
        """The published site, as readers get it."""
        return self.folder / "live"

    def start(self, event: str, *, branch: str = "main", workflow: str | None = None) -> Run:
        """Run the workflow for an *event*, and say what became of it."""
        self.runs += 1
        text = workflow or git(self.remote, "show", f"{branch}:.github/workflows/publish.yml")
        run = Run(self, event, branch, yaml.safe_load(text), git(self.remote, "rev-parse", branch))
        for name in run.workflow["jobs"]:
            run.do(name)
        return run


def git(folder: Path, *words: str) -> str:
    """Return what git says about *folder*; it must succeed."""
    done = subprocess.run(
        ["git", "-C", folder, *words], check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


@dataclass
class Run:
    """One run of the workflow."""

    github: GitHub
    event: str
    branch: str
    workflow: dict[str, Any]
    sha: str
    jobs: dict[str, Ran] = field(default_factory=dict)
    outputs: dict[str, Known] = field(default_factory=dict)
    artifacts: dict[str, Path] = field(default_factory=dict)
    summary: str = ""

    @property
    def log(self) -> str:
        """Everything that the jobs printed."""
        return "".join(ran.log for ran in self.jobs.values())

    def do(self, name: str) -> None:
        """Run the job *name*, each step after the other, on a machine of its own."""
        job = self.workflow["jobs"][name]
        needs = job.get("needs", [])
        needs = [needs] if isinstance(needs, str) else needs
        good = all(self.jobs[other].result == "success" for other in needs)
        known = {
            other: Known(result=self.jobs[other].result, outputs=self.outputs.get(other, Known()))
            for other in needs
        }
        machine = Machine(self, name, Known(**known))
        condition = str(job.get("if", "success()"))
        if not machine.wanted(condition, good=good):
            self.jobs[name] = Ran("skipped")
            return
        machine.prepare()
        for step in job["steps"]:
            machine.step(step)
        machine.tidy()
        self.outputs[name] = Known(
            **{key: machine.fill(value) for key, value in job.get("outputs", {}).items()}
        )
        self.jobs[name] = Ran("success" if machine.good else "failure", machine.log)


@dataclass
class Machine:
    """The machine of one job, made for it and thrown away after it."""

    run: Run
    name: str
    needs: Known
    good: bool = True
    log: str = ""
    path: list[str] = field(default_factory=list)
    steps: Known = field(default_factory=Known)

    @property
    def workspace(self) -> Path:
        """Where the checkout goes: at the same place in every run, as on GitHub."""
        return self.run.github.folder / "work/library/library"

    @property
    def temp(self) -> Path:
        """What is empty at the start of each job."""
        return self.run.github.folder / "work/_temp"

    def prepare(self) -> None:
        """Make the machine as new."""
        shutil.rmtree(self.run.github.folder / "work", ignore_errors=True)
        for folder in (self.workspace, self.temp):
            folder.mkdir(parents=True)

    def tidy(self) -> None:
        """Keep the summary, and throw the machine away."""
        for path in sorted(self.temp.glob("summary-*")):
            self.run.summary += path.read_text()
        shutil.rmtree(self.run.github.folder / "work")

    def contexts(self, *, good: bool) -> dict[str, Any]:
        """Return what expressions see."""
        run = self.run
        return {
            "github": Known(
                event_name=run.event,
                ref=f"refs/heads/{run.branch}",
                run_id=str(run.github.runs),
                run_attempt="1",
                token="token",  # noqa: S106 - a word
            ),
            "runner": Known(temp=str(self.temp)),
            "steps": self.steps,
            "needs": self.needs,
            "success": lambda: good,
            "failure": lambda: not good,
            "cancelled": lambda: False,
            "always": lambda: True,
        }

    def fill(self, value: object) -> str:
        """Return *value* with its expressions evaluated."""
        return filled(value, self.contexts(good=self.good))

    def wanted(self, condition: str, *, good: bool) -> bool:
        """Tell whether what has this `if:` is to be done."""
        inner = EXPRESSION.fullmatch(condition.strip())
        condition = inner[1] if inner else condition
        answer = bool(evaluate(condition, self.contexts(good=good)))
        return answer and (good or bool(STATUS.search(condition)))

    def step(self, step: dict[str, Any]) -> None:
        """Do one step."""
        if not self.wanted(str(step.get("if", "success()")), good=self.good):
            self._note(step, "skipped", {})
            return
        self.log += f"== {self.name}: {step['name']}\n"
        outputs: dict[str, str] = {}
        try:
            outputs = self._run(step) if "run" in step else self._play(step)
            outcome = "success"
        except subprocess.CalledProcessError as failed:
            self.log += f"exit code {failed.returncode}\n"
            outcome = "failure"
        if outcome == "failure" and not step.get("continue-on-error"):
            self.good = False
        self._note(step, outcome, outputs)
        if others := self.run.github.meanwhile.pop(step["name"], None):
            others()

    def _note(self, step: dict[str, Any], outcome: str, outputs: dict[str, str]) -> None:
        if "id" in step:
            safe = {name.replace("-", "_"): value for name, value in outputs.items()}
            setattr(self.steps, step["id"], Known(outcome=outcome, outputs=Known(**safe)))

    def _run(self, step: dict[str, Any]) -> dict[str, str]:
        """Run the commands of a step as GitHub does: a file for bash, and files for its answers."""
        number = len(list(self.temp.glob("step-*")))
        script = self.temp / f"step-{number}.sh"
        script.write_text(step["run"])
        files = {
            variable: self.temp / f"{word}-{number}"
            for variable, word in (
                ("GITHUB_OUTPUT", "output"),
                ("GITHUB_PATH", "path"),
                ("GITHUB_STEP_SUMMARY", "summary"),
            )
        }
        for path in files.values():
            path.touch()
        own = {**self.run.workflow.get("env", {}), **step.get("env", {})}
        given = self.run.github.environment
        environment = {
            **given,
            "PATH": os.pathsep.join([*self.path, given["PATH"]]),
            "HOME": str(self.temp),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": self.run.event,
            "GITHUB_REF": f"refs/heads/{self.run.branch}",
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.temp),
            **{name: str(path) for name, path in files.items()},
            **{name: self.fill(value) for name, value in own.items()},
        }
        done = subprocess.run(
            [*RUNNER_SHELL, script],
            cwd=self.workspace,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=240,
        )
        self.log += done.stdout
        done.check_returncode()
        self.path[:0] = files["GITHUB_PATH"].read_text().split()
        lines = files["GITHUB_OUTPUT"].read_text().splitlines()
        return {name: value for name, _, value in (line.partition("=") for line in lines)}

    def _play(self, step: dict[str, Any]) -> dict[str, str]:
        action, _, digest = step["uses"].partition("@")
        assert re.fullmatch(r"[0-9a-f]{40}", digest), step["uses"]
        said = {name: self.fill(value) for name, value in step.get("with", {}).items()}
        return PLAYED[action](self, **{name.replace("-", "_"): v for name, v in said.items()})


# ---- What needs GitHub, played


def fail(machine: Machine, why: str) -> None:
    machine.log += f"::error::{why}\n"
    raise subprocess.CalledProcessError(1, why)


def checkout(machine: Machine, *, persist_credentials: str, ref: str = "") -> dict[str, str]:
    """Get one commit: that of the event, or the newest of *ref*."""
    assert persist_credentials == "false"
    run = machine.run
    git(machine.workspace, "init", "--quiet")
    git(machine.workspace, "remote", "add", "origin", run.github.remote.as_uri())
    git(machine.workspace, "fetch", "--quiet", "--depth", "1", "origin", ref or run.sha)
    git(machine.workspace, "checkout", "--quiet", "-B", run.branch, "FETCH_HEAD")
    return {}


def restore(machine: Machine, *, path: str, key: str, restore_keys: str = "") -> dict[str, str]:
    """Unpack the cache with this key, else the newest whose key begins so."""
    store = machine.run.github.folder / "caches"
    kept = sorted(store.glob("*.tar"), key=lambda one: one.stat().st_mtime_ns, reverse=True)
    whole = [one for one in kept if one.stem == key]
    begun = [one for one in kept if restore_keys and one.stem.startswith(restore_keys.strip())]
    for found in (*whole, *begun):
        subprocess.run(["tar", "-xf", found], cwd=machine.workspace, check=True, timeout=60)
        assert {one.name for one in machine.workspace.iterdir()} >= set(path.split())
        return {"cache-hit": str(bool(whole)).lower(), "cache-matched-key": found.stem}
    return {}


def save(machine: Machine, *, path: str, key: str) -> dict[str, str]:
    """Pack the paths under a key that is new; what is missing is an error, unlike on GitHub."""
    store = machine.run.github.folder / "caches"
    store.mkdir(exist_ok=True)
    assert not (store / f"{key}.tar").exists()
    # So does the action (actions/cache, v6.1.0): times stay what they are, to the nanosecond.
    command = ["tar", "--posix", "-cf", str(store / f"{key}.tar"), *path.split()]
    subprocess.run(command, cwd=machine.workspace, check=True, timeout=60)
    return {}


def configure_pages(machine: Machine) -> dict[str, str]:
    """Say where the site will be; fail where Pages is not switched on."""
    address = machine.run.github.pages
    if not address:
        fail(machine, "Get Pages site failed. Please verify that the repository has Pages enabled")
    return {"base_url": address}


def upload_artifact(
    machine: Machine, *, name: str, path: str, retention_days: str
) -> dict[str, str]:
    """Keep one file for later jobs."""
    kept = machine.run.github.folder / "artifacts" / str(machine.run.github.runs) / name
    kept.mkdir(parents=True)
    shutil.copy(machine.workspace / path, kept)
    machine.run.artifacts[name] = kept
    return {}


def download_artifact(machine: Machine, *, name: str, path: str) -> dict[str, str]:
    """Give a later job what an earlier one kept."""
    shutil.copytree(machine.run.artifacts[name], path, dirs_exist_ok=True)
    return {}


def upload_pages(
    machine: Machine, *, path: str, include_hidden_files: str = "false"
) -> dict[str, str]:
    """Pack the site with the very command of the action (actions/upload-pages-artifact, v5.0.0)."""
    kept = machine.run.github.folder / "artifacts" / str(machine.run.github.runs) / "github-pages"
    kept.mkdir(parents=True)
    hidden = [] if include_hidden_files == "true" else ["--exclude=.[^/]*"]
    command = ["tar", "--dereference", "--hard-dereference", "--directory", path]
    command += ["-cf", str(kept / "artifact.tar"), "--exclude=.git", "--exclude=.github", *hidden]
    subprocess.run([*command, "."], cwd=machine.workspace, check=True, timeout=60)
    machine.run.artifacts["github-pages"] = kept
    return {}


def deploy_pages(machine: Machine) -> dict[str, str]:
    """Put the packed site in the place of the published one, whole."""
    github = machine.run.github
    if github.broken_deploys:
        github.broken_deploys -= 1
        github.deploys.append("failure")
        fail(machine, "Deployment failed, try again later.")
    shutil.rmtree(github.live, ignore_errors=True)
    github.live.mkdir()
    archive = machine.run.artifacts["github-pages"] / "artifact.tar"
    subprocess.run(["tar", "-xf", archive, "-C", github.live], check=True)
    github.deploys.append("success")
    return {"page_url": f"{github.pages}/"}


PLAYED: dict[str, Callable[..., dict[str, str]]] = {
    "actions/cache/restore": restore,
    "actions/cache/save": save,
    "actions/checkout": checkout,
    "actions/configure-pages": configure_pages,
    "actions/deploy-pages": deploy_pages,
    "actions/download-artifact": download_artifact,
    "actions/upload-artifact": upload_artifact,
    "actions/upload-pages-artifact": upload_pages,
}
