"""SQLite as Draftroom uses it: a build without the WAL-reset fault, and a fair gate for writers."""

import contextlib
import sys


def use_safe_build() -> None:
    """Let `import sqlite3` mean the bundled SQLite, before Django is loaded.

    SQLite before 3.51.3 may lose a commit when two connections write and checkpoint at the same
    instant, and the system's build is often older. Where no bundled build exists for a platform
    the system's is used; `manage.py check` then says so.
    """
    with contextlib.suppress(ImportError):
        import pysqlite3

        sys.modules["sqlite3"] = pysqlite3
        sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
