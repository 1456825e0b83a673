"""Who may find what, as keys: an item carries those that open it, a person holds those that are theirs.

The keys say the same as `documents_visible_to` and `comments_visible_to`, and a test holds them to
it. They are worked out at each search, so that a change of rights counts at once and nothing needs
to be indexed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from backend.accounts import selectors as accounts
from backend.accounts.selectors import Viewer
from documents import selectors as documents
from reviews.models import Comment, Visibility
from reviews.selectors import WITHIN_AGENCY

#: Held by everybody who is signed in, and by those who look after the site.
EVERYBODY, PEOPLE = "everybody", "people"


def scopes_of(person: Viewer) -> frozenset[str]:
    """All keys that the person holds now."""
    if not person.is_authenticated:
        return frozenset()
    seen = set(documents.documents_visible_to(person).values_list("pk", flat=True))
    steered = documents.documents_steered_by(person).values_list("pk", flat=True)
    published = documents.publications_visible().exclude(document__in=seen).values_list("pk", flat=True)
    agencies = sorted(accounts.agency_ids(person))
    return frozenset([
        *_of_documents(seen, person.pk or 0, agencies),
        *(of_editors(document) for document in steered),
        *(of_publication(publication) for publication in published),
        *(of_members(agency) for agency in agencies),
        *([PEOPLE] if person.is_staff else []), of_self(person.pk or 0), EVERYBODY,
    ])


def _of_documents(seen: Iterable[int], person: int, agencies: Sequence[int]) -> Iterator[str]:
    for document in seen:
        yield from (of_document(document), of_person(document, person))
        yield from (of_agency(document, agency) for agency in agencies)


def of_document(document: int) -> str:
    """Held by everybody who sees the document."""
    return f"document:{document}"


def of_agency(document: int, agency: int) -> str:
    """Held by the agency's members who see the document."""
    return f"document:{document}:agency:{agency}"


def of_editors(document: int) -> str:
    """Held by who steers the document."""
    return f"document:{document}:editors"


def of_person(document: int, person: int) -> str:
    """Held by one person while they see the document."""
    return f"document:{document}:person:{person}"


def of_publication(publication: int) -> str:
    """Held by those who do not see the document: for who does, its versions are found already."""
    return f"publication:{publication}"


def of_members(agency: int) -> str:
    """Held by the agency's members, who know each other."""
    return f"agency:{agency}"


def of_self(person: int) -> str:
    """Held by one person."""
    return f"person:{person}"


def opening(comment: Comment) -> str:
    """The keys that open a comment, its replies and its response; `received_in` must be loaded."""
    if comment.visibility in {Visibility.DOCUMENT, Visibility.PUBLIC}:
        return of_document(comment.document_id)
    keys = []
    if comment.visibility in WITHIN_AGENCY and comment.agency_id:
        keys.append(of_agency(comment.document_id, comment.agency_id))
    if comment.visibility == Visibility.EDITORS:
        keys.append(of_editors(comment.document_id))
    sender = comment.received_in.received_by_id if comment.received_in else None
    author = comment.author_id or sender
    if author:
        keys.append(of_person(comment.document_id, author))
    return " ".join(keys)
