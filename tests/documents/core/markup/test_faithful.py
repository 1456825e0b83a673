"""A changed part keeps the spelling of its author, and says what was written."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from documents.core import markup, reading
from documents.core.markup import faithful, parts
from documents.core.model import Change, Edit, Markup, Unreadable
from documents.core.package import open_package
from tests.documents.core.word import NAMESPACES, word, zipped

CORPUS = Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[5] / "shared")) / "corpus"
ODD = (
    f"<?xml version='1.0' encoding='UTF-8'?>\r\n<w:document {NAMESPACES} >\r\n<w:body>\r\n"
    "<w:p w:rsidR = '1'><w:pPr ><w:keepNext></w:keepNext></w:pPr>"
    "<w:r><w:t>It&#39;s &#x4e00; &gt; >one</w:t></w:r></w:p>"
    "<!-- <w:p> --><w:p><w:r><w:t xml:space='preserve' >two </w:t></w:r></w:p>\r\n"
    '<w:p\n w:rsidP="a&#xA;b"\t><w:r><w:t>three</w:t></w:r></w:p></w:body></w:document >\r\n'
)


def odd_file():
    package = open_package(word("<w:p/>"))
    return zipped({name: ODD if name == package.main else data for name, data in package.parts.items()})


def test_all_but_the_changed_paragraph_is_spelled_as_it_was():
    clean = odd_file()

    laid = markup.lay(clean, Markup(changes=(Change("1", "ESA", "", Edit("insert", "b2", 3, 3, "!")),)))

    before, _, after = ODD.partition("<w:p><w:r><w:t xml:space='preserve' >two </w:t></w:r></w:p>")
    said = open_package(laid).parts["word/document.xml"].decode()
    assert said.startswith(before)
    assert said.endswith(after)
    assert reading.text(laid, "final")[1] == "two! "


names = st.sampled_from(["a", "b", "w:c"])
texts = st.text(st.sampled_from("xy &<>\"'\n\t\r\u4e00"), max_size=4)
trees = st.recursive(
    st.tuples(names, st.dictionaries(st.sampled_from(["k", "w:l"]), texts, max_size=2), texts, st.just(())),
    lambda inner: st.tuples(names, st.dictionaries(st.sampled_from(["k"]), texts), texts,
                            st.lists(st.tuples(inner, texts), max_size=4)),
    max_leaves=12,
)  # fmt: skip


def spelled(tree, chance):
    """The tree as XML, each thing in one of the ways that there are."""
    def text(value, quote=""):
        def one(char):
            named = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}.get(char)
            ways = [f"&#{ord(char)};", f"&#x{ord(char):x};", *([named] if named else [])]
            if char not in "&<\r" and char != quote and not (quote and char in "\n\t"):
                ways.append(char)
            return chance.choice(ways)
        return "".join(map(one, value))

    def element(node, more=""):
        name, attributes, lead, children = node
        gap = chance.choice([" ", "\r\n ", "  "])
        said = more
        for key, value in attributes.items():
            quote = chance.choice("\"'")
            said += f"{gap}{key}{chance.choice(['', ' '])}={quote}{text(value, quote)}{quote}"
        inner = text(lead) + "".join(element(child) + text(tail) for child, tail in children)
        if not inner and chance.choice([True, False]):
            return f"<{name}{said}{chance.choice(['', ' '])}/>"
        return f"<{name}{said}{chance.choice(['', ' '])}>{inner}</{name}{chance.choice(['', ' '])}>"

    return f'<r xmlns:w="urn:w">{element(tree)}</r>'.encode()


@given(trees, trees, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_what_is_kept_says_what_was_written(one, two, chance):
    written = etree.tostring(etree.fromstring(spelled(two, chance)))

    kept = faithful.kept(spelled(one, chance), written)

    assert etree.tostring(etree.fromstring(kept), method="c14n") == etree.tostring(
        etree.fromstring(written), method="c14n")


@given(trees, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_what_was_not_changed_is_the_same_bytes(tree, chance):
    original = spelled(tree, chance)

    assert faithful.kept(original, etree.tostring(etree.fromstring(original))) == original


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS} is missing: set DRAFTROOM_SHARED")
def test_parts_of_real_files_that_are_only_written_again_are_the_same_bytes():
    names = [line.partition(",")[0] for line in (CORPUS / "CORE.csv").read_text().splitlines()[1:]]
    for name in names:
        try:
            package = open_package((CORPUS / name).read_bytes())
        except Unreadable:
            continue
        raw = package.parts[package.main]
        assert faithful.kept(raw, parts.serialise(raw, package.tree(package.main))) == raw, name
