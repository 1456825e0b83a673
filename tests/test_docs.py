"""What the documentation says is so: settings, tasks of `./run`, files it points to."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def _names_in(*paths: Path) -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    return set(re.findall(r"\b(?:DRAFTROOM_[A-Z0-9_]*[A-Z0-9]|DATABASE_URL)\b", text))


def test_every_setting_is_documented_and_no_other():
    backend = ROOT / "backend"
    used = _names_in(backend / "settings.py", backend / "start.py")
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    documented = _names_in(ROOT / "docs" / "deploy.md")
    if "`DRAFTROOM_S3_ENDPOINT`, `_REGION`" in page:
        documented |= {f"DRAFTROOM_S3_{name}" for name in ("REGION", "ACCESS_KEY", "SECRET_KEY")}

    assert documented == used


@pytest.mark.parametrize("sheet", PAGES, ids=lambda sheet: str(sheet.relative_to(ROOT)))
def test_links_to_files_lead_somewhere(sheet):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", sheet.read_text(encoding="utf-8"))

    assert [link for link in links if not (sheet.parent / link).exists()] == []


def test_readme_has_exactly_two_commands():
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)

    assert blocks == ["./run\n", "./run test\n"]


def test_help_names_every_task_of_the_script():
    script = (ROOT / "run").read_text(encoding="utf-8")
    tasks = set(re.findall(r"^    (\w+)(?: \|[^)]*)?\)", script, re.MULTILINE)) - {"start"}

    page = subprocess.run([ROOT / "run", "help"], capture_output=True, text=True, check=True).stdout

    assert {task for task in tasks if f"./run {task}" not in page} == set()
