"""SQL for PostgreSQL by which whoever writes what lines of the register say waits for the others.

A line says something of an award and of the rows that it names. Of two transactions, one that
writes the award and one that renames its form, neither would see what the other does, and the line
would keep what the last of them read. So writes of awards share what the awards name, and a change
of that waits for them, as they wait for it; changes of several such rows wait for each other.
"""

# Tables that lines say something of, beside the year, which no page changes; and the columns of an
# award that lead there. In this order, so that two writers do not wait in a circle.
_NAMED = (
    ("emulation_conference", ("conference_id",)),
    ("clusters_unit", ("unit_id", "recipient_unit_id")),
    ("awards_awardform", ("form_id",)),
    ("awards_decision", ("decision_id",)),
)
ONE_AT_A_TIME = "PERFORM pg_advisory_xact_lock(hashtext('awards_registerentry'))"


def sharing(*rows: str) -> tuple[str, ...]:
    """Statements that lock what the awards in `rows` (`new_rows`, `old_rows`) name, shared."""
    clusters = _ids("emulation_year_id", rows)
    return (
        _locking(
            "clusters_cluster",
            f"SELECT cluster_id FROM clusters_emulationyear WHERE id IN ({clusters})",  # nosec B608
        ),
        *(
            _locking(table, " UNION ".join(_ids(column, rows) for column in columns))
            for table, columns in _NAMED
        ),
    )


def _ids(column: str, rows: tuple[str, ...]) -> str:
    return " UNION ".join(f"SELECT {column} FROM {name}" for name in rows)  # nosec B608


def _locking(table: str, keys: str) -> str:
    return f"PERFORM 1 FROM {table} WHERE id IN ({keys}) ORDER BY id FOR SHARE"  # nosec B608
