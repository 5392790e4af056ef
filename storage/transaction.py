"""Everything that can be read and written together, on one connection."""

import sqlalchemy as sa

from storage.accounts import Accounts
from storage.assessments import Assessments
from storage.conversations import Conversations
from storage.deliveries import Deliveries
from storage.events import Events
from storage.handoffs import Handoffs
from storage.inbound import Inbound
from storage.overview import Overview
from storage.people import People
from storage.seen import Seen


class Transaction:
    """One transaction of one database, as ``core.repository.Transaction`` has it."""

    __slots__ = (
        "accounts",
        "assessments",
        "conversations",
        "deliveries",
        "events",
        "handoffs",
        "inbound",
        "overview",
        "people",
        "seen",
    )

    def __init__(self, connection: sa.Connection) -> None:
        self.accounts = Accounts(connection)
        self.people = People(connection)
        self.handoffs = Handoffs(connection)
        self.events = Events(connection)
        self.seen = Seen(connection)
        self.deliveries = Deliveries(connection)
        self.assessments = Assessments(connection)
        self.conversations = Conversations(connection)
        self.inbound = Inbound(connection)
        self.overview = Overview(connection)
