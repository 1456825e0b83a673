"""LibreOffice at work on a stranger's picture, shut in: no network, no file of the site, and limits.

It runs in namespaces of its own (util-linux: `unshare`, `setpriv`, `prlimit`): without network, other
processes, or any right; folders that hold anything of the site or of people are empty there, and so are those
where services of the machine listen. Where that cannot be had, nothing is converted.
"""

from __future__ import annotations

import logging
import os
import shutil
import stat
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings

logger = logging.getLogger(__name__)

#: Where the folder of one conversion is, as the converter sees it.
_INSIDE: Final = "/mnt"
#: What it finds empty, beside the folders of the site.
_PRIVATE: Final = (
    "/tmp", "/run", "/home", "/root", "/srv", "/var/tmp", "/var/spool", "/var/mail", "/dev/shm",  # noqa: S108
)
_LARGEST: Final = 32 * 1024 * 1024  # bytes of one file that it writes
_SHUT_IN: Final = (
    'mount --bind "$1" /mnt || exit 125; shift; '
    'while [ "$1" != -- ]; do mount -t tmpfs -o size=8m none "$1" || exit 125; shift; done; shift; '
    'cd /mnt && setpriv --bounding-set=-all --inh-caps=-all --no-new-privs -- "$@"; '
    "exit $?"  # not its own first process: that one takes no signals
)

_ALONE: Final = (
    "--user", "--map-root-user", "--net", "--ipc", "--uts", "--pid", "--fork", "--kill-child", "--mount",
    "--mount-proc",
)
_ENVIRONMENT: Final = {
    "HOME": _INSIDE, "TMPDIR": _INSIDE, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out, by name; `stopped`: it did not come to its end by itself."""

    made: Mapping[str, bytes] = field(default_factory=dict)
    stopped: bool = False


def is_there() -> bool:
    """Whether pictures can be converted on this machine, safely."""
    return bool(settings.PICTURE_CONVERTER) and _starts(settings.PICTURE_CONVERTER)


@lru_cache(8)
def _starts(command: str) -> bool:
    found = shutil.which(command)
    if found is None:
        logger.info("Pictures are not converted: there is no %s.", command)
        return False
    with TemporaryDirectory(prefix="converting-") as folder:
        ended = _run(Path(folder), [found, "--version"], settings.PICTURE_SECONDS)
    if ended != 0:
        logger.warning("Pictures are not converted: %s cannot be shut in here (%s).", command, ended)
    return ended == 0


def to_pdf(pages: Mapping[str, bytes], seconds: float) -> Outcome:
    """Flat OpenDocument texts by name, each as a PDF, within so much time for all of them."""
    found = shutil.which(settings.PICTURE_CONVERTER)
    if found is None:
        return Outcome()
    with TemporaryDirectory(prefix="converting-") as folder:
        for name, page in pages.items():
            (Path(folder) / f"{name}.fodt").write_bytes(page)
        ended = _run(Path(folder), [
            found, f"-env:UserInstallation=file://{_INSIDE}/profile", "--headless", "--nologo", "--norestore",
            "--nofirststartwizard", "--convert-to", "pdf:writer_pdf_Export", "--outdir", _INSIDE,
            *(f"{_INSIDE}/{name}.fodt" for name in pages),
        ], seconds)
        return Outcome(_written(folder, pages), stopped=ended != 0)


def _run(folder: Path, command: Sequence[str], seconds: float) -> int | None:
    """The exit status, None when time ran out; everything that was started is gone afterwards."""
    limits = (
        f"--as={settings.PICTURE_MEMORY}", f"--cpu={int(seconds) + 1}", f"--fsize={_LARGEST}", "--core=0",
        "--nofile=1024",
    )
    try:
        child = subprocess.Popen(
            ["prlimit", *limits, "--", "unshare", *_ALONE, "--", "sh", "-c", _SHUT_IN, "sh", str(folder),
             *_hidden(), "--", *command],
            env=_ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        logger.warning("The converter did not start: %s", error)
        return 127
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        child.kill()
        child.wait()


def _hidden() -> list[str]:
    """The folders to be found empty, outermost ones alone; those where it works are out of sight already."""
    places = [*map(Path, _PRIVATE), settings.DATA_DIR, settings.BASE_DIR, settings.SEARCH_DIR, *_of_people()]
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        places.append(Path(database["NAME"]).parent)
    wanted = {place.resolve() for place in places if place.is_dir()} - {Path("/")}
    covered = {*wanted, Path(_INSIDE)}
    return sorted(str(one) for one in wanted - {Path(_INSIDE)} if covered.isdisjoint(one.parents))


def _of_people() -> list[Path]:
    try:
        return [Path.home()]
    except RuntimeError:  # nobody's
        return []


def _written(folder: str, names: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that were written, if they are files: links and the like are not followed."""
    found: dict[str, bytes] = {}
    home = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in names:
            data = _plain_file(f"{name}.pdf", home)
            if data is not None:
                found[name] = data
    finally:
        os.close(home)
    return found


def _plain_file(name: str, home: int) -> bytes | None:
    try:
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=home)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        told = os.fstat(handle)
        return file.read() if stat.S_ISREG(told.st_mode) and told.st_size <= _LARGEST else None
