"""`/api/v1/versions/{uid}/proof/` and its neighbours: what became of comments, and why text reads so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.requests import caller
from backend.errors import BadInput
from documents import selectors as documents
from reviews import selectors
from reviews.api.requests import given, query
from reviews.core.proving import STRENGTH, Hunk
from reviews.models import EditorsNote
from reviews.proving import answered, blame, proofs
from reviews.selectors import meetings
from reviews.services.room import proofs as services

if TYPE_CHECKING:
    from rest_framework.request import Request

    from backend.accounts.models import Agency
    from documents.models import Document, Version
    from reviews.proving.proofs import Finding, Unexplained

#: The most rows of one list in an answer; `counts` tells how many there are.
MOST = 1_000
AGENCY = OpenApiParameter("agency", OpenApiTypes.STR, description="Its code; without, the caller's own")


class WordsSerializer(serializers.Serializer[Any]):
    """Words that went and came; `change` is the number of the change in the comparison."""

    change = serializers.IntegerField()
    old = serializers.CharField()
    new = serializers.CharField()


class EvidenceSerializer(serializers.Serializer[Any]):
    """What was found of a comment."""

    comment = serializers.UUIDField()
    number = serializers.CharField(allow_blank=True)
    disposition = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(choices=[(name, name) for name in STRENGTH])
    version = serializers.IntegerField(allow_null=True)
    words = WordsSerializer(many=True)


class UnexplainedSerializer(WordsSerializer):
    """A change without a reason; `flags` name what it touches, `open` undecided comments about it."""

    section = serializers.CharField(allow_blank=True)
    flags = serializers.ListField(child=serializers.CharField())
    open = serializers.ListField(child=serializers.CharField())


class EditorsNoteSerializer(serializers.Serializer[Any]):
    """Why a passage changed."""

    uid = serializers.UUIDField(read_only=True)
    change = serializers.IntegerField(read_only=True)
    text = serializers.CharField()
    by = serializers.CharField(source="by.name", read_only=True)
    at = serializers.DateTimeField(read_only=True)


class NoteSerializer(serializers.Serializer[Any]):
    """A note on one or several changes."""

    changes: Any = serializers.ListField(child=serializers.IntegerField(min_value=1), allow_empty=False)
    text = serializers.CharField(max_length=services.LONGEST)


class ProofSerializer(serializers.Serializer[Any]):
    """A version's proof against the version before it."""

    older = serializers.IntegerField(allow_null=True)
    newer = serializers.IntegerField()
    counts: Any = serializers.DictField(child=serializers.IntegerField())
    proved = EvidenceSerializer(many=True)
    unchanged = EvidenceSerializer(many=True)
    against = EvidenceSerializer(many=True)
    unexplained = UnexplainedSerializer(many=True)
    notes = EditorsNoteSerializer(many=True)


class AnsweredSerializer(EvidenceSerializer):
    """A comment with our answer and its passage before and after."""

    body = serializers.CharField(allow_blank=True)
    response = serializers.CharField(allow_blank=True)
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class SaidSerializer(serializers.Serializer[Any]):
    """What somebody said and what was done."""

    answered = AnsweredSerializer(many=True)
    waiting = serializers.IntegerField()


class MineSerializer(serializers.Serializer[Any]):
    """A changed passage that concerns the caller, and why: `wrote`, `commented`, `follow`."""

    change = serializers.IntegerField()
    why = serializers.ListField(child=serializers.CharField())
    flags = serializers.ListField(child=serializers.CharField())
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class BehindSerializer(serializers.Serializer[Any]):
    """What stands behind a change that came with a version."""

    version = serializers.IntegerField(source="version.number")
    comments: Any = serializers.SerializerMethodField()
    notes: Any = serializers.SerializerMethodField()

    def get_comments(self, reason: blame.Reason) -> list[str]:
        return [comment.register_number for comment in reason.comments]

    def get_notes(self, reason: blame.Reason) -> list[str]:
        return [note.text for note in reason.notes]


class PieceSerializer(serializers.Serializer[Any]):
    """Words and the number of the version that brought them."""

    words = serializers.CharField()
    version = serializers.IntegerField()


class SentenceSerializer(serializers.Serializer[Any]):
    """A sentence, the newest version that brought words of it, and why."""

    since = serializers.IntegerField(source="since.number")
    pieces: Any = serializers.SerializerMethodField()
    reasons = BehindSerializer(many=True)

    @extend_schema(responses=PieceSerializer(many=True))
    def get_pieces(self, told: blame.Told) -> list[dict[str, Any]]:
        return [{"words": words, "version": number} for words, number in told.pieces]


class ReflectedSerializer(serializers.Serializer[Any]):
    """What a meeting found that somebody pointed out in a paragraph."""

    finding = serializers.UUIDField(source="finding.uid")
    code = serializers.CharField(source="finding.code")
    text = serializers.CharField(source="finding.text")
    reflection = serializers.CharField()


class HistorySerializer(serializers.Serializer[Any]):
    """A paragraph's sentences, and in which versions it stands."""

    lineage = serializers.UUIDField()
    sentences = SentenceSerializer(many=True)
    versions: Any = serializers.ListField(child=serializers.IntegerField())
    reflects = ReflectedSerializer(many=True)


def _version(request: Request, uid: str) -> Version:
    rows = documents.versions_visible_to(request.user).select_related("document__owner")
    return get_object_or_404(rows.filter(block_count__gt=0), uid=uid)


def _words(hunks: tuple[Hunk, ...]) -> list[dict[str, Any]]:
    return [{"change": hunk.passage, "old": hunk.old, "new": hunk.new} for hunk in hunks]


def _finding(finding: Finding) -> dict[str, Any]:
    comment = finding.comment
    return {
        "comment": comment.uid, "number": comment.register_number, "disposition": comment.disposition,
        "outcome": finding.evidence.outcome, "words": _words(finding.evidence.hunks),
        "version": finding.version.number if finding.version else None,
    }


def _left(left: Unexplained) -> dict[str, Any]:
    return {
        "change": left.hunk.passage, "old": left.hunk.old, "new": left.hunk.new,
        "section": proofs.first_block(left.row).section, "flags": sorted(left.flags),
        "open": [comment.register_number for comment in left.open],
    }


class Proof(APIView):
    """What holds and what does not between comments and a version's text."""

    @extend_schema(responses=ProofSerializer)
    def get(self, request: Request, uid: str) -> Response:
        """The proof of a version; lists hold at most 1,000 rows, `counts` tell how many there are."""
        version = _version(request, uid)
        report = proofs.report(request.user, version)
        lists: dict[str, list[Any]] = {"proved": [], "unchanged": [], "against": [], "unexplained": []}
        counts = dict.fromkeys(lists, 0)
        if report:
            for name in lists:
                rows = getattr(report, name)
                counts[name] = len(rows)
                lists[name] = [_left(row) if name == "unexplained" else _finding(row) for row in rows[:MOST]]
        body = {
            "older": report.step.older.number if report else None, "newer": version.number,
            "counts": counts, "notes": report.notes if report else (), **lists,
        }
        return Response(ProofSerializer(body).data)


class Notes(APIView):
    """Editors' notes on the changes of a version."""

    @extend_schema(request=NoteSerializer, responses={201: EditorsNoteSerializer(many=True)})
    def post(self, request: Request, uid: str) -> Response:
        """Say why passages changed that no comment asked for."""
        body = given(NoteSerializer(data=request.data))
        notes = services.note_changes(version=_version(request, uid), by=caller(request), **body)
        return Response(EditorsNoteSerializer(notes, many=True).data, status=status.HTTP_201_CREATED)


class Note(APIView):
    """One editor's note."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, uid: str, note: str) -> Response:
        """Take a note back."""
        version = _version(request, uid)
        found = get_object_or_404(EditorsNote.objects.filter(version=version, withdrawn_at=None), uid=note)
        services.withdraw_note(note=found, by=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Became(APIView):
    """What became of one comment."""

    @extend_schema(responses=EvidenceSerializer(many=True))
    def get(self, request: Request, uid: str) -> Response:
        """What each later version did about the comment, oldest first."""
        comment = get_object_or_404(
            selectors.comments_visible_to(request.user).select_related("document", "version"), uid=uid,
        )
        found = [_finding(finding) for finding in proofs.findings(request.user, comment)]
        return Response(EvidenceSerializer(found, many=True).data)


class History(APIView):
    """Since when a paragraph reads as it does."""

    @extend_schema(responses=HistorySerializer)
    def get(self, request: Request, uid: str, key: str) -> Response:
        """The sentences of a block (by its key) with the versions that brought their words, and why."""
        version = _version(request, uid)
        block = get_object_or_404(version.blocks.select_related("version__document"), key=key)
        told = blame.history(request.user, block)
        body = {
            "lineage": block.lineage, "sentences": told.sentences,
            "versions": [stage.version.number for stage in told.stages],
            "reflects": meetings.reflected_in(request.user, block),
        }
        return Response(HistorySerializer(body).data)


class Said(APIView):
    """You said, we did."""

    @extend_schema(parameters=[AGENCY], responses=SaidSerializer)
    def get(self, request: Request, uid: str) -> Response:
        """The caller's own comments, or those of one of their agencies, with answers and the text."""
        version = _version(request, uid)
        agency = _agency(request, version.document)
        told = answered.answers(caller(request), version, agency=agency)
        rows = [_told(each, version) for each in told.answered]
        return Response(SaidSerializer({"answered": rows, "waiting": told.waiting}).data)


def _agency(request: Request, document: Document) -> Agency | None:
    code = query(request, "agency").get("agency", "")
    if not code:
        return None
    asked = (each for each in answered.agencies_of(caller(request), document) if each.code == code)
    found = next(asked, None)
    if found is None:
        raise BadInput(f"{code[:20]} is not an agency that you can ask for here.", code="agency")
    return found


def _told(each: answered.Answered, version: Version) -> dict[str, Any]:
    found = _finding(proofs.Finding(each.comment, each.evidence, version))
    before, after = proofs.texts_of(each.row) if each.row else ("", "")
    return {
        **found, "body": each.comment.body, "response": each.comment.response,
        "before": before, "after": after,
    }


class ForMe(APIView):
    """What changed for the caller."""

    @extend_schema(responses=MineSerializer(many=True))
    def get(self, request: Request, uid: str) -> Response:
        """The changes in passages that the caller wrote, commented or follows, in reading order."""
        changes, _ = answered.changed_for(caller(request), _version(request, uid))
        rows = []
        for mine in changes:
            before, after = proofs.texts_of(mine.row)
            rows.append({
                "change": mine.row.number, "why": sorted(mine.why), "flags": sorted(mine.flags),
                "before": before, "after": after,
            })
        return Response(MineSerializer(rows, many=True).data)


class Follow(APIView):
    """Following a paragraph through all versions."""

    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, uid: str, key: str) -> Response:
        """Follow the paragraph."""
        return self._set(request, uid, key, wanted=True)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, uid: str, key: str) -> Response:
        """Follow it no longer."""
        return self._set(request, uid, key, wanted=False)

    def _set(self, request: Request, uid: str, key: str, *, wanted: bool) -> Response:
        version = _version(request, uid)
        block = get_object_or_404(version.blocks, key=key)
        services.follow_passage(
            document=version.document, lineage=block.lineage, by=caller(request), wanted=wanted,
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class Policy(APIView):
    """Whether disagreements warn or forbid."""

    class PolicySerializer(serializers.Serializer[Any]):
        """`warn` or `forbid`."""

        rule = serializers.ChoiceField(choices=[("warn", "Warn"), ("forbid", "Forbid")])

    @extend_schema(responses=PolicySerializer)
    def get(self, request: Request, slug: str) -> Response:
        """The document's policy."""
        return Response({"rule": "forbid" if services.forbids(self._document(request, slug)) else "warn"})

    @extend_schema(request=PolicySerializer, responses=PolicySerializer)
    def put(self, request: Request, slug: str) -> Response:
        """Set it."""
        document = self._document(request, slug)
        body = given(self.PolicySerializer(data=request.data))
        policy = services.set_policy(document=document, by=caller(request), **body)
        return Response({"rule": policy.rule})

    def _document(self, request: Request, slug: str) -> Document:
        return get_object_or_404(documents.documents_visible_to(request.user), slug=slug)
