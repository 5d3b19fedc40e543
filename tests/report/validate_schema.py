"""Which instances a JSON Schema (draft 2020-12) admits.

    validate_schema.py SCHEMA INSTANCES

INSTANCES is a JSON list; printed is a JSON list with, for each of them, null where it is valid and
else the first error. Exits with 77 where the package jsonschema, or a version that knows the draft,
is missing.
"""

import json
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    sys.exit(77)

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    instances = json.load(file)

Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
answers = []
for instance in instances:
    error = next(validator.iter_errors(instance), None)
    answers.append(
        None
        if error is None
        else "/".join(map(str, error.absolute_path)) + ": " + error.message[:300]
    )
print(json.dumps(answers))
