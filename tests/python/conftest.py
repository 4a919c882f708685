"""Counties that the tests plan: the embedded one, and real ones where their data are there."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import geopandas
import pandas
import pytest

import xiaqu


@pytest.fixture(scope="session")
def program() -> str:
    """The command, to compare with."""
    return os.environ["XIAQU_PROGRAM"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded county."""
    folder = tmp_path_factory.mktemp("demo") / "county"
    xiaqu.write_demo_county(folder)
    return folder


@pytest.fixture(scope="session")
def demo_plan(demo: Path) -> xiaqu.Plan:
    return xiaqu.plan(demo)


@pytest.fixture(scope="session")
def gozo() -> Path:
    """A real county folder, written by the runner."""
    folder = os.environ.get("XIAQU_REAL_COUNTIES")
    if not folder:
        if os.environ.get("CI") == "true":
            pytest.fail("real data are not there (XIAQU_REAL_DATA)")
        pytest.skip("real data are not there (XIAQU_REAL_DATA)")
    return Path(folder) / "gozo"


@pytest.fixture(scope="session")
def frames(demo: Path) -> dict[str, object]:
    """The tables of the embedded county as an analyst has them."""
    dtypes = {"id": str}
    villages = pandas.read_csv(demo / "villages.csv", dtype=dtypes)
    stations = pandas.read_csv(demo / "stations.csv", dtype=dtypes)
    points = geopandas.points_from_xy(villages.lon, villages.lat, crs="EPSG:4326")
    return {
        "townships": geopandas.read_file(demo / "townships.geojson"),
        "villages": geopandas.GeoDataFrame(villages.drop(columns=["lon", "lat"]), geometry=points),
        "stations": stations,
        "roads": geopandas.read_file(demo / "roads.geojson"),
    }


@pytest.fixture(scope="session")
def settings() -> dict[str, dict[str, object]]:
    """Those of the embedded county."""
    return {
        "county": {"name": "泰宁样例县", "note": "synthetic geometry, not the real Taining 几何为合成，非真实泰宁"},
        "merge": {"closures": 3},
        "strength": {"bureau_officers": 115, "transfers": 7},
        "posts": {"cost_yuan_per_year": 60000.0},
    }


@pytest.fixture(scope="session")
def command(program: str):
    """Runs the command; what it says goes to the test's own output."""

    def run(*arguments: str | Path) -> None:
        subprocess.run([program, *map(str, arguments), "--quiet"], check=True, stdout=subprocess.DEVNULL)

    return run
