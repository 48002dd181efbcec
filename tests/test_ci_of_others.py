"""What other projects build on works in their repositories: the GitHub action, the pre-commit hooks, the image."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
BIN = Path(sys.executable).parent
BASH = shutil.which("bash")
HOSTILE = (
    "x\\n::error file=a::b%0A::set-output name=exit-code::0\\r<img src=x onerror=alert(1)> $(touch pwned) `touch pwned`"
)
TOWN = f"""<https://example.org/id/x> a <https://example.org/ontology#Town> ;
 <https://example.org/ontology#liesOn> "{HOSTILE}" ."""
needs_bash = pytest.mark.skipif(BASH is None, reason="the scripts of the action need bash")


# The GitHub action


def test_no_input_is_written_into_a_script() -> None:
    for step in STEPS:
        assert "${{" not in step["run"]
        assert not re.search(r"\beval\b|\bsh -c\b|\bbash -c\b", step["run"])


def test_every_input_is_explained_and_reaches_a_step() -> None:
    used = re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", json.dumps(STEPS))
    assert sorted(used) == sorted(ACTION["inputs"])
    assert all(each["description"] and "default" in each for each in ACTION["inputs"].values())


def test_what_the_action_uses_is_pinned_to_a_commit() -> None:
    assert all(re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in STEPS if "uses" in step)


class Runner:
    """Run the steps of a composite action as GitHub does: inputs into env, each script in a bash of its own."""

    def __init__(self, folder: Path, workspace: Path) -> None:
        self.workspace, self.temp = workspace, folder / "runner"
        self.output, self.summary = self.temp / "output", self.temp / "summary"
        (self.temp / "cisld-venv" / "bin").mkdir(parents=True)
        (self.temp / "cisld-venv" / "bin" / "cisld").symlink_to(BIN / "cisld")
        self.output.touch()
        self.summary.touch()

    def step(self, number: int, **inputs: str) -> subprocess.CompletedProcess[str]:
        given = {**{name: each["default"] for name, each in ACTION["inputs"].items()}, **inputs}
        given = {f"inputs.{name}": value for name, value in given.items()} | {"github.action_path": str(ROOT)}
        step = STEPS[number]
        env = {name: given[value.removeprefix("${{ ").removesuffix(" }}")] for name, value in step["env"].items()}
        script = self.temp / "step.sh"
        script.write_text(step["run"])
        files = {"RUNNER_TEMP": self.temp, "GITHUB_OUTPUT": self.output, "GITHUB_STEP_SUMMARY": self.summary}
        return subprocess.run(
            [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env, **{k: str(v) for k, v in files.items()}},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def validate(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        return self.step(1, **{name.replace("_", "-"): value for name, value in inputs.items()})

    @property
    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.output.read_text().splitlines())  # type: ignore[misc]


@pytest.fixture
def runner(tmp_path: Path, rivers: Path) -> Runner:
    return Runner(tmp_path, rivers)


@needs_bash
def test_a_clean_project_passes_with_a_summary_and_reports(runner: Runner) -> None:
    done = runner.validate()
    assert done.returncode == 0, done.stderr
    assert runner.outputs["exit-code"] == "0"
    assert runner.summary.read_text().startswith("### cisld validate: passed\n")
    assert json.loads(Path(runner.outputs["sarif"]).read_text())["runs"][0]["results"] == []
    assert Path(runner.outputs["html"]).read_text().startswith("<!doctype html>")


@needs_bash
def test_a_finding_is_annotated_on_its_line_and_fails(runner: Runner, rivers: Path) -> None:
    data = rivers / "data" / "rivers.ttl"
    data.write_text(data.read_text().replace("ont:liesOn id:sozh", "ont:liesOn id:lethe", 1))
    done = runner.validate()
    assert done.returncode == 1
    assert done.stdout.startswith(
        "::error file=data/rivers.ttl,line=10,col=14,title=shape%3ATown::id:gomel: A town lies"
    )
    assert "failed at violation" in runner.summary.read_text()
    assert runner.validate(fail_on="never").returncode == 0


@needs_bash
def test_a_project_in_a_folder_is_annotated_from_the_root_of_the_repository(tmp_path: Path, rivers: Path) -> None:
    runner = Runner(tmp_path, rivers.parent)
    (rivers / "data" / "bad.ttl").write_text(TOWN)
    done = runner.validate(project="rivers")
    assert done.returncode == 1
    assert "file=rivers/data/bad.ttl,line=" in done.stdout


@needs_bash
def test_files_and_shapes_are_enough_without_a_project(tmp_path: Path, rivers: Path) -> None:
    (rivers / "cisld.toml").unlink()
    runner = Runner(tmp_path, rivers)
    assert runner.validate().returncode == 2
    assert runner.validate(files="data\n").returncode == 2
    done = runner.validate(files="data\n", shapes="shapes\n\n", ontology="ontology")
    assert (done.returncode, done.stderr) == (0, "")


@needs_bash
def test_a_baseline_lets_known_findings_pass(runner: Runner, rivers: Path) -> None:
    (rivers / "data" / "bad.ttl").write_text(TOWN)
    subprocess.run(
        [BIN / "cisld", "validate", "--baseline", "known.jsonl", "--update-baseline"],
        cwd=rivers,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert runner.validate().returncode == 1
    assert runner.validate(baseline="known.jsonl").returncode == 0


@needs_bash
def test_data_cannot_give_commands_to_the_runner(runner: Runner, rivers: Path) -> None:
    (rivers / "data" / "bad.ttl").write_text(TOWN)
    done = runner.validate()
    assert done.returncode == 1
    commands = [line for line in done.stdout.splitlines() if line.lstrip().startswith("::") or "##[" in line]
    assert commands
    assert all(
        line.startswith(("::error file=data/bad.ttl,line=", "::warning file=data/bad.ttl,line=")) for line in commands
    )
    assert runner.outputs["exit-code"] == "1"
    assert "<img" not in runner.summary.read_text().replace("\\<img", "")
    assert not list(rivers.rglob("pwned"))


TRICKS = [
    "$(touch pwned)",
    "`touch pwned`",
    "'; touch pwned; '",
    '"; touch pwned; "',
    "a b\n--fix\n--yes",
    "--fix",
    "*",
    "x\n::error::y",
]


@needs_bash
@pytest.mark.parametrize("name", ["files", "shapes", "ontology", "baseline", "fail-on", "project", "lint"])
@pytest.mark.parametrize("trick", TRICKS)
def test_an_input_is_only_ever_a_value(name: str, trick: str, runner: Runner, rivers: Path) -> None:
    before = {path: path.read_bytes() for path in rivers.rglob("*") if path.is_file()}
    done = runner.step(1, **{name: trick})
    assert done.returncode in ((0,) if name == "lint" else (2, 3)), done.stderr
    assert {path: path.read_bytes() for path in rivers.rglob("*") if path.is_file()} == before
    assert not list(runner.temp.rglob("pwned"))
    assert not any(line.startswith("::") for line in done.stdout.splitlines())


@needs_bash
@pytest.mark.parametrize(
    "version", ["$(touch pwned)", "1.0 --index-url=http://localhost", "1.0;touch pwned", "https://e/x.whl", "1.0\nx"]
)
def test_only_a_release_number_is_installed(version: str, runner: Runner, rivers: Path) -> None:
    done = runner.step(0, version=version, python=sys.executable)
    assert (done.returncode, "CIS040" in done.stderr) == (2, True)
    assert not list(rivers.rglob("pwned"))


@needs_bash
def test_modules_of_the_checked_repository_are_not_imported(runner: Runner, rivers: Path) -> None:
    for name in ("venv", "pip", "sys", "click"):
        (rivers / f"{name}.py").write_text("open('pwned', 'w')")
    runner.step(0, version="no", python=sys.executable)
    runner.validate()
    assert not list(rivers.rglob("pwned"))


# pre-commit


def git(folder: Path, *args: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.hooksPath=/dev/null"]
    return subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(rivers: Path) -> Path:
    """The small project as a git repository with everything committed."""
    if not shutil.which("git"):
        pytest.skip("git is not here")
    git(rivers, "init", "-q")
    git(rivers, "add", ".")
    git(rivers, "commit", "-qm", "start")
    return rivers


def run_hook(hook: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str] | None:
    """Run a hook as pre-commit does on the staged files; None if no staged file is its business."""
    staged = git(folder, "diff", "--cached", "--name-only").split()
    files = [name for name in staged if re.search(hook["files"], name)]
    if not files:
        return None
    command = [*hook["entry"].split(), *(files if hook.get("pass_filenames", True) else ())]
    env = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=env)


HOOK = {hook["id"]: hook for hook in HOOKS}
UNTIDY = "@prefix id: <https://example.org/id/> .\nid:a   id:b   1 .\n"
STAGED = {
    "nothing of RDF": ("README.txt", "x", {"cisld-validate": None, "cisld-fmt": None, "cisld-fmt-check": None}),
    "a good file": ("data/a.nt", "", {"cisld-validate": 0, "cisld-fmt": None, "cisld-fmt-check": None}),
    "Turtle as N-Triples": ("data/a.nt", TOWN.replace("\n", ""), {"cisld-validate": 3}),
    "a violation": ("data/a.ttl", TOWN, {"cisld-validate": 1}),
    "an untidy file": ("data/a.ttl", UNTIDY, {"cisld-validate": 0, "cisld-fmt-check": 1, "cisld-fmt": 0}),
    "a broken file": ("data/a.ttl", "no", {"cisld-validate": 3, "cisld-fmt": 3, "cisld-fmt-check": 3}),
    "settings": ("cisld.toml", "x", {"cisld-validate": 2, "cisld-fmt": None}),
}


@pytest.mark.parametrize("case", STAGED)
def test_a_hook_runs_on_what_is_its_business_and_tells_by_its_exit_code(case: str, repository: Path) -> None:
    name, text, wanted = STAGED[case]
    (repository / name).write_text(text)
    git(repository, "add", name)
    for hook, code in wanted.items():
        done = run_hook(HOOK[hook], repository)
        assert (done and done.returncode) == code, hook


def test_the_hook_that_formats_changes_the_staged_file(repository: Path) -> None:
    (repository / "data" / "a.ttl").write_text(UNTIDY)
    git(repository, "add", ".")
    run_hook(HOOK["cisld-fmt"], repository)
    assert git(repository, "diff", "--name-only") == "data/a.ttl\n"


@pytest.mark.skipif(not shutil.which("pre-commit"), reason="pre-commit is not here")
def test_pre_commit_itself_runs_the_hooks(repository: Path, tmp_path: Path) -> None:
    hooks = [{**hook, "language": "system"} for hook in HOOKS if hook["id"] != "cisld-fmt"]
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    (repository / "data" / "a.ttl").write_text(TOWN)
    git(repository, "add", ".")
    env = {
        **os.environ,
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
    }
    done = subprocess.run(
        ["pre-commit", "run", "--color=never"], cwd=repository, capture_output=True, text=True, check=False, env=env
    )
    assert done.returncode == 1
    assert re.search(r"cisld validate\.+Failed", done.stdout)
    assert "data/a.ttl:2:" in done.stdout


# The image

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
INSTRUCTIONS = [
    line.split(None, 1)
    for line in re.sub(r"\\\n\s*", "", DOCKERFILE).splitlines()
    if line.strip() and not line.startswith("#")
]


def test_the_image_is_built_of_files_that_exist() -> None:
    copied = [name for word, rest in INSTRUCTIONS if word == "COPY" for name in rest.split()[:-1]]
    assert copied
    assert all((ROOT / name).exists() for name in copied)
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    shipped = re.findall(r'^"(\S+)" = "cisld/project/', settings, re.M)
    assert set(shipped) <= set(copied)


def test_the_image_runs_without_privileges_and_fetches_nothing_by_address() -> None:
    words = [word for word, _ in INSTRUCTIONS]
    assert set(words) <= {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "ENTRYPOINT", "CMD"}
    assert dict(INSTRUCTIONS)["USER"] == "10001"
    assert words.index("USER") > max(number for number, word in enumerate(words) if word == "RUN")
    assert not re.search(r"https?:|curl|wget|:latest", "\n".join(rest for _, rest in INSTRUCTIONS))
    assert json.loads(dict(INSTRUCTIONS)["ENTRYPOINT"]) == ["cisld"]
