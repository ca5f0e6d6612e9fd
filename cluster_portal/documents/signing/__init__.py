"""Signatures in issued documents: trust, acceptance, verification. The only importer of pyHanko."""
