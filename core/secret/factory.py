"""What devices are delivered with: admin/admin, root/calvin; as pieces of patterns for re.IGNORECASE."""

USER = r"(?:admin|administrator|root|sa|guest|pi|ubnt|cisco|support|apc)"
USUAL = (
    r"(?:admin|administrator|root|sa|test\w{0,10}|guest|pi|ubnt|cisco|support|operator|service|superuser|backup"
    r"|manager|kiosk)"
)
"""Users that there are everywhere."""

_PASSWORDS = """
1234 12345 123456
admin apc calvin changeme cisco default guest letmein passw0rd password raspberry root toor ubnt welcome
"""
PASSWORDS = frozenset(_PASSWORDS.split())
