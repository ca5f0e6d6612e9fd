"""What the sweeps visit: the permission table, and rows that are published, or must stay hidden."""

import datetime
from decimal import Decimal

from clusters.models import Cluster, EmulationYear, Unit
from emulation.models import Conference, ConferenceKind
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import (
    ClusterFactory,
    EmulationYearFactory,
    LeadershipFactory,
    MembershipFactory,
    SourceFactory,
    UnitFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    ConferenceMovementFactory,
    DelegateFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    MovementFactory,
    PledgeFactory,
    PledgeItemFactory,
    PledgeSignatureFactory,
    ReportSectionFactory,
    SpeechFactory,
)

PEOPLE = ("visitor", "lan", "binh", "chi", "dung", "hoa", "quan")
ALL_SEE = dict.fromkeys(PEOPLE, 200)
SIGNED_IN = ALL_SEE | {"visitor": 302}
# Drafts of the first cluster: its secretary, its officers, the centre, the administrator.
DRAFT_OF_A = ALL_SEE | {"visitor": 404, "dung": 404}
DRAFT_OF_B = dict.fromkeys(PEOPLE, 404) | {"dung": 200, "hoa": 200, "quan": 200}
CENTRE = DRAFT_OF_B | {"dung": 404}

# (name of the address, its arguments, what each person gets)
TABLE: tuple[tuple[str, tuple, dict[str, int]], ...] = (
    ("public:front", (), ALL_SEE),
    ("clusters:clusters", (), ALL_SEE),
    ("clusters:cluster", ("dong-bang-song-hong",), ALL_SEE),
    ("clusters:cluster", ("cum-du-kien",), CENTRE),
    ("clusters:units", (), ALL_SEE),
    ("public:unit", ("nam-dinh",), ALL_SEE),
    ("public:year", ("dong-bang-song-hong", 2024), ALL_SEE),
    ("public:year", ("cum-du-kien", 2026), CENTRE),
    ("public:year-xlsx", ("dong-bang-song-hong", 2024), ALL_SEE),
    ("public:year-xlsx", ("cum-du-kien", 2026), CENTRE),
    ("public:conference", ("dong-bang-song-hong", "da-cong-bo"), ALL_SEE),
    ("public:conference", ("dong-bang-song-hong", "du-thao"), DRAFT_OF_A),
    ("public:conference", ("tay-nguyen", "du-thao"), DRAFT_OF_B),
    ("public:conference", ("cum-du-kien", "da-cong-bo"), CENTRE),
    ("public:conference-pdf", ("dong-bang-song-hong", "da-cong-bo"), ALL_SEE),
    ("public:conference-pdf", ("dong-bang-song-hong", "du-thao"), DRAFT_OF_A),
    ("public:conference-pdf", ("tay-nguyen", "du-thao"), DRAFT_OF_B),
    ("public:conference-pdf", ("cum-du-kien", "da-cong-bo"), CENTRE),
    ("emulation:conferences", (), ALL_SEE),
    ("emulation:pledges", (), ALL_SEE),
    ("emulation:pledge", ("dong-bang-song-hong", 2024), ALL_SEE),
    ("emulation:pledge", ("dong-bang-song-hong", 2025), DRAFT_OF_A),
    ("emulation:pledge", ("tay-nguyen", 2024), DRAFT_OF_B),
    ("emulation:pledge", ("cum-du-kien", 2026), CENTRE),
    ("emulation:pledge-pdf", ("dong-bang-song-hong", 2024), ALL_SEE),
    ("emulation:pledge-pdf", ("dong-bang-song-hong", 2025), DRAFT_OF_A),
    ("emulation:pledge-pdf", ("tay-nguyen", 2024), DRAFT_OF_B),
    ("emulation:pledge-pdf", ("cum-du-kien", 2026), CENTRE),
    ("awards:register", (), ALL_SEE),
    ("awards:register-xlsx", (), ALL_SEE),
    ("search:search", (), ALL_SEE),
    ("accounts:sign-in", (), ALL_SEE),
    ("accounts:sign-out", (), SIGNED_IN),
    ("workspace:profile", (), SIGNED_IN),
    ("workspace:roles", (), ALL_SEE),
)

# The name of the host of a draft. Units are public: only that it hosts is not.
HOST = "Quảng Sương"


def make_world(
    cluster_a: Cluster, year_a: EmulationYear, year_b: EmulationYear, member: Unit
) -> None:
    """Published things and drafts, of both clusters and of one that is not confirmed.

    Whatever is a draft of the first cluster, or of the unconfirmed one, is named by two words
    that nothing else is named by. `member` is a unit of the first cluster.
    """
    draft = _draft_conference(cluster_a, year_a, member)
    ConferenceFactory(
        cluster=year_b.cluster,
        slug="du-thao",
        kind=ConferenceKind.THEMATIC,
        review_year=year_b,
        draft=True,
    )
    PledgeFactory(emulation_year=year_b, draft=True)
    # What is published of the year whose annual review is a draft.
    ConferenceFactory(
        cluster=cluster_a, slug="da-cong-bo", kind=ConferenceKind.MID_YEAR, review_year=year_a
    )
    PledgeFactory(emulation_year=year_a, conference=draft)
    _figures(year_a, member, "Lúa Trĩu", Decimal("98765.43"))
    _draft_pledge(EmulationYearFactory(cluster=cluster_a, year=2025), member)
    AwardFactory(
        emulation_year=year_a,
        conference=draft,
        unit=member,
        form=AwardFormFactory(code="seu-dau-do", name="Kỷ niệm chương Sếu Đỏ"),
        decision=DecisionFactory(document_number="4471/QĐ-SẾU"),
        recipient_name="Mai Thị Quỳnh Hoẵng",
        giving_body="Hội Vượn Bạc",
        note="Ghi chú Nhãn Lồng",
    )
    AwardFactory(
        emulation_year=year_a,
        unit=member,
        proposed=True,
        recipient_name="Đỗ Thị Ổi Găng",
    )
    _unconfirmed_cluster()


def _draft_conference(cluster: Cluster, year: EmulationYear, member: Unit) -> Conference:
    conference = ConferenceFactory(
        cluster=cluster,
        slug="du-thao",
        review_year=year,
        title="Hội nghị Cúc Quỳ",
        venue="Hội trường Trúc Đào",
        host=UnitFactory(name=HOST, slug="quang-suong"),
        draft=True,
    )
    delegate = DelegateFactory(
        conference=conference, full_name="Lý Thị Nắng Hạ", title="Chủ tịch Gió Chướng", unit=member
    )
    SpeechFactory(delegate=delegate, summary="Kinh nghiệm Sen Đá.")
    ReportSectionFactory(conference=conference, heading="Mục Đước Già", body="Nội dung Bần Chua.")
    ConferenceMovementFactory(
        conference=conference, movement=MovementFactory(name="Phong trào Ốc Vặn")
    )
    return conference


def _figures(year: EmulationYear, member: Unit, name: str, value: Decimal) -> None:
    for unit in (member, None):
        IndicatorValueFactory(
            emulation_year=year,
            indicator=IndicatorFactory(name=f"Chỉ tiêu {name}"),
            unit=unit,
            value=value,
            note=f"Ghi chú {name}",
            source=SourceFactory(title=f"Nguồn {name}"),
        )


def _draft_pledge(year: EmulationYear, member: Unit) -> None:
    pledge = PledgeFactory(
        emulation_year=year, theme="Chủ đề Mận Hậu", motto="Phương châm Tre Ngà", draft=True
    )
    PledgeItemFactory(pledge=pledge, text="Trồng Dừa Xiêm.")
    PledgeSignatureFactory(pledge=pledge, unit=member, signer_name="Hồ Văn Cá Kèo")


def _unconfirmed_cluster() -> None:
    """A cluster that nobody has confirmed, with things that are published in it."""
    cluster = ClusterFactory(
        name="Cụm thi đua Mây Trắng", short_name="Mây Trắng", slug="cum-du-kien", unconfirmed=True
    )
    unit = MembershipFactory(cluster=cluster, unit=UnitFactory(name="Yên Bái", slug="yen-bai")).unit
    year = EmulationYearFactory(cluster=cluster, year=2026)
    LeadershipFactory(emulation_year=year, unit=unit)
    conference = ConferenceFactory(
        cluster=cluster,
        slug="da-cong-bo",
        review_year=year,
        title="Hội nghị Sao Khuê",
        host=unit,
        held_on=datetime.date(2099, 3, 1),
        is_announced=True,
    )
    DelegateFactory(conference=conference, full_name="Ngô Thị Bèo Tây", unit=unit)
    pledge = PledgeFactory(emulation_year=year, conference=conference, theme="Chủ đề Rạ Nếp")
    PledgeSignatureFactory(pledge=pledge, unit=unit)
    _figures(year, unit, "Cát Vàng", Decimal("76543.21"))
    AwardFactory(emulation_year=year, unit=unit, recipient_name="Bùi Thị Trâm Ổi")
