"""How form fields are drawn: the classes of Bootstrap, chosen by widget."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def styled(field: BoundField) -> SafeString:
    """The field's widget with the class that its kind takes, and the mark of an error."""
    widget = field.field.widget
    classes = [widget.attrs.get("class", ""), _class_of(widget)]
    if field.errors and classes[-1]:
        classes.append("is-invalid")
    names = " ".join(name for name in classes if name)
    return field.as_widget(attrs={"class": names} if names else None)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the label stands beside the box rather than above it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


def _class_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget):
        return ""
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
