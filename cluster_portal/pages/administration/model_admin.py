"""What every page of the administration site has in common.

Search without diacritics, relations chosen by search, every write in the audit in the same
transaction, and a broken rule said in words on the form instead of an error page.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import DataError, IntegrityError, models, transaction
from django.db.models.options import Options
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst

from cluster_portal.audit.models import AuditEvent, record
from cluster_portal.audit.wording import describe
from cluster_portal.pages.administration import corrections
from cluster_portal.pages.administration.changes import form_changes, row_values
from cluster_portal.pages.administration.fields import FORM_FIELDS, RowSelect
from cluster_portal.pages.administration.formsets import PortalInlineFormSet
from cluster_portal.pages.administration.refusals import explain
from cluster_portal.pages.administration.removal import removed_with
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.folding import fold_terms

EVENTS_PER_PAGE = 50
NO_SUCH_ROWS = "Những dòng đã chọn không có trong danh sách. Chọn lại."


def related_paths(model: type[models.Model], site: admin.AdminSite) -> list[str]:
    """Paths for `select_related` to every related row and to what that row's name is made of."""
    paths = []
    for field in model._meta.concrete_fields:
        if field.is_relation:
            paths.append(field.name)
            if site.is_registered(field.related_model):
                further = site.get_model_admin(field.related_model).list_select_related
                if isinstance(further, tuple):
                    paths += [f"{field.name}__{path}" for path in further]
    return paths


class RelationsMixin:
    """Every relation is chosen by search among names that tell rows of the same name apart."""

    formfield_overrides = FORM_FIELDS

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [field.name for field in self.opts.concrete_fields if field.is_relation]

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField:
        related_admin = self.admin_site.get_model_admin(db_field.related_model)
        rows = db_field.related_model._default_manager.select_related(
            *related_admin.list_select_related or ()
        )
        kwargs |= {"widget": RowSelect(db_field, self.admin_site), "queryset": rows}
        form_field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        form_field.label_from_instance = related_admin.choice_label
        return form_field

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        form_field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(form_field, "widget", None), RelatedFieldWidgetWrapper):
            # A related record is removed on its own page, not by a cross beside its name.
            form_field.widget.can_delete_related = False
        return form_field


class PortalModelAdmin(RelationsMixin, admin.ModelAdmin):
    """Base class of all pages; `search_fields` name columns of folded text and years."""

    show_full_result_count = False
    list_per_page = 50
    search_help_text = "Không cần gõ dấu; mỗi từ đều phải có."
    actions = (corrections.delete_selected,)

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.list_display = tuple(self._column(name) for name in self.list_display)

    # --- Reading ----------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        paths = self.list_select_related
        return rows.select_related(*paths) if paths else rows

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        # Django takes "_to_field=" for a field without a name.
        return super().get_object(request, object_id, from_field or None)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        terms = fold_terms(search_term)
        if search_term.strip() and not terms:
            return queryset.none(), False
        for term in terms:
            columns = ((f"{path}__contains", term) for path in self.get_search_fields(request))
            queryset = queryset.filter(models.Q(*columns, _connector=models.Q.OR))
        return queryset, False

    def choice_label(self, row: models.Model) -> str:
        """How a row is named where it is chosen; a period tells the old from the new."""
        valid_from, valid_to = getattr(row, "valid_from", None), getattr(row, "valid_to", None)
        period = [
            *([f"từ {format_date(valid_from)}"] if valid_from else []),
            *([f"đến hết {format_date(valid_to)}"] if valid_to else []),
        ]
        return f"{row} ({' '.join(period)})" if period else str(row)

    def _column(self, name: str | Callable) -> str | Callable:
        """Days as 13/3/2024 rather than in words; names in Vietnamese order."""
        fields = {field.name: field for field in self.opts.concrete_fields}
        if isinstance(fields.get(name), models.DateField):
            return day_column(fields[name])
        return name_column(self.opts) if name == "__str__" and "sort_key" in fields else name

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """Who did what to the record: in these pages or in the portal's own."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        events = AuditEvent.objects.filter(target_type=row._meta.label_lower, target_id=str(row.pk))
        page = Paginator(events, EVENTS_PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Lịch sử: {row}",
            "page": page,
            "events": [(event, describe(event)) for event in page],
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/object_history.html", context)

    # --- Writing ----------------------------------------------------------------------------

    def construct_change_message(
        self,
        request: HttpRequest,
        form: forms.BaseForm,
        formsets: Iterable[forms.BaseFormSet] | None,
        add: bool = False,
    ) -> dict[str, list]:
        return form_changes(form, formsets or ())

    def log_addition(self, request: HttpRequest, obj: models.Model, message: dict) -> AuditEvent:
        reason = corrections.reason_in(request)
        return record(by=request.user, action="add", target=obj, changes=message, reason=reason)

    def log_change(
        self, request: HttpRequest, obj: models.Model, message: dict
    ) -> AuditEvent | None:
        if not message:  # saved without a change
            return None
        reason = corrections.reason_in(request)
        return record(by=request.user, action="change", target=obj, changes=message, reason=reason)

    def log_deletions(
        self, request: HttpRequest, queryset: Iterable[models.Model]
    ) -> list[AuditEvent]:
        """One event for each row that goes, those that the database removes with it too."""
        reason = corrections.reason_in(request)
        return [
            record(
                by=request.user,
                action="delete",
                target=row,
                changes=self._values_lost(row),
                reason=reason,
            )
            for row in removed_with(queryset)
        ]

    def _values_lost(self, row: models.Model) -> dict[str, list]:
        # A library's table may hold secrets, which must not outlive their row.
        if not isinstance(self.admin_site._registry.get(type(row)), PortalModelAdmin):
            return {}
        return {name: [value, None] for name, value in row_values(row).items()}

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form_class = corrections.with_reason(super().get_form(request, obj, **kwargs), request.user)
        refusal = getattr(request, "_refusal", None)
        if not refusal:
            return form_class

        class RefusedForm(form_class):
            """The same form, with what the database said on top."""

            def clean(self) -> dict[str, Any] | None:
                cleaned = super().clean()
                self.add_error(None, refusal)
                return cleaned

        return RefusedForm

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        # The reason stands on top of the form, and only when it is asked for.
        fields = super().get_fields(request, obj)
        return [name for name in fields if name != corrections.FIELD]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (IntegrityError, DataError, ValidationError) as error:
            # Nothing is saved. Show the form again as it was sent, with what was wrong.
            request._refusal = explain(error)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        is_confirmed = request.method == "POST"
        form = corrections.removal_form(request, [row] if row else [], is_confirmed=is_confirmed)
        if corrections.is_refused(form):
            request.POST = QueryDict()  # so that the question is put once more
        try:
            context = {"reason_form": form, **(extra_context or {})}
            return super().delete_view(request, object_id, context)
        except IntegrityError as error:
            self.message_user(request, explain(error), messages.ERROR)
            change = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(change, args=[object_id]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        if row is not None and hasattr(row, "get_pdf_url"):
            context["pdf_url"] = row.get_pdf_url()
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        context = {"title": capfirst(str(self.opts.verbose_name_plural)), **(extra_context or {})}
        if request.method != "POST":
            return super().changelist_view(request, context)
        if not self._names_rows(request.POST.getlist(ACTION_CHECKBOX_NAME)):
            self.message_user(request, NO_SUCH_ROWS, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        try:
            with transaction.atomic():  # an action and its audit rows
                return super().changelist_view(request, context)
        except IntegrityError as error:
            self.message_user(request, explain(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def _names_rows(self, keys: list[str]) -> bool:
        """Whether the ticked boxes hold keys such as the table has; Django asks it as they are."""
        try:
            for key in keys:
                self.opts.pk.run_validators(self.opts.pk.to_python(key))
        except ValidationError:
            return False
        return True


class ReadOnlyAdmin(PortalModelAdmin):
    """Pages of rows that are written once, and not here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class InlineMixin(RelationsMixin):
    """Rows on the page of the record they belong to."""

    formset = PortalInlineFormSet
    extra = 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        return rows.select_related(*related_paths(self.model, self.admin_site))


class PortalTabularInline(InlineMixin, admin.TabularInline):
    """One line for each row."""


class PortalStackedInline(InlineMixin, admin.StackedInline):
    """One block for each row: for rows with long texts."""


def day_column(field: models.DateField) -> Callable[[models.Model], str]:
    """A column of days, with the time where the field has one."""

    @admin.display(description=field.verbose_name, ordering=field.name, empty_value="–")
    def column(row: models.Model) -> str | None:
        value = getattr(row, field.name)
        if value is None:
            return None
        if isinstance(field, models.DateTimeField):
            moment = timezone.localtime(value)
            return f"{format_date(moment)} {moment:%H:%M}"
        return format_date(value)

    column.__name__ = field.name
    return column


def name_column(opts: Options) -> Callable[[models.Model], str]:
    """The column of the rows' names, sorted as Vietnamese does."""

    @admin.display(description=opts.verbose_name, ordering="sort_key")
    def column(row: models.Model) -> str:
        return str(row)

    return column


@admin.display(description="PDF")
def pdf_link(row: Any) -> str:
    """A column that leads to the record's PDF."""
    return format_html(
        '<a href="{}">PDF<span class="visually-hidden"> {}</span></a>', row.get_pdf_url(), row
    )
