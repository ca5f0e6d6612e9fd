"""Forms of who signed the pledge on paper, one row for each member."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cluster_portal.database.seen import is_stale
from cluster_portal.pages.administration.fields import day_field
from cluster_portal.pages.widgets import OneLine
from cluster_portal.workspace.forms import NOTHING, ServiceForm
from emulation.models import Pledge, PledgeSignature, SigningMethod
from emulation.services import pledge_signatures
from emulation.services.pledge_signatures import PaperSignature


class SignatureForm(forms.ModelForm):
    """Who signed the paper for a unit, in what capacity and when."""

    signed_on = day_field("Ngày ký", required=False)

    class Meta:
        model = PledgeSignature
        fields = ("signer_name", "capacity", "signed_on", "note")
        widgets = dict.fromkeys(("signer_name", "capacity", "note"), OneLine)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = ""
            field.widget.attrs["aria-label"] = f"{field.label} – {self.instance.unit}"
        self.fields["capacity"].widget.attrs["placeholder"] = "Chủ tịch"

    def paper(self) -> PaperSignature:
        """The row as the service takes it."""
        return PaperSignature(unit=self.instance.unit, **self.cleaned_data)


@dataclass(frozen=True)
class SignatureLine:
    """A row of the table; without a form the unit has signed digitally, which nobody writes."""

    row: PledgeSignature
    form: SignatureForm | None


class SignaturesForm(ServiceForm):
    """The paper signatures of every member in one table."""

    def __init__(self, data: Any, *, signatures: Iterable[PledgeSignature], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.lines = [
            SignatureLine(row, None)
            if row.method == SigningMethod.DIGITAL
            else SignatureLine(row, SignatureForm(data, instance=row, prefix=f"unit-{row.unit_id}"))
            for row in signatures
        ]
        self.rows = [line.form for line in self.lines if line.form]

    def is_valid(self) -> bool:
        rows = [form.is_valid() for form in self.rows]  # each says what is wrong with it
        return super().is_valid() and all(rows)

    @property
    def wrong_rows(self) -> list[SignatureForm]:
        """The rows in which something is to be mended."""
        return [form for form in self.rows if form.is_bound and form.errors]

    def save(self, pledge: Pledge, *, by: Any) -> Pledge | None:
        """Write the signatures down; None when the service refuses."""
        try:
            return pledge_signatures.save_paper_signatures(
                pledge=pledge,
                signatures=[form.paper() for form in self.rows],
                by=by,
                reason=self.cleaned_data.get("reason", ""),
                seen=self.cleaned_data.get("seen", ""),
            )
        except ValidationError as error:
            self._tell(error)
            return None

    def _show_other_rows(self) -> None:
        """What stands beside what was typed, where it is something else."""
        for row in self.rows:
            for name in row.changed_data:
                field = row.fields[name]
                field.stands_now = field.prepare_value(row.initial.get(name)) or NOTHING

    def _tell(self, error: ValidationError) -> None:
        """Show what the service says of a row beside the row."""
        if is_stale(error):
            self._show_other_rows()
            self.refuse(error)
            return
        by_unit = {str(form.instance.unit_id): form for form in self.rows}
        rest: dict[str, Sequence[str]] = {}
        for key, messages in error.update_error_dict({}).items():
            unit, _, field = key.partition("-")
            words = [word for one in messages for word in one.messages]
            if unit in by_unit and field:
                by_unit[unit].add_error(field, words)
            else:
                rest[key] = words
        if rest:
            self.refuse(ValidationError(rest))
