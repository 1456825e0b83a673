"""The API's browsable documentation, served from our own static files."""

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView


@method_decorator(csp_update({"style-src": ["'unsafe-inline'"]}), name="dispatch")
class ApiDocs(SpectacularSwaggerSplitView):
    """Swagger UI writes style attributes: the one relaxation of the policy, on this page only."""

    url_name = "api:schema"
