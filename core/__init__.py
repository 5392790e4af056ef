"""The product without input or output: it decides, and imports the standard library only.

In reading order:

    errors       what may go wrong, and what a person may be told of it
    people       accounts, members, identities, roles
    permission   who may do what with a handoff
    handoff      a handoff, its snapshot, its states
    state        which verb is allowed in which state
    text         text from people, made clean and cut to length
    redaction    secrets in text, masked before anything is kept
    command      the words after ``/escalate``, understood
    form         the escalation form: its fields, its limits, what is wrong with an entry
    ports        what the core needs from the world, each with its promise
    delivery     one destination that must show or hear of one handoff
    routing      which deliveries a change asks for
    desk         what a person can do: escalate, claim, withdraw, look
    directory    who is that, pressing a button in a chat
    outcome      the closed sets of what the desk answers
    message      what is said, before any chat gives it a shape
    wording      times, lists and names in words
    card, briefing, receipt, note, details, queue, answer
                 what is said where: pure functions from a handoff to a message
    assessment   what the model is asked, and what is kept of its answer
    assessor     the assessment as a delivery that always ends
    courier      the loop that carries deliveries out
"""
