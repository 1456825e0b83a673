"""What a returned Word file says: what we know already, what is new, and what belongs together."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from documents.core.comparing.objects import fingerprint
from documents.core.markup.identity import is_key, key_of
from documents.core.model import BlockId, Change, Comment, Edit, Point

_SENTENCE_END = re.compile(r"[.!?;:]\s")


@dataclass(frozen=True, slots=True)
class Known:
    """A comment or reply that we wrote or took in before.

    `key` is its name for life, `word_id` the id that it had in the file it came by, `texts` all forms
    that its text had, `edits` those of its proposal, `parent` the key of a reply's comment.
    """

    key: str
    author: str
    date: str
    texts: tuple[str, ...]
    edits: tuple[Edit, ...] = ()
    parent: str = ""
    word_id: str = ""


@dataclass(frozen=True, slots=True)
class PlacedComment:
    """A comment of the file, with its place in the base version (None where the words are gone)."""

    comment: Comment
    start: Point | None
    end: Point | None


@dataclass(frozen=True, slots=True)
class PlacedChange:
    """A tracked change of the file as an edit on the base version (None where the words are gone)."""

    change: Change
    edit: Edit | None


@dataclass(frozen=True, slots=True)
class NewReply:
    """A reply that we have not seen; `rewrites` marks new words put over a known comment's own."""

    source: str
    author: str
    date: str
    text: str
    word_id: str = ""
    rewrites: bool = False


@dataclass(frozen=True, slots=True)
class NewComment:
    """A comment or proposal that we have not seen.

    `source` names it by what it says, so that the same thing in another file has the same name.
    `edits` lie on the base version; `lost` tells changes whose words are not in it.
    """

    source: str
    author: str
    date: str
    text: str
    start: Point | None
    end: Point | None
    edits: tuple[Edit, ...] = ()
    lost: tuple[Change, ...] = ()
    replies: tuple[NewReply, ...] = ()
    word_id: str = ""
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A returned file sorted: `replies` are (key of the known comment, reply)."""

    comments: tuple[NewComment, ...]
    replies: tuple[tuple[str, NewReply], ...]
    known_comments: int
    known_replies: int
    known_changes: int


@dataclass(slots=True)
class _Book:
    """Known things by whatever may survive a round through Word."""

    by_word_id: dict[str, Known] = field(default_factory=dict)
    by_words: dict[tuple[str, str, str], Known] = field(default_factory=dict)
    changes: Counter[tuple[str, ...]] = field(default_factory=Counter)
    edits: set[tuple[object, ...]] = field(default_factory=set)


def sort_markup(
    comments: Sequence[PlacedComment], changes: Sequence[PlacedChange], silent: Sequence[Edit],
    known: Iterable[Known], texts: Mapping[BlockId, str],
) -> Received:
    """Tell known from new in a returned file.

    `texts` are those of the base version's blocks; `silent` are changes that nobody marked, as edits
    on the base version. Changes of one author in one sentence are one proposal; a comment on words
    that its author changes carries that proposal.
    """
    book = _book(known, texts)
    names = _Names()
    fresh, replies, known_comments, known_replies = _sorted_comments(comments, book, names)
    unseen = [placed for placed in changes if not _is_known_change(book, placed, texts)]
    unmarked = [edit for edit in silent if _edit_words(edit) not in book.edits]
    groups = _groups(unseen, texts)
    joined, alone = _joined(fresh, groups)
    return Received(
        comments=(
            *joined,
            *(_proposal(group, names) for group in alone),
            *(_silent(group, names) for group in _runs(unmarked, texts)),
        ),
        replies=tuple(replies), known_comments=known_comments, known_replies=known_replies,
        known_changes=len(changes) - len(unseen) + len(silent) - len(unmarked),
    )


def is_worded(edit: Edit) -> bool:
    """Whether an edit says something about the base version's words.

    Formatting and table structure do not, nor do empty new paragraphs, nor the deletion of words that
    somebody else only proposes (it has no characters of the base version).
    """
    if edit.kind in {"format", "structure"}:
        return False
    if edit.kind == "insert_block":
        return bool(edit.text.strip())
    return edit.kind != "delete" or edit.end > edit.start


def halves(edit: Edit) -> tuple[Edit, ...]:
    """A replacement as the deletion and the insertion that Word makes of it; other edits as they are."""
    if edit.kind != "replace":
        return (edit,)
    return (
        replace(edit, kind="delete", text=""), replace(edit, kind="insert", start=edit.end, end=edit.end),
    )


def replacements(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Words struck and words written in their place as the one replacement that they are.

    Word knows insertions and deletions only; the two halves touch and have one author and moment.
    """
    joined: list[Change] = []
    for change in changes:
        last = joined[-1] if joined else None
        edit = _replacement(last, change) if last is not None else None
        if last is not None and edit is not None:
            joined[-1] = replace(last, edit=edit)
        else:
            joined.append(change)
    return tuple(joined)


def _replacement(one: Change, other: Change) -> Edit | None:
    if (one.author, one.date, one.edit.block) != (other.author, other.date, other.edit.block):
        return None
    if {one.edit.kind, other.edit.kind} != {"insert", "delete"}:
        return None
    struck, written = (one.edit, other.edit) if one.edit.kind == "delete" else (other.edit, one.edit)
    if written.start not in {struck.start, struck.end}:
        return None
    return replace(written, kind="replace", start=struck.start, end=struck.end)


def _book(known: Iterable[Known], texts: Mapping[BlockId, str]) -> _Book:
    book = _Book()
    for one in known:
        book.by_word_id[key_of(one.key)] = one
        if is_key(one.word_id):
            book.by_word_id[one.word_id] = one
        for text in one.texts:
            book.by_words[one.author, one.date[:16], _plain(text)] = one
        for edit in one.edits:
            book.edits.add(_edit_words(edit))
            for half in halves(edit):
                book.changes[_change_words(one.author, one.date, half, texts)] += 1
    return book


def _plain(text: str) -> str:
    return " ".join(text.split())


def _find(book: _Book, comment: Comment) -> Known | None:
    by_id = book.by_word_id.get(comment.id)
    if by_id is not None and by_id.author == comment.author:
        return by_id
    return book.by_words.get((comment.author, comment.date[:16], _plain(comment.text)))


class _Names:
    """Names for new things by what they say; the same words said twice are told apart by count."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def name(self, *words: object) -> str:
        digest = hashlib.sha256("\0".join(map(str, words)).encode()).hexdigest()[:24]
        self._seen[digest] += 1
        return digest if self._seen[digest] == 1 else f"{digest}-{self._seen[digest]}"


def _sorted_comments(
    comments: Sequence[PlacedComment], book: _Book, names: _Names,
) -> tuple[list[NewComment], list[tuple[str, NewReply]], int, int]:
    """New comments with their replies, replies to known ones, and how many of each are known."""
    ids = {placed.comment.id: placed.comment for placed in comments}
    fresh: dict[str, NewComment] = {}
    replies: list[tuple[str, NewReply]] = []
    known_comments = known_replies = 0
    for placed in comments:
        comment = placed.comment
        root = _root(comment, ids)
        found = _find(book, comment)
        if found is not None:
            known_comments += root is comment
            known_replies += root is not comment
            if _plain(comment.text) not in {_plain(text) for text in found.texts}:
                replies.append((found.parent or found.key, _reply(comment, names, rewrites=True)))
        elif root is comment:
            fresh[comment.id] = _comment(placed, names)
        elif (parent := _find(book, root)) is not None:
            replies.append((parent.parent or parent.key, _reply(comment, names)))
        else:
            above = fresh.get(root.id) or _comment(PlacedComment(root, placed.start, placed.end), names)
            fresh[root.id] = replace(above, replies=(*above.replies, _reply(comment, names)))
    return list(fresh.values()), replies, known_comments, known_replies


def _root(comment: Comment, ids: Mapping[str, Comment]) -> Comment:
    """The first comment of the thread; a parent that is missing or loops leaves the reply on its own."""
    seen = {comment.id}
    while comment.parent in ids and comment.parent not in seen:
        seen.add(comment.parent)
        comment = ids[comment.parent]
    return comment


def _comment(placed: PlacedComment, names: _Names) -> NewComment:
    comment = placed.comment
    return NewComment(
        names.name("comment", comment.author, comment.date[:16], _plain(comment.text)),
        comment.author, comment.date, comment.text, placed.start, placed.end, word_id=comment.id,
    )


def _reply(comment: Comment, names: _Names, *, rewrites: bool = False) -> NewReply:
    source = names.name("reply", comment.author, comment.date[:16], _plain(comment.text))
    return NewReply(source, comment.author, comment.date, comment.text, comment.id, rewrites)


def _edit_words(edit: Edit) -> tuple[object, ...]:
    """What makes an edit the same edit; of whole blocks, offsets say nothing. A picture is not another."""
    start, end = (0, 0) if "_block" in edit.kind else (edit.start, edit.end)
    shown = fingerprint(edit)
    return (edit.kind, str(edit.block), start, end, edit.text, str(edit.to), *([shown] if shown else []))


def _change_words(author: str, date: str, edit: Edit, texts: Mapping[BlockId, str]) -> tuple[str, ...]:
    """A change by its author, minute, kind and words, wherever it lies now."""
    if edit.kind == "insert_block":
        return (author, date[:16], edit.kind, "", edit.text)
    text = texts.get(edit.block, "") if edit.block is not None else ""
    old = text if "_block" in edit.kind else text[edit.start : edit.end]
    return (author, date[:16], edit.kind, old, edit.text)


def _is_known_change(book: _Book, placed: PlacedChange, texts: Mapping[BlockId, str]) -> bool:
    """Whether a change is one of ours; each of ours answers for one change of the file."""
    if placed.edit is None:
        return False
    author, date = placed.change.author, placed.change.date
    words = Counter(_change_words(author, date, half, texts) for half in halves(placed.edit))
    if any(book.changes[one] < count for one, count in words.items()):
        return False
    book.changes.subtract(words)
    return True


def _groups(changes: Sequence[PlacedChange], texts: Mapping[BlockId, str]) -> list[list[PlacedChange]]:
    """Changes that stand together: of one group in the file, or of one author in one sentence."""
    groups: list[list[PlacedChange]] = []
    for placed in changes:
        if groups and _stand_together(groups[-1][-1], placed, texts):
            groups[-1].append(placed)
        else:
            groups.append([placed])
    return groups


def _stand_together(one: PlacedChange, other: PlacedChange, texts: Mapping[BlockId, str]) -> bool:
    if one.change.author != other.change.author or one.edit is None or other.edit is None:
        return False
    if one.change.group and one.change.group == other.change.group:
        return True
    return _in_one_sentence(one.edit, other.edit, texts)


def _in_one_sentence(one: Edit, other: Edit, texts: Mapping[BlockId, str]) -> bool:
    kinds = {one.kind, other.kind}
    if one.block is None or one.block != other.block or any("_block" in kind for kind in kinds):
        return False
    between = texts.get(one.block, "")[min(one.end, other.end) : max(one.start, other.start)]
    return not _SENTENCE_END.search(between)


def _runs(edits: Sequence[Edit], texts: Mapping[BlockId, str]) -> list[list[Edit]]:
    """Unmarked edits that stand together: those in one sentence."""
    runs: list[list[Edit]] = []
    for edit in edits:
        if runs and _in_one_sentence(runs[-1][-1], edit, texts):
            runs[-1].append(edit)
        else:
            runs.append([edit])
    return runs


def _joined(
    comments: Sequence[NewComment], groups: Sequence[list[PlacedChange]],
) -> tuple[list[NewComment], list[list[PlacedChange]]]:
    """Comments with the change that their author made to the same words, and the changes left over."""
    joined = list(comments)
    alone: list[list[PlacedChange]] = []
    for group in groups:
        place = next((n for n, one in enumerate(joined) if not one.edits and _is_about(one, group)), None)
        if place is None:
            alone.append(group)
        else:
            edits = tuple(placed.edit for placed in group if placed.edit is not None)
            joined[place] = _widened(replace(joined[place], edits=edits))
    return joined, alone


def _is_about(comment: NewComment, group: Sequence[PlacedChange]) -> bool:
    """Whether the comment lies on the changed words, in one block, by the same author."""
    start, end = comment.start, comment.end
    if start is None or end is None or start.block != end.block:
        return False
    return all(
        placed.change.author == comment.author and placed.edit is not None
        and placed.edit.block == start.block and "_block" not in placed.edit.kind
        and start.offset <= placed.edit.end and placed.edit.start <= end.offset
        for placed in group
    )


def _widened(comment: NewComment) -> NewComment:
    """The comment with a place that covers all of its edits."""
    if comment.start is None or comment.end is None:
        return comment
    first = min(comment.start.offset, *(edit.start for edit in comment.edits))
    last = max(comment.end.offset, *(edit.end for edit in comment.edits))
    return replace(
        comment, start=replace(comment.start, offset=first), end=replace(comment.end, offset=last),
    )


def _proposal(group: Sequence[PlacedChange], names: _Names) -> NewComment:
    first = group[0].change
    edits = tuple(placed.edit for placed in group if placed.edit is not None)
    lost = tuple(placed.change for placed in group if placed.edit is None)
    words = [_edit_words(edit) for edit in (*edits, *(change.edit for change in lost))]
    source = names.name("change", first.author, first.date[:16], *words)
    start, end = _extent(edits)
    return NewComment(source, first.author, first.date, "", start, end, edits, lost)


def _silent(edits: Sequence[Edit], names: _Names) -> NewComment:
    source = names.name("silent", *(_edit_words(edit) for edit in edits))
    start, end = _extent(tuple(edits))
    return NewComment(source, "", "", "", start, end, tuple(edits), is_silent=True)


def _extent(edits: Sequence[Edit]) -> tuple[Point | None, Point | None]:
    """From the first changed character to the last; None for a change at the very start of a version."""
    places = [(edit.block, edit.start, edit.end) for edit in edits if edit.block is not None]
    if not places:
        return None, None
    (first, start, _), (last, _, _) = places[0], places[-1]
    return Point(first, start), Point(last, max(end for block, _, end in places if block == last))
