"""Who may find what, as keys: an item carries those that open it, a person holds those that are theirs.

The keys say the same as `documents_visible_to` and `comments_visible_to`, and a test holds them to
it. They are worked out at each search, so that a change of rights counts at once and nothing needs
to be indexed again.
"""

from __future__ import annotations

from backend.accounts import selectors as accounts
from backend.accounts.selectors import Viewer
from documents import selectors as documents
from reviews.models import Comment, Visibility
from reviews.selectors import WITHIN_AGENCY


def scopes_of(person: Viewer) -> frozenset[str]:
    """All keys that the person holds now."""
    ids = documents.documents_visible_to(person).values_list("pk", flat=True)
    steered = documents.documents_steered_by(person).values_list("pk", flat=True)
    agencies = sorted(accounts.agency_ids(person)) if person.is_authenticated else []
    return frozenset(
        key for document in ids for key in (
            of_document(document),
            of_person(document, person.pk or 0),
            *(of_agency(document, agency) for agency in agencies),
        )
    ) | frozenset(of_editors(document) for document in steered)


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


def opening(comment: Comment) -> str:
    """The keys that open a comment, its replies and its response; `received_in` must be loaded."""
    if comment.visibility in {Visibility.DOCUMENT, Visibility.PUBLIC}:
        return of_document(comment.document_id)
    keys = []
    if comment.visibility == Visibility.EDITORS:
        keys.append(of_editors(comment.document_id))
    if comment.visibility in WITHIN_AGENCY and comment.agency_id:
        keys.append(of_agency(comment.document_id, comment.agency_id))
    sender = comment.received_in.received_by_id if comment.received_in else None
    author = comment.author_id or sender
    if author:
        keys.append(of_person(comment.document_id, author))
    return " ".join(keys)
