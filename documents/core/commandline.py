"""The command line of the core: JSON on standard output, messages on standard error.

Exit status 0: done. 1: differences or conflicts were found. 2: a file could not be read, as
`FILE: part: reason`, or the command was not understood. The commands and their JSON are stable.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from urllib.parse import quote

from documents.core import codec
from documents.core.limits import DEFAULT, Limits
from documents.core.manual import EXAMPLES, FILES, PAGE, STYLE, TOLD
from documents.core.model import Anchor, BlockId, Draft, Markup, Unreadable


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = _parser()
    given = parser.parse_args(arguments)
    if not hasattr(given, "run"):
        parser.print_help(sys.stderr)
        return 2
    try:
        return int(given.run(given))
    except _Unusable as error:
        sys.stderr.write(f"{error.path}: {error}\n")
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone: nothing more to say
    return 2


class _Unusable(Exception):
    """A file that a command cannot go on with."""

    def __init__(self, path: str, reason: object) -> None:
        super().__init__(str(reason))
        self.path = path


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m documents.core",
        description="Word files and text: read, lift, lay, settle, compare, follow, merge.",
        epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Any, about: str, *files: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about, epilog=TOLD[name])
        for file in files:
            sub.add_argument(file.lower(), metavar=file, help=FILES[file])
        sub.set_defaults(run=run)
        return sub

    command("read", _read, "Print blocks, comments, changes, properties, warnings, sections.", "FILE")
    sub = command("html", _html, "Print the text as HTML.", "FILE")
    sub.add_argument("--media", metavar="FOLDER", help="write the pictures there, and show them on the page")
    sub = command("text", _text, "Print the plain text, a line a block.", "FILE")
    sub.add_argument("--view", choices=["original", "final"], default="original",
                     help="with every tracked change rejected (default), or accepted")  # fmt: skip
    sub = command("lift", _lift, "Take comments and tracked changes off.", "FILE")
    sub.add_argument("-o", "--output", metavar="CLEAN.docx", required=True, help="where the clean file goes")
    sub.add_argument("-m", "--markup", metavar="MARKUP.json", required=True, help="where the markup goes")
    sub = command("lay", _lay, "Put comments and tracked changes on.", "CLEAN")
    sub.add_argument("-m", "--markup", metavar="MARKUP.json", required=True, help="what is put on")
    sub.add_argument("-o", "--output", metavar="OUT.docx", required=True, help="where the result goes")
    sub.add_argument("--donor", metavar="FILE", help="the package from which inserted blocks are taken")
    sub = command("settle", _settle, "Accept or reject every tracked change.", "FILE")
    verdict = sub.add_mutually_exclusive_group(required=True)
    verdict.add_argument("--accept", action="store_true", help="what was inserted stays")
    verdict.add_argument("--reject", action="store_true", help="the text as it was before")
    sub.add_argument("-o", "--output", metavar="OUT.docx", required=True, help="where the result goes")
    sub = command("check", _check, "Print what is wrong with a file that was laid.", "CLEAN", "LAID")
    sub.add_argument("-m", "--markup", metavar="MARKUP.json", required=True, help="what was put on")
    sub = command("compare", _compare, "Print how one version became another.", "OLD", "NEW")
    sub.add_argument("-o", "--output", metavar="REDLINE.docx", help="OLD with tracked changes that make NEW")
    sub.add_argument("--author", default="Draftroom", help="the name at the redline's changes")
    sub.add_argument("--date", default="", help="the ISO date at the redline's changes")
    sub = command("follow", _follow, "Print where anchors in one version lie in another.", "OLD", "NEW")
    sub.add_argument("-a", "--anchors", metavar="ANCHORS.json", required=True,
                     help='[{"id", "block", "start", "end"}, …]')  # fmt: skip
    sub = command("merge", _merge, "Merge the changes of several sides into their base.", "BASE")
    sub.add_argument("sides", metavar="SIDE", nargs="+", help="what each side made of it")
    sub.add_argument("-o", "--output", metavar="OUT", help="where the result goes (JSON: standard output)")
    sub.add_argument("--conflicts", metavar="FILE.json", help="where the conflicts go as JSON")
    sub.add_argument("--pick", metavar="N", type=int,
                     help="resolve every conflict to side N, counted from 1 in the order given")  # fmt: skip
    return parser


def _bytes(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(DEFAULT.upload + 1)
    except OSError as error:
        raise _Unusable(path, error.strerror or error) from error


def _draft(path: str) -> Draft:
    from documents.core import reading

    draft: Draft = _reading(path, lambda: reading.read(_bytes(path), _limits(path)))
    return draft


def _limits(path: str) -> Limits:
    """A file that says it has macros may have them; they are never looked at."""
    return Limits(macros=path.lower().endswith((".docm", ".dotm")))


def _version(path: str) -> Draft:
    from documents.core import versions

    data = _bytes(path)
    if not versions.is_json(data):
        return _draft(path)
    read: Draft = _reading(path, lambda: versions.from_json(data))
    return read


def _reading(path: str, read: Any) -> Any:
    try:
        return read()
    except Unreadable as error:
        raise _Unusable(path, error) from error


def _json(path: str) -> Any:
    try:
        return json.loads(_bytes(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _Unusable(path, f"not JSON: {error}") from error


def _write(path: str, data: bytes) -> None:
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        raise _Unusable(path, error.strerror or error) from error


def _print(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _read(given: argparse.Namespace) -> int:
    _print(codec.draft_to_json(_draft(given.file)))
    return 0


def _text(given: argparse.Namespace) -> int:
    from documents.core import reading

    lines = _reading(given.file, lambda: reading.text(_bytes(given.file), given.view, _limits(given.file)))
    for line in lines:
        sys.stdout.write(line.replace("\n", " ") + "\n")
    return 0


def _html(given: argparse.Namespace) -> int:
    from documents.core import rendering

    draft = _draft(given.file)
    title = escape(draft.properties.get("title", "") or Path(given.file).name)
    body = rendering.render_document(draft, _pictures(draft, given.media) if given.media else str)
    sys.stdout.write(PAGE.format(title=title, style=STYLE, body=body))
    return 0


def _pictures(draft: Draft, folder: str) -> Callable[[str], str]:
    """Write the draft's pictures to a folder; gives the address of each by its name in the package."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _Unusable(folder, error.strerror or error) from error
    written = {name: Path(folder, name.replace("/", "-").replace("\\", "-")) for name in draft.media}
    for name, path in written.items():
        _write(str(path), draft.media[name].data)
    return lambda name: quote(written[name].as_posix()) if name in written else name


def _lift(given: argparse.Namespace) -> int:
    from documents.core import markup

    limits = _limits(given.file)
    clean, lifted = _reading(given.file, lambda: markup.lift(_bytes(given.file), limits))
    _write(given.output, clean)
    _write(given.markup, json.dumps(codec.markup_to_json(lifted), ensure_ascii=False, indent=1).encode())
    return 0


def _markup(path: str) -> Markup:
    try:
        return codec.markup_from_json(_json(path))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _Unusable(path, f"not a markup: {error!r}") from error


def _settle(given: argparse.Namespace) -> int:
    from documents.core import markup

    limits = _limits(given.file)
    settled = _reading(given.file, lambda: markup.settle(_bytes(given.file), given.accept, limits))
    _write(given.output, settled)
    return 0


def _check(given: argparse.Namespace) -> int:
    from documents.core import markup

    limits = _limits(given.clean)
    report = markup.check(_bytes(given.clean), _bytes(given.laid), _markup(given.markup), limits=limits)
    _print({"faults": list(report.faults), "changed_parts": list(report.changed_parts)})
    return 0 if report.passed else 1


def _lay(given: argparse.Namespace) -> int:
    from documents.core import markup

    wanted = _markup(given.markup)
    donor = _bytes(given.donor) if given.donor else None
    try:
        limits = _limits(given.clean)
        laid = _reading(given.clean, lambda: markup.lay(_bytes(given.clean), wanted, donor, limits))
    except markup.CannotLay as error:
        raise _Unusable(given.markup, error) from error
    _write(given.output, laid)
    return 0


def _compare(given: argparse.Namespace) -> int:
    from documents.core.comparing import compare

    comparison = compare(_version(given.old), _version(given.new))
    if given.output:
        _redline(given)
    shown = codec.comparison_to_json(comparison)
    del shown["kept"]
    _print(shown)
    return 1 if comparison.edits else 0


def _redline(given: argparse.Namespace) -> None:
    from documents.core import markup

    old, new = _bytes(given.old), _bytes(given.new)
    try:
        _write(given.output, markup.redline(old, new, given.author, given.date))
    except (Unreadable, markup.CannotLay) as error:
        raise _Unusable(given.old, error) from error


def _follow(given: argparse.Namespace) -> int:
    from documents.core.following import follow

    old, new = _version(given.old), _version(given.new)
    anchors = _anchors(given.anchors, old)
    _print([codec.placement_to_json(placement) for placement in follow(anchors, old, new)])
    return 0


def _anchors(path: str, old: Draft) -> list[Anchor]:
    """Anchors from JSON; blocks by id, and for versions in JSON by position as number or text."""
    known: dict[str, BlockId] = {str(block.id): block.id for block in old.blocks}
    try:
        anchors = [codec.anchor_from_json(item) for item in _json(path)]
    except (KeyError, TypeError, ValueError) as error:
        raise _Unusable(path, f"not a list of anchors with id, block, start and end: {error!r}") from error
    for anchor in anchors:
        if str(anchor.block) not in known:
            raise _Unusable(path, f"anchor {anchor.id}: there is no block {anchor.block}")
    return [replace(one, block=known[str(one.block)]) for one in anchors]


def _merge(given: argparse.Namespace) -> int:
    from documents.core.merging import commandline

    try:
        return commandline.run(given, _bytes, _write, _print)
    except Unreadable as error:
        raise _Unusable(given.base, error) from error
