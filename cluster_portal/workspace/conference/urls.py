"""Addresses of the working pages of conferences; mounted in the workspace's namespace."""

from django.urls import path

from cluster_portal.workspace.conference import files, pages, papers, views

YEAR = "cum/<slug:cluster_slug>/<int:year>/hoi-nghi/"
CONFERENCE = "cum/<slug:cluster_slug>/hoi-nghi/<slug:slug>/"
WORK = f"{CONFERENCE}soan/"

urlpatterns = [
    path(YEAR, views.conferences, name="conferences"),
    path(f"{YEAR}len-ke-hoach/", views.plan, name="conference-plan"),
    path(WORK, views.work, name="conference-work"),
    path(f"{WORK}thong-tin/", views.facts, name="conference-facts"),
    path(f"{WORK}chuong-trinh/", pages.agenda, name="conference-agenda"),
    path(f"{WORK}dai-bieu/", pages.delegates, name="conference-delegates"),
    path(f"{WORK}diem-danh/", pages.attendance, name="conference-attendance"),
    path(f"{WORK}phat-bieu/", pages.speeches, name="conference-speeches"),
    path(f"{WORK}ket-luan/", pages.conclusions, name="conference-conclusions"),
    path(f"{WORK}ket-luan/<int:pk>/", views.follow_up, name="conference-follow-up"),
    path(f"{WORK}muc-bao-cao/", pages.sections, name="conference-sections"),
    path(f"{WORK}phong-trao/", pages.movements, name="conference-movements"),
    path(f"{WORK}tai-lieu/", files.documents, name="conference-documents"),
    path(f"{WORK}tai-lieu/<int:pk>/", files.document, name="conference-document"),
    path(f"{WORK}tai-lieu/<int:pk>/bo/", files.remove, name="conference-document-remove"),
    path(f"{WORK}anh/", files.photos, name="conference-photos"),
    path(f"{WORK}anh/them/", files.add, name="conference-photo-add"),
    path(f"{CONFERENCE}anh/<int:pk>/", files.photo, name="conference-photo"),
    path(f"{WORK}bien-ban.pdf", papers.minutes, name="conference-minutes"),
    path(f"{WORK}giay-moi.pdf", papers.invitation, name="conference-invitation"),
    path(f"{WORK}hoi-nghi.ics", papers.calendar, name="conference-calendar"),
]
