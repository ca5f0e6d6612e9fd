"""The dictionary of the public tables: what each holds, on what terms, with which checksum."""
