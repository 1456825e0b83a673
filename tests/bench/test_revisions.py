"""The bench of revisions: its metrics, and a bounded sample of its cases."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.revisions import cases, gitting, merges, scoring
from documents.core.comparing import compare
from documents.core.following import follow

SHARED = (
    Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "revisions"
)
needs_revisions = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of revisions is not there")
STEP = 12
ROOT = Path(__file__).resolve().parents[2]


def sample(kind):
    return [cases.case(path) for path in sorted((SHARED / kind).glob("*.json"))[::STEP]]


def reference():
    spec = importlib.util.spec_from_file_location("scorer", SHARED / "scorer.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_revisions
def test_links_and_anchors_are_scored_as_the_reference_does():
    scorer = reference()

    for case in sample("align"):
        old, new = case.one("a"), case.one("b")
        texts = [block.text for block in old.blocks], [block.text for block in new.blocks]
        pool = case.data["pool"]
        data = case.data | {key: [pool[index] for index in case.data[key]] for key in "ab"}
        pairs = [(link.old, link.new) for link in compare(old, new).links if link.relation != "join"]
        counted = scoring.links(pairs, case.data, *texts)
        assert counted == scorer.score_links(pairs, data)
        assert scoring.f1(counted) == pytest.approx(scorer.prf(counted)[2])
        items = case.data["anchors"]
        for item, placement in zip(
            items, follow(map(cases.anchor, range(len(items)), items), old, new), strict=True
        ):
            found = placement.segments or None
            quote = texts[0][item["block"]][item["start"] : item["end"]]
            assert scoring.anchor(found, cases.truth(item), quote, texts[1]) == scorer.score_anchor(
                found, item["status"], item["segments"], quote, data["b"]
            )


@needs_revisions
def test_merges_that_git_can_do_are_clean_and_nothing_of_a_side_is_lost():
    for case in sample("merge"):
        merged = merges.ours(case)

        assert not merges.loses(case, merged)
        if "expected" in case.drafts:
            assert merges.is_exact(case, merged)
        elif case.data["git_line_merge"]["clean"]:
            assert merged.conflicts == 0


def test_words_that_vanished_from_every_result_are_a_silent_loss():
    base = ["The crew returns in spring."]
    side = ["The crew returns in spring and brings many samples of ice and rock home to Earth."]

    assert scoring.silent_loss(base, side, [base])
    assert not scoring.silent_loss(base, side, [base, side])


def test_anchor_on_the_wrong_words_is_wrong_and_an_orphan_is_honest():
    true = cases.Truth("follow", [[0, 0, 4]])
    gone = cases.Truth("orphan", [])

    assert scoring.anchor([(0, 0, 4)], true, "crew", ["crew quarters and labs"]) == "exact"
    assert scoring.anchor([(0, 5, 13)], true, "crew", ["crew quarters and labs"]) == "WRONG"
    assert scoring.anchor(None, gone, "crew", ["labs"]) == "honest"


def test_git_as_a_peer_finds_the_lines_that_stayed():
    old, new = ["a", "b\nb", "c", "d"], ["a", "x", "c", "d", "e"]

    changed = gitting.hunks(old, new)

    assert changed == [(1, 2, 1, 2), (4, 4, 4, 5)]
    assert gitting.kept(changed, len(old)) == [(0, 0, 1), (2, 2, 2)]
    assert gitting.merged(["a", "b"], ["a", "c"], ["a", "d"]) == [["a"], (["c"], ["d"])]


PIECE = {"pool": [["p", "The crew returns in spring.", []], ["p", "The crew returns in fall.", []]]}
PAIR = PIECE | {"a": [0], "b": [1], "links": [[0, 0, 0.8, "edit"]], "dontcare": [], "anchors": []}


def figures(folder, *arguments):
    command = [sys.executable, "-m", "bench.revisions", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_any_folder_of_these_formats_is_measured_and_bad_files_are_named(tmp_path):
    (tmp_path / "align").mkdir()
    (tmp_path / "align" / "good.json").write_text(json.dumps(PAIR))
    (tmp_path / "align" / "short.json").write_text(json.dumps(PIECE | {"a": [0], "b": [1], "links": []}))
    (tmp_path / "align" / "torn.json").write_text('{"pool": [')

    code, found, said = figures(tmp_path, "--only", "align,merge")

    assert code == 0
    assert [row["ours"] for row in found if row["figure"].startswith("edits found")] == [1.0] * 4
    assert "short.json is left out: it has no anchors, dontcare" in said
    assert "torn.json is left out" in said
    assert "merge is left out" in said


def test_folder_with_nothing_to_measure_and_unknown_parts_are_refused(tmp_path):
    empty = figures(tmp_path)
    unknown = figures(tmp_path, "--only", "align,foo")

    assert (empty[0], unknown[0]) == (2, 2)
    assert "has no file in align/*.json" in empty[2]
    assert "there is no part foo" in unknown[2]


def test_two_edits_of_a_sentence_without_spaces_are_no_loss():
    base = ["世界上所有的哭泣都回放着快乐歌曲永远不会停下来的"]
    side = [base[0].replace("哭泣", "欢笑")]
    both = [side[0].replace("停下来", "结束")]

    assert not scoring.silent_loss(base, side, [both])
    assert scoring.silent_loss(base, side, [base])
