"""Ctrl-C stops a search and keeps what it has; the interpreter is free meanwhile."""

from __future__ import annotations

import os
import signal
import threading
import time

import numpy
import pytest

import xiaqu
from xiaqu import locate


@pytest.fixture(autouse=True)
def _heard():
    """A shell that starts the tests in the background has Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def hard_question():
    """Costs without any geometry: the bound stays far from the answer for minutes."""
    return numpy.random.default_rng(3).integers(1, 1000, size=(300, 300)).astype(float)


def interrupted_after(seconds):
    threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGINT)).start()


def test_an_interrupt_returns_the_best_so_far():
    interrupted_after(1.5)
    began = time.monotonic()
    found = locate.p_median(hard_question(), 12)
    assert found.proof == "stopped"
    assert found.limit == "interrupt"
    assert found.bound < found.objective
    assert len(found.centres) == 12
    assert time.monotonic() - began < 60.0  # the question takes minutes; this is no measurement


def test_other_threads_run_meanwhile():
    turns = []
    stop = threading.Event()

    def turn():
        while not stop.wait(0.01):
            turns.append(time.monotonic())

    thread = threading.Thread(target=turn)
    thread.start()
    try:
        locate.p_median(hard_question(), 12, time_limit=1.0)
    finally:
        stop.set()
        thread.join()
    assert len(turns) > 20


def test_a_time_limit_is_told():
    found = locate.p_median(hard_question(), 12, time_limit=0.5)
    assert (found.proof, found.limit) == ("stopped", "time")


def test_an_interrupt_before_anything_is_found_is_an_interrupt(demo):
    told = threading.Event()

    def stop(stage, _plans, _gap):
        if not told.is_set():
            told.set()
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        xiaqu.plan(demo, progress=stop)
