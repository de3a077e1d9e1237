"""The files by which gateways of one home know of each other."""

import datetime
import fcntl
import json
import os
import time

from hermes_cli.process import is_alive, start_time

# A marker older than this is of another stop. Seconds.
MARKER_TTL = 60
TAKEOVER = ".gateway-takeover.json"
MARKERS = (".gateway-planned-stop.json", TAKEOVER)


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat()


def read_json(path):
    """The object in a file; None when it is absent or, for a moment, half written."""
    try:
        with open(path, encoding="utf-8") as file:
            value = json.load(file)
    except (FileNotFoundError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def write_json(path, value):
    """Whole or not at all."""
    beside = f"{path}.{os.getpid()}"
    with open(beside, "w", encoding="utf-8") as file:
        json.dump(value, file)
    os.replace(beside, path)


class Home:
    """The files of one profile's home."""

    def __init__(self, home, argv):
        self.record = {
            "pid": os.getpid(),
            "kind": "hermes-gateway",
            "argv": ["hermes", *argv],
            "start_time": start_time(os.getpid()),
            "hermes_home": home,
        }
        self.home = home
        self._lock = None
        os.makedirs(self.path("logs"), exist_ok=True)

    def path(self, *names):
        return os.path.join(self.home, *names)

    def other(self):
        """The record of another gateway of this home that is alive; None when there is none. Leftovers do not count."""
        for name in ("gateway.pid", "gateway.lock"):
            record = read_json(self.path(name))
            if record and record["pid"] != os.getpid() and is_alive(record):
                return record
        return None

    def holder(self):
        """The record of whoever has the lock: taken a moment ago, it may not say so yet."""
        for _ in range(100):
            record = self.other()
            if record:
                return record
            time.sleep(0.02)
        return {"pid": "unknown"}

    def lock(self):
        """Takes the lock, for as long as this process lives; False when another has it."""
        file = open(self.path("gateway.lock"), "a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        file.truncate(0)
        json.dump(self.record, file)
        file.flush()
        self._lock = file
        return True

    def holds_lock(self):
        return self._lock is not None

    def write_pid(self):
        write_json(self.path("gateway.pid"), self.record)

    def remove_pid(self):
        """Removes the pid file, unless it is another's by now."""
        if (read_json(self.path("gateway.pid")) or {}).get("pid") == os.getpid():
            os.unlink(self.path("gateway.pid"))

    def write_state(self, state, exit_reason=None, platforms=None):
        write_json(
            self.path("gateway_state.json"),
            {
                **self.record,
                "gateway_state": state,
                "exit_reason": exit_reason,
                "active_agents": 0,
                "platforms": platforms or {},
                "updated_at": now(),
            },
        )

    def mark_takeover(self, target):
        """Tells the gateway that is to be replaced that its SIGTERM is planned."""
        write_json(
            self.path(TAKEOVER),
            {
                "target_pid": target["pid"],
                "target_start_time": target["start_time"],
                "replacer_pid": os.getpid(),
                "written_at": now(),
            },
        )

    def stop_was_planned(self):
        """Whether a fresh marker names this process. The marker is used up."""
        for name in MARKERS:
            marker = read_json(self.path(name)) or {}
            if marker.get("target_pid") != os.getpid() or marker.get("target_start_time") != self.record["start_time"]:
                continue
            fresh = time.time() - os.stat(self.path(name)).st_mtime < MARKER_TTL
            os.unlink(self.path(name))
            if fresh:
                return True
        return False

    def dotenv(self):
        """KEY=value lines of .env; the last of a name wins."""
        values = {}
        try:
            with open(self.path(".env"), encoding="utf-8") as file:
                for line in file:
                    key, equals, value = line.strip().partition("=")
                    if equals and not key.startswith("#"):
                        values[key.removeprefix("export ").strip()] = value.strip().strip("\"'")
        except FileNotFoundError:
            pass
        return values

    def log(self, level, message):
        """One line in logs/gateway.log and on stderr, where a service manager collects it."""
        stamp = datetime.datetime.now().isoformat(" ", "milliseconds").replace(".", ",")
        line = f"{stamp} {level} gateway.run: {message}\n"
        with open(self.path("logs", "gateway.log"), "a", encoding="utf-8") as file:
            file.write(line)
        os.write(2, line.encode())
