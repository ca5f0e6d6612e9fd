"""Why a file is not taken: each in words for whoever brought it, with what to do."""

from enum import Enum

_AGAIN = "tải lại bản mới nhất ở trang này, ký vào ô của đơn vị bạn rồi gửi lại."
_RENEW = "liên hệ tổ chức cấp chứng thư số để có chứng thư còn hiệu lực, rồi ký lại."
_SMALLER = "chọn tệp khác."


class Fault(Enum):
    """What is wrong with a file, or with a signature in it.

    `problem` is a sentence for a reader who has signed nothing; `advice` goes on from it for who
    has.
    """

    def __new__(cls, problem: str, advice: str) -> "Fault":
        """The problem alone is the value: no two faults have the same."""
        fault = object.__new__(cls)
        fault._value_ = problem
        fault.problem, fault.advice = problem, advice
        return fault

    NOT_PDF = "Tệp này không phải PDF.", _AGAIN
    BROKEN = "Tệp PDF này bị hỏng, cổng không đọc được.", _AGAIN
    TOO_MUCH_WORK = (
        "Tệp PDF này giải nén ra quá lớn hoặc quá rối nên cổng dừng đọc giữa chừng.",
        _AGAIN,
    )
    TOO_LARGE = (
        "Phần thêm vào sau bản đã phát hành lớn hơn 4 MB, không thể chỉ là chữ ký.",
        _AGAIN,
    )
    TOO_LARGE_TO_VERIFY = "Tệp lớn hơn 60 MB nên cổng không kiểm tra được.", _SMALLER
    TOO_MANY = "Tệp có hơn 64 chữ ký nên cổng không kiểm tra được.", _SMALLER
    ENCRYPTED = "Tệp PDF này được đặt mật khẩu.", f"bỏ mật khẩu khi ký, {_AGAIN}"
    NOT_ISSUED = (
        "Nội dung tệp không còn đúng từng byte như bản đã phát hành: có thể chương trình đã lưu lại"
        " cả tệp thay vì chỉ thêm chữ ký, hoặc đây là tệp khác.",
        _AGAIN,
    )
    OUTDATED = (
        "Đơn vị khác đã ký trước khi tệp này đến nơi, nên chữ ký trong tệp không ghép được vào bản"
        " mới nhất.",
        _AGAIN,
    )
    NOT_SIGNED = "Tệp này chưa có thêm chữ ký nào so với bản mới nhất trên cổng.", _AGAIN
    OTHER_KIND = (
        "Chữ ký thuộc kiểu mà cổng không đọc được.",
        f"chọn kiểu PAdES hoặc PKCS#7 trong chương trình ký, {_AGAIN}",
    )
    LOCKED = (
        "Chữ ký đã khóa văn bản nên các đơn vị còn lại không ký được nữa.",
        f"bỏ chọn mục khóa tài liệu sau khi ký (lock document), {_AGAIN}",
    )
    NO_FIELD = "Văn bản này không có ô chữ ký của đơn vị bạn.", "báo thư ký cụm phát hành lại."
    ALREADY_SIGNED = "Ô này đã có chữ ký.", "tải lại trang để xem bản mới nhất."
    SEVERAL = "Tệp này có thêm nhiều chữ ký một lúc.", f"gửi mỗi lần một chữ ký: {_AGAIN}"
    OTHER_FIELD = (
        "Chữ ký không nằm trong ô của đơn vị bạn.",
        f"bấm vào ô có sẵn thay vì vẽ ô mới: {_AGAIN}",
    )
    CHANGED = (
        "Ngoài chữ ký, tệp còn bị thêm hoặc sửa nội dung khác (ghi chú, ô nhập, hình vẽ, trang).",
        _AGAIN,
    )
    PARTIAL = "Chữ ký chỉ bao một phần của tệp, phần còn lại không được bảo vệ.", _AGAIN
    NOT_INTACT = (
        "Chữ ký không khớp với nội dung tệp: nội dung đã bị sửa sau khi ký.",
        _AGAIN,
    )
    WEAK = (
        "Chữ ký hoặc chứng thư số dùng thuật toán đã lỗi thời.",
        f"chọn SHA-256 trở lên trong chương trình ký, {_AGAIN}",
    )
    UNTRUSTED = (
        "Chứng thư số không do tổ chức mà cổng tin cậy cấp (chứng thư tự tạo hoặc của nơi khác).",
        "ký bằng chứng thư số công vụ của cơ quan.",
    )
    EXPIRED = "Chứng thư số đã hết hạn.", _RENEW
    NOT_YET_VALID = "Chứng thư số chưa có hiệu lực.", _RENEW
    REVOKED = "Chứng thư số đã bị thu hồi.", _RENEW
    REVOCATION_UNKNOWN = (
        "Cổng không có danh sách thu hồi còn hạn của tổ chức cấp chứng thư, nên chưa biết chứng thư"
        " còn hiệu lực không.",
        "báo quản trị cổng cập nhật danh sách, rồi gửi lại đúng tệp này.",
    )
    OTHER_PURPOSE = (
        "Chứng thư số này không được cấp để ký văn bản.",
        "ký bằng chứng thư ký số của cơ quan.",
    )
    CLOCK = (
        "Giờ ký ghi trong tệp ở tương lai hoặc trước lúc văn bản được phát hành: đồng hồ của máy"
        " ký sai.",
        f"chỉnh lại đồng hồ, {_AGAIN}",
    )

    @property
    def message(self) -> str:
        """What is wrong and what to do, in one sentence, for who brings a signed file."""
        return f"{self.problem.removesuffix('.')}; {self.advice}"


LONGEST_DETAIL = 300  # of what parsers say, which quotes from strangers' files


class Refusal(Exception):
    """A file is not taken. `fault` says why; `detail` is for the log, never for the page: one line
    of LONGEST_DETAIL characters at the most.
    """

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault.message)
        self.fault = fault
        printable = (sign if sign.isprintable() else " " for sign in detail[: 4 * LONGEST_DETAIL])
        self.detail = " ".join("".join(printable).split())[:LONGEST_DETAIL]
