#!/usr/bin/python3
"""install.py ACCOUNT_HOME [--release-date DATE] [--version VERSION]: installs the stand-in below ACCOUNT_HOME/.hermes.

The layout is the real installer's: a checkout with a virtual environment, and the `hermes` command. Nothing refers back
to this folder, so that running it writes nothing here. An environment made by hand, as "python -m venv" takes seconds.
"""

import argparse
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = "/usr/bin/python3"


def main():
    if os.path.realpath(sys.executable) != os.path.realpath(PYTHON):
        # The folder of packages is named after the interpreter that will run them.
        os.execv(PYTHON, [PYTHON, *sys.argv])
    parser = argparse.ArgumentParser()
    parser.add_argument("account_home")
    parser.add_argument("--release-date", default="2026.5.20")
    parser.add_argument("--version", default="0.14.0")
    args = parser.parse_args()
    hermes = os.path.join(os.path.abspath(args.account_home), ".hermes")
    venv = os.path.join(hermes, "hermes-agent", "venv")
    make_environment(venv)
    install_package(os.path.join(hermes, "hermes-agent"), venv, args.version, args.release_date)
    install_command(venv, os.path.join(hermes, "bin"))


def make_environment(venv):
    os.makedirs(os.path.join(venv, "bin"), exist_ok=True)
    link(PYTHON, os.path.join(venv, "bin", "python"))
    with open(os.path.join(venv, "pyvenv.cfg"), "w", encoding="utf-8") as file:
        file.write(f"home = {os.path.dirname(PYTHON)}\ninclude-system-site-packages = false\n")


def install_package(checkout, venv, version, release_date):
    """The package lies in the checkout; the environment refers to it."""
    package = os.path.join(checkout, "hermes_cli")
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(os.path.join(HERE, "hermes_cli"), package, ignore=shutil.ignore_patterns("__pycache__"))
    with open(os.path.join(package, "__init__.py"), "w", encoding="utf-8") as file:
        file.write(f'__version__ = "{version}"\n__release_date__ = "{release_date}"\n')
    lib = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site_packages = os.path.join(venv, "lib", lib, "site-packages")
    os.makedirs(site_packages, exist_ok=True)
    link(package, os.path.join(site_packages, "hermes_cli"))


def install_command(venv, bin_dir):
    command = os.path.join(venv, "bin", "hermes")
    with open(command, "w", encoding="utf-8") as file:
        file.write(f"#!{venv}/bin/python\nimport sys\nfrom hermes_cli.main import main\nsys.exit(main())\n")
    os.chmod(command, 0o755)
    os.makedirs(bin_dir, exist_ok=True)
    link(command, os.path.join(bin_dir, "hermes"))


def link(target, path):
    """Makes a link; takes the place of what stands there, say a placeholder."""
    if os.path.lexists(path):
        os.unlink(path)
    os.symlink(target, path)


if __name__ == "__main__":
    main()
