"""The register: one narrow line for each award, and what its lines add up to.

Nothing here is written by the portal's code. The database keeps it, in the transaction that changes
an award or what its line says (`awards.keeping`); `manage.py verify_tallies` proves it right.
"""

from django.db import models

from awards.models.award import Award

# A dimension in which a line has no value: the whole cluster has no unit.
NO_UNIT = 0


class RegisterEntry(models.Model):
    """What an award is looked for by, from the tables that say it, in one row.

    Keys of other tables are plain numbers, since the rows that they name are checked where they
    stand; `unit` is `NO_UNIT` for the whole cluster. `words` are all that may be searched,
    `open_words` without what is said of a private person. `newest_first` and `largest_first` are
    year and number below zero, so that all columns of an order run the same way.
    """

    award = models.OneToOneField(
        Award,
        verbose_name="khen thưởng",
        on_delete=models.DO_NOTHING,
        primary_key=True,
        related_name="entry",
    )
    year = models.PositiveSmallIntegerField("năm")
    cluster = models.BigIntegerField("cụm")
    unit = models.BigIntegerField("đơn vị")
    form = models.BigIntegerField("hình thức")
    recipient_kind = models.CharField("đối tượng", max_length=20)
    commendation_type = models.CharField("loại khen thưởng", max_length=30)
    status = models.CharField("kết quả", max_length=20)
    is_public = models.BooleanField("công khai")
    recipients = models.PositiveBigIntegerField("số lượng")
    uncounted = models.PositiveSmallIntegerField("không nêu số lượng")
    newest_first = models.SmallIntegerField("năm mới trước")
    largest_first = models.BigIntegerField("số lớn trước")
    sort_key = models.CharField("thứ tự", max_length=1000)
    recipient_key = models.CharField("khóa người được khen", max_length=300)
    words = models.TextField("từ để tìm")
    open_words = models.TextField("từ ai cũng tìm được")

    class Meta:
        verbose_name = "dòng của sổ khen thưởng"
        verbose_name_plural = "các dòng của sổ khen thưởng"
        indexes = (
            # The orders of the register, each read in both directions.
            models.Index(
                fields=("newest_first", "sort_key", "award"), name="register_entry_by_year"
            ),
            models.Index(fields=("sort_key", "award"), name="register_entry_by_name"),
            models.Index(fields=("largest_first", "award"), name="register_entry_by_count"),
            # What leaves few enough rows to gather and sort them, of the newest years first.
            models.Index(fields=("unit", "newest_first"), name="register_entry_unit"),
            models.Index(fields=("cluster", "newest_first"), name="register_entry_cluster"),
            models.Index(fields=("form", "newest_first"), name="register_entry_form"),
            models.Index(fields=("commendation_type", "newest_first"), name="register_entry_type"),
            models.Index(fields=("recipient_kind", "newest_first"), name="register_entry_kind"),
            models.Index(fields=("status", "newest_first"), name="register_entry_status"),
            models.Index(fields=("recipient_key", "unit"), name="register_entry_recipient"),
        )

    def __str__(self) -> str:
        return f"{self.award_id}"


class Tally(models.Model):
    """Lines of the register added up.

    Every change adds a row with what it adds or takes away, so that two writers never wait for each
    other's total; the sum over the rows is the total. `manage.py compact_tallies` joins them.
    """

    is_public = models.BooleanField("công khai")
    lines = models.BigIntegerField("số dòng")
    recipients = models.BigIntegerField("số lượng")
    uncounted = models.BigIntegerField("số dòng không nêu số lượng")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.lines}"


class OfKind(models.Model):
    """A total that is kept by result, kind of recipient and type of commendation."""

    status = models.CharField("kết quả", max_length=20)
    recipient_kind = models.CharField("đối tượng", max_length=20)
    commendation_type = models.CharField("loại khen thưởng", max_length=30)

    class Meta:
        abstract = True


class OfYear(models.Model):
    """A total that is kept by year, and found by it."""

    year = models.PositiveSmallIntegerField("năm", db_index=True)

    class Meta:
        abstract = True


class OfCluster(models.Model):
    """A total that is kept by cluster, and found by it."""

    cluster = models.BigIntegerField("cụm", db_index=True)

    class Meta:
        abstract = True


class OfPlace(OfCluster):
    """A total that is kept by cluster and unit, and found by each."""

    unit = models.BigIntegerField("đơn vị", db_index=True)

    class Meta:
        abstract = True


class OfForm(models.Model):
    """A total that is kept by form, and found by it."""

    form = models.BigIntegerField("hình thức", db_index=True)

    class Meta:
        abstract = True


class TallyOfYears(Tally, OfKind, OfYear):
    """By year, and by kind."""

    class Meta:
        verbose_name = "tổng khen thưởng theo năm"
        verbose_name_plural = "các tổng khen thưởng theo năm"


class TallyOfForms(Tally, OfKind, OfForm):
    """By form, and by kind."""

    class Meta:
        verbose_name = "tổng khen thưởng theo hình thức"
        verbose_name_plural = "các tổng khen thưởng theo hình thức"


class TallyOfPlaces(Tally, OfKind, OfPlace):
    """By cluster and unit, and by kind."""

    class Meta:
        verbose_name = "tổng khen thưởng theo nơi"
        verbose_name_plural = "các tổng khen thưởng theo nơi"


class TallyOfClusterYears(Tally, OfKind, OfYear, OfCluster):
    """By cluster and year, and by kind."""

    class Meta:
        verbose_name = "tổng khen thưởng theo cụm và năm"
        verbose_name_plural = "các tổng khen thưởng theo cụm và năm"
        indexes = (
            # The years in which a cluster has awards are read from the index alone.
            models.Index(
                fields=("cluster", "year", "is_public", "lines"), name="tally_of_cluster_years"
            ),
        )


class TallyOfNames(Tally, OfPlace, OfForm):
    """By what a line bears the names of: cluster, unit and form."""

    class Meta:
        verbose_name = "tổng khen thưởng theo tên gọi"
        verbose_name_plural = "các tổng khen thưởng theo tên gọi"


class TallyOfClusterForms(Tally, OfKind, OfCluster, OfForm):
    """By cluster and form, and by kind."""

    class Meta:
        verbose_name = "tổng khen thưởng theo cụm và hình thức"
        verbose_name_plural = "các tổng khen thưởng theo cụm và hình thức"


class TallyWithoutPlace(Tally, OfKind, OfYear, OfForm):
    """By everything but cluster and unit."""

    class Meta:
        verbose_name = "tổng khen thưởng không theo nơi"
        verbose_name_plural = "các tổng khen thưởng không theo nơi"


class TallyWithoutForm(Tally, OfKind, OfYear, OfPlace):
    """By everything but the form."""

    class Meta:
        verbose_name = "tổng khen thưởng không theo hình thức"
        verbose_name_plural = "các tổng khen thưởng không theo hình thức"


class TallyWithoutYear(Tally, OfKind, OfPlace, OfForm):
    """By everything but the year."""

    class Meta:
        verbose_name = "tổng khen thưởng không theo năm"
        verbose_name_plural = "các tổng khen thưởng không theo năm"


class TallyWithoutUnit(Tally, OfKind, OfYear, OfCluster, OfForm):
    """By everything but the unit."""

    class Meta:
        verbose_name = "tổng khen thưởng không theo đơn vị"
        verbose_name_plural = "các tổng khen thưởng không theo đơn vị"
        indexes = (
            # The years of a cluster by form are read from the index alone.
            models.Index(
                fields=("cluster", "year", "status", "form", "is_public", "recipients"),
                name="tally_without_unit_of_cluster",
            ),
        )


class FullTally(Tally, OfKind, OfYear, OfPlace, OfForm):
    """By everything."""

    class Meta:
        verbose_name = "tổng khen thưởng"
        verbose_name_plural = "các tổng khen thưởng"
        indexes = (
            # The years of a unit by form are read from the index alone.
            models.Index(
                fields=("unit", "year", "status", "form", "is_public", "recipients"),
                name="full_tally_of_unit",
            ),
        )


# From the fewest rows to the most.
TALLIES = (
    TallyOfYears,
    TallyOfForms,
    TallyOfPlaces,
    TallyOfClusterYears,
    TallyOfNames,
    TallyOfClusterForms,
    TallyWithoutPlace,
    TallyWithoutForm,
    TallyWithoutYear,
    TallyWithoutUnit,
    FullTally,
)
