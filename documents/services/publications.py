"""Making a version public, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from documents import gates, rules
from documents.core import markup, metafiles, reading
from documents.core.typesetting import typeset
from documents.models import (
    Document,
    DocumentState,
    DocumentStep,
    NewsItem,
    Publication,
    Version,
    VersionState,
)
from documents.services import drawings, files
from documents.services.confinement import confined

if TYPE_CHECKING:
    from backend.accounts.models import Person


def publish_version(
    *,
    version: Version,
    by: Person,
    title: str = "",
    subtitle: str = "",
    summary: str = "",
    citation: str = "",
    news: str = "",
) -> Publication:
    """Make an issued version public under its own address; the PDF follows by a task.

    `news` is the text of a note on the home page; none without it. Raises `NotYou`, or `NotNow` when
    the version is not issued, public already, or a gate objects.
    """
    document = version.document
    if not rules.can_coordinate(by, document):
        raise NotYou("Only a coordinator can publish.")
    with transaction.atomic():
        locked = Version.objects.select_for_update().get(pk=version.pk)
        if locked.state != VersionState.ISSUED:
            raise NotNow("Issue the version first: only what everybody has read can be published.")
        if Publication.objects.filter(version=locked).exists():
            raise NotNow("This version is or was public already. Issue a new one to publish again.")
        gates.ask(locked, "publish", by)
        moment = timezone.now()
        publication = Publication.objects.create(
            slug=f"{document.slug}-v{locked.number}",
            document=document,
            version=locked,
            title=title.strip() or document.title,
            subtitle=subtitle.strip() or locked.label,
            summary=summary.strip() or document.summary,
            citation=citation.strip() or default_citation(document, locked, moment.year),
            published_at=moment,
            published_by=by,
        )
        if news.strip():
            _announce(publication, news, by)
        if document.state != DocumentState.PUBLISHED:
            DocumentStep.objects.create(
                document=document, before=document.state, after=DocumentState.PUBLISHED, at=moment, by=by,
                effects=[f"Version {locked.number} is public."],
            )
            Document.objects.filter(pk=document.pk).update(state=DocumentState.PUBLISHED)
        events.record(
            verb="documents.version.published",
            actor=by,
            target=publication,
            document=document,
            data={"number": locked.number, "slug": publication.slug},
        )
    return publication


def default_citation(document: Document, version: Version, year: int) -> str:
    """How to cite a version when nobody said otherwise."""
    return (
        f"{document.owner.name} ({year}): {document.title}. {version.label or f'Version {version.number}'}."
    )


def _announce(publication: Publication, body: str, by: Person) -> NewsItem:
    return NewsItem.objects.create(
        slug=slugify(f"{publication.slug}-news")[:100],
        title=publication.title[:200],
        body=body.strip(),
        publication=publication,
        published_at=publication.published_at,
        published_by=by,
    )


def post_news(*, title: str, body: str, by: Person, publication: Publication | None = None) -> NewsItem:
    """Put a note on the public home page. Staff, or coordinators of the publication's document, may."""
    may = by.is_staff or (publication and rules.can_coordinate(by, publication.document))
    if not may:
        raise NotYou("Only staff and coordinators can post news.")
    if not (title.strip() and body.strip()):
        raise BadInput("News needs a title and a text.")
    with transaction.atomic():
        slug = slugify(title)[:90] or "news"
        taken = NewsItem.objects.filter(slug__startswith=slug).count()
        item = NewsItem.objects.create(
            slug=f"{slug}-{taken + 1}" if taken else slug,
            title=title.strip(),
            body=body.strip(),
            publication=publication,
            published_at=timezone.now(),
            published_by=by,
        )
        events.record(
            verb="documents.news.posted",
            actor=by,
            target=item,
            document=publication.document if publication else None,
        )
    return item


def withdraw_publication(*, publication: Publication, by: Person, note: str) -> None:
    """Take a publication off the public side; the note says why. Its address then says that it is gone."""
    if not rules.can_coordinate(by, publication.document):
        raise NotYou("Only a coordinator can withdraw a publication.")
    if not note.strip():
        raise BadInput("Say why it is withdrawn.")
    with transaction.atomic():
        done = Publication.objects.filter(pk=publication.pk, withdrawn_at=None).update(
            withdrawn_at=timezone.now(),
            withdrawal_note=note.strip(),
        )
        if not done:
            raise NotNow("It is withdrawn already.")
        events.record(
            verb="documents.publication.withdrawn",
            actor=by,
            target=publication,
            document=publication.document,
        )


def make_files(*, publication: Publication) -> Publication:
    """Make a publication's Word file (without any markup) and its PDF, once; warnings are kept beside."""
    if publication.pdf_id:
        return publication
    version = publication.version
    clean, _ = markup.lift(files.content(version.file))
    pdf = confined(
        typeset,
        metafiles.with_drawings(confined(reading.read, clean), drawings.of_version(version)),
        title=publication.title,
        subtitle=publication.subtitle,
        version_label=version.label or f"Version {version.number}",
        date=f"{publication.published_at:%-d %B %Y}",
        organisation=publication.document.owner.name,
    )
    word = files.store(data=clean, content_type=files.WORD)
    stored = files.store(data=pdf.data, content_type=files.PDF)
    with transaction.atomic():
        if Publication.objects.filter(pk=publication.pk, pdf=None).update(
            pdf=stored,
            word=word,
            pdf_warnings=list(pdf.warnings),
        ):
            events.record(
                verb="documents.publication.typeset",
                actor=None,
                target=publication,
                document=publication.document,
            )
    publication.refresh_from_db()
    return publication
