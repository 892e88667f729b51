"""Pages of this room."""

app_name = "imports"
urlpatterns: list = []
