"""Addresses of the award register."""

from django.urls import path

from awards import views

app_name = "awards"
urlpatterns = [
    path("khen-thuong/", views.register, name="register"),
    path("khen-thuong/thong-ke/", views.statistics, name="statistics"),
    path("khen-thuong/duoc-khen/<int:pk>/", views.recipient, name="recipient"),
    path("khen-thuong/duoc-khen/<int:pk>.xlsx", views.recipient_xlsx, name="recipient-xlsx"),
    path("khen-thuong.xlsx", views.register_xlsx, name="register-xlsx"),
]
