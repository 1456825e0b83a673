#!/usr/bin/env python
"""Draftroom's commands: `./run manage help` lists them."""

import os
import sys

from backend import sqlite


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    sqlite.use_safe_build()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
