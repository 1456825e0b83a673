"""Lists in the API come in pages with a cursor, so that rows added meanwhile neither repeat nor skip."""

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    """`?limit=` up to 100 rows; newest first unless the view sets `ordering`."""

    ordering: str | tuple[str, ...] = "-id"
    page_size_query_param = "limit"
    max_page_size = 100
