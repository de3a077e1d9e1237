"""Stand-in for the gateway program: what a service manager and an observer see of it, and nothing else."""

# install.py writes the version that is asked for.
__version__ = "0.14.0"
__release_date__ = "2026.5.20"
