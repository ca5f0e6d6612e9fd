"""Rules across rows that the database keeps: see `cluster_portal.database.triggers`.

Nothing here imports models, so that the app's configuration can list the triggers.
"""

from cluster_portal.database.constraints import NoOverlap
from cluster_portal.database.triggers import Trigger

MEMBERSHIP_NO_OVERLAP = NoOverlap(
    name="membership_no_overlap",
    keys=("cluster", "unit"),
    violation_error_message="Đơn vị này đã là thành viên của cụm trong một phần thời gian đó.",
)

SUBSTITUTION_NO_OVERLAP = NoOverlap(
    name="substitution_no_overlap",
    keys=("appointment",),
    violation_error_message="Trong một phần thời gian này đã ủy quyền cho người khác.",
)
DELEGATION_NO_OVERLAP = NoOverlap(
    name="delegation_no_overlap",
    keys=("emulation_year", "unit", "permission"),
    violation_error_message="Việc này đã giao cho đơn vị đó trong một phần thời gian này.",
)

CERTIFICATE_NO_OVERLAP = NoOverlap(
    name="unit_certificate_no_overlap",
    keys=("fingerprint",),
    violation_error_message="Chứng thư này đã đăng ký cho một đơn vị trong một phần thời gian đó.",
)
CERTIFICATE_KEPT = (
    "Chứng thư đã đăng ký không đổi và không xóa: kết thúc đăng ký rồi đăng ký chứng thư khác."
)

DELEGATION_TO_VICE_CHAIR = "Chỉ giao việc cho đơn vị là Cụm phó của năm đó."
SUBSTITUTE_IS_ANOTHER = (
    "Người được ủy quyền phải là người khác, và việc quản trị không ủy quyền được."
)
LEADER_IS_MEMBER = "Đơn vị lãnh đạo cụm phải là thành viên của cụm trong năm đó."

# A membership that covers at least one day of the emulation year.
_IS_MEMBER = (
    "EXISTS (SELECT 1 FROM clusters_membership m WHERE m.cluster_id = y.cluster_id"
    " AND m.unit_id = l.unit_id"
    " AND coalesce(m.valid_from, '0001-01-01') <= {last_day}"
    " AND coalesce(m.valid_to, '9999-12-31') >= {first_day})"
)
_LEADER_IS_NO_MEMBER = (
    "EXISTS (SELECT 1 FROM clusters_leadership l"  # nosec B608 # constant SQL, nobody types it
    " JOIN clusters_emulationyear y ON y.id = l.emulation_year_id"
    " WHERE {which} AND NOT " + _IS_MEMBER + ")"
)


def _leader_triggers(vendor: str, first_day: str, last_day: str) -> list[Trigger]:
    """A leader stays a member whichever of the three tables is written."""
    writes = {
        "clusters_leadership": (("INSERT", "UPDATE"), "l.id = NEW.id"),
        "clusters_membership": (("UPDATE", "DELETE"), "l.unit_id = OLD.unit_id"),
        "clusters_emulationyear": (("UPDATE",), "y.id = NEW.id"),
    }
    return [
        Trigger(
            name=f"leader_is_member_{table.removeprefix('clusters_')}",
            table=table,
            events=events,
            condition=_LEADER_IS_NO_MEMBER.format(
                which=which, first_day=first_day, last_day=last_day
            ),
            message="leader_is_member",
            violation_error_message=LEADER_IS_MEMBER,
            vendors=(vendor,),
            exclusive=True,
        )
        for table, (events, which) in writes.items()
    ]


_NO_VICE_CHAIR = (
    "NOT EXISTS (SELECT 1 FROM clusters_leadership l WHERE l.unit_id = NEW.unit_id"
    " AND l.emulation_year_id = NEW.emulation_year_id AND l.role = 'vice_chair')"
)
_NOBODY_ELSE = (
    "EXISTS (SELECT 1 FROM clusters_appointment a WHERE a.id = NEW.appointment_id"
    " AND (a.user_id = NEW.substitute_id OR a.role = 'administrator'))"
)

# What a registration says of a certificate and of whose it is; the day it ends may come closer.
_OTHER_CERTIFICATE = " OR ".join(
    f"OLD.{column} <> NEW.{column}"
    for column in ("unit_id", "holder_name", "office", "fingerprint", "pem", "valid_from")
)

TRIGGERS = (
    Trigger(
        name="unit_certificate_same",
        table="clusters_unitcertificate",
        events=("UPDATE",),
        condition=f"{_OTHER_CERTIFICATE} OR NEW.valid_to > OLD.valid_to",
        message="unit_certificate_same",
        violation_error_message=CERTIFICATE_KEPT,
    ),
    Trigger(
        name="unit_certificate_kept",
        table="clusters_unitcertificate",
        events=("DELETE", "TRUNCATE"),
        condition="1 = 1",
        message="unit_certificate_kept",
        violation_error_message=CERTIFICATE_KEPT,
    ),
    CERTIFICATE_NO_OVERLAP.sqlite_trigger("clusters_unitcertificate", ("fingerprint",)),
    Trigger(
        name="delegation_to_vice_chair",
        table="clusters_delegation",
        events=("INSERT", "UPDATE"),
        condition=_NO_VICE_CHAIR,
        message="delegation_to_vice_chair",
        violation_error_message=DELEGATION_TO_VICE_CHAIR,
    ),
    Trigger(
        name="substitute_is_another",
        table="clusters_substitution",
        events=("INSERT", "UPDATE"),
        condition=_NOBODY_ELSE,
        message="substitute_is_another",
        violation_error_message=SUBSTITUTE_IS_ANOTHER,
    ),
    SUBSTITUTION_NO_OVERLAP.sqlite_trigger("clusters_substitution", ("appointment_id",)),
    DELEGATION_NO_OVERLAP.sqlite_trigger(
        "clusters_delegation", ("emulation_year_id", "unit_id", "permission")
    ),
    MEMBERSHIP_NO_OVERLAP.sqlite_trigger("clusters_membership", ("cluster_id", "unit_id")),
    *_leader_triggers("sqlite", "(y.year || '-01-01')", "(y.year || '-12-31')"),
    *_leader_triggers("postgresql", "make_date(y.year, 1, 1)", "make_date(y.year, 12, 31)"),
)
