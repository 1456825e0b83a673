"""Pages and API of people and agencies."""

app_name = "accounts"
urlpatterns: list = []
