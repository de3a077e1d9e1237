# What python-dotenv reads: documents in, as JSON; pairs out. `resolve` as the app does it: the file before the environment.
import io
import json
import sys

from dotenv import dotenv_values

documents = json.load(sys.stdin)
print(json.dumps([list(dotenv_values(stream=io.StringIO(text, newline='')).items()) for text in documents]))
