"""Roads alone: the answers of `xiaqu roads`."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
from pathlib import Path

import pandas
import pytest

import xiaqu
from xiaqu.roads import Network


def test_times_are_those_of_the_command(demo, program):
    said = json.loads(
        subprocess.run(
            [program, "roads", "matrix", str(demo), "--json", "--quiet"], check=True, capture_output=True
        ).stdout
    )
    found = Network.from_county(demo).matrix()
    assert list(found.origins) == said["from"]
    assert list(found.targets) == said["to"]
    assert found.milliseconds.tolist() == said["milliseconds"]
    county = xiaqu.County.read(demo).travel_times()
    assert (found.milliseconds == county.day).all()


def test_lines_in_memory_are_roads(frames):
    network = Network.from_lines(frames["roads"])
    stations, villages = frames["stations"], frames["villages"]
    matrix = network.matrix(stations, villages, scenario="wet")
    assert matrix.milliseconds.shape == (9, len(villages))
    assert matrix.to_pandas().notna().all().all()
    again = pickle.loads(pickle.dumps(network)).matrix(stations, villages, scenario="wet")
    assert (again.milliseconds == matrix.milliseconds).all()


def test_bands_and_cells_tile_the_same_land(demo):
    network = Network.from_county(demo)
    bands = network.isochrones(minutes=[10, 20], scenario="day").to_geopandas()
    cells = network.cells().areas.to_geopandas()
    assert bands["from_minutes"].tolist()[0] == 0
    assert abs(bands["area_km2"].sum() - cells["area_km2"].sum()) < 1e-3  # rounded to four decimals each
    assert cells["population"].sum() == bands["population"].sum()


def test_an_extract_gives_roads(gozo):
    assert gozo.exists()
    extract = Path(os.environ["XIAQU_REAL_DATA"]) / "gozo" / "gozo-min.osm.pbf"
    network = Network.from_osm(extract)
    places = pandas.DataFrame({"id": ["a", "b"], "lon": [14.2405, 14.2533], "lat": [36.0444, 36.0250]})
    matrix = network.matrix(places)
    assert 0 <= matrix.milliseconds[0, 0] < 1_000  # off its road and back
    assert matrix.milliseconds[0, 1] > 60_000


def test_what_is_wrong_is_said(frames, demo):
    network = Network.from_county(demo)
    with pytest.raises(ValueError, match="dusk"):
        network.matrix(scenario="dusk")
    with pytest.raises(ValueError, match="ascending"):
        network.isochrones(minutes=[20, 10])
    far = pandas.DataFrame({"id": ["sea"], "lon": [121.0], "lat": [26.0]})
    with pytest.raises(xiaqu.InputProblems) as refused:
        network.matrix(far)
    assert refused.value.codes[-1] == "E304"
    with pytest.raises(xiaqu.InputProblems) as refused:
        Network.from_lines(frames["roads"].drop(columns=["class"])).matrix(frames["stations"])
    assert "E153" in refused.value.codes
    with pytest.raises(xiaqu.InputProblems) as refused:
        Network.from_county(demo, settings={"roads": {"wet_facto": 2}}).matrix()
    assert refused.value.codes == ["E401"]
