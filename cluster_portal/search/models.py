"""What the search over everything looks in: one row for each thing and each piece of its text.

Nothing here is written by the portal's code. The database keeps it, in the transaction that changes
what a row says (`search.keeping`); `manage.py verify_search` proves it right.
"""

from django.db import models

NOWHERE = 0  # a unit and an indicator belong to no cluster


class SearchEntry(models.Model):
    """A thing (`part` is empty) or a piece of its text, folded.

    `sort` is the sort of thing and `thing` its key; `part` and `part_id` say which piece. The text
    stands in `open_text` when everybody may read it, and else in `closed_text`, for who may see
    drafts of the `cluster`. `context` is what a piece need not say again for its thing to be found.
    `names` are the thing's names, each between bars; `newest_first` and `sort_key` its place among
    things that fit equally well.
    """

    sort = models.CharField("loại", max_length=20)
    thing = models.BigIntegerField("khóa")
    part = models.CharField("phần", max_length=20, blank=True)
    part_id = models.BigIntegerField("khóa của phần")
    cluster = models.BigIntegerField("cụm", default=NOWHERE)
    is_public = models.BooleanField("công khai")
    names = models.TextField("tên")
    open_text = models.TextField("chữ ai cũng đọc được")
    closed_text = models.TextField("chữ của bản chưa công bố")
    context = models.TextField("chữ kèm theo")
    newest_first = models.BigIntegerField("mới trước", default=0)
    sort_key = models.CharField("thứ tự", max_length=1000)

    class Meta:
        verbose_name = "dòng tìm kiếm"
        verbose_name_plural = "các dòng tìm kiếm"
        constraints = (
            models.UniqueConstraint(
                fields=("sort", "part", "part_id"),
                name="search_entry_once",
                violation_error_message="Phần này đã có dòng tìm kiếm.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sort} {self.thing} {self.part}"
