"""Xiaqu (辖区): plans police jurisdictions, from a county's roads, polygons, villages and stations.

The same words, engine and results as the command ``xiaqu``::

    import xiaqu
    plan = xiaqu.plan("county")
    plan.dispatch_areas.to_geopandas()

Counties in memory: :class:`County`. Roads alone: :mod:`xiaqu.roads`. Location models: :mod:`xiaqu.locate`.
"""

from xiaqu import locate, roads
from xiaqu._xiaqu import __version__
from xiaqu.counties import County, StudiedPair, TravelTimes, check, dispatch, plan, write_demo_county
from xiaqu.errors import Infeasible, InputProblems, Problem, XiaquError
from xiaqu.layers import Layer
from xiaqu.plans import Figure, Figures, Group, Plan, Proof, ProvedAim

__all__ = [
    "County",
    "Figure",
    "Figures",
    "Group",
    "Infeasible",
    "InputProblems",
    "Layer",
    "Plan",
    "Problem",
    "Proof",
    "ProvedAim",
    "StudiedPair",
    "TravelTimes",
    "XiaquError",
    "__version__",
    "check",
    "dispatch",
    "locate",
    "plan",
    "roads",
    "write_demo_county",
]
