"""The product without input or output: it decides, and imports the standard library only.

In reading order:

    errors       what may go wrong, and what a person may be told of it
    people       accounts, members, identities, roles
    text         text from people, made clean and cut to length
    redaction    secrets in text, masked before anything is kept; secret/ knows what they look like
    assessment   what the model made of a case
    attempt      a fix that was tried, and what came of it
    step         a next step that was proposed, and who did it
    handoff      a handoff, its snapshot, its states, its turns
    permission   who may do what with a handoff
    state        which verb is allowed in which state
    event        what happened, append-only; first_action is which of it is an assignee's first
    reason       a few words from somebody, as they are kept
    command      the words after ``/escalate``, understood
    escalation   what was entered, made into a snapshot
    excerpt      which messages of a thread go into a case
    remark       what was written under a card, kept and told
    message      what is said, before any chat gives it a shape
    case         the case as text for a model; grounding holds its answer against it, likeness is how words are compared
    document     the case as text for people: ticket notes, the API; draft is that of a resolution note; work is what
                 was done, in words
    delivery     one destination that must show or hear of one handoff
    lane         where deliveries wait: what goes to one place in one way
    overview     the outbox as whoever hosts Baton sees it; retrying tries again
    ports        what the core needs from the world, each with its promise
    trail        the ids of what is going on, for the log
    meter        what is counted
    repository   what it keeps and reads again: a transaction, and what there is in it; outbox is its deliveries

    desk         what a person can do; act is one verb at work
    outcome      the closed sets of what the desk answers, progress those of the verbs after the race
    escalating, claiming, withdrawing, relaying, assessing, looking, choosing
                 the verbs, a story each
    admission    what every verb after the race asks first; target is whom something may be given to
    handing_back, handing_over, attempting, stepping, continuing, resolving, passing_on, parking, changing
                 those verbs, a story each
    leaving      takes back what deactivated people have
    waking       tells assignees that the time they named has come; sweeping does what is due one by one
    form         what a person is asked before a verb is carried out; asking makes one for a handoff, entering is what
                 was entered
    reception    a button either does what it says, or hands out a form; and takes it in again
    own          what an assignee does for themselves, which Details shows nobody else
    refilling    the form that is filled in already
    inbound      one effect for one request, however often it is sent
    routing      which deliveries a change asks for
    directory    who is that, pressing a button in a chat

    saying       how Baton is spoken to in each chat
    wording      times, titles and names in words
    ledger       deliveries in words
    standing     how a handoff stands, said the same way everywhere
    card, briefing, box, source, receipt, note, back_link, details,
                 listing, answer, reply, help
                 what is said where: pure functions to a message
    home         a person's page, of what at_home reads; numbers and set_up are parts of it

    courier      the loop that carries deliveries out; carrier is whoever it gives one to
    pacing       which lane may be used now; gauge is how much of a limit is used up
    settling     what came of a send, recorded and told
    adopting     cards that arrived though nobody said so
    messenger    carries what goes to a chat
    assessor     carries assessments; conclusion writes how they end
    conversation what is kept of a chat's conversations
"""
