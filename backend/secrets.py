"""The site's secret key, made once and kept beside the data when none is given."""

import os
import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """Return the secret in `path`; the first process to ask writes it, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip() or _rewritten(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(64)
        file.write(secret)
    return secret


def _rewritten(path: Path) -> str:
    """Replace an empty file, left by a start that was cut off between creating and writing."""
    secret = secrets.token_urlsafe(64)
    path.write_text(secret, encoding="ascii")
    return secret
