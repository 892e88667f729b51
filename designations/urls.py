"""Pages of this room."""

app_name = "designations"
urlpatterns: list = []
