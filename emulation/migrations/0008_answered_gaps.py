"""Who handed a report in with empty figures had said that there are none."""

from django.db import migrations


def note_gaps(apps, schema_editor):
    reports = apps.get_model("emulation", "UnitReport").objects
    chosen = apps.get_model("emulation", "YearIndicator").objects
    values = apps.get_model("emulation", "IndicatorValue").objects
    for report in reports.filter(status__in=("submitted", "accepted")):
        year = report.emulation_year_id
        asked = chosen.filter(emulation_year=year).values_list("indicator", flat=True)
        filled = values.filter(emulation_year=year, unit=report.unit_id)
        report.without_figures.add(*set(asked) - set(filled.values_list("indicator", flat=True)))


class Migration(migrations.Migration):
    dependencies = [("emulation", "0007_paper_reports")]

    operations = [migrations.RunPython(note_gaps, migrations.RunPython.noop)]
