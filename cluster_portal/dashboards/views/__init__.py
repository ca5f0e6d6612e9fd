"""The boards, page by page."""
