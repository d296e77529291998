"""Who may open the pages of the demonstration: a base of made-up people, on this machine alone."""

from __future__ import annotations

from application.simulation.cast import TRAININGS
from application.wiring import App
from lifecycle.people import Role
from persistence.accounts import Account, Accounts
from portal.passwords import hashed

PASSWORD = "apprentissage-2026"  # noqa: S105 - printed on purpose
ACCOUNTS = (
    Account("gestion@cfa.example", "Jeanne Keller", Role.GESTIONNAIRE),
    Account("direction@cfa.example", "Anne Roth", Role.DIRECTION),
    *(
        Account(
            one.answers_at("responsable"),
            "Claire Schmitt",
            Role.RESPONSABLE_FORMATION,
            (one.code,),
        )
        for one in TRAININGS
    ),
)


def open_accounts(app: App) -> None:
    secret = hashed(PASSWORD)
    accounts = Accounts(app.installation.database, app.settings.network)
    for account in ACCOUNTS:
        accounts.add(account, secret, app.now())
