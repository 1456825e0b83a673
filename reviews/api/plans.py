"""`/api/v1/plans/`: outlooks of documents' plans, what would move if …, plans made backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from backend.accounts.requests import caller
from backend.paging import CursorPages
from documents import selectors as documents
from documents.models import Document
from reviews import selectors
from reviews.api import plan_serializers as serializers
from reviews.api.requests import given
from reviews.models import Milestone
from reviews.planning import arriving, plans
from reviews.services.plans import keeping, replanning
from reviews.services.plans.meaning import understood

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from reviews.planning.arriving import Returns
    from reviews.planning.plans import Pacing, Plan

_STEPS = serializers.MilestoneSerializer(many=True)


class ByTitle(CursorPages):
    """In the order of their titles; each has a long outlook, so there are few on a page."""

    ordering = ("title", "id")
    page_size = 10
    max_page_size = 20


def _outlook(plan: Plan, returns: Sequence[Returns]) -> dict[str, Any]:
    return {
        "document": plan.document.slug,
        "steps": [
            {
                "milestone": row.milestone.uid, "title": row.milestone.title, "planned": row.milestone.to_on,
                "on": row.foreseen.outlook.on, "low": row.foreseen.low, "high": row.foreseen.high,
                "late": row.foreseen.outlook.late, "because": row.foreseen.outlook.because,
                "waits_for": row.pushed_by,
            }
            for row in plan.rows
        ],
        "pacing": _pacing(plans.pacing_of(plan)),
        "returns": returns,
    }


def _pacing(found: Pacing | None) -> dict[str, Any] | None:
    if found is None:
        return None
    pace, ready = found.progress.pace, found.ready
    return {
        "open": found.progress.open, "total": found.progress.total,
        "decided_a_week": round(pace.a_week, 2) if pace else None,
        "open_at_freeze": found.at_freeze.open if found.at_freeze else None,
        "ready_on": ready.on if ready else None, "ready_low": ready.low if ready else None,
        "ready_high": ready.high if ready else None, "late": max(found.late, 0),
    }


class Plans(viewsets.GenericViewSet[Document]):
    """Plans of the documents that the caller sees, by the document's slug."""

    serializer_class = serializers.PlanSerializer
    pagination_class = ByTitle
    queryset = Document.objects.none()
    lookup_field = "slug"
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Document]:
        return documents.documents_visible_to(self.request.user).select_related("owner")

    @extend_schema(responses=serializers.PlanSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The outlooks of all plans."""
        page = self.paginate_queryset(self.get_queryset()) or []
        person = caller(request)
        returns = arriving.returns_across(page, person)
        found = [
            _outlook(plan, returns.get(plan.document.pk, [])) for plan in plans.plans_of(person, page)
        ]
        return self.get_paginated_response(serializers.PlanSerializer(found, many=True).data)

    @extend_schema(responses=serializers.PlanSerializer)
    def retrieve(self, request: Request, slug: str) -> Response:
        """The outlook of one plan: each step's likely day, range and lateness, and the pace of decisions."""
        document = self.get_object()
        returns = arriving.returns_in(document, caller(request))
        found = _outlook(plans.plan_of(caller(request), document), returns)
        return Response(serializers.PlanSerializer(found).data)

    @extend_schema(request=serializers.WhatIfSerializer, responses=serializers.ProposalSerializer)
    @action(detail=True, methods=["post"], url_path="what-if")
    def what_if(self, request: Request, slug: str) -> Response:
        """What moves when a step gets another date; nothing is saved."""
        _, document, wishes = self._wish(request)
        found = replanning.what_if(document=document, wishes=wishes, by=caller(request))
        return Response(serializers.ProposalSerializer({
            "shifts": [
                {
                    "milestone": shift.milestone.uid, "title": shift.milestone.title,
                    "before": shift.change.before, "after": shift.change.after, "words": shift.meant.words,
                    "days": shift.change.days, "pushed_by": shift.because,
                }
                for shift in found.shifts
            ],
            "elsewhere": len(found.elsewhere), "digest": found.digest,
            "blocked": found.blocked,
        }).data)

    @extend_schema(request=serializers.WhatIfSerializer, responses=_STEPS)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, slug: str) -> Response:
        """Move all that `what-if` named, at once; 409 when the plan is another one by now."""
        body, document, wishes = self._wish(request)
        replanning.accept(
            document=document, wishes=wishes, digest=body["digest"], reason=body["reason"],
            by=caller(request),
        )
        return Response(self._steps(document))

    @extend_schema(request=serializers.BackwardsSerializer, responses=serializers.BackwardsPlanSerializer)
    @action(detail=True, methods=["post"])
    def backwards(self, request: Request, slug: str) -> Response:
        """By when everything must be done and begun for a day to be kept; nothing is saved."""
        document = self.get_object()
        keeping.demand(caller(request), document)
        body = given(serializers.BackwardsSerializer(data=request.data))
        on = understood(body["on"], caller(request).time_zone).to_on
        if template := body.get("template"):
            draft = replanning.draft(document=document, template=template, on=on)
            rows, digest = [(stage.title, due) for stage, due in draft.rows], ""
        else:
            goal = get_object_or_404(self._mine(document), uid=body.get("goal"))
            book, dues = replanning.backwards(document=document, goal=goal, on=on, by=caller(request))
            visible = selectors.milestones_visible_to(request.user).filter(pk__in=list(book.steps))
            seen = frozenset(visible.values_list("pk", flat=True))
            rows = [(plans.name_of(book.steps[key], document.pk, seen), due) for key, due in dues.items()]
            digest = replanning.digest_of(book)
        return Response(serializers.BackwardsPlanSerializer({
            "fits": all(due.fits for _, due in rows), "digest": digest,
            "steps": [
                {"title": title, "begin": due.begin, "by": due.by, "slack": due.slack, "fits": due.fits,
                 "agency": due.agency}
                for title, due in rows
            ],
        }).data)

    @extend_schema(request=serializers.FromTemplateSerializer, responses={201: _STEPS})
    @action(detail=True, methods=["post"], url_path="from-template")
    def from_template(self, request: Request, slug: str) -> Response:
        """Put a template's steps into the plan, dated backwards from a day."""
        document = self.get_object()
        body = given(serializers.FromTemplateSerializer(data=request.data))
        on = understood(body["on"], caller(request).time_zone).to_on
        replanning.plan_from_template(
            document=document, template=body["template"], on=on, words=body["on"], by=caller(request),
        )
        return Response(self._steps(document), status=status.HTTP_201_CREATED)

    def _wish(self, request: Request) -> tuple[dict[str, Any], Document, dict[int, Any]]:
        document = self.get_object()
        body = given(serializers.WhatIfSerializer(data=request.data))
        step = get_object_or_404(self._mine(document), uid=body["milestone"])
        return body, document, {step.pk: body["on"]}

    def _mine(self, document: Document) -> QuerySet[Milestone]:
        return selectors.milestones_visible_to(self.request.user).filter(document=document)

    def _steps(self, document: Document) -> Any:
        rows = self._mine(document).select_related("document", "round").prefetch_related("waits__on")
        return serializers.MilestoneSerializer(rows.order_by("to_on", "id"), many=True).data
