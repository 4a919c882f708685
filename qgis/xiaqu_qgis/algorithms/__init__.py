"""What an analyst can run."""
from .check import CheckAlgorithm
from .dispatch import DispatchAlgorithm
from .explain import ExplainAlgorithm
from .open_maps import OpenMapsAlgorithm
from .plan import PlanAlgorithm

ALGORITHMS = [CheckAlgorithm, PlanAlgorithm, DispatchAlgorithm, ExplainAlgorithm, OpenMapsAlgorithm]
