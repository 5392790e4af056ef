"""Secrets are masked, and what only looks like one is left alone: an escalation must stay readable."""

import pytest
from hypothesis import given

from core.redaction import masked
from tests.strategy import worst

# The text, what is secret in it, and what is said to have stood there. Vendors' prefixes are put together here, so
# that scanners of repositories do not take these for real.
SECRETS = [
    ("Password: hunter2", "hunter2", "password"),
    ("password = hunter2, but it does not work", "hunter2", "password"),
    ("the password is Summer2026!", "Summer2026!", "password"),
    ("His password was 'correct horse battery'.", "correct horse battery", "password"),
    ('password is: "hunter two"', "hunter two", "password"),
    ("password is: Hunter", "Hunter", "password"),
    ("the pw is s3cret", "s3cret", "password"),
    ("pwd=abc;Server=db1", "abc", "password"),
    ("user jane, pass: qwertz", "qwertz", "password"),
    ("passphrase: tr0ub4dor&3", "tr0ub4dor&3", "password"),
    ("Passwort: Sommer2026", "Sommer2026", "password"),
    ("das Kennwort ist Wint3r.26", "Wint3r.26", "password"),
    ("Das Initialpasswort lautet Start123", "Start123", "password"),
    ("Password: [hunter2]", "hunter2", "password"),
    ("Password: 'unclosed", "unclosed", "password"),
    ("Password: a<b>cdef", "<b>cdef", "password"),
    ('{"user": "jane", "password": "hunter2"}', "hunter2", "password"),
    ("DB_PASSWORD=hunter2", "hunter2", "password"),
    ("export PGPASSWORD=hunter2", "hunter2", "password"),
    ("Server=db;User Id=sa;Password=Pa55w0rd;Encrypt=yes", "Pa55w0rd", "password"),
    ("postgresql://baton:hunter2@db.contoso.example/baton", "hunter2", "password"),
    ("https://jane:p@ss@files.contoso.example/x", "p@ss", "password"),
    ("Authorization: Bearer abcdefgh", "abcdefgh", "token"),
    ("Authorization: Basic amFuZTpodW50ZXIy", "amFuZTpodW50ZXIy", "token"),
    ("curl -H 'bearer 0123456789abcdef'", "0123456789abcdef", "token"),
    ("token=deadbeef", "deadbeef", "secret"),
    ("my API key is 9f8e7d6c", "9f8e7d6c", "secret"),
    ("api_key: abcdef", "abcdef", "secret"),
    ("client_secret = s3cr3t~x", "s3cr3t~x", "secret"),
    ("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI", "wJalrXUtnFEMI", "secret"),
    ("DefaultEndpointsProtocol=https;AccountKey=Zm9vYmFy==;EndpointSuffix=x", "Zm9vYmFy==", "secret"),
    ("xoxb-" + "123456789012-abcdefGHIJ", "123456789012", "token"),
    ("xapp-" + "1-A0123-4567-cafe", "A0123", "token"),
    ("ghp_" + "a1B2c3D4e5" * 3, "a1B2c3D4e5", "token"),
    ("github_pat_" + "11ABCDEFG0123456789_abc", "11ABCDEFG", "token"),
    ("glpat-" + "abcDEF123456_7890xyz", "abcDEF123456", "token"),
    ("sk-ant-" + "api03-abcdefgh_ijkl", "abcdefgh", "API key"),
    ("sk-" + "abcdefghij0123456789ABCD", "abcdefghij", "API key"),
    ("sk_live_" + "abcdefghij012345", "abcdefghij", "API key"),
    ("AKIA" + "IOSFODNN7EXAMPLE", "IOSFODNN7", "API key"),
    ("AIza" + "SyA-1234567890abcdefghijklmnopqrstu", "1234567890", "API key"),
    ("https://hooks.slack.com/" + "services/T000/B000/XXXX", "B000/XXXX", "webhook"),
    ("https://contoso.webhook.office.com/" + "webhookb2/1/IncomingWebhook/2", "IncomingWebhook/2", "webhook"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl", "eyJzdWIiOiJqYW5lIn0", "token"),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "MIIE", "private key"),
    ("-----BEGIN PGP PRIVATE KEY BLOCK-----\nlQOY\n-----END PGP PRIVATE KEY BLOCK-----", "lQOY", "private key"),
    ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl and the rest is cut", "b3Bl", "private key"),
    ("111111-222222-333333-444444-555555-666666-777777-888888", "444444", "recovery key"),
    ("4111 1111 1111 1111", "1111", "card number"),
    ("card 4111-1111-1111-1111 12/27 123", "4111-1111-1111-1111", "card number"),
    ("5555555555554444.", "5555555555554444", "card number"),
    ("Amex 3782 822463 10005", "822463", "card number"),
    # what nothing names, but its look and what is said around it
    ("we reset him to Spruce&Birch7 in ADUC", "Spruce&Birch7", "password"),
    ("mit Wolke7!blau kommt er ins OWA", "Wolke7!blau", "password"),
    ("User locked out, I reset to Paris-Match44", "Paris-Match44", "password"),
    ("jdoe,John Doe,Finance,Tk!9vmQe2z,2024", "Tk!9vmQe2z", "password"),
    ("the kiosks still have Password1", "Password1", "password"),
    ("login with root and calvinhobbes1 on the iDRAC", "calvinhobbes1", "password"),
    # a mix of letters and digits is what the nearest name says
    ("API key for the collector is " + "8doEdEno1L5FxwsQIOJBVg1g8hjn7nU2dBH8B3J4", "8doEdEno1", "secret"),
    ("key " + "8bbb2931-17cf-498a-93cc-428e610e0ff8", "8bbb2931", "token"),
    ("qk_live_" + "fglX4tYDLAOiVPMKWVQooBM9PiBMtRGZ2FSE", "fglX4tYD", "token"),
    # tables, several words
    ("host;user;password\nsw-01;admin;Kupfer#Draht1\n", "Kupfer#Draht1", "password"),
    ("wifi password at the Hull branch: pickled onions\n", "pickled onions", "password"),
    ("master code 4417", "4417", "PIN"),
]

HARMLESS = [
    # tickets, cases, assets
    "#4711",
    "Ticket #1234567890",
    "INC0012345 and CHG0034567",
    "E-42 was handed back",
    "Case 00012345678901",
    "Serial number 5CG1234XYZ",
    "Order 4500012345",
    "Tracking 1Z999AA10123456784",
    "IMEI 356938035643809",
    # ids and hashes
    "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "12345678-1234-1234-1234-123456789012",
    "{6B29FC40-CA47-1067-B31D-00DD010662DA}",
    "d41d8cd98f00b204e9800998ecf8427e",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "commit da4e6b4c",
    "a4111111111111111b is part of a hash",
    "S-1-5-21-3623811015-3361044348-30300820-1013",
    # networks
    "00:1A:2B:3C:4D:5E",
    "00-1A-2B-3C-4D-5E",
    "10.0.0.1:3389",
    "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
    "https://contoso.example:8443/login",
    "https://portal.contoso.example/tickets/4711?view=all",
    "mailto:jane@contoso.example",
    "sk-bratislava-fileserver-01 is down",
    "\\\\fileserver\\share$\\accounting",
    # telephones, dates, sums
    "+49 170 1234567",
    "+4111111111111111",
    "(555) 123-4567 ext. 890",
    "0041 44 668 18 00",
    "2026-11-21 12:00:00,123",
    "2026-11-21 2026-11-22",
    "1763726400000",
    "21.11.2026 07:24",
    "pi is 3.1415926535897932",
    "12,345,678,901,234.56 EUR",
    "4111 1111 1111 1112",
    "error 0x80070005, event id 4625",
    "KB5031234 and KB5032190",
    # passwords that are talked about
    "password reset",
    "the password does not work",
    "the password is not accepted",
    "Her password is expired.",
    "the password was changed yesterday",
    "Password is wrong, says the log",
    "the password is case-sensitive",
    "password is required",
    "the password is 90 days old",
    "The password was reset on Monday, twice",
    "Passwort ist abgelaufen",
    "das Kennwort ist falsch",
    "Password: expired",
    "Passwort: unbekannt",
    "password: n/a",
    "Settings > Password > Change",
    "passwordless sign-in is off",
    "All tests pass: no change",
    "wrong password, account locked",
    # other secrets that are talked about
    "the token is invalid",
    "hardware token: lost",
    "the API key is missing",
    "the primary key: id",
    "a secret is a secret",
    "Bearer authentication fails",
    "basic troubleshooting did not help",
    "Authorization failed: access denied",
    "the certificate's public key is fine",
    "-----BEGIN CERTIFICATE-----",
    "Enter PEM pass phrase: hangs nginx at boot",
    "password: ask Bob in IT",
    "Passwort: liegt im Tresor",
    "contraseña: preguntar a Marta",
    "password = os.environ['DB_PASSWORD']",
    "string password = Console.ReadLine();",
    "unit run finished, pass: 214, fail: 3",
    # mixes that are named otherwise
    "key id 8bbb2931-17cf-498a-93cc-428e610e0ff8",
    "the thumbprint of the key is A1B2C3D4E5F60718293A4B5C6D7E8F9001122334",
    "Windows product key B59K0-WWCTN-5QTAJ-WKG1C-41P81",
    "pk_live_" + "RkxwOuURBuhCtWFiUA1cd8fidQ0lyy8l",
    "sort key: created_at, partition key: account_id",
    # words that are written as passwords are
    "ntoskrnl!KeBugCheck2 and Trojan:Win32/Wacatac.B!ml",
    "moved from Exchange2016 to Exchange2019 and signed in with Microsoft365",
    "user changed from Sales-EU1 to Sales-EU2 group",
    "root@pve1:~# qm list",
]


@pytest.mark.parametrize(("text", "secret", "kind"), SECRETS)
def test_a_secret_is_masked_by_the_name_of_its_kind(text: str, secret: str, kind: str) -> None:
    found = masked(f"It stopped. {text} since Monday")
    assert secret not in found.text
    assert f"[{kind} masked]" in found.text
    assert found.count == 1
    assert found.text.startswith("It stopped.")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_secret_is_left_alone(text: str) -> None:
    said = f"Since Monday: {text} and so on"
    assert masked(said).text == said
    assert masked(text).count == 0


def test_the_words_around_a_secret_stay() -> None:
    said = masked("Login jane, password: hunter2. Then (pw=abc123) and token=xyz, no change")
    assert said.text == (
        "Login jane, password: [password masked]. Then (pw=[password masked]) and token=[secret masked], no change"
    )
    assert said.count == 3


@pytest.mark.parametrize(("text", "secret", "kind"), SECRETS)
def test_masking_twice_masks_nothing_more(text: str, secret: str, kind: str) -> None:
    once = masked(text)
    assert masked(once.text).count == 0


@given(worst)
def test_masking_takes_any_text(text: str) -> None:
    once = masked(text)
    assert (once.count == 0) == (once.text == text)
