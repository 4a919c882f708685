"""`xiaqu dispatch` on layers or a county folder."""
from .county import COUNTY_HELP
from .maps import MapsAlgorithm


class DispatchAlgorithm(MapsAlgorithm):
    """Nearest response for the stations as they are."""

    NAME = COMMAND = "dispatch"
    TITLE = ("Dispatch areas of the stations as they are", "现有派出所的接处警辖区")
    HELP = (
        "Draws which station answers where by nearest response over the roads, without merging anything.\n\n" + COUNTY_HELP[0],
        "按路网就近出警划出现有各所的接处警辖区，不作撤并。\n\n" + COUNTY_HELP[1],
    )
    OUTPUT_LAYERS = ("stations", "villages", "jurisdictions", "dispatch_areas", "handover")
