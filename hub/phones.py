"""Phone numbers: one written form, sealed at rest, found again without being readable.

Rules: a number is E.164 (ITU-T; '+8613800138000'), read with China (+86) as the default country; it is sealed
with the row's id as additional data; searches compare the HMAC of the whole number or of its last four digits;
the area stands in clear. The area is the country and, for fixed lines, the national area code ('CN-755'): the
library's geocoder would also know a mobile's city, but costs 98 MB of memory (measured 2026-11).
"""

from dataclasses import dataclass

import phonenumbers

from hub.errors import Unprocessable
from hub.keys import KeyRing

DEFAULT_COUNTRY = "CN"
_LONGEST_INPUT = 40
"Characters; spaces, brackets and hyphens included."
_PURPOSE = "phone"


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number that can exist."""

    e164: str
    area: str
    "ISO 3166 country, with the area code of fixed lines: 'CN', 'CN-755'; '001' for numbers of no country."


@dataclass(frozen=True, slots=True)
class SealedPhone:
    """A number as a table keeps it."""

    ciphertext: bytes
    whole_mac: str
    "Hexadecimal."
    last4_mac: str
    "Hexadecimal."
    area: str


def normal_phone(written: str, country: str = DEFAULT_COUNTRY) -> Phone:
    """Return the number that a person wrote.

    Raises:
        Unprocessable: code `phone_invalid` when no such number can exist, `phone_short` for short numbers
            (110, 12301), which are not E.164 and belong to nobody.
    """
    if len(written) > _LONGEST_INPUT:
        raise Unprocessable("phone_invalid", "too long for a phone number")
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        raise Unprocessable("phone_invalid", "not a phone number") from None
    if not phonenumbers.is_valid_number(number):
        short = phonenumbers.is_valid_short_number_for_region(number, country)
        raise Unprocessable("phone_short" if short else "phone_invalid", "no such phone number can exist")
    number.extension = None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, _area(number))


def seal_phone(ring: KeyRing, phone: Phone, row_id: str) -> SealedPhone:
    """Return what the row `row_id` keeps of a number."""
    return SealedPhone(
        ciphertext=ring.seal(_PURPOSE, phone.e164.encode(), row_id.encode()),
        whole_mac=ring.mac("phone.whole", phone.e164.encode()).hex(),
        last4_mac=ring.mac("phone.last4", phone.e164[-4:].encode()).hex(),
        area=phone.area,
    )


def open_phone(ring: KeyRing, ciphertext: bytes, row_id: str) -> str:
    """Return the E.164 number that the row keeps; every call that shows it to a person is audited."""
    return ring.open(_PURPOSE, ciphertext, row_id.encode()).decode()


def phone_lookups(ring: KeyRing, phone: Phone) -> tuple[str, ...]:
    """Return the `whole_mac` values under which the number may stand, newest key first."""
    return tuple(mac.hex() for mac in ring.macs("phone.whole", phone.e164.encode()))


def last4_lookups(ring: KeyRing, digits: str) -> tuple[str, ...]:
    """Return the `last4_mac` values of a number's last four digits.

    Raises:
        Unprocessable: not four digits.
    """
    if len(digits) != 4 or not (digits.isascii() and digits.isdigit()):
        raise Unprocessable("phone_last4_invalid", "four digits are needed")
    return tuple(mac.hex() for mac in ring.macs("phone.last4", digits.encode()))


def masked(e164: str) -> str:
    """Return a number as people without the right to it see it: '+8613800138000' → '+86*******8000'."""
    number = phonenumbers.parse(e164, None)
    head = f"+{number.country_code}"
    hidden = len(e164) - len(head) - 4
    return f"{head}{'*' * hidden}{e164[-4:]}"


def _area(number: phonenumbers.PhoneNumber) -> str:
    country = phonenumbers.region_code_for_number(number) or "001"
    length = phonenumbers.length_of_geographical_area_code(number)
    if not length:
        return country
    return f"{country}-{phonenumbers.national_significant_number(number)[:length]}"
