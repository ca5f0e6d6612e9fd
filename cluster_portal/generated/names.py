"""Names of people and of collectives, as the awards of a province have them."""

import random
from itertools import accumulate


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FAMILIES = {
    "Nguyễn": 38, "Trần": 11, "Lê": 10, "Phạm": 7, "Hoàng": 5, "Vũ": 4, "Đặng": 3, "Bùi": 3,
    "Đỗ": 3, "Hồ": 2, "Ngô": 2, "Dương": 2, "Lý": 1, "Đinh": 1, "Trịnh": 1, "Đào": 1, "Mai": 1,
    "Cao": 1, "Lò": 1, "Giàng": 1, "Nông": 1, "Hà": 1, "Y": 1, "Thạch": 1, "Ksor": 1,
}  # fmt: skip
_MIDDLES = _words(
    "Văn Thị Hữu Đức Minh Thanh Quang Ngọc Xuân Thu Hồng Công Đình Quốc Bảo Kim Thúy Hải Mạnh Duy"
)
_GIVEN = _words(
    "An Ánh Bình Châu Chi Cúc Cường Diệp Dung Dũng Duyên Đạt Đăng Điệp Đông Đức Giang Hà Hải "
    "Hạnh Hằng Hiền Hiếu Hoa Hòa Hoàn Hoàng Hồng Huệ Hùng Huy Huyền Hương Khánh Khoa Kiên Lan "
    "Lâm Lệ Liên Linh Loan Long Lộc Lợi Luân Lương Ly Mai Mẫn Minh My Nam Nga Ngân Nghĩa Ngọc "
    "Nguyên Nguyệt Nhàn Nhân Nhung Oanh Phong Phú Phúc Phương Quân Quang Quế Quyên Quyết Sơn "
    "Tài Tâm Tân Thanh Thành Thảo Thắng Thiện Thịnh Thơ Thu Thủy Thúy Tiến Toàn Trang Trí Trinh "
    "Trung Tú Tuấn Tùng Tuyết Uyên Vân Việt Vinh Vũ Xuân Yến"
)
_KINDS = (
    "Trường Tiểu học", "Trường Trung học cơ sở", "Trường Mầm non", "Ủy ban nhân dân xã",
    "Hội Nông dân xã", "Hội Liên hiệp Phụ nữ xã", "Công an xã", "Trạm Y tế xã",
    "Hợp tác xã nông nghiệp", "Công ty cổ phần", "Công ty trách nhiệm hữu hạn",
    "Ban Chỉ huy Quân sự xã", "Đoàn Thanh niên xã", "Phòng Nghiệp vụ", "Nhân dân và cán bộ thôn",
)  # fmt: skip
_FIRST_WORDS = _words("Tân Đông Tây Nam Bắc Yên Phú Vĩnh Hòa Bình An Thanh Đại Quảng Xuân Hưng")
_LAST_WORDS = _words(
    "Dân Lập Phong Thành Lợi Sơn Hải Thủy Lộc Mỹ Trung Minh Hà Giang Khê Lâm Thịnh Đức Quang Hội"
)
_WEIGHTS = list(accumulate(_FAMILIES.values()))


def person(choose: random.Random) -> str:
    """A full name, the common ones more often."""
    family = choose.choices(list(_FAMILIES), cum_weights=_WEIGHTS)[0]
    middles = choose.choice(_MIDDLES)
    if choose.random() < 0.25:
        middles = f"{middles} {choose.choice(_MIDDLES)}"
    return f"{family} {middles} {choose.choice(_GIVEN)}"


def collective(choose: random.Random) -> str:
    """A school, a commune's committee, a company."""
    place = f"{choose.choice(_FIRST_WORDS)} {choose.choice(_LAST_WORDS)}"
    name = f"{choose.choice(_KINDS)} {place}"
    return f"{name} {choose.randint(1, 9)}" if choose.random() < 0.15 else name


def household(choose: random.Random) -> str:
    """A household by the name of its head."""
    return f"Gia đình {choose.choice(('ông', 'bà'))} {person(choose)}"
