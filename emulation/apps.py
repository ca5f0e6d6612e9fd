"""Conferences, movements, indicators and pledges of an emulation year."""

from django.apps import AppConfig


class EmulationConfig(AppConfig):
    name = "emulation"
    verbose_name = "Thi đua"
