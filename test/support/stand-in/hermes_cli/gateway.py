"""gateway run: from the first look around to the exit status."""

import os
import signal

from hermes_cli import knobs as knobs_file
from hermes_cli.files import Home
from hermes_cli.process import under_systemd, wait_gone

CLEAN = 0
FAILED = 1
RESTART = 75
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1)
# How long the one that is replaced may take. Seconds.
TAKEOVER_WAIT = 10
# "Still alive" is written into the state file this often. Seconds.
BEAT = 30


def run(path, argv, replace):
    """Runs the gateway of a home until a signal ends it; returns the exit status."""
    # Blocked, and waited for where it suits: no handler interrupts anything.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    home = Home(path, argv)
    knobs = knobs_file.read(path)
    if "exitCode" in knobs:
        home.log("ERROR", f"Startup failed, exit status {knobs['exitCode']}")
        home.write_state("startup_failed", exit_reason="stand-in.json says so")
        return knobs["exitCode"]

    other = home.other()
    if other:
        if not replace:
            home.log("ERROR", f"Gateway already running (PID {other['pid']}). Use --replace to take over.")
            return FAILED
        _take_over(home, other)

    home.log("INFO", f"Starting gateway, home {path}")
    home.write_state("starting")
    if "rewriteUnit" in knobs and knobs_file.rewrite_unit(**knobs["rewriteUnit"]):
        home.log("INFO", "Refreshed the service definition")
    if knobs.get("orphan"):
        knobs_file.leave_orphan()
    received = _wait_signal(knobs.get("startDelayMs", 0) / 1000)
    if received:
        return _end(home, knobs, received)
    if not home.lock():
        pid = home.holder()["pid"]
        home.log(
            "ERROR",
            f"Another gateway instance (PID {pid}) started during our startup. Exiting to avoid double-running.",
        )
        return FAILED
    home.write_pid()
    if knobs.get("neverReady"):
        return _end(home, knobs, _wait_signal(None))
    return _serve(home, knobs)


def _take_over(home, other):
    home.log("INFO", f"Replacing existing gateway instance (PID {other['pid']})")
    home.mark_takeover(other)
    try:
        os.kill(other["pid"], signal.SIGTERM)
        if not wait_gone(other, TAKEOVER_WAIT):
            os.kill(other["pid"], signal.SIGKILL)
            wait_gone(other, TAKEOVER_WAIT)
    except ProcessLookupError:
        pass


def _serve(home, knobs):
    platforms = {}
    state = "running"
    if home.dotenv().get("TELEGRAM_BOT_TOKEN"):
        platforms["telegram"] = {"state": "connected"}
        home.log("INFO", "Connected to Telegram (polling mode)")
    problem = _open_port(home, knobs, platforms)
    if problem:
        state = "degraded"
        home.log("ERROR", problem)
    connected = sum(platform["state"] == "connected" for platform in platforms.values())
    home.log("INFO", f"Gateway running with {connected} platform(s)")
    while True:
        home.write_state(state, platforms=platforms)
        received = _wait_signal(BEAT)
        if received:
            return _end(home, knobs, received)


def _open_port(home, knobs, platforms):
    """Opens the HTTP side if it is wanted. A taken port is no reason to stop: returns what to say about it."""
    # Slow to import, and mostly not wanted.
    from hermes_cli import health

    wanted = health.settings(home, knobs)
    if wanted is None:
        return None
    port, key = wanted
    try:
        health.serve(port, key)
    except OSError as error:
        platforms["api_server"] = {"state": "retrying", "error_message": f"port {port}: {error.strerror}"}
        return f"API server could not bind 127.0.0.1:{port}: {error.strerror}"
    platforms["api_server"] = {"state": "connected", "listener_base": f"http://127.0.0.1:{port}"}
    home.log("INFO", f"API server listening on 127.0.0.1:{port}")
    return None


def _end(home, knobs, received):
    name = signal.Signals(received).name
    if received == signal.SIGUSR1:
        home.write_state("draining")
        home.log("INFO", "Draining before a restart")
        # A stop that comes meanwhile is as good an end.
        _wait_signal(knobs.get("drainMs", 0) / 1000)
        status, reason = RESTART, "restart requested"
    else:
        home.log("INFO", f"Shutdown context: signal={name} under_systemd={'yes' if under_systemd() else 'no'}")
        _sleep(knobs.get("ignoreTermMs", 0) / 1000)
        planned = received == signal.SIGINT or home.stop_was_planned()
        status, reason = (CLEAN, "planned") if planned else (FAILED, f"unexpected {name}")
    # One that was ended before it took over has no say about the one that runs.
    if home.holds_lock():
        home.write_state("stopped", exit_reason=reason)
    home.remove_pid()
    home.log("INFO", f"Gateway stopped, exit status {status}")
    return status


def _wait_signal(seconds):
    """The next signal of SIGNALS; None when none came in time. Without a time, waits for ever."""
    if seconds is None:
        return signal.sigwait(SIGNALS)
    received = signal.sigtimedwait(SIGNALS, seconds)
    return received.si_signo if received else None


def _sleep(seconds):
    """Signals stay blocked: nothing cuts this short."""
    import time

    time.sleep(seconds)
