"""Starts the site: `python -m backend.start` prepares the data, then runs web server and worker.

Both live and die together: Ctrl-C ends both, and when one ends by itself the other is ended too,
so that whoever supervises this process knows. Even if it is killed, its children end with it.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GRACE = 30  # seconds for requests and tasks to end
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


def main() -> int:
    port = os.environ.get("DRAFTROOM_PORT", "8000")
    bind = os.environ.get("DRAFTROOM_BIND", f"127.0.0.1:{port}")
    subprocess.run([sys.executable, "-m", "backend.prepare"], cwd=ROOT, check=True)
    children = {"web server": start(web_server(bind)), "worker": start(worker())}
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        if wait_until_up(bind, children):
            greet()
        return watch(children)
    except KeyboardInterrupt:
        return 0
    finally:
        end(children)


def web_server(bind: str) -> list[str]:
    workers = os.environ.get("DRAFTROOM_WEB_PROCESSES", "2")
    return [
        sys.executable, "-m", "gunicorn", "backend.wsgi", "--bind", bind, "--workers", workers,
        "--worker-class", "gthread", "--threads", "8", "--timeout", "60", "--graceful-timeout", str(GRACE),
        "--max-requests", "5000", "--max-requests-jitter", "500", "--limit-request-line", "4094",
        "--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp",  # noqa: S108
        "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip


def worker() -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "run_worker"]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start in a session of its own: Ctrl-C reaches this process only, which ends the others in order."""
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: PLW1509


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


def stop(number: int, frame: object) -> None:  # noqa: ARG001
    raise KeyboardInterrupt


def wait_until_up(bind: str, children: dict[str, subprocess.Popen[bytes]]) -> bool:
    """Whether the site answers within half a minute; False at once when a child ended."""
    host, _, port = bind.rpartition(":")
    address = f"http://{'127.0.0.1' if host in {'0.0.0.0', '', '[::]'} else host}:{port}/healthz"  # noqa: S104
    for _ in range(150):
        if any(child.poll() is not None for child in children.values()):
            return False
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except urllib.error.HTTPError:
            return True  # it answers, and will say more to those who ask by its name
        except OSError:
            time.sleep(0.2)
        else:
            return True
    return False


def greet() -> None:
    """Say where the site is, and how to get in."""
    subprocess.run([sys.executable, str(ROOT / "manage.py"), "welcome"], cwd=ROOT, check=False)


def watch(children: dict[str, subprocess.Popen[bytes]]) -> int:
    """Wait until a child ends; return 1, since none should."""
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                sys.stderr.write(f"The {name} ended with status {child.returncode}; stopping.\n")
                return 1
        time.sleep(0.5)


def end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask the children to end, and kill those that do not."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + GRACE + 5
    for child in children.values():
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(main())
