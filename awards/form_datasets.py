"""Forms of commendation as data: what the codes in the register mean."""

from typing import Any

from django.db.models.expressions import RawSQL

from awards.models import AwardForm
from awards.register.conditions import forms_of_sight
from awards.register.sight import Sight
from cluster_portal.pages.datasets import Dataset, Field, Kind
from clusters.datasets import PERIOD

FORMS = Dataset(
    key="award-forms",
    title="Hình thức khen thưởng",
    what="Các hình thức có trong sổ khen thưởng, theo luật đặt ra. Hai luật có thể đặt một hình"
    " thức dưới cùng một mã: form_code cùng valid_from là khóa của dòng.",
    origin="Luật Thi đua, khen thưởng và các nghị định; luật và điều khoản ghi ở từng dòng.",
    address="/du-lieu/hinh-thuc-khen-thuong",
    fields=(
        Field(
            name="form_code",
            heading="Mã",
            meaning="Mã hình thức, như trong sổ khen thưởng.",
            kind=Kind.CODE,
            value=lambda row: row.code,
            width=28,
        ),
        Field(
            name="form",
            heading="Hình thức",
            meaning="Tên hình thức.",
            value=lambda row: row.name,
            width=44,
        ),
        Field(
            name="name_en",
            heading="Tên tiếng Anh",
            meaning="Tên tiếng Anh.",
            value=lambda row: row.name_en,
            width=40,
        ),
        Field(
            name="kind",
            heading="Loại",
            meaning="order huân chương, medal huy chương, state_honour danh hiệu vinh dự nhà nước,"
            " state_prize giải thưởng, flag cờ thi đua, emulation_title danh hiệu thi đua,"
            " certificate_of_merit bằng khen, commemorative_medal kỷ niệm chương,"
            " letter_of_commendation giấy khen.",
            kind=Kind.CODE,
            value=lambda row: row.kind,
            shown=lambda row: row.get_kind_display(),
            width=24,
        ),
        Field(
            name="award_class",
            heading="Hạng",
            meaning="Hạng; null là không chia hạng.",
            kind=Kind.INTEGER,
            value=lambda row: row.award_class,
            width=8,
        ),
        Field(
            name="level",
            heading="Cấp",
            meaning="Cấp khen thưởng: STATE nhà nước, GOVERNMENT Chính phủ, Thủ tướng Chính phủ,"
            " MINISTRY bộ, ban, ngành, PROVINCE cấp tỉnh, GRASSROOTS cơ sở.",
            kind=Kind.CODE,
            value=lambda row: row.level,
            shown=lambda row: row.get_level_display(),
            width=24,
        ),
        Field(
            name="is_group",
            heading="Nhóm hình thức",
            meaning="Tên chung mà báo cáo dùng khi không tách từng hạng, từng loại.",
            kind=Kind.BOOLEAN,
            value=lambda row: row.is_group,
            width=12,
        ),
        Field(
            name="law",
            heading="Luật",
            meaning="Luật đặt ra hình thức.",
            value=lambda row: row.law,
            width=40,
        ),
        Field(
            name="law_article",
            heading="Điều, khoản",
            meaning="Điều, khoản của luật ấy.",
            value=lambda row: row.law_article,
        ),
        *PERIOD,
    ),
)


def form_rows(user: Any) -> list[AwardForm]:
    """The rows of `FORMS`: those of lines that `user` sees, for another may tell of a draft."""
    seen = forms_of_sight(Sight.of(user))
    return list(AwardForm.objects.filter(pk__in=RawSQL(seen.text, seen.params)))  # nosec B611
