"""Which postcodes belong to which region, told from the rules of the posts: nothing here comes from our own places."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["FORMATS", "REGIONS", "region_fits"]

FORMATS = {
    "us": r"\d{5}",
    "uk": r"[A-Z]{1,2}(\d[A-Z]?|\d\d) \d[ABD-HJLNP-UW-Z]{2}",
    "de": r"\d{5}",
    "fr": r"\d{5}",
    "ca": r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d",
    "au": r"\d{4}",
}
"""What all of a postcode looks like."""

# Sectional centres: the first three digits, to and with the last ones of the state.
_US = """
005-005 NY 010-027 MA 028-029 RI 030-038 NH 039-049 ME 050-059 VT 060-069 CT 070-089 NJ 100-149 NY 150-196 PA
197-199 DE 200-200 DC 201-201 VA 202-205 DC 206-219 MD 220-246 VA 247-268 WV 270-289 NC 290-299 SC 300-319 GA
320-349 FL 350-369 AL 370-385 TN 386-397 MS 398-399 GA 400-427 KY 430-459 OH 460-479 IN 480-499 MI 500-528 IA
530-549 WI 550-567 MN 570-577 SD 580-588 ND 590-599 MT 600-629 IL 630-658 MO 660-679 KS 680-693 NE 700-714 LA
716-729 AR 730-732 OK 733-733 TX 734-749 OK 750-799 TX 800-816 CO 820-831 WY 832-838 ID 840-847 UT 850-865 AZ
870-884 NM 885-885 TX 889-898 NV 900-961 CA 967-968 HI 970-979 OR 980-994 WA 995-999 AK
"""
_AU = """
0200-0299 ACT 0800-0899 NT 1000-2599 NSW 2600-2618 ACT 2619-2899 NSW 2900-2920 ACT 2921-2999 NSW 3000-3999 VIC
4000-4999 QLD 5000-5799 SA 6000-6797 WA 7000-7799 TAS
"""
# Leading digits and the states that share them.
_DE = """
01 SN BB|02 SN|03 BB|04 SN TH|06 ST|07 TH|08 SN|09 SN|10 BE|12 BE BB|13 BE|140 BE|141 BE|144 BB|145 BB|146 BB|147 BB
148 BB|15 BB|16 BB|17 MV BB|18 MV|19 MV|20 HH|210 HH|211 HH|212 NI|213 NI|214 NI|22 HH SH|23 SH MV|24 SH|25 SH|26 NI
272 NI|273 NI|274 NI|2756 HB|2757 HB|2758 HB|28 HB NI|29 NI|30 NI|31 NI|32 NW|33 NW|341 HE|342 HE|343 HE NI|35 HE|36 HE
370 NI|371 NI|372 HE|373 TH|381 NI|382 NI|383 NI|384 NI|385 NI|387 NI|388 ST|39 ST|40 NW|41 NW|42 NW|44 NW|45 NW|46 NW
47 NW|48 NW|490 NI|491 NI|492 NI|494 NI|496 NI|50 NW|51 NW|52 NW|531 NW|532 NW|54 RP|55 RP|56 RP|57 NW|58 NW|59 NW|60 HE
61 HE|63 HE BY|64 HE|65 HE|66 SL|67 RP|68 BW HE|69 BW|70 BW|71 BW|72 BW|73 BW|74 BW|75 BW|76 BW|77 BW|78 BW|79 BW|80 BY
81 BY|82 BY|83 BY|84 BY|85 BY|86 BY|87 BY|88 BW|890 BW|892 BY|90 BY|91 BY|92 BY|93 BY|94 BY|95 BY|96 BY|97 BY
98 TH|99 TH
"""
# The departments of each region since 2016.
_FR = {
    "ARA": "01 03 07 15 26 38 42 43 63 69 73 74",
    "BFC": "21 25 39 58 70 71 89 90",
    "BRE": "22 29 35 56",
    "CVL": "18 28 36 37 41 45",
    "COR": "20",
    "GES": "08 10 51 52 54 55 57 67 68 88",
    "HDF": "02 59 60 62 80",
    "IDF": "75 77 78 91 92 93 94 95",
    "NOR": "14 27 50 61 76",
    "NAQ": "16 17 19 23 24 33 40 47 64 79 86 87",
    "OCC": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "PDL": "44 49 53 72 85",
    "PAC": "04 05 06 13 83 84",
}
_CA = {"A": "NL", "B": "NS", "C": "PE", "E": "NB", "R": "MB", "S": "SK", "T": "AB", "V": "BC", "Y": "YT"}
_CA |= dict.fromkeys("GHJ", "QC") | dict.fromkeys("KLMNP", "ON")
# The letters of a postcode, and the counties of the towns that they stand for.
_UK = """
Aberdeenshire AB|Hertfordshire AL WD SG|West Midlands B CV WV WS DY|Somerset BA TA|Lancashire BB FY LA PR
West Yorkshire BD HD HX LS WF|Dorset BH DT|Greater Manchester BL M OL SK WN|East Sussex BN|Avon BS
County Antrim BT|County Down BT|County Londonderry BT|Cumbria CA|Cambridgeshire CB PE|South Glamorgan CF
Cheshire CH CW WA|Essex CM CO SS|Kent CT DA ME TN|Angus DD|Derbyshire DE|County Durham DH DL|South Yorkshire DN S
Greater London E EC N NW SE SW W WC|Midlothian EH|Devon EX PL TQ|Stirlingshire FK|Lanarkshire G ML
Gloucestershire GL|Surrey GU KT RH|North Yorkshire HG YO|Herefordshire HR|East Riding of Yorkshire HU|Suffolk IP
Inverness-shire IV|Merseyside L CH PR|Leicestershire LE|Clwyd LL|Gwynedd LL|Lincolnshire LN|Bedfordshire LU MK
Buckinghamshire MK HP|Tyne and Wear NE SR|Nottinghamshire NG|Northamptonshire NN|Gwent NP|Norfolk NR|Oxfordshire OX
Perthshire PH|Hampshire PO SO|Berkshire RG SL|West Glamorgan SA|Wiltshire SN SP|Staffordshire ST|Shropshire SY TF
Cornwall TR|Worcestershire WR
"""


def region_fits(locale: str, postcode: str, region: str, code: str) -> bool:
    """Whether a postcode is one of the region of that name and code."""
    return REGIONS[locale](postcode, region, code)


def _in_ranges(table: str, digits: int) -> Callable[[str, str, str], bool]:
    found = [(*span.split("-"), code) for span, code in re.findall(r"(\d+-\d+) (\w+)", table)]

    def fits(postcode: str, region: str, code: str) -> bool:
        return any(low <= postcode[:digits] <= high and code == state for low, high, state in found)

    return fits


def _uk(postcode: str, region: str, code: str) -> bool:
    areas = dict(re.findall(r"([A-Z][\w -]*?[a-z]) ((?:[A-Z]{1,2} ?)+)(?=\||\n)", _UK))
    letters = re.match(r"[A-Z]+", postcode)
    return letters is not None and letters[0] in areas[region].split()


def _de(postcode: str, region: str, code: str) -> bool:
    table = dict(entry.split(" ", 1) for entry in re.split(r"[|\n]", _DE.strip()))
    longest = next(postcode[:size] for size in (4, 3, 2) if postcode[:size] in table)
    return code in table[longest].split()


def _ca(postcode: str, region: str, code: str) -> bool:
    if postcode[0] == "X":
        return code == ("NU" if postcode[:3] in ("X0A", "X0B", "X0C") else "NT")
    return _CA[postcode[0]] == code


def _fr(postcode: str, region: str, code: str) -> bool:
    return postcode[:2] in _FR[code].split()


REGIONS: dict[str, Callable[[str, str, str], bool]] = {
    "us": _in_ranges(_US, 3),
    "uk": _uk,
    "de": _de,
    "fr": _fr,
    "ca": _ca,
    "au": _in_ranges(_AU, 4),
}
