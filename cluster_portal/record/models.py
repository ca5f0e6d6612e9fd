"""Which state of the record's files is in the database, or that it holds none of it."""

from django.db import models


class RecordLoad(models.Model):
    """Written when the files were loaded; the newest row names the files' present hash."""

    content_hash = models.CharField("mã băm của các tệp", max_length=64)
    loaded_at = models.DateTimeField("lúc nạp", auto_now_add=True)

    class Meta:
        verbose_name = "lần nạp hồ sơ"
        verbose_name_plural = "các lần nạp hồ sơ"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Hồ sơ {self.content_hash[:12]}"


class GeneratedCountry(models.Model):
    """Stands in a database whose rows were all made by machine: the record never joins them."""

    years = models.PositiveSmallIntegerField("số năm")
    awards = models.PositiveIntegerField("số khen thưởng")
    seed = models.BigIntegerField("số gieo")
    made_at = models.DateTimeField("lúc tạo")

    class Meta:
        verbose_name = "dữ liệu thử"
        verbose_name_plural = "dữ liệu thử"

    def __str__(self) -> str:
        return f"Dữ liệu thử {self.years} năm, {self.awards} khen thưởng, số gieo {self.seed}"
