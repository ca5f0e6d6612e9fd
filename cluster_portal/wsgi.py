"""WSGI entry point for gunicorn."""

import gc
import os
from importlib import import_module

import django
from django.conf import settings

from cluster_portal.pages.requests import Utf8Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cluster_portal.settings")
django.setup(set_prefix=False)
application = Utf8Handler()
# What is loaded now stays as long as the process: looking through it again and again for what can
# be thrown away stopped some answers for longer than they took to write.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
