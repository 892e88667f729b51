"""Start pages, search and what reads across all rooms."""

app_name = "portal"
urlpatterns: list = []
