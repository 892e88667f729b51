"""Pages of this room."""

app_name = "indicators"
urlpatterns: list = []
