"""Which profile does a command run as? The rule of the real program, in its order."""

import os
import re

from hermes_cli import __release_date__

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")

# Since this release a marker in the environment keeps a supervised gateway off the sticky file.
MARKERS_SINCE = (2026, 7, 1)
MARKERS = ("HERMES_SUPERVISED_CHILD", "HERMES_S6_SUPERVISED_CHILD", "HERMES_GATEWAY_EXTERNAL_SUPERVISOR")
FALSE = ("", "0", "false", "no", "off")


class ProfileError(Exception):
    """The profile that was asked for cannot be run."""


def release():
    """The release date as numbers, so that 2026.10.1 comes after 2026.7.1."""
    return tuple(int(part) for part in __release_date__.split("."))


def take_profile(argv, environ):
    """Returns argv without the profile flag, and the absolute home of the profile."""
    rest, flag = _take_flag(argv)
    given = environ.get("HERMES_HOME", "")
    root = _root(given, environ)
    if flag is not None:
        return rest, _home_of(root, flag)
    if given and os.path.basename(os.path.dirname(os.path.abspath(given))) == "profiles":
        return rest, os.path.abspath(given)
    if release() >= MARKERS_SINCE and any(environ.get(key, "").lower() not in FALSE for key in MARKERS):
        return rest, root
    return rest, _home_of(root, _sticky(root))


def _take_flag(argv):
    """The first profile flag before "--". A separate value that is no name leaves the flag where it is."""
    for at, word in enumerate(argv):
        if word == "--":
            break
        if word.startswith("--profile="):
            return argv[:at] + argv[at + 1 :], word[len("--profile=") :]
        if word in ("--profile", "-p") and at + 1 < len(argv) and NAME.match(argv[at + 1]):
            return argv[:at] + argv[at + 2 :], argv[at + 1]
    return argv, None


def _root(given, environ):
    """The home that profiles live below: ~/.hermes, unless HERMES_HOME is somewhere else."""
    native = os.path.join(environ.get("HOME") or os.path.expanduser("~"), ".hermes")
    if not given:
        return native
    given = os.path.abspath(given)
    if os.path.commonpath([native, given]) == native:
        return native
    parent = os.path.dirname(given)
    return os.path.dirname(parent) if os.path.basename(parent) == "profiles" else given


def _sticky(root):
    """The profile last chosen for interactive use."""
    try:
        with open(os.path.join(root, "active_profile"), encoding="utf-8-sig") as file:
            return file.read().strip() or "default"
    except FileNotFoundError:
        return "default"


def _home_of(root, name):
    if name == "default":
        return root
    if not NAME.match(name):
        raise ProfileError(f"Invalid profile name '{name}'")
    home = os.path.join(root, "profiles", name)
    if not os.path.isdir(home):
        raise ProfileError(f"Profile '{name}' does not exist. Create it with: hermes profile create {name}")
    return home
