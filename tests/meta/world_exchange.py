"""The exchange by files in the sweeps: its addresses, and uploads of two persons.

What is uploaded belongs to the uploader alone: Bình's in the first cluster, Dũng's in the second.
"""

from clusters.models import EmulationYear, Unit
from tests.factories.awards import AwardFormFactory
from tests.factories.exchange import SheetImportFactory

OF_CLUSTER_A = ("dong-bang-song-hong", 2024)
OF_CLUSTER_B = ("tay-nguyen", 2024)
UNCONFIRMED = ("cum-du-kien", 2026)
# Uploads to be saved, and uploads to be looked at.
READY_A, READY_B, RAW_A, RAW_B = 9021, 9022, 9023, 9024
FORM = "Bằng khen đem về"

NOBODY = {
    **{"visitor": 302, "lan": 404, "mai": 404, "binh": 404},
    **{"chi": 404, "dung": 404, "hoa": 404, "quan": 404},
}
SEEN_IN_A = dict.fromkeys(NOBODY, 200) | {"visitor": 302, "dung": 404}
SEEN_IN_B = NOBODY | {"dung": 200, "hoa": 200, "quan": 200}
SEEN_OF_UNCONFIRMED = NOBODY | {"hoa": 200, "quan": 200}
# Who sees the year's drafts but writes nothing of it is refused.
FILLED_IN_A = SEEN_IN_A | {"mai": 403, "hoa": 403}
FILLED_IN_B = SEEN_IN_B | {"hoa": 403}
FILLED_OF_UNCONFIRMED = SEEN_OF_UNCONFIRMED | {"hoa": 403}
OF_BINH, OF_DUNG = NOBODY | {"binh": 200}, NOBODY | {"dung": 200}
DONE_BY_BINH, DONE_BY_DUNG = NOBODY | {"binh": 302}, NOBODY | {"dung": 302}
ONLY_POSTED = dict.fromkeys(NOBODY, 405) | {"visitor": 302}

EXCHANGE: tuple[tuple[str, tuple, dict[str, int]], ...] = (
    ("workspace:exchange", OF_CLUSTER_A, SEEN_IN_A),
    ("workspace:exchange", OF_CLUSTER_B, SEEN_IN_B),
    ("workspace:exchange", UNCONFIRMED, SEEN_OF_UNCONFIRMED),
    *(
        ("workspace:exchange-file", (*year, kind, ending), expected)
        for year, expected in (
            (OF_CLUSTER_A, FILLED_IN_A),
            (OF_CLUSTER_B, FILLED_IN_B),
            (UNCONFIRMED, FILLED_OF_UNCONFIRMED),
        )
        for kind, ending in (("so-lieu", "xlsx"), ("khen-thuong", "csv"))
    ),
    ("workspace:import", (*OF_CLUSTER_A, READY_A), OF_BINH),
    ("workspace:import", (*OF_CLUSTER_B, READY_B), OF_DUNG),
    ("workspace:import", (*OF_CLUSTER_A, READY_B), NOBODY),
    ("workspace:import-step", (*OF_CLUSTER_A, RAW_A), ONLY_POSTED),
    ("workspace:import-step", (*OF_CLUSTER_B, RAW_B), ONLY_POSTED),
    ("workspace:discard-import", (*OF_CLUSTER_A, RAW_A), ONLY_POSTED),
    ("workspace:discard-import", (*OF_CLUSTER_B, RAW_B), ONLY_POSTED),
)
# What an empty form gets: what is ready is saved.
EXCHANGE_POSTED = {
    "workspace:exchange": {
        OF_CLUSTER_A: FILLED_IN_A,
        OF_CLUSTER_B: FILLED_IN_B,
        UNCONFIRMED: FILLED_OF_UNCONFIRMED,
    },
    "workspace:import": {
        (*OF_CLUSTER_A, READY_A): DONE_BY_BINH,
        (*OF_CLUSTER_B, READY_B): DONE_BY_DUNG,
        (*OF_CLUSTER_A, READY_B): NOBODY,
    },
    "workspace:import-step": {
        (*OF_CLUSTER_A, RAW_A): DONE_BY_BINH,
        (*OF_CLUSTER_B, RAW_B): DONE_BY_DUNG,
    },
    "workspace:discard-import": {
        (*OF_CLUSTER_A, RAW_A): DONE_BY_BINH,
        (*OF_CLUSTER_B, RAW_B): DONE_BY_DUNG,
    },
}


def give_uploads(owners: dict[str, tuple]) -> None:
    """For each of "a" and "b": user, year and unit of the owner of the uploads there."""
    form = AwardFormFactory(name=FORM)
    for place, (owner, year, unit) in owners.items():
        ready, raw = (READY_A, RAW_A) if place == "a" else (READY_B, RAW_B)
        row = {"row": 4, "entry": _entry(form.name, unit), "places": {"form": "Khen thưởng!C4"}}
        found = {"row": 0, "place": "Khen thưởng!C4", "what": "", "changes": [], "how": "new"}
        of_awards = {"kind": "awards", "created_by": owner, "emulation_year": year, "rows": [row]}
        SheetImportFactory(
            pk=ready, state="checked", findings=[found], total=1, checked=1, **of_awards
        )
        SheetImportFactory(pk=raw, total=1, **of_awards)


def _entry(form: str, unit: Unit) -> dict[str, str]:
    return {
        "form": form,
        "recipient_kind": "cá nhân",
        "recipient": f"Lê Thị {unit.name}",
        "unit": unit.name,
        "status": "Đề nghị",
    }


def owners_of(*, binh: object, dung: object) -> dict[str, tuple]:
    """Bình in the first cluster's year, Dũng in the second's, each with the own unit."""
    owners = {}
    for place, owner, (slug, year) in (("a", binh, OF_CLUSTER_A), ("b", dung, OF_CLUSTER_B)):
        unit = owner.appointments.get().unit
        found = EmulationYear.objects.get(cluster__slug=slug, year=year)
        owners[place] = (owner, found, unit)
    return owners
