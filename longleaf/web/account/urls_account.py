"""Addresses of one's own account, inbox and invitations."""

from django.urls import URLPattern, path

from longleaf.web.account import account, inbox, invitation, wallets

urlpatterns: list[URLPattern] = [
    path("my/account", account.account, name="account"),
    path("my/account/tokens", account.tokens, name="account_tokens"),
    path(
        "my/account/tokens/<uuid:token>/withdraw",
        account.withdraw_token,
        name="account_token_withdraw",
    ),
    path("my/account/act-for", account.act_for, name="act_for"),
    path("my/account/wallets", wallets.wallets, name="wallets"),
    path(
        "my/account/wallets/<uuid:connection>/disconnect",
        wallets.disconnect,
        name="wallet_disconnect",
    ),
    path("wallets/authorize", wallets.authorize, name="wallet_authorize"),
    path("my/inbox", inbox.inbox, name="inbox"),
    path("my/inbox/<uuid:notice>", inbox.notice, name="notice"),
    path("invitations/<str:token>", invitation.invitation, name="invitation"),
]
