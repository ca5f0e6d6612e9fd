"""One's own page, and the page that explains the roles."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cluster_portal.accounts.services import choose_mails
from cluster_portal.workspace import selectors
from cluster_portal.workspace.mail_choices import MailChoicesForm
from cluster_portal.workspace.rights.duties import duties_of
from clusters import access
from clusters.roles import Permission


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Who one is here, what that allows, where and until when; which e-mails one wants."""
    data = request.POST if request.method == "POST" else None
    mails = MailChoicesForm(data, user=request.user)
    if data is not None and mails.is_valid():
        choose_mails(wanted=mails.cleaned_data["wanted"], by=request.user)
        messages.success(request, "Đã lưu thư báo muốn nhận.")
        return redirect("workspace:profile")
    today = timezone.localdate()
    held, others = duties_of(request.user, today)
    return render(
        request,
        "workspace/profile.html",
        {
            "duties": held,
            "other_duties": others,
            "today": today,
            "mails": mails,
            "may_invite": access.holds(request.user, Permission.INVITE),
            "may_administer": access.holds(request.user, Permission.ADMINISTER),
            "may_be_away": any(duty.substitution is None for duty in held + others),
        },
    )


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Who may do what: every role and every permission."""
    return render(request, "workspace/roles.html", selectors.roles_page())
