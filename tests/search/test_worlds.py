"""Nothing is found that may not be seen, nothing is missed that may, and what is hidden leaves no trace."""

import dataclasses
import random
import re

import pytest

from backend.notices.models import Notice
from documents import selectors as documents
from documents.models import Block
from documents.services import versions
from reviews import selectors as reviews
from reviews.models import CommentState
from reviews.services.answers import decisions
from reviews.services.plans import milestones
from reviews.services.talk import comments, replies
from reviews.services.talk.comments import Place, Saying
from search import alerts, entries, saved, services
from search.core import analysis
from tests import cast as casting
from tests import papers

WORDS = ("albatross", "pelican", "heron", "crane", "stork", "habitat", "crews")
QUERIES = ("albatross", "pelican heron", "habitat", "crew -heron", "crane OR stork", "kind:comment crew")
SPEAKERS = ("nasa_reviewer", "nasa_focal_point", "esa_reviewer", "reviewer", "editor")


def people(cast):
    everybody = (getattr(cast, each.name) for each in dataclasses.fields(cast))
    return [person for person in everybody if hasattr(person, "email")]


def speak(cast, version, dice):
    """Somebody says something to somebody, and perhaps it is replied to or answered."""
    by = getattr(cast, dice.choice(SPEAKERS))
    audience = dice.choice(["author", "agency", "document"] if by.memberships.exists() else [
        "author", "document"])
    comment = comments.post_comment(
        version=version, place=Place("document"), audience=audience, by=by,
        saying=Saying(body=" ".join(dice.choices(WORDS, k=4))))
    if audience == "document" and dice.random() < 0.5:
        replies.reply_to(
            comment=comment, body=" ".join(dice.choices(WORDS, k=3)), by=cast.esa_reviewer)
    if audience == "document" and dice.random() < 0.4:
        answer = decisions.Answer(disposition="rejected", response=" ".join(dice.choices(WORDS, k=3)))
        decisions.decide_comment(comment=comment, answer=answer, by=cast.editor)


def seen_by(person):
    """id -> words of everything said or written that the database shows to the person."""
    said = {}
    for comment in reviews.comments_visible_to(person).exclude(state=CommentState.WITHDRAWN):
        said[f"comment:{comment.pk}"] = f"{comment.register_number} {' '.join(entries.words_of(comment))}"
        if comment.state in entries.ANSWERED:
            said[f"response:{comment.pk}"] = comment.response
    for reply in reviews.replies_visible_to(person):
        said[f"reply:{reply.pk}"] = reply.body
    for document in documents.documents_visible_to(person):
        said[f"document:{document.pk}"] = f"{document.title} {document.summary}"
        newest = document.versions.filter(state="issued").order_by("-number").first()
        for block in Block.objects.filter(version=newest):
            said[f"block:{document.pk}:{block.lineage.hex}"] = f"{block.number} {block.text}"
    return said


def answers(query, name, text):
    """What the queries above mean, said once more."""
    stems = {token.stem for token in analysis.tokens(text)}
    terms = [term for term in query.split() if ":" not in term and term != "OR"]
    words = [analysis.forms(term)[0][1] for term in terms if term[0] != "-"]
    without = {analysis.forms(term[1:])[0][1] for term in terms if term[0] == "-"}
    if "kind:" in query and not name.startswith("comment:"):
        return False
    holds = any if " OR " in query else all
    return holds(word in stems for word in words) and not stems & without


@pytest.mark.parametrize("seed", [1, 2])
def test_people_find_exactly_what_they_may_see(index, cast, work, seed):
    dice = random.Random(seed)
    for title in ("Science White Paper", "Roadmap"):
        version = papers.issue(casting.begin_document(cast, title), by=cast.editor)
        for _ in range(10):
            speak(cast, version, dice)
    work()

    total = 0
    for person in people(cast):
        seen = seen_by(person)
        for query in QUERIES:
            hits = {hit.id for hit in services.hits_for(person, query, limit=1000)
                    if not hit.id.startswith(("milestone:", "publication:", "person:", "agency:"))}
            found = {name.rpartition(":")[0] if name.startswith("block:") else name for name in hits}
            expected = {name for name, text in seen.items() if answers(query, name, text)}
            assert found == expected, (person, query)
            total += len(found)
    assert total > 100


def observed(person, sign_in, api):
    """Everything that the search tells a person, page by page, without what changes by itself."""
    shown = {}
    client = sign_in(person)
    for query in (*QUERIES[:3], "nightingal", "by:nasa OR night*", '"secret bird" OR section:cis'):
        for address in ("/search/", "/search/suggest/"):
            page = client.get(address, {"q": query})
            shown[address, query] = re.sub(r"\w{64}", "", page.content.decode())  # the form's token
        shown["api", query] = api(person).get("/api/v1/search/", {"q": query}).json()
    for typed in ("night", "by:n", "number:n", "in:s", "round:", "agency:e", "heron alb"):
        shown["complete", typed] = api(person).get("/api/v1/search/complete/", {"q": typed}).json()
    shown["saved"] = list(saved.saved_searches_of(person).values("query", "known", "next_at"))
    shown["told"] = Notice.objects.filter(person=person, kind=alerts.KIND).count()
    return shown


def hide(cast, document, version):
    """Much that only some may see: words of an agency, drafts, a file not issued, a whole document."""
    for audience in ("agency", "author"):
        for body in ("A secret bird, the nightingale", "albatross pelican heron crane stork habitat crew"):
            comments.post_comment(version=version, place=Place("document"), audience=audience,
                                  by=cast.nasa_reviewer, saying=Saying(body=body, severity="critical"))
    data = papers.word_file("A nightingale habitat for herons.")
    uploaded = versions.upload_version(document=document, data=data, file_name="x.docx", by=cast.editor)
    versions.read_version(version=uploaded)
    other = casting.begin_document(cast, "Secret nightingale roadmap")
    other.participations.filter(agency__code__in=["ESA", "JAXA"]).update(ended_at="2026-01-01T00:00Z")
    other.roles.filter(person=cast.observer).update(ended_at="2026-01-01T00:00Z")
    papers.issue(other, *papers.SECOND_DRAFT, by=cast.editor)
    milestones.set_milestone(document=other, title="Heron freeze", words="fall 2030", by=cast.coordinator)


def test_what_is_hidden_leaves_no_trace_anywhere(cast, document, version, work, sign_in, api):
    dice = random.Random(7)
    for _ in range(6):
        speak(cast, version, dice)
    work()
    outsiders = (cast.esa_reviewer, cast.stranger)
    for person in (*outsiders, cast.nasa_focal_point):
        saved.save_search(query="heron OR nightingale", alert="at_once", by=person)
    before = {person.pk: observed(person, sign_in, api) for person in outsiders}
    insider = observed(cast.nasa_focal_point, sign_in, api)

    hide(cast, document, version)
    work()

    for person in outsiders:
        after = observed(person, sign_in, api)
        for key in after:
            assert after[key] == before[person.pk][key], (person, key)
    changed = observed(cast.nasa_focal_point, sign_in, api)
    assert sum(changed[key] != insider[key] for key in insider) > 10
    assert changed["told"] == 1
