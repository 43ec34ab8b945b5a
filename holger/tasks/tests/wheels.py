"""Runs for wheels: the year of a real organisation, and years made up by chance."""

import random
from calendar import monthrange
from datetime import date

from holger.tasks.rules.wheel import Ring, Run

TODAY = date(2026, 11, 24)
RINGS = (
    Ring("operation", "Operation and control"),
    Ring("governance", "Governance"),
    Ring("people", "People"),
    Ring("suppliers", "Suppliers and data"),
    Ring("continuity", "Continuity"),
)
MISSED = {("MFA coverage", 10), ("Privileged accounts", 11), ("Joiners and leavers", 10)}
YEAR = """
governance  Plan and objectives         yearly       1/21
governance  Context and scope           yearly       1/12
governance  Laws and contracts          half-yearly  1/5 7/6
governance  Method and appetite         yearly       1/29
operation   Inventory of assets         half-yearly  2/9 8/11
suppliers   Processing activities       yearly       2/20
governance  Risk assessment             yearly       3/11
suppliers   Risk to data subjects       yearly       3/24
governance  Risk treatment plan         quarterly    3/27 6/29 9/28 12/7
governance  Statement of Applicability  yearly       4/8
governance  Approval of policies        yearly       4/23
people      Policies confirmed          yearly       5/7
operation   Access rights               quarterly    2/18 5/20 8/18 11/18
operation   Privileged accounts         quarterly    2/13 5/13 8/14 11/13
operation   MFA coverage                quarterly    1/28 4/28 7/28 10/28
operation   Restore test                quarterly    2/27 5/29 8/28 11/27
operation   Vulnerability scan          monthly      1/10 2/10 3/10 4/10 5/10 6/10 7/10 8/10 9/10 10/10 11/10 12/10
operation   Penetration test            yearly       9/23
operation   Logs and alarms             monthly      1/25 2/25 3/25 4/25 5/25 6/25 7/25 8/25 9/25 10/25 11/25 12/22
operation   Firewall rules              half-yearly  4/15 10/14
operation   Certificates and keys       quarterly    3/4 6/4 9/3 12/3
people      Awareness and phishing      quarterly    2/4 5/19 9/8 11/20
people      Management training         yearly       5/28
people      Joiners and leavers         quarterly    1/30 4/30 7/30 10/30
suppliers   Critical suppliers          yearly       6/3
suppliers   Data processors             by points    6/12
suppliers   Contracts and DPAs          yearly       6/23
continuity  Contingency plans           half-yearly  2/19 8/20
continuity  Contingency exercise        yearly       10/6
continuity  Notification rehearsal      yearly       10/22
governance  NIS2 registration           yearly       8/12
suppliers   Retention check             half-yearly  5/21 11/30
governance  Internal audit              yearly       11/4
governance  Management review           yearly       12/16
"""


def state_of(day: date, today: date = TODAY, missed: bool = False) -> str:
    if day < today:
        return "missed" if missed else "done"
    return "soon" if (day - today).days <= 14 else "planned"


def ready_year(year: int = 2026) -> list[Run]:
    """The 34 activities of a usual year."""
    runs = []
    for line in YEAR.strip().splitlines():
        ring, rest = line.split(maxsplit=1)
        title, rest = (part.strip() for part in rest.split("  ", 1))
        cadence, days = (part.strip() for part in rest.rsplit("  ", 1))
        for each in days.split():
            month, number = map(int, each.split("/"))
            day = date(year, month, number)
            state = state_of(day, missed=(title, month) in MISSED)
            runs.append(Run(f"{title}/{day}", title, ring, day, state, title, f"{number}.{month}. · {cadence}"))
    return runs


def made_up(activities: int, seed: int = 3, year: int = 2026) -> list[Run]:
    """So many activities of all kinds, some of them missed, with names of all lengths."""
    chance = random.Random(seed)
    runs = []
    for number in range(activities):
        ring, times = chance.choice(RINGS).key, chance.choice((1, 1, 1, 2, 4, 4, 12))
        first, on = chance.randint(1, 12 // times), chance.randint(1, 31)
        title = " ".join(
            chance.choices(("Review", "access", "of", "certificates", "and", "KEYS"), k=chance.randint(1, 6))
        )
        for month in range(first, 13, 12 // times):
            day = date(year, month, min(on, monthrange(year, month)[1]))
            state = state_of(day, missed=chance.random() < 0.05)
            runs.append(
                Run(f"{number}/{month}", f"AK-{number}", ring, day, state, f"{title} {number}", f"{day} · {times}×")
            )
    return runs
