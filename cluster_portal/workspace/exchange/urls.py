"""Addresses of the exchange by files; mounted in the workspace's namespace."""

from django.urls import path

from cluster_portal.workspace.exchange import views

_PLACE = "cum/<slug:cluster_slug>/<int:year>/excel/"

urlpatterns = [
    path(_PLACE, views.exchange, name="exchange"),
    path(f"{_PLACE}<slug:kind>.<slug:ending>", views.to_fill_in, name="exchange-file"),
    path(f"{_PLACE}<int:pk>/", views.sheet_import, name="import"),
    path(f"{_PLACE}<int:pk>/buoc/", views.check_step, name="import-step"),
    path(f"{_PLACE}<int:pk>/bo/", views.discard, name="discard-import"),
]
