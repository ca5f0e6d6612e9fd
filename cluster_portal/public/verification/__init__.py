"""Anybody with a document in hand asks whether it is the portal's, and whether it still counts."""
