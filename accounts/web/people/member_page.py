"""One member, as an admin sees them: role, closing and opening, help at the door, leaving."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Connect, Role, User
from accounts.network import site_address
from accounts.sign_in import second_factor
from accounts.web.people import team_tables
from accounts.web.signed_in_person import admins_only, person
from generations import queue
from generations.models import Generation, Picture, Status
from generations.services.governance import member_lifecycle


@admins_only
@require_GET
def member(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _somebody(pk))


@admins_only
@require_POST
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes effect on their next request and in their open windows."""
    somebody, wanted = _somebody(pk), request.POST.get("role", "")
    if wanted not in Role.values:
        return HttpResponse("No such role.", status=422, content_type="text/plain")
    done = f"{somebody.display_name} is now {Role(wanted).label.lower()}"
    return _tried(
        request, lambda: member_lifecycle.set_role(somebody, wanted, by=person(request)), done
    )


@admins_only
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what will happen and offers their collections to somebody; then out at once."""
    somebody = _somebody(pk)
    chosen = request.POST.get("heir", "")
    heir = _one_of(member_lifecycle.may_inherit_collections(somebody), chosen)
    if request.method == "GET" or (chosen and heir is None):
        return _close_page(request, somebody, error="Choose somebody of the list." * bool(chosen))
    left = Generation.objects.filter(requester=somebody).running().count()
    done = f"{somebody.display_name} is out"
    if left:
        done += f". {left} of their jobs still run; what arrives is kept under their name"
    if heir:
        done += f". {heir.display_name} runs their team collections now"
    return _tried(
        request, lambda: member_lifecycle.close(somebody, by=person(request), heir=heir), done
    )


@admins_only
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """In again; also how somebody who asked to join is let in."""
    somebody = _somebody(pk)
    asked = somebody.asked_to_join_at is not None
    answer = _tried(
        request,
        lambda: member_lifecycle.reopen(somebody, by=person(request)),
        f"{somebody.display_name} can sign in",
    )
    if asked and settings.MAIL_IS_ON:
        body = f"An admin of {settings.TEAM_NAME} let you in: {site_address.for_letters()}"
        body += reverse("account_login")
        queue.send_letter(to=somebody.email, subject="You can sign in", body=body)
    return answer


@admins_only
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks who inherits; then the account is gone."""
    somebody = _somebody(pk)
    if request.method == "GET":
        return _delete_page(request, somebody)
    heirs = User.objects.filter(is_active=True).exclude(pk=somebody.pk)
    heir = _one_of(heirs, request.POST.get("heir", ""))
    if heir is None and member_lifecycle.has_made(somebody):
        return _delete_page(request, somebody, error="Choose who inherits.")
    try:
        member_lifecycle.delete(somebody, heir=heir, by=person(request))
    except member_lifecycle.StillRunning as error:
        words = f"{error.count} of their jobs still run. Close the account now, delete it later."
        return _delete_page(request, somebody, error=words)
    except member_lifecycle.LastAdmin:
        return _delete_page(request, somebody, error="Somebody must stay an active admin.")
    except member_lifecycle.NotAnAdmin as error:
        raise PermissionDenied from error
    messages.success(request, f"{somebody.display_name} is deleted")
    return redirect("team")


@admins_only
@require_POST
def reset_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A link with which they choose a new password; it works once and for three days."""
    somebody = _somebody(pk)
    key = f"{user_pk_to_url_str(somebody)}-{default_token_generator.make_token(somebody)}"
    uidb36, _, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
    return _page(request, somebody, link=site_address.for_admin(request) + path)


@admins_only
@require_POST
def forget_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody who lost their telephone: they sign in with the password alone again."""
    somebody = _somebody(pk)
    second_factor.forget(somebody)
    messages.success(request, f"{somebody.display_name} has no second factor now")
    return redirect("member", pk=pk)


@admins_only
@require_POST
def let_connect(request: HttpRequest, pk: int) -> HttpResponse:
    """The company's next sign-in with their address is them; that counts once, and for a week."""
    somebody = _somebody(pk)
    if not settings.OIDC_ISSUER:
        messages.error(request, "Company sign-in is not set up on this server")
        return redirect("member", pk=pk)
    if not _is_connected(somebody) and not somebody.connects.open().exists():
        Connect.objects.create(person=somebody, by=person(request))
    words = f"{somebody.display_name} can connect at their next sign-in with {settings.OIDC_NAME}"
    messages.success(request, words)
    return redirect("member", pk=pk)


def _is_connected(somebody: User) -> bool:
    return SocialAccount.objects.filter(user=somebody).exists()


def _somebody(pk: int) -> User:
    return get_object_or_404(User, pk=pk)


def _page(request: HttpRequest, somebody: User, *, link: str = "") -> HttpResponse:
    context = {
        "somebody": somebody,
        "roles": Role.choices,
        "has_factor": second_factor.has(somebody),
        "link": link,
        "company": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        "is_connected": _is_connected(somebody),
        "connect": somebody.connects.select_related("by").order_by("-pk").first(),
        "may_connect": somebody.connects.open().exists(),
        **_work_of(somebody),
    }
    response = render(request, "accounts/people/member.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _work_of(somebody: User) -> dict[str, object]:
    jobs = Generation.objects.filter(requester=somebody)
    return {
        "pictures": Picture.objects.filter(owner=somebody, trashed_at=None).count(),
        "queued": jobs.filter(status=Status.QUEUED).count(),
        "running": jobs.running().count(),
        "line": team_tables.members([somebody])[0],
    }


def _close_page(request: HttpRequest, somebody: User, error: str = "") -> HttpResponse:
    context = {
        "somebody": somebody,
        "collections": member_lifecycle.shared_collections(somebody).count(),
        "heirs": member_lifecycle.may_inherit_collections(somebody),
        "error": error,
        **_work_of(somebody),
    }
    return render(
        request, "accounts/people/member_close.html", context, status=422 if error else 200
    )


def _delete_page(request: HttpRequest, somebody: User, error: str = "") -> HttpResponse:
    context = {
        "somebody": somebody,
        "heirs": User.objects.filter(is_active=True).exclude(pk=somebody.pk).order_by("name"),
        "me": person(request),
        "needs_heir": member_lifecycle.has_made(somebody),
        "error": error,
        **_work_of(somebody),
    }
    return render(
        request, "accounts/people/member_delete.html", context, status=422 if error else 200
    )


def _tried(request: HttpRequest, deed: Callable[[], object], done: str) -> HttpResponse:
    try:
        deed()
    except member_lifecycle.LastAdmin:
        messages.error(request, "Somebody must stay an active admin. Nothing was changed.")
    except member_lifecycle.NotAnAdmin as error:
        raise PermissionDenied from error
    else:
        messages.success(request, done)
    return redirect("team")


def _one_of(heirs: QuerySet[User], chosen: str) -> User | None:
    is_id = chosen.isascii() and chosen.isdigit() and len(chosen) < 19
    return heirs.filter(pk=int(chosen)).first() if is_id else None
