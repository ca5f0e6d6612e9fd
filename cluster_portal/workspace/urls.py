"""Addresses of one's own page and of the roles."""

from django.urls import include, path

from cluster_portal.workspace import views
from cluster_portal.workspace.history import history

app_name = "workspace"
urlpatterns = [
    path("tai-khoan/", views.profile, name="profile"),
    path("ai-lam-duoc-gi/", views.roles, name="roles"),
    path("lich-su/<slug:kind>/<int:pk>/", history, name="history"),
    path("", include("cluster_portal.workspace.board.urls")),
    path("", include("cluster_portal.workspace.conference.urls")),
    path("", include("cluster_portal.workspace.rights.urls")),
    path("", include("cluster_portal.workspace.people.urls")),
    path("", include("cluster_portal.workspace.figures.urls")),
    path("", include("cluster_portal.workspace.exchange.urls")),
    path("", include("cluster_portal.workspace.awards.urls")),
    path("", include("cluster_portal.workspace.lifecycle.urls")),
    path("", include("cluster_portal.workspace.reports.urls")),
    path("", include("cluster_portal.workspace.handover.urls")),
    path("", include("cluster_portal.workspace.issuing.urls")),
    path("", include("cluster_portal.workspace.signing.urls")),
    path("", include("cluster_portal.workspace.unit_work.urls")),
]
