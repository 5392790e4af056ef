"""What Baton remembers: SQLite when nothing is configured, PostgreSQL in production, with the same statements.

In reading order:

    tables/      every table, with its constraints and indexes
    column       the types of columns, on both databases
    migrate      brings a database up to date; migrations/ holds the steps, draft writes the next one
    engine       how each database is connected to
    failure      which of a driver's errors mean that the database cannot be reached
    runner       carries a piece of work out in one transaction: in SQLite's writer thread, or on a pooled connection
    transaction  everything that can be read and written together
    accounts, people, handoffs, events, deliveries, assessments, conversations
                 the statements, each built once, and the ports they serve
    overview     the outbox as whoever hosts Baton sees it
    course       the turns that are over, the attempts, and the steps that were ticked
    seen         which handoffs somebody has opened
    reading      the one way a handoff is read, with the names of its people and its assessment
    document     snapshots and findings as JSON
    uuid7        ids that grow with time
    bell         tells couriers that there is work
    chime        rings the bells of other processes on the same PostgreSQL
    lease        leases that tell whose they are, so that those of a process that died are free at once
    presence     the same on SQLite, where nobody else may work on the file
    database     the storage itself: transact, read, bell

Every statement names the account. The exceptions are those that find the account (a workspace's, an identity's)
the sweeps over everybody's work (a courier's lease, the next due delivery, overdue assessments, what deactivated
people have, requests to forget), and what whoever hosts Baton asks of all of it.
"""
