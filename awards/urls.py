"""Addresses of the award register."""

from django.urls import path

from awards import files, paper_views, views

app_name = "awards"
urlpatterns = [
    path("khen-thuong/", views.register, name="register"),
    path("khen-thuong/thong-ke/", views.statistics, name="statistics"),
    path("khen-thuong/duoc-khen/<int:pk>/", views.recipient, name="recipient"),
    path("khen-thuong/thong-ke.<ending:ending>", files.statistics_file, name="statistics-file"),
    path(
        "khen-thuong/duoc-khen/<int:pk>.<ending:ending>",
        files.recipient_file,
        name="recipient-file",
    ),
    path("khen-thuong.<ending:ending>", files.register_file, name="register-file"),
    path("khen-thuong/thong-ke.pdf", paper_views.statistics, name="statistics-pdf"),
    path("khen-thuong/duoc-khen/<int:pk>.pdf", paper_views.recipient, name="recipient-pdf"),
    path("khen-thuong.pdf", paper_views.register, name="register-pdf"),
]
