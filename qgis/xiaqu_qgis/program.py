"""Finds and runs the program. Plain Python: nothing here needs QGIS.

The program says how far it is as lines of JSON on standard error (`--progress json`), everything else there is for people;
its result is one object of JSON, or text, on standard output.
"""
import json
import os
import queue
import shutil
import signal
import subprocess
import threading

DONE, INPUT_PROBLEMS, INFEASIBLE, NO_PLAN, STOPPED, INTERRUPTED = 0, 3, 4, 5, 6, 130
# Endings that leave a result: proved, stopped with its gap, interrupted with the best plan so far.
WITH_RESULT = (DONE, STOPPED, INTERRUPTED)
# How long the program is left alone before cancelling is looked at again, seconds.
LOOK_EVERY = 0.1


class ProgramMissing(Exception):
    """There is no program at the place that the settings name, or none on the PATH."""

    def __init__(self, place):
        super().__init__(place)
        self.place = place


class Ended:
    """How a run ended."""

    def __init__(self, code, output, messages):
        self.code = code
        self.output = output
        self.messages = messages

    def has_result(self):
        """Whether an output was written."""
        return self.code in WITH_RESULT

    def answer(self):
        """The result of `--json`; empty if there is none."""
        try:
            found = json.loads(self.output)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def find_program(stated):
    """The program that the settings state, else the one on the PATH.

    Raises ProgramMissing if there is none.
    """
    if stated:
        found = shutil.which(os.path.expanduser(stated))
    else:
        found = shutil.which("xiaqu")
    if found is None:
        raise ProgramMissing(stated or "PATH")
    return found


def run_program(program, arguments, on_stage=None, on_message=None, is_cancelled=None):
    """Runs the program and answers how it ended.

    `on_stage(number, of, text)` hears of every stage, `on_message(text)` of every line for people. When `is_cancelled()`
    turns true the program is asked once to stop: it then writes the best plan that it has, so its end is waited for.
    """
    child = subprocess.Popen([program, "--progress", "json", *arguments], **_streams())
    lines = queue.Queue()
    output = []
    readers = [
        threading.Thread(target=_each_line, args=(child.stdout, output.append), daemon=True),
        threading.Thread(target=_each_line, args=(child.stderr, lines.put), daemon=True),
    ]
    for reader in readers:
        reader.start()
    messages, asked = [], False
    while any(reader.is_alive() for reader in readers) or not lines.empty():
        try:
            _heard(lines.get(timeout=LOOK_EVERY), messages, on_stage, on_message)
        except queue.Empty:
            pass
        if not asked and is_cancelled is not None and is_cancelled():
            asked = True
            ask_to_stop(child)
    return Ended(child.wait(), "".join(output), messages)


def ask_to_stop(child):
    """Ctrl-C for a child without a terminal. Windows gives such a child no Ctrl-C: there it ends without a plan."""
    if child.poll() is not None:
        return
    if os.name == "posix":
        child.send_signal(signal.SIGINT)
    else:
        child.terminate()


def _streams():
    streams = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "encoding": "utf-8",
        "errors": "replace",
    }
    if os.name == "nt":
        # Else a black window opens with every run.
        streams["creationflags"] = subprocess.CREATE_NO_WINDOW
    return streams


def _each_line(stream, take):
    with stream:
        for line in stream:
            take(line)


def _heard(line, messages, on_stage, on_message):
    stage = _stage(line)
    if stage is not None:
        if on_stage is not None:
            on_stage(*stage)
        return
    text = line.rstrip("\r\n")
    messages.append(text)
    if on_message is not None:
        on_message(text)


def _stage(line):
    """Number, count and words of a line of progress; nothing for a line that is for people."""
    if not line.startswith('{"'):
        return None
    try:
        said = json.loads(line)
        return int(said["number"]), int(said["of"]), str(said["text"])
    except (ValueError, KeyError, TypeError):
        return None
