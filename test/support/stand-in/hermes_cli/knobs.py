"""Knobs for tests: <home>/stand-in.json makes one profile's gateway slow, broken or stubborn.

startDelayMs   time between the first look for another gateway and the taking of the lock
neverReady     stays in state "starting"
exitCode       exits with it at once
ignoreTermMs   time between SIGTERM and the exit
drainMs        time between SIGUSR1 and the exit
healthPort     port of /health, whatever environment and .env say
rewriteUnit    {path, text}: at start, writes text to path when it differs, and has the manager reload
"""

import json
import os
import subprocess

KNOWN = {"startDelayMs", "neverReady", "exitCode", "ignoreTermMs", "drainMs", "healthPort", "rewriteUnit"}


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
