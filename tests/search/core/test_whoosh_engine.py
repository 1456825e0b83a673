"""What the Whoosh engine does beyond the contract: files, processes, threads, damage."""

import random
import shutil
import stat
import subprocess
import sys
import threading
from collections import Counter

import pytest

from search.core.engine import EngineUnavailable
from search.core.items import Batch
from search.core.parser import parse
from search.core.whoosh_engine import WhooshEngine, merging
from search.core.whoosh_engine.segment import Segment
from search.core.whoosh_engine.storage import DurableStorage
from tests.search.core.worlds import EVERYONE, item

ALL = frozenset({EVERYONE})
SEED = 20161


@pytest.fixture
def engine(tmp_path):
    made = WhooshEngine(tmp_path / "index")
    made.rebuild([])
    return made


def ids(engine, query="crew"):
    return sorted(hit.id for hit in engine.search(parse(query), scopes=ALL, limit=1000).hits)


def test_directory_belongs_to_the_service_alone(engine):
    engine.apply(Batch((item("a", "crew"),)))

    assert stat.S_IMODE(engine.root.stat().st_mode) == 0o700


def test_without_an_index_every_answer_says_so(tmp_path):
    engine = WhooshEngine(tmp_path / "nothing")

    assert not engine.health().ok
    with pytest.raises(EngineUnavailable):
        engine.search(parse("crew"), scopes=ALL)
    with pytest.raises(EngineUnavailable):
        engine.apply(Batch((item("a", "crew"),)))


def test_another_process_sees_a_commit_at_once(engine):
    reader = WhooshEngine(engine.root)
    assert ids(reader) == []

    engine.apply(Batch((item("a", "crew"),)))

    assert ids(reader) == ["a"]


def test_a_search_that_has_begun_keeps_its_snapshot(engine):
    engine.apply(Batch((item("a", "crew"),)))
    before = engine._latest()

    engine.apply(Batch(deletes=("a",)))

    assert [int(view.alive.sum()) for view in before.views] == [1]
    assert ids(engine) == []


def test_many_small_commits_are_merged_and_lose_nothing(engine):
    expected = {}
    for n in range(40):
        batch = Batch((item(f"n{n % 25}", f"crew word{n}"),), deletes=(f"n{(n * 7) % 25}",))
        for gone in batch.deletes:
            expected.pop(gone, None)
        expected[batch.upserts[0].id] = batch.upserts[0]
        engine.apply(batch)

    assert engine.contents() == {each.id: each.fingerprint() for each in expected.values()}
    assert engine.health().segments < 2 * merging.WIDTH
    assert ids(engine) == sorted(expected)
    assert {each.id for each in expected.values()} == {
        name for n in range(40) for name in ids(engine, f"word{n}")}


def test_what_another_process_wrote_and_deleted_is_merged_rightly(engine):
    """The items of some segments are known to this process, those of others are not."""
    for n in range(3 * merging.WIDTH):
        writer = engine if n % 3 else WhooshEngine(engine.root)
        writer.apply(Batch((item(f"n{n}", f"crew word{n}"),), deletes=(f"n{n - 2}",) if n % 5 == 0 else ()))

    gone = {f"n{n - 2}" for n in range(0, 3 * merging.WIDTH, 5)}
    assert ids(engine) == sorted({f"n{n}" for n in range(3 * merging.WIDTH)} - gone)
    assert engine.health().items == len(ids(engine))
    assert engine.health().segments < 2 * merging.WIDTH


def test_a_commit_opens_only_what_is_new(engine, monkeypatch):
    engine.apply(Batch((item("a", "crew"),)))
    engine.apply(Batch((item("b", "crew"),)))
    opened = []
    begin = Segment.__init__
    monkeypatch.setattr(
        Segment, "__init__", lambda self, *args: opened.append(args[1].segment_id()) or begin(self, *args))

    engine.apply(Batch((item("c", "crew"),)))

    assert len(opened) == 1


def test_merged_segments_keep_places_and_weights(engine):
    for n in range(merging.WIDTH + 1):
        engine.apply(Batch((item(f"n{n}", f"up to {n} days", title="Crew"),)))

    assert engine.health().segments <= 2
    assert ids(engine, '"up to 3 days"') == ["n3"]
    assert len(ids(engine, "crew")) == merging.WIDTH + 1


def test_threads_read_rightly_while_a_writer_commits(engine):
    wrong, done = [], threading.Event()

    def read():
        while not done.is_set():
            found = engine.search(parse("crew"), scopes=ALL, limit=100)
            if found.total % 2 or len({hit.id for hit in found.hits}) != found.total:
                wrong.append(found)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in readers:
        thread.start()
    for n in range(0, 20, 2):
        engine.apply(Batch((item(f"n{n}", "crew"), item(f"n{n + 1}", "crew"))))
    done.set()
    for thread in readers:
        thread.join()

    assert wrong == []
    assert len(ids(engine)) == 20


WRITER = """
import sys
from pathlib import Path
from search.core.items import Batch, Item
from search.core.whoosh_engine import WhooshEngine
engine = WhooshEngine(Path(sys.argv[1]))
for n in range(int(sys.argv[2]), 10_000):
    items = (Item(f"b{n}-{k}", "comment", 1, "document:1", f"crew batch{n}") for k in range(3))
    engine.apply(Batch(tuple(items)))
    print(n, flush=True)
"""


def test_killed_writers_lose_nothing_acknowledged_and_leave_nothing_half(engine):
    dice = random.Random(SEED)
    acknowledged = -1
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(engine.root), str(acknowledged + 1)],
                                   stdout=subprocess.PIPE, text=True)
        for _ in range(dice.randint(3, 12)):
            acknowledged = int(process.stdout.readline())
        threading.Event().wait(dice.random() / 50)
        process.kill()
        rest = process.communicate()[0].split()
        acknowledged = int(rest[-1]) if rest else acknowledged

        batches = Counter(name.split("-")[0] for name in WhooshEngine(engine.root).contents())
        assert set(batches.values()) == {3}
        assert {f"b{n}" for n in range(acknowledged + 1)} <= set(batches)
        assert len(batches) <= acknowledged + 2

    engine.apply(Batch((item("after", "crew"),)))
    assert "after" in engine.contents()


@pytest.mark.parametrize("pattern", ["*.toc", "*.trm", "*.record.col", "*.scope.col"])
def test_a_damaged_file_is_noticed_and_rebuilding_heals(engine, pattern):
    engine.apply(Batch((item("a", "crew"),)))
    for path in engine.root.glob(f"index-*/{pattern}"):
        path.write_bytes(b"\x00" * 7)
    reader = WhooshEngine(engine.root)

    with pytest.raises(EngineUnavailable):
        reader.search(parse("crew"), scopes=ALL)
    assert not reader.health().ok

    reader.rebuild([item("a", "crew")])
    assert ids(reader) == ["a"]


def test_damaged_postings_are_an_error_and_not_a_wrong_answer(engine):
    engine.apply(Batch(tuple(item(f"n{n}", "crew") for n in range(50))))
    for path in engine.root.glob("index-*/*.pst"):
        path.write_bytes(b"\x00" * path.stat().st_size)

    with pytest.raises(EngineUnavailable):
        WhooshEngine(engine.root).search(parse("crew"), scopes=ALL)


def test_a_deleted_directory_is_noticed_by_open_readers(engine):
    engine.apply(Batch((item("a", "crew"),)))
    assert ids(engine) == ["a"]
    for path in engine.root.glob("index-*/*"):
        path.unlink(missing_ok=True)

    with pytest.raises(EngineUnavailable):
        engine.search(parse("crew"), scopes=ALL)


def test_a_directory_that_was_deleted_and_made_again_is_not_taken_for_the_old_one(engine):
    engine.rebuild([item("old", "crew")])
    assert ids(engine) == ["old"]
    shutil.rmtree(engine.root, ignore_errors=True)

    engine.rebuild([item("new", "crew")])

    assert ids(engine) == ["new"]


def test_an_index_of_another_format_is_not_opened(engine):
    (engine.root / "current").write_text("index-999-1-x")

    assert "format" in engine.health().problem


def test_rebuilding_keeps_the_build_before_and_drops_older_ones(engine):
    for _ in range(3):
        engine.rebuild([item("a", "crew")])

    assert len(list(engine.root.glob("index-*"))) == 2
    assert ids(engine) == ["a"]


def test_searching_goes_on_while_a_rebuild_reads_its_items(engine):
    engine.apply(Batch((item("old", "crew"),)))
    seen = []

    def items():
        seen.append(ids(engine))
        engine.apply(Batch((item("meanwhile", "crew"),)))
        yield item("new", "crew")

    engine.rebuild(items(), catch_up=lambda: Batch((item("meanwhile", "crew"),)))

    assert seen == [["old"]]
    assert ids(engine) == ["meanwhile", "new"]


def test_every_file_is_on_disk_before_the_contents_name_it(engine, monkeypatch):
    synced, renamed = [], []
    monkeypatch.setattr("os.fsync", synced.append)
    rename = DurableStorage.rename_file
    monkeypatch.setattr(DurableStorage, "rename_file", lambda self, old, new, safe=False: (
        renamed.append(len(self._unsynced)), rename(self, old, new, safe=safe)))

    engine.apply(Batch((item("a", "crew"),)))

    assert renamed[0] > 0
    assert len(synced) == renamed[0] + 1  # the files, then their directory


def full_disk(descriptor):
    raise OSError(28, "No space left on device")


def test_a_failed_commit_leaves_the_index_as_it_was(engine, monkeypatch):
    engine.apply(Batch((item("a", "crew"),)))
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full_disk)
        with pytest.raises(OSError, match="No space"):
            engine.apply(Batch((item("b", "crew"),)))

    assert ids(engine) == ["a"]
    engine.apply(Batch((item("c", "crew"),)))
    assert ids(engine) == ["a", "c"]


def test_leftovers_of_killed_commits_are_swept(engine):
    directory = engine._builds.current()
    (directory / "_MAIN_7.toc.1700000000.5").write_bytes(b"half")

    engine.apply(Batch((item("a", "crew"),)))

    assert not list(directory.glob("*.toc.*"))
    assert ids(engine) == ["a"]
