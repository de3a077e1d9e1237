"""What launchctl prints, as two generations of macOS do."""


def failed(what, code, text):
    return code, "", f"{what} failed: {code}: {text}\n"


def no_service(domain, label):
    return 113, "", f'Bad request.\nCould not find service "{label}" in domain for {spelled(domain)}\n'


def no_domain(domain):
    return 112, "", f"Could not find domain for {spelled(domain)}\n"


def spelled(domain):
    """gui/501 as error messages have it."""
    kind, _, uid = domain.partition("/")
    return f"user {kind}: {uid}" if uid else kind


def service(domain, job, newer):
    """print DOMAIN/LABEL. The older generation says nothing of limits and properties."""
    plist = job.plist
    environment = {**plist.get("EnvironmentVariables", {}), "XPC_SERVICE_NAME": job.label}
    if newer:
        environment = {"OSLogRateLimit": "64", **environment}
    lines = [
        f"{domain}/{job.label} = {{",
        f"\tactive count = {1 if job.pid else 0}",
        f"\tpath = {job.path}",
        "\ttype = " + ("LaunchDaemon" if domain == "system" else "LaunchAgent"),
        f"\tstate = {job.state}",
        "",
        f"\tprogram = {plist.get('Program', job.argv[0])}",
        *block("arguments", job.argv),
        "",
    ]
    for key, name in PATHS:
        if key in plist:
            lines.append(f"\t{name} = {plist[key]}")
    lines += block("inherited environment", ["SSH_AUTH_SOCK => /private/tmp/Listeners"])
    lines += ["", *block("default environment", ["PATH => /usr/bin:/bin:/usr/sbin:/sbin"])]
    lines += ["", *block("environment", [f"{key} => {value}" for key, value in environment.items()]), ""]
    if newer:
        lines += [f"\tdomain = {domain} [100005]", f"\tminimum runtime = {job.throttle}"]
        lines += [f"\texit timeout = {job.exit_timeout}"]
    lines.append(f"\truns = {job.runs}")
    if job.pid:
        lines.append(f"\tpid = {job.pid}")
    if job.last_signal:
        lines.append(f"\tlast terminating signal = {job.last_signal}")
    lines += [f"\tlast exit code = {exit_code(job)}", "", *block("resource coalition", ["ID = 1", "state = active"])]
    if newer:
        wanted = ["keepalive"] * bool(plist.get("KeepAlive")) + ["runatload"] * bool(plist.get("RunAtLoad"))
        lines += ["", "\tproperties = " + " | ".join([*wanted, "inferred program"])]
    return "\n".join([*lines, "}", ""])


PATHS = (
    ("WorkingDirectory", "working directory"),
    ("StandardOutPath", "stdout path"),
    ("StandardErrorPath", "stderr path"),
)


def exit_code(job):
    if job.last_exit is None:
        return "(never exited)"
    return "78: EX_CONFIG" if job.last_exit == 78 else job.last_exit


def block(name, lines):
    return [f"\t{name} = {{", *(f"\t\t{line}" for line in lines), "\t}"]


def whole_domain(domain, jobs):
    rows = [f"\t\t{job.pid or 0:>8} {job.last_exit or '-':>6} \t{job.label}" for job in jobs]
    return "\n".join([f"{domain} = {{", "\ttype = user", *block("services", rows), "}", ""])


def disabled_services(overrides, newer):
    """print-disabled: the older generation answers the question whether it is disabled."""
    if newer:
        lines = [f'\t\t"{label}" => {"disabled" if off else "enabled"}' for label, off in overrides.items()]
        return "\n".join(["", "\tdisabled services = {", *lines, "\t}", "\tlogin item associations = {", "\t}", ""])
    lines = [f'\t"{label}" => {"true" if off else "false"}' for label, off in overrides.items()]
    return "\n".join(["disabled services = {", *lines, "}", ""])


def table(jobs):
    """list, the table of old: PID, Status, Label. Status 0 without a PID is no running job."""
    rows = [f"{job.pid or '-'}\t{job.last_exit or 0}\t{job.label}" for job in jobs]
    return "\n".join(["PID\tStatus\tLabel", *rows, ""])
