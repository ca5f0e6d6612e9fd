"""Documents are issued by the worker: asked for on a page, printed and kept in the background."""
