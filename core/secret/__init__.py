"""What a secret looks like. ``core.redaction`` asks every finder and takes out what they found.

In reading order:

    span       a stretch of text and its kind; what overlaps is one
    name       what people and programs call a secret, in ten languages
    look       whether a word looks like one; word, known and placeholder are what only seems to
    value      where it begins and ends

    shape      what is a secret by its shape: private keys, hashes of passwords, and vendor's tokens
    card       payment card numbers
    address    in addresses, headers and cookies
    command    on command lines, by what the tool takes where
    column     in tables, under its name
    phrase     several plain words after its name
    assignment after its name: ``password: …``, "the password is …"; link is what may stand between, fit which words
               count, ahead is a secret before its name
    pin        PINs and door codes
    code       recovery codes, authenticator seeds
    pair       beside a user's name: "jane / …"; partner is which words count, factory what devices come with
    mix        long mixes of letters and digits, by the nearest name
    odd        by its look, and by what is said around it

A finder looks for a name or for a candidate and then reads on from there; every repetition has a limit, so that nobody
holds the service up with what they type. To mask more: a vendor's token is a line in vendor, a tool one in command, a
word that is said of passwords one in word; first a line in tests/corpus that fails.
"""
