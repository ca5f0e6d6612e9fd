"""Reads an entry into an award, and says what is wrong with it."""

import copy
import re
from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError

from awards.models import Award, AwardStatus, CommendationType, RecipientKind
from awards.models.award import COUNT_FROM_ONE, NO_DECISION
from awards.models.law import law_problems
from awards.services.catalogue import Catalogue
from awards.services.entries import KIND_LABELS, PROVINCE, UNCOUNTED, AwardEntry, entry_of
from cluster_portal.vietnamese.folding import fold, normalise
from cluster_portal.vietnamese.numbers import NumberError, parse_number
from clusters.models import EmulationYear, Unit

Errors = dict[str, list[str]]

REVOKED_ELSEWHERE = "Thu hồi, bỏ thu hồi ở trang của dòng, có nêu lý do."
NOBODY = "Nhập họ tên, tên tập thể, hoặc số lượng (như 267)."
ANSWERED = "Đề nghị này đã có kết quả."
LONGEST = 500  # characters in one field, more than any column takes
_LARGEST = 10_000_000
_TYPED = [name for name in AwardEntry.__dataclass_fields__ if name not in ("pk", "token")]
_TEXTS = ("giving_body", "no_decision_reason", "note")
_FIELD_OF = {"recipient_name": "recipient", "recipient_unit": "recipient", "count": "recipient"}
_YES = {"x", "co", "truy tang", "true", "1", "on", "v"}
_NO = {"", "khong", "false", "0"}
_COUNTED = re.compile(r"([0-9][0-9.]*)\s*(.*)")


def _by_text(choices: Mapping[str, str], **also: str) -> dict[str, str]:
    """Folded labels and values of choices to their values."""
    found = {fold(label): value for value, label in choices.items()}
    return {**found, **{fold(value): value for value in choices}, **also}


_KINDS = _by_text(
    KIND_LABELS,
    **{"ho": RecipientKind.HOUSEHOLD, "gia dinh": RecipientKind.HOUSEHOLD},
    **{"tinh": PROVINCE, "thanh pho": PROVINCE, "ca nhan va tap the": RecipientKind.MIXED},
    **{"tap the ca nhan": RecipientKind.MIXED},
)
_STATUSES = _by_text(
    dict(AwardStatus.choices),
    **{"da tang": AwardStatus.GRANTED, "tang": AwardStatus.GRANTED},
    **{"de nghi tang": AwardStatus.PROPOSED, "khong duyet": AwardStatus.REFUSED},
)
_TYPES = _by_text(dict(CommendationType.choices), **{"": ""})
_GROUP_WORDS = {fold(label) for label in RecipientKind.labels} | {"luot tang", "nguoi", ""}
_UNCOUNTED = {fold(UNCOUNTED), "khong neu so luong", "khong ro"}


class Reader:
    """Reads the entries of one year; what it needs has been fetched."""

    def __init__(
        self, year: EmulationYear, catalogue: Catalogue, stored: Mapping[int, Award]
    ) -> None:
        self.year = year
        self.catalogue = catalogue
        self.stored = stored
        self._known: dict[tuple, Any] = {}

    def read(self, entry: AwardEntry) -> tuple[Award, Errors]:
        """The award that the entry describes, not saved, and what is wrong by field.

        For a proposal that the entry grants or refuses it is a new row, the proposal's outcome.
        """
        before = self.stored.get(entry.pk) if entry.pk else None
        errors: Errors = {}
        long = [name for name in _TYPED if len(getattr(entry, name)) > LONGEST]
        entry = replace(entry, **dict.fromkeys(long, "")) if long else entry
        award = copy.copy(before) if before else Award(emulation_year=self.year)
        shown = entry_of(before) if before else AwardEntry()
        same = {
            name: before is not None and getattr(entry, name) == getattr(shown, name)
            for name in AwardEntry.__dataclass_fields__
        }
        self._status(award, entry, before, errors)
        if not same["decision"]:
            self._decision(award, entry, errors)
        # The law is that of the decision's day.
        if not (same["form"] and same["decision"]):
            self._form(award, entry, errors)
        if not (same["recipient"] and same["recipient_kind"] and same["unit"]):
            self._recipient(award, entry, errors)
        self._details(award, entry, errors)
        if not same["proposal"]:
            self._proposal(award, entry, errors)
        errors |= {name: [f"Dài nhất {LONGEST} ký tự."] for name in long}
        for name, sentences in _rule_problems(award, errors.keys()).items():
            errors.setdefault(name, sentences)
        return award, errors

    # --- The fields ---------------------------------------------------------------------------

    def _status(
        self, award: Award, entry: AwardEntry, before: Award | None, errors: Errors
    ) -> None:
        status = _STATUSES.get(fold(entry.status))
        if status is None:
            errors["status"] = [
                "Chọn kết quả: Đề nghị, Được tặng hoặc Không được duyệt."
                if not entry.status.strip()
                else f"“{normalise(entry.status)[:40]}” không phải là một kết quả:"
                " Đề nghị, Được tặng hoặc Không được duyệt."
            ]
            return
        old = before.status if before else ""
        if status != old and AwardStatus.REVOKED in (status, old):
            errors["status"] = [REVOKED_ELSEWHERE]
            return
        if before and old != status and status == AwardStatus.PROPOSED:
            errors["status"] = ["Kết quả không chuyển về đề nghị được: bỏ dòng này và nhập lại."]
            return
        if before and old == AwardStatus.PROPOSED != status:
            # The proposal stands; its outcome is a row of its own.
            award.pk, award._state.adding = None, True
            award.proposal, award.conference, award.source = before, None, None
            award.year_is_stated = True
        award.status = status

    def _decision(self, award: Award, entry: AwardEntry, errors: Errors) -> None:
        if not entry.decision.strip():
            award.decision = None
            return
        found = self._once("decision", entry.decision, self.catalogue.decision)
        if isinstance(found, str):
            errors["decision"] = [found]
        else:
            award.decision = found
            award.no_decision_reason = ""

    def _form(self, award: Award, entry: AwardEntry, errors: Errors) -> None:
        if not entry.form.strip():
            errors["form"] = ["Chọn hình thức."]
            return
        signed_on = award.decision.signed_on if award.decision_id else None
        read = self.catalogue.form
        found = self._once("form", entry.form, lambda text: read(text, signed_on), signed_on)
        if isinstance(found, str):
            errors["form"] = [found]
        else:
            award.form = found

    def _recipient(self, award: Award, entry: AwardEntry, errors: Errors) -> None:
        kind = _KINDS.get(fold(entry.recipient_kind))
        unit = self._unit(entry, errors)
        if kind is None:
            labels = ", ".join(KIND_LABELS.values())
            errors["recipient_kind"] = [f"Chọn đối tượng: {labels}."]
            if not fold(entry.recipient):
                errors["recipient"] = [NOBODY]
            return
        award.recipient_kind = RecipientKind.COLLECTIVE if kind == PROVINCE else kind
        award.unit = unit
        award.recipient_name, award.recipient_unit, award.count = "", None, None
        text = normalise(entry.recipient)
        if unit and kind == RecipientKind.COLLECTIVE and fold(text) == fold(str(unit)):
            kind = PROVINCE
        if kind == PROVINCE:
            if unit is None:
                errors.setdefault("unit", ["Nêu tỉnh, thành phố được khen."])
            elif text and fold(text) not in (fold(str(unit)), fold(unit.name)):
                errors["recipient"] = [
                    f"Đối tượng là {unit}: bỏ trống ô này, hoặc chọn đối tượng khác."
                ]
            award.recipient_unit, award.count = unit, 1
            return
        self._name_or_count(award, text, errors)

    def _unit(self, entry: AwardEntry, errors: Errors) -> Unit | None:
        if not entry.unit.strip():
            return None
        found = self._once("unit", entry.unit, self.catalogue.unit)
        if isinstance(found, str):
            errors["unit"] = [found]
            return None
        return found

    def _name_or_count(self, award: Award, text: str, errors: Errors) -> None:
        folded = fold(text)
        if not folded:
            errors["recipient"] = [NOBODY]
        elif folded in _UNCOUNTED:
            award.count = None
        elif (match := _COUNTED.fullmatch(text)) and fold(match[2]) in _GROUP_WORDS:
            self._count(award, match[1], errors)
        elif award.recipient_kind in (RecipientKind.MIXED, RecipientKind.UNSTATED):
            errors["recipient"] = [
                "Đã nêu tên thì chọn đối tượng cá nhân, tập thể hoặc hộ gia đình;"
                " nhóm thì nhập số lượng."
            ]
        else:
            award.recipient_name, award.count = text, 1

    def _count(self, award: Award, text: str, errors: Errors) -> None:
        try:
            count = parse_number(text)
        except NumberError as error:
            errors["recipient"] = [str(error)]
            return
        if not 1 <= count <= _LARGEST:
            errors["recipient"] = [COUNT_FROM_ONE]
        else:
            award.count = int(count)

    def _details(self, award: Award, entry: AwardEntry, errors: Errors) -> None:
        kind = _TYPES.get(fold(entry.commendation_type))
        if kind is None:
            labels = ", ".join(CommendationType.labels)
            errors["commendation_type"] = [f"Loại khen thưởng là một trong: {labels}."]
        else:
            award.commendation_type = kind
        posthumous = fold(entry.is_posthumous)
        if posthumous not in _YES | _NO:
            errors["is_posthumous"] = ["Truy tặng thì ghi “x”, không thì bỏ trống."]
        else:
            award.is_posthumous = posthumous in _YES
        for name in _TEXTS:
            setattr(award, name, getattr(entry, name))
        if award.decision_id:
            award.no_decision_reason = ""
        if award.recipient_name:  # as typed: what is hidden in it is refused, not dropped
            award.recipient_name = entry.recipient
        for name in (*_TEXTS, "recipient_name"):
            try:
                column = Award._meta.get_field(name)
                setattr(award, name, column.clean(getattr(award, name), award))
            except ValidationError as error:
                errors.setdefault(_FIELD_OF.get(name, name), []).extend(error.messages)

    def _proposal(self, award: Award, entry: AwardEntry, errors: Errors) -> None:
        if not entry.proposal.strip():
            if not (award.proposal_id and award.pk is None):
                award.proposal = None
            return
        key = int(entry.proposal) if entry.proposal.strip().isdecimal() else 0
        found = self.stored.get(key)
        if found is None or found.status != AwardStatus.PROPOSED or found.pk == award.pk:
            errors["proposal"] = ["Đây không phải là một đề nghị của năm này."]
        elif award.status == AwardStatus.PROPOSED:
            errors["proposal"] = ["Chỉ kết quả mới gắn với một đề nghị khác."]
        else:
            award.proposal = found

    def _once(self, name: str, text: str, read: Callable[[str], Any], *also: Any) -> Any:
        """The answer of `read`, asked once for each text."""
        key = (name, text, *also)
        if key not in self._known:
            self._known[key] = read(text)
        return self._known[key]


def _rule_problems(award: Award, wrong: Set[str]) -> Errors:
    """What the law says, and what the database would refuse, of the fields that could be read.

    `wrong` are the fields of the entry that could not; a rule that needs one of them is not asked.
    """
    errors: Errors = {}

    def are_read(*names: str) -> bool:
        return wrong.isdisjoint(names)

    status = award.status if are_read("status") else ""
    decision = award.decision if are_read("decision") and award.decision_id else None
    if are_read("form", "recipient_kind", "decision"):
        for name, sentences in law_problems(award).items():
            errors[_FIELD_OF.get(name, name)] = list(sentences)
    if (
        status == AwardStatus.GRANTED
        and are_read("decision", "no_decision_reason")
        and not (decision or award.no_decision_reason)
    ):
        errors["decision"] = [NO_DECISION]
    if decision and decision.signed_on.year < award.emulation_year.year:
        errors["decision"] = [
            f"Quyết định ký trước năm thi đua {award.emulation_year.year}: kiểm tra lại số, ngày."
        ]
    if status == AwardStatus.PROPOSED and decision:
        errors["decision"] = ["Đã có quyết định thì kết quả không còn là “Đề nghị”."]
    proposal = award.proposal if are_read("proposal", "recipient") and award.proposal_id else None
    if proposal and proposal.count is not None and award.count and award.count > proposal.count:
        errors["recipient"] = [f"Nhiều hơn số đề nghị ({proposal.count})."]
    return errors
