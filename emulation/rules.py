"""Rules across rows that the database keeps: see `cluster_portal.database.triggers`.

Nothing here imports models, so that the app's configuration can list the triggers.
"""

from cluster_portal.database.triggers import Trigger

SETTLED_FIGURES = (
    "Số liệu của năm này đã chốt trong báo cáo tổng kết: chỉ thay đổi bằng đính chính có lý do."
)

# The year's figures stand in a report that was issued and has not been taken back.
_SETTLED = (
    "EXISTS (SELECT 1 FROM emulation_conference c"  # nosec B608 # constant SQL, nobody types it
    " JOIN emulation_conferencereport r ON r.conference_id = c.id"
    " WHERE c.review_year_id = {row}.emulation_year_id AND c.kind = 'annual_review'"
    " AND c.status IN ('finalised', 'published'))"
)
# A correction of this figure that the newest issued report does not hold yet: once a report is
# issued with it, it permits nothing more.
_CORRECTED = (
    "EXISTS (SELECT 1 FROM emulation_valuecorrection k WHERE k.value_id = NEW.id"  # nosec B608
    " AND k.report_id = (SELECT max(r.id) FROM emulation_conferencereport r"
    " JOIN emulation_conference c ON c.id = r.conference_id"
    " WHERE c.review_year_id = NEW.emulation_year_id AND c.kind = 'annual_review'))"
)
_MOVED = (
    "(OLD.emulation_year_id <> NEW.emulation_year_id OR OLD.indicator_id <> NEW.indicator_id"
    " OR coalesce(OLD.unit_id, 0) <> coalesce(NEW.unit_id, 0))"
)
_CHANGED = (
    "(OLD.value <> NEW.value OR coalesce(OLD.out_of, -1) <> coalesce(NEW.out_of, -1)"
    " OR OLD.qualifier <> NEW.qualifier OR OLD.kind <> NEW.kind)"
)
_OLD, _NEW = _SETTLED.format(row="OLD"), _SETTLED.format(row="NEW")


def _settled_figures(event: str, condition: str) -> Trigger:
    return Trigger(
        name=f"settled_figures_{event.lower()}",
        table="emulation_indicatorvalue",
        events=(event,),
        condition=condition,
        message="settled_figures",
        violation_error_message=SETTLED_FIGURES,
    )


SETTLED_FIGURE_TRIGGERS = (
    _settled_figures("INSERT", f"{_NEW} AND NOT {_CORRECTED}"),
    _settled_figures(
        "UPDATE",
        f"({_MOVED} AND ({_OLD} OR {_NEW})) OR ({_CHANGED} AND {_NEW} AND NOT {_CORRECTED})",
    ),
    _settled_figures("DELETE", _OLD),
)

# --- What an issued report says of the meeting ------------------------------------------------

SETTLED_MEETING = (
    "Hội nghị đã chốt và báo cáo đã ban hành: chuyển hội nghị về “Đã họp” và nêu lý do rồi mới sửa."
)
# The conference was finalised with a report that was issued and has not been taken back.
_REPORTED = (
    "EXISTS (SELECT 1 FROM emulation_conference c"  # nosec B608 # constant SQL, nobody types it
    " JOIN emulation_conferencereport r ON r.conference_id = c.id"
    " WHERE c.id = {conference} AND c.status IN ('finalised', 'published'))"
)
_OF_ROW = "{row}.conference_id"
_OF_DELEGATE = "(SELECT d.conference_id FROM emulation_delegate d WHERE d.id = {row}.delegate_id)"
_PARTS = {
    "reportsection": _OF_ROW,
    "conferencemovement": _OF_ROW,
    "delegate": _OF_ROW,
    "delegatepart": _OF_DELEGATE,
    "speech": _OF_ROW,
    "agendaitem": _OF_ROW,
    "attendance": _OF_ROW,
}


def _settled_part(part: str, conference: str, event: str, rows: tuple[str, ...]) -> Trigger:
    return Trigger(
        name=f"settled_{part}_{event.lower()}",
        table=f"emulation_{part}",
        events=(event,),
        condition=" OR ".join(
            _REPORTED.format(conference=conference.format(row=row)) for row in rows
        ),
        message="settled_meeting",
        violation_error_message=SETTLED_MEETING,
    )


SETTLED_MEETING_TRIGGERS = tuple(
    _settled_part(part, conference, event, rows)
    for part, conference in _PARTS.items()
    for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",)))
)

# --- What members say of a pledge -----------------------------------------------------------------

COMMENT_KEPT = "Ý kiến đã gửi không sửa, không xóa; mỗi ý kiến trả lời một lần."

PLEDGE_COMMENT_TRIGGERS = (
    Trigger(
        name="pledge_comment_same",
        table="emulation_pledgecomment",
        events=("UPDATE",),
        condition=(
            "OLD.answered_at IS NOT NULL OR OLD.text <> NEW.text OR OLD.has_none <> NEW.has_none"
            " OR OLD.pledge_id <> NEW.pledge_id OR OLD.version_id <> NEW.version_id"
            " OR OLD.unit_id <> NEW.unit_id OR OLD.author_id <> NEW.author_id"
            " OR OLD.written_at <> NEW.written_at"
        ),
        message="pledge_comment_same",
        violation_error_message=COMMENT_KEPT,
    ),
    Trigger(
        name="pledge_comment_kept",
        table="emulation_pledgecomment",
        events=("DELETE", "TRUNCATE"),
        condition="1 = 1",
        message="pledge_comment_kept",
        violation_error_message=COMMENT_KEPT,
    ),
)

# --- What members have pledged --------------------------------------------------------------------

TARGET_FROZEN = "Giao ước đã trình ký: mức giao ước không sửa được nữa."
# The pledge was issued in the portal and has not been called back or withdrawn.
_ISSUED = (
    "EXISTS (SELECT 1 FROM emulation_pledge p WHERE p.id = {row}.pledge_id"  # nosec B608
    " AND p.issued_at IS NOT NULL AND p.status IN ('issued', 'signed', 'published'))"
)
_TARGET_CHANGED = (
    "(coalesce(OLD.indicator_id, 0) <> coalesce(NEW.indicator_id, 0)"
    " OR OLD.comparison <> NEW.comparison OR OLD.target_of <> NEW.target_of"
    " OR (OLD.target IS NULL) <> (NEW.target IS NULL) OR OLD.target <> NEW.target"
    " OR (OLD.target_to IS NULL) <> (NEW.target_to IS NULL) OR OLD.target_to <> NEW.target_to"
    " OR OLD.pledge_id <> NEW.pledge_id)"
)


def _target_frozen(event: str, condition: str) -> Trigger:
    return Trigger(
        name=f"pledge_target_{event.lower()}",
        table="emulation_pledgeitem",
        events=(event,),
        condition=condition,
        message="pledge_target_frozen",
        violation_error_message=TARGET_FROZEN,
    )


PLEDGE_TARGET_TRIGGERS = (
    _target_frozen("INSERT", f"NEW.indicator_id IS NOT NULL AND {_ISSUED.format(row='NEW')}"),
    _target_frozen(
        "UPDATE",
        f"{_TARGET_CHANGED} AND ({_ISSUED.format(row='OLD')} OR {_ISSUED.format(row='NEW')})",
    ),
    _target_frozen("DELETE", f"OLD.indicator_id IS NOT NULL AND {_ISSUED.format(row='OLD')}"),
)
