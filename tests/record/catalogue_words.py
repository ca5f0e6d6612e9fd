"""How the record words what the published lists abbreviate, and who belonged to each cluster."""

RECIPIENTS = {"I": "individual", "C": "collective", "H": "household"}

AUTHORITIES = {
    "PRESIDENT": "Chủ tịch nước",
    "GOVERNMENT": "Chính phủ",
    "PRIME_MINISTER": "Thủ tướng Chính phủ",
    "NA_STANDING_COMMITTEE": "Ủy ban Thường vụ Quốc hội",
    "MINISTRY_HEAD": "Bộ trưởng, thủ trưởng bộ, ban, ngành",
    "MINISTRY_HEAD|PROVINCE_CHAIR": "Bộ trưởng, thủ trưởng ngành; Chủ tịch UBND tỉnh",
    "PROVINCE_CHAIR": "Chủ tịch UBND tỉnh",
    "DEPARTMENT_HEAD": "Thủ trưởng cơ quan chuyên môn thuộc UBND tỉnh",
    "DISTRICT_CHAIR": "Chủ tịch UBND cấp huyện",
    # As the law of 2022 was passed; the text that moved the power is not yet confirmed.
    "DISTRICT_CHAIR->COMMUNE_CHAIR": "Chủ tịch UBND cấp huyện",
    "COMMUNE_CHAIR": "Chủ tịch UBND cấp xã",
    "UNIT_HEAD": "Thủ trưởng cơ quan, đơn vị",
    "ENTERPRISE_HEAD": "Người đứng đầu doanh nghiệp, hợp tác xã",
    "BY_DECREE": "Theo nghị định của Chính phủ",
}

AGGREGATIONS = {
    "none (as above)": "none",
    "none: show rank, min, max, simple mean": "none",
    "no sum; mean/min/max": "mean",
    "ratio": "ratio",
    "ratio by area": "ratio",
    "ratio by labour force": "ratio",
    "ratio by population": "ratio",
    "ratio: Σ GRDP / Σ population": "ratio",
    "ratio: Σ actual / Σ plan": "ratio",
    "ratio: Σ disbursed / Σ assigned": "ratio",
    "ratio: Σ online / Σ dossiers": "ratio",
    "ratio: Σ poor households / Σ households": "ratio",
    "ratio: Σ urban pop / Σ pop": "ratio",
    "sum both parts": "ratio",
    "sum both parts, then ratio": "ratio",
    "sum/ratio": "ratio",
    "sum": "sum",
    "sum (keep annual and cumulative apart)": "sum",
    "sum; ratio": "sum",  # the ratio is an indicator of its own
    "sum; yoy change": "sum",
    "weighted_mean": "weighted_mean",
    "weighted_mean by candidates; rank": "weighted_mean",
    "weighted_mean by population (clusters often publish simple mean)": "weighted_mean",
    "weighted_mean by prior-year GRDP at 2010 prices; publish also simple mean": "weighted_mean",
}

# Names that the list abbreviates, or that hold several indicators.
FULLER_NAMES = {
    "budget_revenue_vs_plan": (
        "Thu ngân sách nhà nước so với dự toán",
        "Revenue compared with estimate",
    ),
    "fdi_registered": ("Vốn đầu tư trực tiếp nước ngoài đăng ký", "Registered FDI"),
    "ntm_advanced": (
        "Số xã đạt chuẩn nông thôn mới nâng cao",
        "Communes meeting advanced new-rural standard",
    ),
    "ntm_model": (
        "Số xã đạt chuẩn nông thôn mới kiểu mẫu",
        "Communes meeting model new-rural standard",
    ),
    "ntm_districts": ("Số huyện đạt chuẩn nông thôn mới", "Districts meeting new-rural standard"),
    "ocop": ("Số sản phẩm OCOP từ 3 sao trở lên", "OCOP products of 3 stars and more"),
    "temp_houses": ("Số nhà tạm, nhà dột nát đã xóa", "Makeshift houses removed"),
    "health_insurance": ("Tỷ lệ bao phủ bảo hiểm y tế", "Health-insurance coverage"),
    "commune_health": ("Số xã đạt tiêu chí quốc gia về y tế", "Communes meeting health criteria"),
    "papi": (
        "Chỉ số hiệu quả quản trị và hành chính công cấp tỉnh (PAPI)",
        "Provincial Governance and Public Administration Performance Index",
    ),
    "traffic_accidents": ("Số vụ tai nạn giao thông", "Traffic accidents"),
    "crime": ("Số vụ phạm pháp hình sự", "Criminal offences"),
    "awards_pm_cert": (
        "Số Bằng khen của Thủ tướng Chính phủ",
        "Certificates of merit of the Prime Minister",
    ),
    "targets_met": (
        "Số chỉ tiêu kinh tế - xã hội chủ yếu đạt và vượt kế hoạch",
        "Main socio-economic targets met or exceeded",
    ),
}

_RED_RIVER = "bac-ninh ha-nam hai-duong hung-yen nam-dinh ninh-binh quang-ninh thai-binh vinh-phuc"
_NORTH_MIDLAND = "bac-giang bac-kan hoa-binh phu-tho thai-nguyen tuyen-quang yen-bai"
_NORTH_BORDER = "cao-bang lang-son ha-giang lao-cai lai-chau dien-bien son-la"
_CITIES = "ha-noi ho-chi-minh hai-phong da-nang can-tho"
_NORTH_CENTRAL = "thanh-hoa nghe-an ha-tinh quang-binh quang-tri"
_SOUTHEAST = "ba-ria-vung-tau binh-duong binh-phuoc dong-nai tay-ninh"
_SOUTHWEST = (
    "an-giang bac-lieu ben-tre ca-mau dong-thap hau-giang kien-giang long-an soc-trang tien-giang"
    " tra-vinh vinh-long"
)

# Cluster, day, members. Huế became a city on 1 January 2025 and changed clusters.
MEMBERS = (
    ("dong-bang-song-hong", "2024-12-31", _RED_RIVER),
    ("dong-bang-song-hong", "2025-03-01", _RED_RIVER),
    ("trung-du-mien-nui-phia-bac", "2024-12-31", _NORTH_MIDLAND),
    ("trung-du-mien-nui-phia-bac", "2025-03-01", _NORTH_MIDLAND),
    ("mien-nui-bien-gioi-phia-bac", "2024-12-31", _NORTH_BORDER),
    ("mien-nui-bien-gioi-phia-bac", "2025-03-01", _NORTH_BORDER),
    ("thanh-pho-truc-thuoc-trung-uong", "2024-12-31", _CITIES),
    ("thanh-pho-truc-thuoc-trung-uong", "2025-03-01", f"{_CITIES} hue"),
    ("bac-trung-bo", "2024-12-31", f"{_NORTH_CENTRAL} thua-thien-hue"),
    ("bac-trung-bo", "2025-03-01", _NORTH_CENTRAL),
    ("dong-nam-bo", "2015-06-30", f"{_SOUTHEAST} binh-thuan ninh-thuan"),
    ("dong-nam-bo", "2019-06-30", f"{_SOUTHEAST} binh-thuan long-an"),
    ("dong-nam-bo", "2024-12-31", _SOUTHEAST),
    ("dong-nam-bo", "2025-03-01", _SOUTHEAST),
    ("tay-nam-bo", "2024-12-31", _SOUTHWEST),
    ("tay-nam-bo", "2025-03-01", _SOUTHWEST),
)
