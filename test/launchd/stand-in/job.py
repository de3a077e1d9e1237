"""One loaded job: its processes, and what launchd.plist(5) says about starting them again."""

import asyncio
import contextlib
import ctypes
import os
import signal
import time

# What nobody says otherwise. Seconds.
THROTTLE = 10
EXIT_TIMEOUT = 20
EX_CONFIG = 78
PATH = "/usr/bin:/bin:/usr/sbin:/sbin"
PR_SET_PDEATHSIG = 1

libc = ctypes.CDLL(None)


class Refused(Exception):
    """A property list that launchd makes no job of."""


class Job:
    """`scale` makes its seconds shorter; `home` is the account's."""

    def __init__(self, path, plist, home, scale):
        self.path = path
        self.plist = check(plist)
        self.label = plist["Label"]
        self.home = home
        self.scale = scale
        self.pid = None
        self.runs = 0
        self.state = "not running"
        self.last_exit = None
        self.last_signal = None
        self.draining = False
        self._process = None
        self._now = False
        self._kick = asyncio.Event()
        self._killer = None
        self.task = asyncio.get_running_loop().create_task(self._run())

    @property
    def argv(self):
        return self.plist.get("ProgramArguments") or [self.plist["Program"]]

    @property
    def throttle(self):
        return self.plist.get("ThrottleInterval", THROTTLE)

    @property
    def exit_timeout(self):
        return self.plist.get("ExitTimeOut", EXIT_TIMEOUT)

    @property
    def environment(self):
        return self.plist.get("EnvironmentVariables", {})

    def kick(self):
        self._kick.set()

    def kill_and_restart(self):
        """kickstart -k"""
        self._now = True
        self._terminate()
        self.kick()

    def boot_out(self):
        self.draining = True
        self._terminate()
        self.kick()

    def end(self):
        """At the end of a test."""
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    async def _run(self):
        starts = self._starts_at_load()
        while not self.draining:
            if not starts:
                self.state = "not running"
                await self._wait_kick(None)
                if self.draining:
                    break
            began = time.monotonic()
            code = await self._spawn()
            starts = self._keeps_alive(code)
            if self._now:
                self._now, starts = False, True
            elif starts and not self.draining:
                self.state = "spawn scheduled"
                await self._wait_kick(self.throttle * self.scale - (time.monotonic() - began))

    async def _wait_kick(self, seconds):
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._kick.wait(), seconds)
        self._kick.clear()

    async def _spawn(self):
        self.runs += 1
        self._kick.clear()
        files = []
        try:
            for key in ("StandardOutPath", "StandardErrorPath"):
                files.append(self._open(key))
            self._process = await asyncio.create_subprocess_exec(
                self.plist.get("Program", self.argv[0]),
                *self.argv[1:],
                stdin=asyncio.subprocess.DEVNULL,
                stdout=files[0],
                stderr=files[1],
                cwd=self.plist.get("WorkingDirectory", "/"),
                env={
                    "PATH": PATH,
                    "HOME": self.home,
                    "XPC_SERVICE_NAME": self.label,
                    **self.environment,
                },
                start_new_session=True,
                # Nothing survives this daemon.
                preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL),
            )
        except OSError:
            self.last_exit, self.state = EX_CONFIG, "spawn failed"
            return EX_CONFIG
        finally:
            for file in files:
                if file != asyncio.subprocess.DEVNULL:
                    os.close(file)
        self.pid, self.state = self._process.pid, "running"
        if self.draining:
            self._terminate()
        code = await self._process.wait()
        if self._killer:
            self._killer.cancel()
            self._killer = None
        # What it has left behind goes with it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.pid = self._process = None
        self.state = "not running"
        self.last_exit, self.last_signal = (code, None) if code >= 0 else (None, -code)
        return code

    def _open(self, key):
        if key not in self.plist:
            return asyncio.subprocess.DEVNULL
        return os.open(self.plist[key], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def _terminate(self):
        if not self._process or self._killer:
            return
        self.state = "SIGTERMed"
        with contextlib.suppress(ProcessLookupError):
            # Not by its own method, which would ask how it ended, and keep the answer to itself.
            os.kill(self._process.pid, signal.SIGTERM)
        # 0 is for ever.
        if self.exit_timeout:
            loop = asyncio.get_running_loop()
            self._killer = loop.call_later(self.exit_timeout * self.scale, self._kill, self._process)

    def _kill(self, process):
        self.state = "SIGKILLed"
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)

    def _starts_at_load(self):
        return bool(self.plist.get("RunAtLoad") or self.plist.get("KeepAlive"))

    def _keeps_alive(self, code):
        wanted = self.plist.get("KeepAlive", False)
        if isinstance(wanted, bool):
            return wanted
        return (code == 0) == wanted["SuccessfulExit"]


def check(plist):
    """launchd refuses some of this, and would do more with other things than this does: both stop a test."""
    if not isinstance(plist, dict) or not isinstance(plist.get("Label"), str) or not plist["Label"]:
        raise Refused("no Label")
    words = plist.get("ProgramArguments", [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise Refused("ProgramArguments")
    if not words and not isinstance(plist.get("Program"), str):
        raise Refused("no program")
    environment = plist.get("EnvironmentVariables", {})
    if not isinstance(environment, dict) or not all(isinstance(value, str) for value in environment.values()):
        raise Refused("EnvironmentVariables")
    keep = plist.get("KeepAlive", False)
    if not isinstance(keep, bool) and (not isinstance(keep, dict) or set(keep) != {"SuccessfulExit"}):
        raise NotImplementedError(f"KeepAlive {keep}")
    return plist
