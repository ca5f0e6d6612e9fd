"""WSGI entry point for gunicorn."""

import os

import django

from cluster_portal.pages.requests import Utf8Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cluster_portal.settings")
django.setup(set_prefix=False)
application = Utf8Handler()
