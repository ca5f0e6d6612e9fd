"""Static files under names that say their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Also what a script imports is asked for by such a name: no page mixes old and new scripts."""

    support_js_module_import_aggregation = True
