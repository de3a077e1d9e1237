"""The subcommands of launchctl that there are here; any other one stops the test."""

import asyncio
import os
import plistlib
import stat

import words
from job import Job, Refused

SESSIONS = {"gui": "Aqua", "user": "Background", "system": "System"}


class Nonsense(Exception):
    """Nobody should ask for this."""


class Launchd:
    """Domains, loaded jobs, overrides. `settings` as in stand-in.ts."""

    def __init__(self, settings):
        self.uid = settings["uid"]
        self.home = settings["home"]
        self.newer = settings["generation"] == "newer"
        self.scale = settings["scale"]
        self.teardown = settings["teardownMs"] / 1000
        self.bootout_disables = settings["bootoutDisables"]
        self.domains = {name: {} for name in settings["domains"]}
        # Of the system, and of the account: its domains share them.
        self.overrides = {"system": {}, "account": {}}
        # Jobs that print does not show any more, and that are not quite gone.
        self.leaving = {}

    def jobs(self):
        return [job for jobs in self.domains.values() for job in jobs.values()]

    def end(self):
        for job in [*self.jobs(), *self.leaving.values()]:
            job.end()

    def do(self, argv):
        """Returns exit code, stdout and stderr."""
        verb, *rest = argv
        verbs = {
            "print": self.print,
            "print-disabled": self.print_disabled,
            "bootstrap": self.bootstrap,
            "bootout": self.bootout,
            "enable": self.enable,
            "disable": self.disable,
            "kickstart": self.kickstart,
            "list": self.list,
            "managername": self.managername,
        }
        if verb not in verbs:
            raise Nonsense(f"no subcommand {verb} here")
        return verbs[verb](*rest)

    def _target(self, text):
        """A domain and, behind it, a label or None."""
        parts = text.split("/")
        size = 1 if parts[0] == "system" else 2
        domain, label = "/".join(parts[:size]), "/".join(parts[size:])
        kind = parts[0]
        if kind not in SESSIONS or (size == 2 and (len(parts) < 2 or not parts[1].isdigit())):
            raise Nonsense(f"no target: {text}")
        if size == 2 and int(parts[1]) != self.uid:
            return domain, label or None, None
        return domain, label or None, self.domains.get(domain)

    def _overrides(self, domain):
        return self.overrides["system" if domain == "system" else "account"]

    def print(self, target):
        domain, label, jobs = self._target(target)
        if jobs is None:
            return words.no_domain(domain)
        if label is None:
            return 0, words.whole_domain(domain, jobs.values()), ""
        if label not in jobs:
            return words.no_service(domain, label)
        return 0, words.service(domain, jobs[label], self.newer), ""

    def print_disabled(self, target):
        domain, label, jobs = self._target(target)
        if label is not None:
            raise Nonsense(f"no domain: {target}")
        if jobs is None:
            return words.no_domain(domain)
        return 0, words.disabled_services(self._overrides(domain), self.newer), ""

    def enable(self, target):
        return self._override(target, False)

    def disable(self, target):
        return self._override(target, True)

    def _override(self, target, off):
        domain, label, jobs = self._target(target)
        if label is None:
            raise Nonsense(f"no service: {target}")
        if jobs is None:
            return words.no_domain(domain)
        self._overrides(domain)[label] = off
        return 0, "", ""

    def bootstrap(self, target, path):
        domain, label, jobs = self._target(target)
        if label is not None or not path.startswith("/"):
            raise Nonsense(f"bootstrap {target} {path}")
        if jobs is None:
            return words.failed("Bootstrap", 125, "Domain does not support specified action")
        mode = os.stat(path) if os.path.isfile(path) else None
        if not mode:
            return self._refused(None, "")
        if mode.st_mode & (stat.S_IWGRP | stat.S_IWOTH) or mode.st_uid not in (0, self.uid):
            return self._refused(122, "Path had bad ownership/permissions")
        try:
            with open(path, "rb") as file:
                plist = plistlib.load(file)
            label = plist["Label"]
            if label in jobs:
                return self._refused(37, "Operation already in progress")
            if (domain, label) in self.leaving:
                return self._refused(None, "")
            off = self._overrides(domain).get(label, plist.get("Disabled", False))
            if off:
                return self._refused(119, "Service is disabled")
            types = plist.get("LimitLoadToSessionType", "System" if domain == "system" else "Aqua")
            if SESSIONS[domain.split("/")[0]] not in ([types] if isinstance(types, str) else types):
                return self._refused(134, "Service cannot load in requested session")
            jobs[label] = Job(path, plist, self.home, self.scale)
        except (Refused, KeyError, TypeError, ValueError, plistlib.InvalidFileException):
            return self._refused(None, "")
        return 0, "", ""

    def _refused(self, code, text):
        """The newer generation gives 5 for nearly everything."""
        if self.newer or code is None:
            return words.failed("Bootstrap", 5, "Input/output error")
        return words.failed("Bootstrap", code, text)

    def bootout(self, target):
        domain, label, jobs = self._target(target)
        if label is None:
            raise Nonsense(f"boots out the whole domain: {target}")
        if jobs is None:
            return words.failed("Boot-out", 125, "Domain does not support specified action")
        if label not in jobs:
            return words.failed("Boot-out", 3, "No such process")
        job = jobs[label]
        busy = job.pid is not None
        job.boot_out()
        if self.newer:
            # print forgets it at once, its process may go on for long.
            del jobs[label]
            self.leaving[(domain, label)] = job
        asyncio.get_running_loop().create_task(self._leave(domain, job))
        if busy and not self.newer:
            return words.failed("Boot-out", 36, "Operation now in progress")
        return 0, "", ""

    async def _leave(self, domain, job):
        await job.task
        self.domains.get(domain, {}).pop(job.label, None)
        self.leaving[(domain, job.label)] = job
        await asyncio.sleep(self.teardown)
        del self.leaving[(domain, job.label)]
        if self.bootout_disables:
            self._overrides(domain)[job.label] = True

    def kickstart(self, *rest):
        *options, target = rest
        if any(option not in ("-k", "-p") for option in options):
            raise Nonsense(f"kickstart {' '.join(rest)}")
        domain, label, jobs = self._target(target)
        if jobs is None:
            return words.no_domain(domain)
        if label is None or label not in jobs:
            return words.no_service(domain, label)
        job = jobs[label]
        if "-k" in options and job.pid is not None:
            job.kill_and_restart()
        elif job.pid is None:
            job.kick()
        return 0, "", ""

    def list(self, label=None):
        jobs = self.jobs()
        if label is None:
            return 0, words.table(jobs), ""
        if label not in [job.label for job in jobs]:
            return 113, "", f'Could not find service "{label}" in domain for port\n'
        return 0, f'{{\n\t"Label" = "{label}";\n}};\n', ""

    def managername(self):
        return 0, "Aqua\n" if f"gui/{self.uid}" in self.domains else "Background\n", ""
