"""Word out and back on real files; returned files that mean harm."""

import pytest

from backend.errors import DraftroomError
from reviews.models import Return, ReturnState
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from reviews.services.word import exports, returns
from tests import papers


def real_files(shared):
    """A handful of small files with comments and tracked changes, by the corpus's own list."""
    lines = (shared / "corpus" / "CORE.csv").read_text().splitlines()[1:]
    wanted = [line.split(",")[0] for line in lines if " ins " in line and "comments " in line]
    return [shared / "corpus" / name for name in wanted if not name.endswith("Comment020.docx")][:6]


@pytest.mark.corpus
@pytest.mark.slow
def test_real_files_go_out_with_their_markup_and_bring_nothing_back(shared, cast, document, work):
    for path in real_files(shared):
        version = papers.issue_file(document, path.read_bytes(), by=cast.editor)
        work()
        block = next(one for one in version.blocks.all() if len(one.text) > 20)
        comments.post_comment(
            version=version, place=Place("range", block.key, 3, 12), audience="document", by=cast.reviewer,
            saying=Saying("Why so? 🚀", proposal="other words"),
        )
        made = exports.make(version=version, by=cast.reviewer, filters={})

        received = returns.receive_return(
            version=version, data=made.data, file_name=path.name, by=cast.reviewer, audience="document",
        )
        report = returns.take_in(received=received).report

        assert (path.name, made.outcome["ok"], report["new"]) == (path.name, True, {})


def fate(version, by, path):
    """What becomes of a returned file: the status of its refusal, or the state after reading."""
    try:
        received = returns.receive_return(
            version=version, data=path.read_bytes(), file_name=path.name, by=by, audience="document",
        )
    except DraftroomError as refused:
        return refused.status
    return returns.take_in(received=received).state


def test_harmful_files_are_refused_or_read_within_limits(shared, cast, version):
    paths = sorted((shared / "hostile").glob("*.docx"))

    fates = {path.name: fate(version, cast.reviewer, path) for path in paths}

    assert set(fates.values()) <= {413, 422, ReturnState.TAKEN_IN, ReturnState.UNREADABLE}
    assert not Return.objects.filter(file_name__contains="zip_bomb").exists()
