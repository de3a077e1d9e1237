"""Knobs for tests: <home>/stand-in.json makes one profile's gateway slow, broken or stubborn.

startDelayMs   time between the first look for another gateway and the taking of the lock
neverReady     stays in state "starting"
exitCode       exits with it at once
ignoreTermMs   time between SIGTERM and the exit
drainMs        time between SIGUSR1 and the exit
orphan         at start, leaves a process behind that soon ends, in a session of its own: nobody it knows waits for it
healthPort     port of /health, whatever environment and .env say
rewriteUnit    {path, text}: at start, writes text to path when it differs, and has the manager reload
"""

import json
import os
import subprocess

KNOWN = {"startDelayMs", "neverReady", "exitCode", "ignoreTermMs", "drainMs", "orphan", "healthPort", "rewriteUnit"}


def read(home):
    """The knobs of a home; none when there is no file. A name nobody knows is an error: a test would prove nothing."""
    try:
        with open(os.path.join(home, "stand-in.json"), encoding="utf-8") as file:
            knobs = json.load(file)
    except FileNotFoundError:
        return {}
    unknown = set(knobs) - KNOWN
    if unknown:
        raise SystemExit(f"stand-in.json: unknown knobs {sorted(unknown)}")
    return knobs


def leave_orphan():
    """A process whose parent ends first is left to process 1, or to whoever reaps in its place."""
    subprocess.run(["/bin/sh", "-c", "setsid sleep 0.2 & sleep 0.1"], check=False)


def rewrite_unit(path, text):
    """As newer versions do with the unit they believe to be theirs."""
    try:
        with open(path, encoding="utf-8") as file:
            if file.read().rstrip() == text.rstrip():
                return False
    except FileNotFoundError:
        pass
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    subprocess.run(["systemctl", "--user", "daemon-reload"], check=False)
    return True
