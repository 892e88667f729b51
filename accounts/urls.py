"""Sign-in, sign-out, password and second factor. Sign-up and e-mail pages are not offered."""

from allauth.account import views
from django.urls import include, path
from django.views.decorators.http import require_http_methods

from accounts.views_issue import IssueCode
from accounts.views_own import EndSessions, ResetPassword, SignInHistory
from accounts.views_sign_in import SignIn, SignOn

# allauth's form views would take PUT as POST.
plain = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("sign-on/", SignOn.as_view(), name="account_sign_on"),
    path("logout/", views.logout, name="account_logout"),
    path("password/", plain(views.password_change), name="account_change_password"),
    path("confirm/", plain(views.reauthenticate), name="account_reauthenticate"),
    path("history/", SignInHistory.as_view(), name="account_history"),
    path("sessions/end/", EndSessions.as_view(), name="account_end_sessions"),
    path("reset/", ResetPassword.as_view(), name="account_reset"),
    path("people/<int:pk>/code/", IssueCode.as_view(), name="account_issue_code"),
    path("2fa/", include("allauth.mfa.urls")),
]
