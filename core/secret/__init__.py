"""What a secret looks like. ``core.redaction`` asks every finder and takes out what they found.

In reading order:

    span       a stretch of text and its kind; what overlaps is one
    name       what people and programs call a secret, in ten languages
    look       whether a word looks like one, and what only seems to
    value      where it begins and ends

    shape      what is a secret by its shape: tokens of vendors, private keys, hashes of passwords
    card       payment card numbers
    address    in addresses, headers and cookies
    command    on command lines, by what the tool takes where
    code       PINs, door codes, recovery codes, authenticator seeds
    assignment after its name: ``password: …``, "the password is …"
    pair       beside a user's name, or before its own: "jane / …", "… is the password"

A finder looks for the name first and then reads on from there; every repetition has a limit, so that nobody holds the
service up with what they type.
"""
