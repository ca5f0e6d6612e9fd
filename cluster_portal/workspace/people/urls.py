"""Addresses of people and appointments; included into the workspace's."""

from django.urls import path

from cluster_portal.workspace.people import acceptance, appointments, views

PEOPLE = "nhan-su/"
INVITATION = PEOPLE + "loi-moi/<int:pk>/"
APPOINTMENT = PEOPLE + "phan-cong/<int:pk>/"

urlpatterns = [
    path(PEOPLE, views.people, name="people"),
    path(PEOPLE + "moi/", views.invite, name="invite"),
    path(PEOPLE + "loi-moi/", views.invitations, name="invitations"),
    path(INVITATION + "thu-hoi/", views.withdraw, name="withdraw-invitation"),
    path(INVITATION + "gui-lai/", views.renew, name="renew-invitation"),
    path(APPOINTMENT, appointments.appointment, name="appointment"),
    path(APPOINTMENT + "ket-thuc/", appointments.end, name="end-appointment"),
    path(APPOINTMENT + "quyet-dinh/", appointments.decision, name="decision"),
    path(APPOINTMENT + "quyet-dinh/tai-len/", appointments.attach, name="attach-decision"),
    path("loi-moi/", acceptance.invitation, name="invitation"),
    path("loi-moi/<str:token>/", acceptance.from_letter, name="invitation-from-letter"),
]
