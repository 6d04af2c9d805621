"""The scenes a prompt can be drawn as, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generations.providers.sandbox.canvas import Canvas, Painting
from generations.providers.sandbox.scenes.aurora import aurora
from generations.providers.sandbox.scenes.bauhaus import bauhaus
from generations.providers.sandbox.scenes.chrome import chrome
from generations.providers.sandbox.scenes.contour import contour
from generations.providers.sandbox.scenes.dunes import dunes
from generations.providers.sandbox.scenes.flow import flow
from generations.providers.sandbox.scenes.flower import flower
from generations.providers.sandbox.scenes.forest import forest
from generations.providers.sandbox.scenes.halftone import halftone
from generations.providers.sandbox.scenes.ink import ink
from generations.providers.sandbox.scenes.marble import marble
from generations.providers.sandbox.scenes.papercut import papercut
from generations.providers.sandbox.scenes.planet import planet
from generations.providers.sandbox.scenes.ridges import ridges
from generations.providers.sandbox.scenes.sea import sea
from generations.providers.sandbox.scenes.silk import silk
from generations.providers.sandbox.scenes.skyline import skyline

Scene = Callable[[Canvas], Painting]

SCENES: Mapping[str, Scene] = {
    "aurora": aurora,
    "bauhaus": bauhaus,
    "chrome": chrome,
    "contour": contour,
    "dunes": dunes,
    "flow": flow,
    "flower": flower,
    "forest": forest,
    "halftone": halftone,
    "ink": ink,
    "marble": marble,
    "papercut": papercut,
    "planet": planet,
    "ridges": ridges,
    "sea": sea,
    "silk": silk,
    "skyline": skyline,
}
