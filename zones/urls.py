"""Pages of this room."""

app_name = "zones"
urlpatterns: list = []
