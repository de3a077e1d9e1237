"""Reads property lists with CPython's plistlib. In: length (4 bytes) and bytes of each. Out: a JSON line for each."""
import base64, datetime, json, plistlib, struct, sys


def tagged(value):
    if isinstance(value, bool):
        return ["boolean", value]
    if isinstance(value, (int, float)):
        kind = "integer" if isinstance(value, int) else "real"
        return [kind, struct.pack(">d", float(value)).hex()]
    if isinstance(value, str):
        return ["string", value]
    if isinstance(value, bytes):
        return ["data", base64.b64encode(value).decode()]
    if isinstance(value, datetime.datetime):
        return ["date", value.replace(microsecond=0).isoformat() + "Z"]
    if isinstance(value, list):
        return ["array", [tagged(item) for item in value]]
    if isinstance(value, dict):
        return ["dict", [[key, tagged(item)] for key, item in value.items()]]
    return ["other", repr(value)]


def answer(document):
    try:
        value = plistlib.loads(document)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    result = {"value": tagged(value)}
    try:
        binary = plistlib.dumps(value, fmt=plistlib.FMT_BINARY, sort_keys=False)
        result["binary"] = base64.b64encode(binary).decode()
    except Exception as error:
        result["error"] = f"{type(error).__name__}: {error}"
    return result


while header := sys.stdin.buffer.read(4):
    print(json.dumps(answer(sys.stdin.buffer.read(struct.unpack(">I", header)[0]))))
