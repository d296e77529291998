"""Templates: autoescaped, strict about what is missing, with the words of `wording`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from portal import wording

HERE = Path(__file__).parent
STATIC = HERE / "static"
STYLE = (STATIC / "portal.css").read_bytes()
STYLE_VERSION = sha256(STYLE).hexdigest()[:12]


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"style": f"/static/portal.css?v={STYLE_VERSION}", "link": link}
    for name in ("day", "short_day", "moment", "distance", "count", "stage", "state", "choice",
                 "holder", "fact", "initial", "region", "letter"):  # fmt: skip
        made.filters[name] = getattr(wording, name)
    made.filters |= {
        "eve": wording.eve,
        "tel": telephone,
        "status": lambda name: wording.STATUSES.get(name, name),
    }
    return made


def link(*parts: str, **asked: str | int | date | None) -> str:
    """A path of this service, its parts and its questions quoted; what is empty is left out."""
    path = "/" + "/".join(quote(part, safe="") for part in parts)
    said = {
        name.rstrip("_"): str(value) for name, value in asked.items() if value not in (None, "")
    }
    return f"{path}?{urlencode(said)}" if said else path


def telephone(number: str) -> str:
    """The number as a `tel:` link wants it."""
    return "".join(c for c in number if c.isdigit() or c == "+")


ENVIRONMENT = _environment()


def render(template: str, status: int, values: Mapping[str, Any]) -> HTMLResponse:
    return HTMLResponse(ENVIRONMENT.get_template(template).render(values), status)
