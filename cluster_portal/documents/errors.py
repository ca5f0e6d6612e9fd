"""What can go wrong between a template and its PDF."""


class DocumentError(Exception):
    """A document could not be made. The message is Vietnamese and may be shown to the user."""
