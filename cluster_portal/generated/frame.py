"""Units and what became of them, clusters, years with their leaders, reviews and pledges.

Units, successions, indicators and award forms are those of the record's catalogues, which are law
and fact; who leads, meets and signs is invented.
"""

import datetime
import random
from dataclasses import dataclass, field

from awards.models import AwardForm, RecipientKind
from cluster_portal.generated import names
from cluster_portal.generated.shapes import LAST_YEAR
from cluster_portal.record.contents import RecordContents, read_contents
from cluster_portal.record.state import DATA_DIRECTORY
from clusters.models import (
    Cluster,
    EmulationYear,
    Leadership,
    LeadershipRole,
    Membership,
    Source,
    SourceKind,
    Succession,
    Unit,
)
from emulation.models import (
    Conference,
    ConferenceKind,
    ConferenceStatus,
    Indicator,
    Pledge,
    PledgeSignature,
    PledgeStatus,
    SigningMethod,
)

# Said in every row that has a place for it: nobody takes any of it for the record.
MARK = "Dữ liệu thử do máy tạo"
SOURCE_CODE = "du-lieu-thu"
INDICATORS = 60
_CLUSTERS = {
    "Các thành phố": "ha-noi ho-chi-minh hai-phong da-nang can-tho",
    "Biên giới phía Bắc": "cao-bang lang-son ha-giang lao-cai lai-chau dien-bien son-la",
    "Trung du phía Bắc": "bac-giang bac-kan hoa-binh phu-tho thai-nguyen tuyen-quang yen-bai",
    "Đồng bằng sông Hồng": (
        "bac-ninh ha-nam hai-duong hung-yen nam-dinh ninh-binh quang-ninh thai-binh vinh-phuc"
    ),
    "Bắc Trung Bộ": "thanh-hoa nghe-an ha-tinh quang-binh quang-tri thua-thien-hue",
    "Nam Trung Bộ và Tây Nguyên": (
        "quang-nam quang-ngai binh-dinh phu-yen khanh-hoa kon-tum gia-lai dak-lak dak-nong lam-dong"
    ),
    "Đông Nam Bộ": (
        "dong-nai binh-duong ba-ria-vung-tau binh-thuan binh-phuoc tay-ninh ninh-thuan"
    ),
    "Tây Nam Bộ": (
        "long-an tien-giang ben-tre tra-vinh vinh-long dong-thap an-giang kien-giang hau-giang"
        " soc-trang bac-lieu ca-mau"
    ),
}


@dataclass
class Frame:
    """What results and awards are of: the rows of the database, by what they are asked for."""

    source: Source
    indicators: list[Indicator] = field(default_factory=list)
    forms: list[AwardForm] = field(default_factory=list)
    years: list[EmulationYear] = field(default_factory=list)
    members: dict[int, list[Unit]] = field(default_factory=dict)  # by the key of the year
    reviews: dict[int, Conference] = field(default_factory=dict)  # by the key of the year


def make_frame(choose: random.Random, years: int) -> Frame:
    """Write everything but results and awards, for the `years` years to `LAST_YEAR`."""
    contents = read_contents(DATA_DIRECTORY)
    frame = Frame(
        Source.objects.create(
            code=SOURCE_CODE,
            kind=SourceKind.DOCUMENT,
            title=f"{MARK}, không phải hồ sơ thật",
            note="Chỉ dùng để đo và thử.",
        )
    )
    homes = _units(contents)
    _catalogues(contents, frame)
    clusters = _clusters(frame, homes)
    memberships = list(Membership.objects.select_related("unit").order_by("pk"))
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        for cluster in clusters:
            members = [
                row.unit
                for row in memberships
                if row.cluster_id == cluster.pk and row.holds_in_year(year)
            ]
            _year(choose, frame, cluster, year, members)
    return frame


def _units(contents: RecordContents) -> dict[str, str]:
    """Units and successions; returns the cluster's name of each unit's slug."""
    units = [
        Unit(**row.model_dump() | {"legal_basis": MARK}) for _, row in contents.tables["units.csv"]
    ]
    Unit.objects.bulk_create(units)
    by_slug = {unit.slug: unit for unit in units}
    homes = {slug: name for name, slugs in _CLUSTERS.items() for slug in slugs.split()}
    successions = [row for _, row in contents.tables["successions.csv"]]
    for row in sorted(successions, key=lambda row: row.effective_on):
        same_name = by_slug[row.predecessor].name == by_slug[row.successor].name
        if same_name or row.successor not in homes:
            homes[row.successor] = homes[row.predecessor]
    Succession.objects.bulk_create(
        Succession(
            **row.model_dump(exclude={"predecessor", "successor", "legal_basis"}),
            predecessor=by_slug[row.predecessor],
            successor=by_slug[row.successor],
            legal_basis=MARK,
        )
        for row in successions
    )
    return homes


def _catalogues(contents: RecordContents, frame: Frame) -> None:
    frame.indicators = Indicator.objects.bulk_create(
        Indicator(**row.model_dump(), order=number)
        for number, (_, row) in enumerate(contents.tables["indicators.csv"][:INDICATORS], start=1)
    )
    for number, (_, row) in enumerate(contents.tables["award_forms.csv"], start=1):
        recipients = row.recipients.split()
        values = row.model_dump(exclude={"recipients", "note"})
        frame.forms.append(
            AwardForm(
                **values,
                for_individual=RecipientKind.INDIVIDUAL in recipients,
                for_collective=RecipientKind.COLLECTIVE in recipients,
                for_household=RecipientKind.HOUSEHOLD in recipients,
                order=number,
                note=MARK,
            )
        )
    AwardForm.objects.bulk_create(frame.forms)


def _clusters(frame: Frame, homes: dict[str, str]) -> list[Cluster]:
    clusters = Cluster.objects.bulk_create(
        Cluster(
            name=f"Cụm thi đua {name} (dữ liệu thử)",
            short_name=f"{name} (dữ liệu thử)",
            slug=f"thu-{number}",
            document_code=f"THU{number}",
            note=MARK,
            source=frame.source,
        )
        for number, name in enumerate(_CLUSTERS, start=1)
    )
    by_name = dict(zip(_CLUSTERS, clusters, strict=True))
    Membership.objects.bulk_create(
        Membership(
            cluster=by_name[homes[unit.slug]],
            unit=unit,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
            note=MARK,
            source=frame.source,
        )
        for unit in Unit.objects.order_by("pk")
    )
    return clusters


def _year(
    choose: random.Random, frame: Frame, cluster: Cluster, number: int, members: list[Unit]
) -> None:
    """An emulation year with its leaders, its review and its pledge; the last is still open."""
    year = EmulationYear.objects.create(cluster=cluster, year=number)
    frame.years.append(year)
    frame.members[year.pk] = members
    at_end = [unit for unit in members if unit.holds_on(year.last_day)]
    first = number % len(at_end)
    Leadership.objects.bulk_create(
        Leadership(
            emulation_year=year,
            unit=at_end[(first + place) % len(at_end)],
            role=LeadershipRole.VICE_CHAIR if place else LeadershipRole.CHAIR,
            order=max(place, 1),
            note=MARK,
            source=frame.source,
        )
        for place in range(min(3, len(at_end)))
    )
    is_over = number < LAST_YEAR
    host = at_end[first]
    frame.reviews[year.pk] = Conference.objects.create(
        cluster=cluster,
        kind=ConferenceKind.ANNUAL_REVIEW,
        slug=f"tong-ket-{number}",
        title=f"Hội nghị tổng kết năm {number} (dữ liệu thử)",
        review_year=year,
        held_on=datetime.date(number + 1, 3, choose.randint(1, 28)),
        host=host,
        venue=f"Trung tâm hội nghị {host.name}",
        status=ConferenceStatus.PUBLISHED if is_over else ConferenceStatus.DRAFT,
        source=frame.source,
    )
    pledge = Pledge.objects.create(
        emulation_year=year,
        theme=f"Đoàn kết, sáng tạo, về đích năm {number}",
        signed_on=datetime.date(number, 3, 20) if is_over else None,
        status=PledgeStatus.PUBLISHED if is_over else PledgeStatus.ISSUED,
        note=MARK,
        source=frame.source,
    )
    early = [unit for unit in members if unit.holds_on(datetime.date(number, 3, 20))]
    signed = [is_over or choose.random() < 0.6 for _ in early]
    PledgeSignature.objects.bulk_create(
        PledgeSignature(
            pledge=pledge,
            unit=unit,
            signer_name=names.person(choose) if has_signed else "",
            signed_on=datetime.date(number, 3, 20) if has_signed else None,
            method=SigningMethod.PAPER if has_signed else "",
            note=MARK,
        )
        for unit, has_signed in zip(early, signed, strict=True)
    )
