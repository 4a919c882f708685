"""`xiaqu plan` on layers or a county folder."""
from .county import COUNTY_HELP
from .maps import MapsAlgorithm


class PlanAlgorithm(MapsAlgorithm):
    """Choose the merges, and draw everything."""

    NAME = COMMAND = "plan"
    TITLE = ("Plan: merge stations and redraw dispatch areas", "规划：撤并派出所并重划接处警辖区")
    HELP = (
        "Finds the provably best way to merge adjacent stations, redraws who answers which call by nearest response over the "
        "roads, and adds maps before, after and of the change. Cancelling keeps the best plan found so far.\n\n" + COUNTY_HELP[0],
        "求可证明最优的撤并方案，按路网就近出警重划接处警辖区，并加入改革前、改革后与变化三组地图。取消时保留目前最优方案。\n\n" + COUNTY_HELP[1],
    )
    OUTPUT_LAYERS = ("stations", "villages", "jurisdictions", "dispatch_areas", "dispatch_areas_before", "handover")
