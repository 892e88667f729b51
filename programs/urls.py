"""Pages of this room."""

app_name = "programs"
urlpatterns: list = []
