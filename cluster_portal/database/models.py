"""No tables: the module makes Django announce the end of a migration to this app."""
