"""Addresses of the dictionary and of what codes mean."""

from django.urls import path

from cluster_portal.open_data import views

app_name = "open-data"
urlpatterns = [
    path("", views.dictionary, name="dictionary"),
    path("chi-tieu.<ending:ending>", views.indicators_file, name="indicators-file"),
    path("hinh-thuc-khen-thuong.<ending:ending>", views.forms_file, name="forms-file"),
]
