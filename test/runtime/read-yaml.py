# What PyYAML reads: documents in, as JSON; for each what it says, or null where it is refused.
import datetime
import json
import math
import sys

import yaml


def plain(value):
    if isinstance(value, dict):
        return {word(key): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, datetime.date):
        return 'a date'
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


# As JavaScript names the keys of an object.
def word(key):
    if isinstance(key, str):
        return key
    return json.dumps(int(key) if isinstance(key, float) and key.is_integer() else key)


def read(text):
    try:
        return {'says': plain(yaml.safe_load(text))}
    except (yaml.YAMLError, ValueError):
        return None


print(json.dumps([read(text) for text in json.load(sys.stdin)]))
