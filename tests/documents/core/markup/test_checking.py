"""What an export proves about itself: each fault that the check knows is found when it is there."""

import io
import zipfile

from documents.core import markup
from documents.core.model import Change, Comment, Edit, Markup, Point
from tests.documents.core.word import p, part, r, word

DATE = "2026-11-22T10:00:00Z"
REMARK = Comment("1", "ESA reviewer 1", "E", DATE, "why?", "", False, Point("b1", 0), Point("b1", 3))
MARKUP = Markup((REMARK,), (Change("900", "ESA reviewer 1", DATE, Edit("replace", "b1", 4, 7, "2")),))
CLEAN = word(p("one two three") + p(r("four", "<w:b/><w:i/>")), styles=part("styles", "<w:docDefaults/>"))


def laid():
    return markup.lay(CLEAN, MARKUP)


def with_part(data, name, old, new):
    """The package with one part said otherwise."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(memory, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            assert entry.filename != name or old in content
            after.writestr(entry, content.replace(old, new) if entry.filename == name else content)
    return memory.getvalue()


def test_sound_export_has_no_faults_and_names_what_it_changed():
    report = markup.check(CLEAN, laid(), MARKUP, ["one 2 three", "four"])

    assert (report.passed, report.faults) == (True, ())
    assert set(report.changed_parts) == {
        "[Content_Types].xml", "word/_rels/document.xml.rels", "word/comments.xml",
        "word/commentsExtended.xml", "word/commentsIds.xml", "word/document.xml",
    }  # fmt: skip


def faults(name, old, new, final=None):
    return markup.check(CLEAN, with_part(laid(), name, old, new), MARKUP, final).faults


def test_part_changed_without_need_is_named():
    assert faults("word/styles.xml", b"<w:docDefaults/>", b"<w:docDefaults> </w:docDefaults>") == (
        "word/styles.xml was changed without need",
    )


def test_text_that_rejecting_does_not_give_back_is_told():
    found = faults("word/document.xml", b">four<", b">fore<")

    assert found == (
        "word/document.xml says something else with every change rejected",
        "rejecting every change does not give the text back",
    )


def test_formatting_lost_on_the_way_is_told():
    found = faults("word/document.xml", b"<w:b/>", b"<w:bCs/>")

    assert found == ("word/document.xml says something else with every change rejected",)


def test_other_text_than_was_meant_is_told():
    assert markup.check(CLEAN, laid(), MARKUP, ["one 3 three", "four"]).faults == (
        "accepting every change does not give the text that was meant",
    )


def test_id_given_twice_is_told():
    assert faults("word/document.xml", b'w:id="900"', b'w:id="901"') == ("2 changes have the id 901",)


def test_lost_comment_is_told():
    fewer = Markup((), MARKUP.changes)

    assert markup.check(CLEAN, laid(), fewer).faults == ("1 comments are read again, not 0",)


def test_properties_out_of_order_are_told():
    found = faults("word/document.xml", b"<w:b/><w:i/>", b"<w:i/><w:b/>")

    assert "properties in word/document.xml stand in another order than the schema's" in found


def test_file_that_is_cut_off_is_told():
    report = markup.check(CLEAN, laid()[:-40], MARKUP)

    assert len(report.faults) == 1
    assert report.faults[0].startswith("the file cannot be read again")


def test_new_words_that_are_not_shown_are_told():
    hidden = faults("word/document.xml", b"<w:r><w:t>2<", b"<w:r><w:rPr><w:vanish/></w:rPr><w:t>2<")

    assert "the new words of change 900 at b1 are not shown" in hidden
