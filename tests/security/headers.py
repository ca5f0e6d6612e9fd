"""Headers that every answer carries, whatever it is and whoever asks."""

from django.http import HttpResponseBase

from cluster_portal.pages.middleware import PERMISSIONS_POLICY

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "object-src 'none'",
}
POLICY_OF_FILES = {"default-src 'none'", "sandbox"}  # of what people uploaded: stricter still
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
}


def wrong_headers(response: HttpResponseBase) -> list[str]:
    """What is missing or loosened in an answer."""
    wrong = [name for name, value in ALWAYS.items() if response.get(name) != value]
    policy = {part.strip() for part in response.get("Content-Security-Policy", "").split(";")}
    is_file = "Content-Disposition" in response
    if policy != POLICY and not (is_file and policy == POLICY_OF_FILES):
        wrong.append(f"policy {sorted(policy ^ POLICY)}")
    if "Access-Control-Allow-Origin" in response:
        wrong.append("open to other origins")
    return wrong


def wrong_on_pages(response: HttpResponseBase, *, is_signed_in: bool) -> list[str]:
    """The same of an address of the portal, which nobody frames and no cache keeps for others."""
    wrong = wrong_headers(response)
    if response.get("X-Frame-Options") != "DENY":
        wrong.append("can be framed")
    kept = response.get("Cache-Control", "")
    if is_signed_in and "no-store" not in kept:
        wrong.append(f"{kept} for a person signed in")
    return wrong
