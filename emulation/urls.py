"""Addresses of conferences' and pledges' lists, and of a pledge."""

from django.urls import path

from emulation import views

app_name = "emulation"
urlpatterns = [
    path("hoi-nghi/", views.conferences, name="conferences"),
    path("giao-uoc/", views.pledges, name="pledges"),
    path("cum/<slug:cluster_slug>/<int:year>/giao-uoc/", views.pledge, name="pledge"),
    path("cum/<slug:cluster_slug>/<int:year>/giao-uoc.pdf", views.pledge_pdf, name="pledge-pdf"),
]
