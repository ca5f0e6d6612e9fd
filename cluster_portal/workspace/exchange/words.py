"""Names of sheets and sentences that the files and the pages of the exchange share."""

FIGURES_SHEET = "Số liệu"
AWARDS_SHEET = "Khen thưởng"
LAST_YEAR_SHEET = "Năm trước"
LISTS_SHEET = "Danh mục"
HELP_SHEET = "Hướng dẫn"
# Sheets of the portal's own files that are there to be read by people, or by Excel.
SIDE_SHEETS = frozenset({LAST_YEAR_SHEET, LISTS_SHEET, HELP_SHEET})

UNIT_HEADING = "Đơn vị"
WHOLE_CLUSTER = "Toàn cụm"

MERGED = "Ô gộp: chọn vùng này, bấm Hợp nhất và căn giữa để bỏ gộp, rồi nhập từng ô."
OTHER_YEAR = (
    "Tệp này do cổng lập cho cụm hoặc năm khác, xem dòng đầu của tệp. Tải lên ở trang Excel của năm"
    " đó; hoặc tải tệp năm {} về, điền rồi tải lên."
)
OLD_LETTERS = (
    "Chữ Việt gõ bằng bảng mã cũ (TCVN3, VNI). Chuyển sang Unicode, ví dụ bằng Unikey"
    " (Ctrl+Shift+F6), rồi lưu lại."
)
MORE_CELLS = (
    "Dòng này nhiều ô hơn dòng tiêu đề. Số có dấu phẩy thì đặt trong dấu ngoặc kép, hoặc ngăn các ô"
    " bằng dấu chấm phẩy."
)
NO_RESULT = "Công thức chưa có kết quả. Mở bằng Excel, lưu lại, hoặc thay bằng số."
BECAME_DAY = "Excel đã đổi thành ngày tháng. Định dạng ô là Văn bản (Text) rồi nhập lại, ví dụ 3/5."
IS_PERCENT = "Ô định dạng phần trăm. Định dạng ô là Văn bản (Text) rồi nhập lại, ví dụ 9,73."
