"""``make eval``: how good the assessments are, over written cases.

In reading order:

    case/       the cases, a readable file each: what is asked, what was tried, what was said
    cases       reading them
    judge       what is counted in an answer, and by which rule
    run         each case through the pipeline: masked, asked, judged, checked, shown
    shown       a handoff around a case, for the card's own words
    table       the table
    __main__    against which model: the configured one, or the stand-in when there is no key

The figures are about the model that was asked. With the stand-in they show that the pipeline works, and nothing else.
"""
