"""Processes as /proc shows them."""

import os
import time


def start_time(pid):
    """Clock ticks between boot and the start of a process; None when there is none (a zombie is none)."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            # The command name, in parentheses, may hold anything: count from its end.
            fields = file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] == "Z" else int(fields[19])


def is_alive(record):
    """Whether the process that wrote this record still runs, and not another one that got its number."""
    return record["pid"] > 1 and start_time(record["pid"]) == record["start_time"]


def wait_gone(record, seconds):
    """Waits until that process is gone; False when it still runs after so many seconds."""
    end = time.monotonic() + seconds
    while is_alive(record):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def under_systemd():
    """systemd gives every start of a unit an id."""
    return "INVOCATION_ID" in os.environ
