"""Command line: [--profile NAME] gateway run [--replace] | gateway start."""

import argparse
import os
import sys

from hermes_cli import __release_date__, __version__
from hermes_cli.profile import MARKERS_SINCE, ProfileError, release, take_profile


def main():
    """Finds the profile, puts its home into the environment, runs the command; returns the exit status."""
    try:
        argv, home = take_profile(sys.argv[1:], os.environ)
    except ProfileError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    os.environ["HERMES_HOME"] = home
    args = _parser().parse_args(argv)
    if args.command == "version":
        print(f"Hermes Agent v{__version__} ({__release_date__})")
        return 0
    if args.action == "start":
        # The real one asks the service manager for the installed job and is done.
        print("Asked the service manager to start the gateway service")
        return 0
    from hermes_cli.gateway import run

    return run(home, argv, replace=args.replace)


def _parser():
    parser = argparse.ArgumentParser(prog="hermes")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("version")
    gateway = commands.add_parser("gateway").add_subparsers(dest="action", required=True)
    run = gateway.add_parser("run")
    run.add_argument("--replace", action="store_true")
    if release() >= MARKERS_SINCE:  # older versions refuse the flag
        run.add_argument("--external-supervisor", action="store_true")
    gateway.add_parser("start")
    return parser


if __name__ == "__main__":
    sys.exit(main())
