"""All checks, side by side, then all tests: `./run test`.

Every step runs even when one before it failed, so that one run tells everything; the last lines
name each test that failed with its reason, and say how each step ended and how long it took. Exit
status 0 means that all is good.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
PYTEST = (
    PYTHON,
    "-m",
    "pytest",
    "-q",
    "-n",
    os.environ.get("DRAFTROOM_TEST_PROCESSES", "2"),
    "--dist",
    "worksteal",
)
PRODUCTION = {
    "DRAFTROOM_SITE_URL": "https://draftroom.example.org",
    "DRAFTROOM_SECRET_KEY": "k" * 40 + "0123456789",
}

Step = tuple[str, Sequence[object], dict[str, str]]

#: The longest first: the others are done beside it.
CHECKS: list[Step] = [
    ("types (mypy)", (BIN / "mypy",), {}),
    ("style (ruff)", (BIN / "ruff", "check", "."), {}),
    ("imports (import-linter)", (BIN / "lint-imports", "--no-cache"), {}),
    ("migrations", (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"), {}),
    ("deployment", (PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    (
        "API schema",
        (PYTHON, "manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull),
        {},
    ),
]
ON_SQLITE: Step = ("tests on SQLite", PYTEST, {})


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="draftroom-reports-") as reports:
        os.environ["DRAFTROOM_TEST_REPORTS"] = reports
        with ThreadPoolExecutor(max_workers=2) as two_at_once:
            outcomes = list(two_at_once.map(check, CHECKS))
        outcomes += [run(ON_SQLITE), run_on_postgres()]
        for line in failures(Path(reports)):
            print(line)
    print("\n" + "\n".join(f"{word:8} {seconds:6.0f} s  {name}" for name, word, seconds in outcomes))
    return int(any(word == "FAILED" for _, word, _ in outcomes))


def check(step: Step) -> tuple[str, str, float]:
    """One of several that run at the same time: what it says is shown in one piece."""
    name, command, more = step
    began = time.monotonic()
    done = subprocess.run(
        [str(word) for word in command], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)} | more,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    print(f"\n── {name}\n{done.stdout}", end="", flush=True)
    return name, "FAILED" if done.returncode else "ok", time.monotonic() - began


def run(step: Step) -> tuple[str, str, float]:
    name, command, more = step
    print(f"\n── {name}", flush=True)
    began = time.monotonic()
    words = [str(word) for word in command]
    if "pytest" in words:
        words.append(f"--junitxml={os.environ['DRAFTROOM_TEST_REPORTS']}/{name}.xml")
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | more,
        check=False,
    )
    return name, "FAILED" if done.returncode else "ok", time.monotonic() - began


def failures(reports: Path) -> Iterator[str]:
    """A line for each test that failed, with the step it failed in, and the end of what it said."""
    for report in sorted(reports.glob("*.xml")):
        for case in ET.parse(report).iter("testcase"):
            for outcome in (*case.iterfind("failure"), *case.iterfind("error")):
                yield f"\nFAILED in {report.stem}: {case.get('classname')}::{case.get('name')}"
                yield from (f"    {line}" for line in (outcome.text or "").strip().splitlines()[-30:])


def run_on_postgres() -> tuple[str, str, float]:
    """The tests again where two writers really meet; left out where no server is installed."""
    name = "tests on PostgreSQL"
    programs = postgres.found()
    if programs is None:
        print(f"\n── {name}\nNo server is installed (apt-get install postgresql).")
        is_required = os.environ.get("DRAFTROOM_TEST_POSTGRES") == "required"
        return name, "FAILED" if is_required else "skipped", 0
    with postgres.server(programs) as url:
        # The server goes as a whole: dropping its databases one by one would wait for stray sessions.
        return run((name, (*PYTEST, "--reuse-db"), {"DATABASE_URL": url}))


if __name__ == "__main__":
    sys.exit(main())
