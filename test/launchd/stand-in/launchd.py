"""launchd.py FOLDER SETTINGS: a launchd for one test, on FOLDER/launchd.sock. It ends, and everything it has started with
it, when its stdin does. A line of JSON on the socket is a launchctl command line, or an order of the test's own."""

import asyncio
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

from verbs import Launchd, Nonsense  # noqa: E402

# What no launchctl gives.
NONSENSE = 99


class Server:
    def __init__(self, settings):
        self.launchd = Launchd(settings)
        self.calls = []
        self.faults = []

    async def answer(self, reader, writer):
        request = json.loads(await reader.readline())
        reply = await (self.order(request) if "order" in request else self.command(request))
        writer.write(json.dumps(reply).encode() + b"\n")
        writer.close()

    async def command(self, request):
        argv = request["argv"]
        self.calls.append(argv)
        try:
            if request["locale"] != "C":
                raise Nonsense("called without LC_ALL=C: its words may be in any language")
            code, stdout, stderr = await self.with_faults(argv)
        except (Nonsense, NotImplementedError, TypeError) as error:
            code, stdout, stderr = NONSENSE, "", f"stand-in launchctl: {error}\n"
        return {"code": code, "stdout": stdout, "stderr": stderr}

    async def with_faults(self, argv):
        """A fault answers in the place of launchd; with `works`, it only lies about it; without a code, never."""
        for fault in self.faults:
            if fault["verb"] != argv[0] or fault["about"] not in argv[-1] or fault["times"] == 0:
                continue
            fault["times"] -= 1
            if fault["works"]:
                self.launchd.do(argv)
            if fault["code"] is None:
                await asyncio.Event().wait()
            return fault["code"], "", fault["says"] + "\n"
        return self.launchd.do(argv)

    async def order(self, request):
        launchd = self.launchd
        if request["order"] == "fault":
            self.faults.append(request["fault"])
        elif request["order"] == "domains":
            launchd.domains = {name: launchd.domains.get(name, {}) for name in request["domains"]}
        elif request["order"] != "look":
            raise Nonsense(request["order"])
        return {
            "calls": self.calls,
            "overrides": launchd.overrides,
            "jobs": [
                {"domain": domain, "label": job.label, "pid": job.pid, "runs": job.runs, "state": job.state}
                for domain, jobs in launchd.domains.items()
                for job in jobs.values()
            ],
        }


async def main(folder, settings):
    server = Server(json.loads(settings))
    await asyncio.start_unix_server(server.answer, os.path.join(folder, "launchd.sock"))
    print("ready", flush=True)
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()
    server.launchd.end()
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
