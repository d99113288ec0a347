"""Finds what is counted and numbered: money, lengths of time, people, ratings, telephones, tickets, bare numbers.

Rules: norms are for programs: "CNY 300", "CNY 100-150", "P3D", "PT90M", "3", ">=4.5", "+8613800000000", the ticket's
number in capitals. A number that nothing else claimed is a plain number.
"""

import re
from datetime import date

from bot.nlu.embedded.found import rule
from bot.nlu.embedded.numerals import NUMERAL, number_in, written

_CURRENCIES = (
    (re.compile("美元|美金|刀|dollar|usd|\\$"), "USD"),
    (re.compile("欧元|euro|eur|€"), "EUR"),
    (re.compile("港币|港元|hkd"), "HKD"),
    (re.compile("日元|円|jpy"), "JPY"),
    (re.compile("韩元|원|krw"), "KRW"),
    (re.compile("新台币|台币|twd"), "TWD"),
)
_UNITS = (
    (re.compile("秒|second"), "T", "S"),
    (re.compile("分|min|분"), "T", "M"),
    (re.compile("小时|钟头|hour|hr|时间|시간"), "T", "H"),
    (re.compile("周|星期|礼拜|week|주"), "", "W"),
    (re.compile("月|month|개월"), "", "M"),
    (re.compile("年|year|년"), "", "Y"),
    (re.compile("天|日|晚|夜|泊|day|night|일|박"), "", "D"),
)
_NOT_SURE = re.compile("[一二两三四五六七八九]{2,}")
"三四个人: three or four."
_MINUTES_IN_HOUR = 60
_HALF_DAY_HOURS = 12


def _money(found: re.Match[str], _today: date) -> str | None:
    amounts = [number_in(text) for text in re.findall(NUMERAL, found[0])]
    if not amounts or None in amounts:
        return None
    currency = next((code for sign, code in _CURRENCIES if sign.search(found[0])), "CNY")
    return f"{currency} {'-'.join(written(amount) for amount in amounts if amount is not None)}"


def _duration(found: re.Match[str], _today: date) -> str | None:
    unit = found["unit"]
    time, letter = next((time, letter) for sign, time, letter in _UNITS if sign.search(unit))
    half = 0.5 if found["half"] or found["more"] else 0.0
    count = (number_in(found["count"]) if found["count"] else 0.0) if not found["half"] else 0.0
    if count is None:
        return None
    amount = count + half
    if amount != int(amount) and letter == "H":
        return f"PT{written(amount * _MINUTES_IN_HOUR)}M"
    if amount != int(amount) and letter == "D":
        return f"PT{written(amount * 2 * _HALF_DAY_HOURS)}H"
    return f"P{time}{written(amount)}{letter}"


def _people(found: re.Match[str], _today: date) -> str | None:
    text = found["count"]
    if _NOT_SURE.fullmatch(text):
        return None
    value = {"俩": 2.0, "仨": 3.0}.get(text) or number_in(text)
    return None if value is None else written(value)


def _family(found: re.Match[str], _today: date) -> str | None:
    value = {"俩": 2.0, "仨": 3.0}.get(found[0]) or number_in(found[0])
    return None if value is None else written(value)


def _rating(found: re.Match[str], _today: date) -> str | None:
    value = number_in(found["count"])
    if value is None:
        return None
    return f">={written(value)}" if found["least"] else written(value)


def _phone(found: re.Match[str], _today: date) -> str | None:
    digits = re.sub(r"\D", "", found[0])
    if found[0].startswith("+"):
        return f"+{digits}"
    return f"+{digits}" if digits.startswith("86") else f"+86{digits}" if digits.startswith("1") else digits


def _ticket(found: re.Match[str], _today: date) -> str | None:
    return found["number"].upper()


def _number(found: re.Match[str], _today: date) -> str | None:
    value = number_in(found[0])
    return None if value is None else written(value)


_MONEY_UNIT = (
    "(?:块钱|元钱|块|元|人民币|rmb|cny|yuan|kuai|美元|美金|刀|(?:us )?dollars?|usd|欧元|euros?|eur|港币|港元|hkd|日元"
    "|円|jpy|韩元|원|krw|新台币|台币)"
)
_RANGE = "(?: ?(?:-|~|到|至|to) ?{0}{1})?"

RULES = (
    rule("phone", r"(?<![\d+])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)", _phone),
    rule("phone", r"(?<![\d+])\(?0\d{2,3}\)?[- ]?\d{7,8}(?!\d)", _phone),
    rule("phone", r"(?<!\d)\+\d{1,3}[- ]?\d{2,4}(?:[- ]?\d{2,4}){1,3}(?!\d)", _phone),
    rule(
        "ticket",
        r"(?:工单|投诉|受理|单|订单|ticket|case|order|受付|접수)"
        r"(?: ?(?:编号|单号|号码|号|number|no\.?|番号|번호))?(?: ?[:是为#は] ?| )?"
        r"(?P<number>[a-z]{0,4}-?\d[\d-]{3,}\d)(?!\d)",
        _ticket,
    ),
    rule("ticket", r"(?<![\w-])(?P<number>[a-z][a-z0-9]{0,11}-\d{8}-\d{4,})(?!\d)", _ticket),
    rule("ticket", r"(?<![\w-])(?P<number>[a-z]{1,4}-?\d{6,}(?:-\d+)*)(?![\w-])", _ticket),
    rule(
        "money",
        rf"{NUMERAL}(?:{_MONEY_UNIT})?{_RANGE.format(NUMERAL, '')} ?{_MONEY_UNIT}(?:[一二三四五六七八九](?![块元]))?"
        rf"|[¥$€] ?{NUMERAL}{_RANGE.format('[¥$€]?', NUMERAL)}",
        _money,
    ),
    rule(
        "duration",
        rf"(?:(?P<half>半)|(?P<count>{NUMERAL}))(?: ?个)?(?P<more>半)? ?"
        r"(?P<unit>小时|钟头|分钟|天(?!安门|坛|气|桥|津|山|池|涯)|日间|日游|晚|夜(?!市|景)|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])"
        r"|周(?![边围末一二三四五六日])|个?月(?!\d)|年|(?:hours?|hrs?|minutes?|mins?|days?|nights?|weeks?|months?|years?)\b|时间|分间|泊|시간|분간|일간|박|개월)",
        _duration,
    ),
    rule(
        "people",
        r"(?<![周期拜\d])(?P<count>\d{1,4}|[一二两三四五六七八九十百]+|俩|仨)(?: ?(?:个|位|名|口))? ?"
        r"(?:人(?!工|民|间|均|家)|大人|成人|成年人|小孩|孩子|儿童|老人|学生|游客|名様"
        r"|名(?!胜)|명|people\b|persons?\b|adults?\b|kids?\b|child(?:ren)?\b|of us\b|pax\b)",
        _people,
    ),
    rule("people", "(?<=一家)[三四五六七八](?=口)|(?<=[们咱])[俩仨]", _family),
    rule("rating", rf"(?P<count>{NUMERAL})(?:分(?![钟间店])|星级?|颗星| ?stars?\b)(?P<least>以上|及以上)?", _rating),
    rule("number", f"^{NUMERAL}$", _number, 0.9),
    rule("number", r"(?<![a-z\d.])\d+(?:,\d{3})*(?:\.\d+)?万?(?![\d.]*[a-z])", _number, 0.8),
)
"Most telling first."
