"""What the sweeps visit: the permission table, and rows that are published, or must stay hidden."""

import datetime
from decimal import Decimal

from cluster_portal.files import services as files
from clusters.models import Cluster, EmulationYear, LeadershipRole, Unit
from clusters.services.appointments import DECISION_KINDS
from emulation.models import Conference, ConferenceKind
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import (
    AppointmentFactory,
    ClusterFactory,
    DelegationFactory,
    EmulationYearFactory,
    InvitationFactory,
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
from tests.files.samples import pdf, upload
from tests.meta.world_awards import AWARDS, make_awards
from tests.meta.world_board import BOARD, make_board
from tests.meta.world_conference import CONFERENCE, make_conference
from tests.meta.world_dashboards import DASHBOARDS
from tests.meta.world_exchange import EXCHANGE
from tests.meta.world_figures import CODE_A, CODE_B, FIGURES, make_figures
from tests.meta.world_lifecycle import LIFECYCLE, make_requests
from tests.meta.world_officers import OFFICER, make_filed_pledges
from tests.meta.world_open_data import OPEN_DATA
from tests.meta.world_pledge import PLEDGE, make_pledges
from tests.meta.world_verification import VERIFICATION, make_verification

PEOPLE = ("visitor", "lan", "mai", "binh", "chi", "dung", "hoa", "quan")
ALL_SEE = dict.fromkeys(PEOPLE, 200)
SIGNED_IN = ALL_SEE | {"visitor": 302}
# Drafts of the first cluster: its secretary, its officers, the centre, the administrator.
DRAFT_OF_A = ALL_SEE | {"visitor": 404, "dung": 404}
DRAFT_OF_B = dict.fromkeys(PEOPLE, 404) | {"dung": 200, "hoa": 200, "quan": 200}
CENTRE = DRAFT_OF_B | {"dung": 404}
# Histories: who may see the record but no drafts of its cluster is refused.
HISTORY_OF_A = SIGNED_IN | {"dung": 403}
HISTORY_OF_DRAFT_A = SIGNED_IN | {"dung": 404}
HISTORY_OF_DRAFT_B = DRAFT_OF_B | {"visitor": 302}
HISTORY_OF_CENTRE = CENTRE | {"visitor": 302}
HISTORY_FOR_CENTRE = dict.fromkeys(PEOPLE, 403) | {"visitor": 302, "hoa": 200, "quan": 200}
ADMINISTRATOR = dict.fromkeys(PEOPLE, 403) | {"visitor": 302, "quan": 200}
# Keys of rows that are asked for by key, each beside a neighbour of the other cluster.
OF_A, OF_B, OF_UNCONFIRMED, PUBLISHED = 9001, 9002, 9003, 9004

# The cast has no passwords. Who needs a second factor has an app, and is asked for a code before
# changing anything; who needs none has none, and may add one.
UNPROTECTED = ("mai", "hoa")
PROVIDER = "bo-noi-vu"
NOBODY = dict.fromkeys(PEOPLE, 404)
MOVED_ON = dict.fromkeys(PEOPLE, 302)
MAY_SET_UP = MOVED_ON | dict.fromkeys(UNPROTECTED, 200)
HAS_NONE = MOVED_ON | dict.fromkeys(UNPROTECTED, 404)
PROVES_BY_CODE = SIGNED_IN | dict.fromkeys(UNPROTECTED, 403)
PROVES_OTHERWISE = MOVED_ON | dict.fromkeys(UNPROTECTED, 403)
ACCOUNTS: tuple[tuple[str, tuple, dict[str, int]], ...] = (
    ("account_login", (), ALL_SEE),
    ("account_logout", (), SIGNED_IN),
    ("mfa_authenticate", (), MOVED_ON),
    ("mfa_login_webauthn", (), MOVED_ON),
    # One provider is configured (see belongings.py); it is down, which leads back with a message.
    ("openid_connect_login", (PROVIDER,), MOVED_ON),
    ("openid_connect_callback", (PROVIDER,), MOVED_ON),
    ("openid_connect_login", ("khong-co",), NOBODY),
    ("openid_connect_callback", ("khong-co",), NOBODY),
    ("account_reset_password", (), ALL_SEE),
    ("account_reset_password_done", (), ALL_SEE),
    ("account_reset_password_from_key_done", (), ALL_SEE),
    ("account_reset_password_from_key", ("1", "abc-def"), ALL_SEE),
    ("account_change_password", (), SIGNED_IN),
    ("account_reauthenticate", (), PROVES_OTHERWISE),
    ("mfa_reauthenticate", (), PROVES_BY_CODE),
    ("mfa_reauthenticate_webauthn", (), PROVES_OTHERWISE),
    ("usersessions_list", (), SIGNED_IN),
    ("mfa_index", (), SIGNED_IN),
    ("mfa_activate_totp", (), MAY_SET_UP),
    ("mfa_deactivate_totp", (), HAS_NONE),
    # Nobody of the cast has recovery codes; who has: tests/accounts/test_second_factors.py.
    ("mfa_view_recovery_codes", (), NOBODY | {"visitor": 302}),
    ("mfa_generate_recovery_codes", (), MAY_SET_UP),
    ("mfa_add_webauthn", (), MAY_SET_UP),
    # Of nobody in the cast. Who has a factor proves it first, and then removes only what is his
    # own: test_writes_sweep.py.
    ("mfa_remove_webauthn", (OF_A,), HAS_NONE),
)

# People and appointments: who is responsible for no scope is refused, a neighbour finds nothing.
INVITERS = SIGNED_IN | {"mai": 403, "hoa": 403}
OFFICER_OF_A = dict.fromkeys(PEOPLE, 404) | {"lan": 200, "binh": 200, "quan": 200, "visitor": 302}
OFFICER_OF_B = dict.fromkeys(PEOPLE, 404) | {"dung": 200, "quan": 200, "visitor": 302}
# Colleagues of one office do not dismiss each other.
SUPERVISED_IN_A = OFFICER_OF_A | {"binh": 403}
ONLY_POSTED = dict.fromkeys(PEOPLE, 405) | {"visitor": 302}
DONE_IN_A, DONE_IN_B = (
    {person: 302 if status == 200 else status for person, status in expected.items()}
    | {"mai": 403, "hoa": 403}
    for expected in (OFFICER_OF_A, OFFICER_OF_B)
)
LETTER = "mot-ma-trong-thu-moi"
STAFF: tuple[tuple[str, tuple, dict[str, int]], ...] = (
    ("workspace:people", (), INVITERS),
    ("workspace:invite", (), INVITERS),
    ("workspace:invitations", (), INVITERS),
    ("workspace:renew-invitation", (OF_A,), ONLY_POSTED),
    ("workspace:renew-invitation", (OF_B,), ONLY_POSTED),
    ("workspace:withdraw-invitation", (OF_A,), ONLY_POSTED),
    ("workspace:withdraw-invitation", (OF_B,), ONLY_POSTED),
    ("workspace:appointment", (OF_A,), OFFICER_OF_A),
    ("workspace:appointment", (OF_B,), OFFICER_OF_B),
    ("workspace:decision", (OF_A,), OFFICER_OF_A),
    ("workspace:decision", (OF_B,), OFFICER_OF_B),
    ("workspace:end-appointment", (OF_A,), ONLY_POSTED),
    ("workspace:end-appointment", (OF_B,), ONLY_POSTED),
    ("workspace:attach-decision", (OF_A,), ONLY_POSTED),
    ("workspace:attach-decision", (OF_B,), ONLY_POSTED),
    ("workspace:history", ("phan-cong", OF_A), OFFICER_OF_A),
    ("workspace:history", ("phan-cong", OF_B), OFFICER_OF_B),
)
# Open to everybody who has the letter; before it was opened there is nothing to take up.
INVITED: tuple[tuple[str, tuple, dict[str, int]], ...] = (
    ("workspace:invitation", (), NOBODY),
    ("workspace:invitation-from-letter", (LETTER,), MOVED_ON),
    ("workspace:invitation-from-letter", ("khong-co",), NOBODY),
)

# What an empty form gets: the page again with its errors, or done where nothing is to be filled in.
STAFF_POSTED = {
    "workspace:invite": {(): INVITERS},
    "workspace:invitation": {(): NOBODY},
    "workspace:renew-invitation": {(OF_A,): DONE_IN_A, (OF_B,): DONE_IN_B},
    "workspace:withdraw-invitation": {(OF_A,): DONE_IN_A, (OF_B,): DONE_IN_B},
    "workspace:end-appointment": {(OF_A,): SUPERVISED_IN_A, (OF_B,): OFFICER_OF_B},
    "workspace:attach-decision": {(OF_A,): SUPERVISED_IN_A, (OF_B,): OFFICER_OF_B},
}

# Work handed to vice-chairs: the chair's secretariat gives and takes, others of the cluster look.
OF_CLUSTER_A = ("dong-bang-song-hong", 2024)
OF_CLUSTER_B = ("tay-nguyen", 2024)
NOT_THEIRS = dict.fromkeys(PEOPLE, 404) | {"visitor": 302}
LEAVE_OF_BINH = NOT_THEIRS | {"binh": 200}
LEAVE_OF_DUNG = NOT_THEIRS | {"dung": 200}
LED_IN_A = dict.fromkeys(PEOPLE, 403) | {"visitor": 302, "lan": 200, "dung": 404, "quan": 200}
LED_IN_B = NOT_THEIRS | {"dung": 200, "hoa": 403, "quan": 200}
LED_BY_NOBODY = NOT_THEIRS | {"hoa": 403, "quan": 200}
# What an empty form gets.
RIGHTS_POSTED = {
    "workspace:delegations": {
        OF_CLUSTER_A: LED_IN_A,
        OF_CLUSTER_B: LED_IN_B,
        ("cum-du-kien", 2026): LED_BY_NOBODY,
    },
    "workspace:end-delegation": {
        (*OF_CLUSTER_A, OF_A): LED_IN_A,
        (*OF_CLUSTER_B, OF_B): LED_IN_B,
        (*OF_CLUSTER_A, OF_B): NOT_THEIRS,
    },
    "workspace:leave": {(): SIGNED_IN | {"quan": 403}},
    "workspace:end-leave": {(OF_A,): LEAVE_OF_BINH, (OF_B,): LEAVE_OF_DUNG},
}
RIGHTS: tuple[tuple[str, tuple, dict[str, int]], ...] = (
    ("workspace:delegations", OF_CLUSTER_A, HISTORY_OF_DRAFT_A),
    ("workspace:delegations", OF_CLUSTER_B, HISTORY_OF_DRAFT_B),
    ("workspace:delegations", ("cum-du-kien", 2026), HISTORY_OF_CENTRE),
    ("workspace:end-delegation", (*OF_CLUSTER_A, OF_A), LED_IN_A),
    ("workspace:end-delegation", (*OF_CLUSTER_B, OF_B), LED_IN_B),
    ("workspace:end-delegation", (*OF_CLUSTER_A, OF_B), NOT_THEIRS),
    ("workspace:leave", (), SIGNED_IN),
    ("workspace:end-leave", (OF_A,), LEAVE_OF_BINH),
    ("workspace:end-leave", (OF_B,), LEAVE_OF_DUNG),
)

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
    *OPEN_DATA,
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
    ("awards:statistics", (), ALL_SEE),
    ("awards:register-pdf", (), ALL_SEE),
    ("awards:statistics-pdf", (), ALL_SEE),
    # Of private persons: who works in the cluster reads their names.
    *(
        (name, (key, *ending), expected)
        for name, endings in (
            ("awards:recipient", ((),)),
            ("awards:recipient-pdf", ((),)),
            ("awards:recipient-file", (("xlsx",), ("csv",), ("json",))),
        )
        for ending in endings
        for key, expected in ((OF_A, DRAFT_OF_A), (OF_B, DRAFT_OF_B))
    ),
    ("search:search", (), ALL_SEE),
    ("security-txt", (), ALL_SEE),
    ("security-policy", (), ALL_SEE),
    *DASHBOARDS,
    *ACCOUNTS,
    ("workspace:profile", (), SIGNED_IN),
    ("workspace:roles", (), ALL_SEE),
    ("workspace:history", ("cum", OF_UNCONFIRMED), HISTORY_OF_CENTRE),
    ("workspace:history", ("nam", OF_A), HISTORY_OF_A),
    ("workspace:history", ("nam", OF_UNCONFIRMED), HISTORY_OF_CENTRE),
    ("workspace:history", ("don-vi", OF_UNCONFIRMED), HISTORY_FOR_CENTRE),
    ("workspace:history", ("hoi-nghi", PUBLISHED), HISTORY_OF_A),
    ("workspace:history", ("hoi-nghi", OF_A), HISTORY_OF_DRAFT_A),
    ("workspace:history", ("hoi-nghi", OF_B), HISTORY_OF_DRAFT_B),
    ("workspace:history", ("hoi-nghi", OF_UNCONFIRMED), HISTORY_OF_CENTRE),
    ("workspace:history", ("giao-uoc", OF_A), HISTORY_OF_DRAFT_A),
    ("workspace:history", ("giao-uoc", OF_B), HISTORY_OF_DRAFT_B),
    ("workspace:history", ("khen-thuong", OF_A), HISTORY_OF_DRAFT_A),
    ("workspace:history", ("khen-thuong", OF_UNCONFIRMED), HISTORY_OF_CENTRE),
    *BOARD,
    *OFFICER,
    *PLEDGE,
    *STAFF,
    *INVITED,
    *RIGHTS,
    *CONFERENCE,
    *AWARDS,
    *EXCHANGE,
    *FIGURES,
    *LIFECYCLE,
    *VERIFICATION,
    ("audit:exports", (), ADMINISTRATOR),
    ("audit:jsonl", (), ADMINISTRATOR),
    ("audit:csv", (), ADMINISTRATOR),
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
    make_board(year_a, year_b)
    draft = _draft_conference(cluster_a, year_a, member)
    # A second vice-chair, as the cast may bring the first.
    vice = LeadershipFactory(emulation_year=year_a, vice=True, order=2)
    DelegationFactory(pk=OF_A, emulation_year=year_a, unit=vice.unit)
    DelegationFactory(pk=OF_B, emulation_year=year_b)
    draft_of_b = ConferenceFactory(
        pk=OF_B,
        cluster=year_b.cluster,
        slug="du-thao",
        kind=ConferenceKind.THEMATIC,
        review_year=year_b,
        draft=True,
    )
    make_conference(draft, OF_A)
    make_conference(draft_of_b, OF_B)
    PledgeFactory(pk=OF_B, emulation_year=year_b, draft=True)
    # What is published of the year whose annual review is a draft.
    ConferenceFactory(
        pk=PUBLISHED,
        cluster=cluster_a,
        slug="da-cong-bo",
        kind=ConferenceKind.MID_YEAR,
        review_year=year_a,
    )
    PledgeFactory(emulation_year=year_a, conference=draft)
    _figures(year_a, member, "Lúa Trĩu", Decimal("98765.43"))
    _draft_pledge(EmulationYearFactory(pk=OF_A, cluster=cluster_a, year=2025), member)
    make_awards(year_a, year_b)
    AwardFactory(
        pk=OF_A,
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
    _staff({OF_A: member, OF_B: year_b.leaders.get(role=LeadershipRole.CHAIR).unit})
    InvitationFactory(unit=member, token=LETTER)
    chair_of_b = year_b.leaders.get(role=LeadershipRole.CHAIR).unit
    make_figures(year_a, year_b, {CODE_A: member, CODE_B: chair_of_b})
    _unconfirmed_cluster()
    make_filed_pledges((cluster_a, member), (year_b.cluster, chair_of_b))
    make_verification(cluster_a, draft, draft_of_b)
    make_requests(draft, draft_of_b)
    # After all that have a key: SQLite counts on from the largest.
    make_pledges((cluster_a, member), (year_b.cluster, chair_of_b))


def _staff(units: dict[int, Unit]) -> None:
    """For each key and unit an officer with the scan of the decision, and somebody invited."""
    # First all that have a key: SQLite counts on from the largest.
    officers = [AppointmentFactory(pk=key, officer=True, unit=units[key]) for key in units]
    sender = AppointmentFactory(administrator=True).user
    for officer in officers:
        InvitationFactory(pk=officer.pk, unit=officer.unit, invited_by=sender)
        officer.decision_file = files.store(
            upload=upload(pdf()), kinds=DECISION_KINDS, by=officer.user
        )
        officer.save()


def _draft_conference(cluster: Cluster, year: EmulationYear, member: Unit) -> Conference:
    conference = ConferenceFactory(
        pk=OF_A,
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
        pk=OF_A,
        emulation_year=year,
        theme="Chủ đề Mận Hậu",
        motto="Phương châm Tre Ngà",
        draft=True,
    )
    PledgeItemFactory(pledge=pledge, text="Trồng Dừa Xiêm.")
    PledgeSignatureFactory(pledge=pledge, unit=member, signer_name="Hồ Văn Cá Kèo")


def _unconfirmed_cluster() -> None:
    """A cluster that nobody has confirmed, with things that are published in it."""
    cluster = ClusterFactory(
        pk=OF_UNCONFIRMED,
        name="Cụm thi đua Mây Trắng",
        short_name="Mây Trắng",
        slug="cum-du-kien",
        unconfirmed=True,
    )
    unit = UnitFactory(pk=OF_UNCONFIRMED, name="Yên Bái", slug="yen-bai")
    MembershipFactory(cluster=cluster, unit=unit)
    year = EmulationYearFactory(pk=OF_UNCONFIRMED, cluster=cluster, year=2026)
    LeadershipFactory(emulation_year=year, unit=unit)
    conference = ConferenceFactory(
        pk=OF_UNCONFIRMED,
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
    AwardFactory(
        pk=OF_UNCONFIRMED, emulation_year=year, unit=unit, recipient_name="Bùi Thị Trâm Ổi"
    )
