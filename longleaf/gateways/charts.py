"""Charts: Vega-Lite drawn inside this process, from figures that stand in the chart itself."""

import json
import threading
from collections.abc import Mapping

import vl_convert

from longleaf.gateways.typefaces import public_sans_folder

VEGA_LITE = "6.1"  # the version that `longleaf.basis.chart` writes

_lock = threading.Lock()
_ready: list[str] = []


class VegaCharts:
    """Draws with Public Sans; opens no address and no file."""

    def svg(self, spec: Mapping[str, object]) -> bytes:
        """The chart as an SVG document; raises ValueError if it is not one."""
        whole = _whole(spec)
        with _lock:
            drawn: str = vl_convert.vegalite_to_svg(
                whole, vl_version=VEGA_LITE, allowed_base_urls=[]
            )
        return drawn.encode()

    def png(self, spec: Mapping[str, object], *, scale: float = 2) -> bytes:
        """The chart as pixels, `scale` of them to a point; raises ValueError."""
        if not 0 < scale <= 8:  # noqa: PLR2004 - eight to a point is a poster; more is a mistake
            message = f"A scale of {scale} is not between 0 and 8."
            raise ValueError(message)
        whole = _whole(spec)
        with _lock:
            drawn: bytes = vl_convert.vegalite_to_png(
                whole, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[]
            )
        return drawn


def _whole(spec: Mapping[str, object]) -> str:
    _refuse_addresses(spec, "")
    with _lock:
        if not _ready:
            folder = str(public_sans_folder())
            vl_convert.register_font_directory(folder)
            _ready.append(folder)
    return json.dumps(spec)


def _refuse_addresses(value: object, where: str) -> None:
    """A chart carries its figures; one that names a place to get them from is refused."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name in {"url", "href"}:
                message = f'"{where}{name}": a chart opens no address; put the figures into it.'
                raise ValueError(message)
            if name != "values":  # rows of figures may use any word for a column
                _refuse_addresses(inner, f"{where}{name}.")
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            _refuse_addresses(inner, f"{where}{place}.")
