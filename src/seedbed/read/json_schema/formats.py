"""The formats of texts: the pattern that each is checked by, what such a column is about, and texts for documents."""

from __future__ import annotations

from collections.abc import Mapping

from seedbed.classes import dataclass
from seedbed.read.json_schema.valid import is_match

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """`about` is a name that tells of such values, "" for none; `type` a column type of its own, "" for a text."""

    samples: tuple[str, ...]
    pattern: str = ""
    about: str = ""
    type: str = ""

    def entails(self, pattern: str) -> bool:
        """Whether a pattern says nothing of such values that the format does not: only days are written in one way."""
        return self.type == "date" and all(is_match(pattern, day) for day in (*self.samples, *_DAYS))


_DAYS = ("1900-01-01", "1969-12-31", "1999-09-09", "2038-10-20")
_IPV4 = r"^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])$"
_EMAIL = Format(
    ("ada.lane@example.com", "sam.reed@example.org", "mira.holt@example.net"),
    r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$",
    "email",
)
_URI = Format(
    ("https://www.example.com/river", "https://www.example.org/map/7", "https://www.example.net/"),
    r"^[a-z][a-z0-9+.-]*://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?$",
    "url",
)
_HOST = Format(
    ("db-1.example.org", "mail.example.com", "edge-7.example.net"),
    r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$",
    "hostname",
)
_NET = r"^10\.(0|[1-9][0-9]?)\.(0|[1-9][0-9]?)\.0/24$"


def _uuid(version: str) -> Format:
    """Texts of one version of UUIDs."""
    sample = f"3f2b8c1e-5a7d-{version}e9f-8b6a-1c2d3e4f5a6b"
    return Format((sample,), f"^[0-9a-f]{{8}}-[0-9a-f]{{4}}-{version}[0-9a-f]{{3}}-[89ab][0-9a-f]{{3}}-[0-9a-f]{{12}}$")


_BASE64 = Format(("c2VlZA==", "cm93cw==", "Z3JvdmU="), "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$")

FORMATS: Mapping[str, Format] = {
    "date": Format(("2024-03-14", "2024-11-02", "2025-01-31"), type="date"),
    "date-time": Format(("2024-03-14T09:26:53Z", "2024-11-02T17:05:00Z"), type="timestamp"),
    "time": Format(("09:26:53Z", "17:05:00Z"), type="time"),
    "uuid": Format(("3f2b8c1e-5a7d-4e9f-8b6a-1c2d3e4f5a6b", "9d4e7f10-2b3c-4d5e-9f80-a1b2c3d4e5f6"), type="uuid"),
    **{f"uuid{version}": _uuid(version) for version in "1345678"},
    "email": _EMAIL,
    "idn-email": _EMAIL,
    "uri": _URI,
    "url": _URI,
    "iri": _URI,
    "uri-reference": _URI,
    "iri-reference": _URI,
    "hostname": _HOST,
    "idn-hostname": _HOST,
    "ipv4": Format(("10.0.0.7", "192.0.2.44"), _IPV4, "ip_address"),
    "ip": Format(("10.0.0.7", "192.0.2.44"), _IPV4, "ip_address"),
    "ipvanyaddress": Format(("10.0.0.7", "192.0.2.44"), _IPV4, "ip_address"),
    "ipv4network": Format(("10.4.7.0/24",), _NET),
    "ipvanynetwork": Format(("10.4.7.0/24",), _NET),
    "ipv4interface": Format(("10.4.7.0/24",), _NET),
    "ipvanyinterface": Format(("10.4.7.0/24",), _NET),
    "ipv6network": Format(("2001:db8:0:0:0:0:0:0/64",), "^2001:db8:[0-9a-f]{1,4}:[0-9a-f]{1,4}:0:0:0:0/64$"),
    "ipv6": Format(("2001:db8::7", "2001:db8::1f"), "^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$"),
    "byte": _BASE64,
    "base64": _BASE64,
    "json-pointer": Format(("/name", "/items/0"), "^(/[a-z0-9_]+)+$"),
    "relative-json-pointer": Format(("0/name", "1"), "^[0-9](/[a-z0-9_]+)+$"),
    "regex": Format(("^[a-z]+$", "[0-9]{3}"), "^[a-z]{1,12}$"),
    "duration": Format(("P3D", "PT45M", "P1DT2H"), "^P([0-9]{1,3}[YMWD]|([0-9]{1,2}D)?T[0-9]{1,3}[HMS])$"),
    "phone": Format(("+1-212-555-0134", "+1-312-555-0178"), about="phone"),
}
"""The formats that are known, by name; `password`, `binary` and what else there is are texts as any other."""
