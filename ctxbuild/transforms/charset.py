"""Which legacy encoding a text is in: a small, deterministic guess from its letters.

Every candidate encoding decodes a sample; the reading whose letters fit one
language best wins. Fit is measured by letters the language has at all,
letters it uses often, and the absence of things that people do not write
(a capital after a small letter, a Latin letter inside a Cyrillic word). The
guess is only a proposal: the caller keeps it where the whole file round-trips.

Letter orders are the well-known frequency orders of each language; the levels
of CJK standards (JIS X 0208, GB 2312, Big5, KS X 1001) put common characters
into contiguous rows, which is how their sets are built here.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

SAMPLE_BYTES = 4_096
"""Bytes of words with high bytes that are looked at; 35 readings of that take ≈ 15 ms."""

_ACCEPT = 0.5
_WORD = re.compile(rb"[A-Za-z]?[\x80-\xff][0-9@-\xff]*")
_TYPOGRAPHY = frozenset("\u00a0©®°§«»·±²³µ×½¼¾€£¥“”„‘’‚–—…•™†‹›¿¡ªº´¶№")
_TYPOGRAPHY_WEIGHT = 0.65
_FOREIGN_LETTER = -0.5
"""Weight of a letter that the language does not have."""
_CJK_PUNCTUATION = "〜‖−―、。「」『』（），：；！？・ー《》〈〉【】“”‘’…—～％＋－／＝＜＞［］｛｝"
_FULL_WIDTH = "".join(map(chr, range(0xFF10, 0xFF5B)))
_BOXES = "─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬█▄▀░▒▓"


@dataclass(frozen=True, slots=True)
class _Language:
    """Letters of a language, and the encodings it is written in, likeliest first.

    ``often`` weighs 1, ``rarely`` less. ``alone`` marks scripts whose words do
    not hold Latin letters.
    """

    name: str
    often: str
    rarely: str
    encodings: tuple[str, ...]
    alone: bool = False


_WESTERN = ("cp1252", "mac-roman", "cp850")
_CENTRAL = ("cp1250", "iso8859-2", "cp852")
_CYRILLIC = ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic", "cp855")

_LANGUAGES = (
    _Language("German", "äöüß", "é", _WESTERN),
    _Language("French", "éèàê", "çùâîôûëïœ", _WESTERN),
    _Language("Spanish", "áéíóúñ", "ü", _WESTERN),
    _Language("Portuguese", "ãçáéíó", "õâêôàú", _WESTERN),
    _Language("Italian", "àèéòùì", "", _WESTERN),
    _Language("Catalan", "àèéíòóç", "úïü·", _WESTERN),
    _Language("Dutch", "ëïéèö", "üáêó", _WESTERN),
    _Language("Nordic", "åäöøæ", "éðþíáúýó", _WESTERN),
    _Language("Czech and Slovak", "áéíčěřšžýů", "úďťňóľĺŕäô", _CENTRAL),
    _Language("Polish", "ąęłóśżć", "źń", _CENTRAL),
    _Language("Hungarian", "áéőóö", "üűíú", _CENTRAL),
    _Language("South Slavic", "čćšžđ", "", _CENTRAL),
    _Language("Romanian", "ăâîşţ", "", _CENTRAL),
    _Language("Turkish", "ıişğçöüİ", "âî", ("cp1254",)),
    _Language("Lithuanian", "ąčęėįšųūž", "", ("cp1257", "iso8859-13")),
    _Language("Latvian", "āēīšūž", "čģķļņ", ("cp1257", "iso8859-13")),
    _Language("Estonian", "äõöü", "šž", ("cp1257", "cp1252")),
    _Language(
        "Vietnamese",
        "đâêôươăàáéèìíòóùú\u0300\u0301\u0303\u0309\u0323",
        "õãý₫",
        ("cp1258",),
    ),
    _Language("Russian", "оеаинтсрвлкмдпуы", "яьгзбчйхжшюцщэфъё", _CYRILLIC, True),
    _Language("Ukrainian", "оаинвітеслркудмп", "язьбгчйхжшюїцєщфґ", ("cp1251", "koi8-u"), True),
    _Language("Bulgarian", "аионетрсвлкдпмзъ", "гбучяжйщцхфшюь", ("cp1251",), True),
    _Language("Serbian", "аиоенсрјтудклмв", "пзбгчшцљњжћђхфџ", ("cp1251", "iso8859-5"), True),
    _Language("Greek", "αοιετσνηυρπκμλς", "ωγδχθφβξζψάέήίόύώϊϋΐΰ", ("cp1253", "iso8859-7"), True),
    _Language("Hebrew", "יוהלאמרתבשנםדק", "חעפטגכסזצןךףץ", ("cp1255", "iso8859-8"), True),
    _Language(
        "Arabic", "اليمنتربةعدسفهكق", "أحجشصطخضذثزغئءآإىؤظ،پچژگکی", ("cp1256", "iso8859-6"), True
    ),
    _Language("Thai", "านรกเ่อยลวมงตสบั้ด", "ทพคไจขะหใปีิืุูแโ็์ชผถซฟญณธภศษฐฏฎฒฑฬฮฉฝฆฤำ์", ("cp874",), True),
    _Language("box drawing", _BOXES, "äöüÄÖÜßé", ("cp437",)),
)

_JAPANESE_OFTEN = "".join(map(chr, range(0x3041, 0x30FD)))
_CHINESE_OFTEN = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过"
    "发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开"
    "但因只从想实日者意无它与长机公此已工使情明性知全关点正业外将两高间由问很最重并物手应向头文体相"
    "见被利什等产或新制身果加月话回代内信表化位次度通提数件名址请必须值选择输入错误"
)
_TRADITIONAL_OFTEN = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過"
    "發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開"
    "但因只從想實日者意無它與長機公此已工使情明性知全關點正業外將兩高間由問很最重並物手應向頭文體相"
    "見被利什等產或新制身果加月話回代內信表化位次度通提數件名址請必須值選擇輸入錯誤"
)
_KOREAN_OFTEN = (
    "이다는을의에가고지하한로기사를어자은대시도리인해서정과수나일그부전들상아원제있니합습요"
    "만장주여러보오전안성유스라동세경조으없않할용될되된면"
)


def guess_legacy(data: bytes) -> Iterator[str]:
    """Yield encodings ``data`` may be in, likeliest first; nothing when none fits."""
    sample = _sample(data)
    readings = {encoding: _read(sample, encoding) for _, encoding in _candidates()}
    scored = [
        (_fit(reading, language) - _doubt(encoding, reading.total), -order, encoding)
        for order, (language, encoding) in enumerate(_candidates())
        if (reading := readings[encoding]) is not None
    ]
    likely = [encoding for fit, _, encoding in sorted(scored, reverse=True) if fit >= _ACCEPT]
    yield from dict.fromkeys(likely)


def _sample(data: bytes) -> bytes:
    """Return the first 4 kB of words that are not ASCII, whatever stands before them.

    The bytes between such words are never part of a character in any
    candidate encoding, so that nothing is torn apart, save the end of a word
    that alone is longer than the sample.
    """
    words: list[bytes] = []
    size = 0
    for match in _WORD.finditer(data):
        words.append(match[0][:SAMPLE_BYTES])
        size += len(words[-1]) + 1
        if size >= SAMPLE_BYTES:
            break
    return b" ".join(words)


_RARE = {
    **dict.fromkeys(("mac-roman", "mac-cyrillic", "cp850", "cp852", "cp855", "cp437"), 0.06),
    "cp1258": 0.15,
    "cp874": 0.05,
    **dict.fromkeys(("iso8859-13", "cp1257", "cp1254"), 0.02),
}
"""What an encoding has to be better by than one that is met more often."""

_FEW_BYTES = 3
"""A handful of high bytes, such as one ©, says little: cp1252 is preferred until others add up."""


def _doubt(encoding: str, total: int) -> float:
    """Return what a reading has to make up for: rare encodings, and little evidence."""
    rarity = _RARE.get(encoding, 0.0)
    unlikely = 0.0 if encoding == "cp1252" else 0.25 + 4 * rarity
    return rarity + unlikely * _FEW_BYTES / (total + _FEW_BYTES)


@cache
def _candidates() -> tuple[tuple[_Language, str], ...]:
    pairs = [
        (language, encoding)
        for language in (*_LANGUAGES[:1], *_far_eastern(), *_LANGUAGES[1:])
        for encoding in language.encodings
    ]
    return tuple(pairs)


@cache
def _far_eastern() -> tuple[_Language, ...]:
    marks = _CJK_PUNCTUATION + _FULL_WIDTH
    return (
        _Language(
            "Japanese",
            _JAPANESE_OFTEN + marks,
            _level_one("euc_jp", 0xB0, 0xCF),
            ("shift_jis", "cp932", "euc_jp"),
        ),
        _Language(
            "Simplified", _CHINESE_OFTEN, _level_one("gb2312", 0xB0, 0xD7) + marks, ("gb18030",)
        ),
        _Language("Traditional", _TRADITIONAL_OFTEN, _big5_level_one() + marks, ("big5", "cp950")),
        _Language(
            "Korean", _KOREAN_OFTEN, _level_one("euc_kr", 0xB0, 0xC8) + marks, ("euc_kr", "cp949")
        ),
    )


def _level_one(encoding: str, first: int, last: int) -> str:
    """Return the characters of some rows of a 94 × 94 set."""
    table = bytes(
        b for row in range(first, last + 1) for cell in range(0xA1, 0xFF) for b in (row, cell)
    )
    return table.decode(encoding, "ignore")


def _big5_level_one() -> str:
    cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    table = bytes(b for row in range(0xA4, 0xC7) for cell in cells for b in (row, cell))
    return table.decode("big5", "ignore")


@cache
def _weights(language: _Language) -> dict[str, float]:
    weights = dict.fromkeys(_TYPOGRAPHY, _TYPOGRAPHY_WEIGHT)
    for letters, small, capital in ((language.rarely, 0.8, 0.7), (language.often, 1.0, 0.8)):
        weights |= dict.fromkeys((c for c in letters.upper() if len(c) == 1), capital)
        weights |= dict.fromkeys(letters, small)
    return weights


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a sample says in one encoding: bytes of each non-ASCII character, and oddities."""

    widths: dict[str, int]
    total: int
    capitals: int
    mixtures: int


def _read(sample: bytes, encoding: str) -> _Reading | None:
    try:
        text = getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return None
    single = len(text) == len(sample)
    widths = {
        char: count if single else count * len(char.encode(encoding, "replace"))
        for char, count in Counter(text).items()
        if char > "\x7f"
    }
    capitals, mixtures = _oddities(text)
    return _Reading(widths, sum(widths.values()), capitals, mixtures)


def _oddities(text: str) -> tuple[int, int]:
    """Count what people do not write: ``aÉ`` inside a word, and Latin letters next to others."""
    capitals = mixtures = 0
    for (left, right), count in Counter(pairwise(text)).items():
        if (left > "\x7f" or right > "\x7f") and left.isalpha() and right.isalpha():
            capitals += count * (left.islower() and right.isupper())
            mixtures += count * (left <= "\x7f" or right <= "\x7f")
    return capitals, mixtures


def _fit(reading: _Reading, language: _Language) -> float:
    """Return how well a reading fits ``language``: 1 is perfect, below 0 is nonsense."""
    if not reading.total:
        return 0.0
    weights = _weights(language)
    fit = sum(
        width * weights.get(char, _FOREIGN_LETTER if char.isalpha() else 0.0)
        for char, width in reading.widths.items()
    )
    odd = reading.capitals + (reading.mixtures if language.alone else 0)
    return (fit - odd) / reading.total
