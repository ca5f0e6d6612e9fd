"""When and by whom belong together: "issued_at" without "issued_by" says half of what happened."""

from django.apps import apps
from django.conf import settings

from cluster_portal.documents.models import IssuedDocument

PACKAGES = ("cluster_portal", "clusters", "emulation", "awards")
# A movement names the body that launched it in words, where the sources name one at all; two are
# days by which something is due; a version of what stood there before anybody saved has nobody.
FREE = {
    *("movement.launched_by", "pledge.comments_by", "pledge.sign_by"),
    "pledgeversion.saved_by",
}


def pairs():
    """Fields whose name ends in `_by`, with the field of the same stem that tells when."""
    for model in apps.get_models():
        if model.__module__.split(".")[0] in PACKAGES:
            fields = {field.name: field for field in model._meta.concrete_fields}
            for name, field in fields.items():
                if name.endswith("_by") and f"{model._meta.model_name}.{name}" not in FREE:
                    stem = name.removesuffix("_by")
                    yield field, fields.get(f"{stem}_at") or fields.get(f"{stem}_on")


def test_who_and_when_are_both_there_or_both_empty():
    found = list(pairs())
    assert IssuedDocument._meta.get_field("issued_by") in [who for who, _ in found]
    for who, when in found:
        assert when is not None, f"{who} has no day or time"
        assert who.null == when.null, f"{who} and {when} differ in being optional"
        assert who.related_model._meta.label == settings.AUTH_USER_MODEL


def test_every_exception_still_exists():
    for name in FREE:
        model, field = name.split(".")
        assert apps.get_model("emulation", model)._meta.get_field(field)
