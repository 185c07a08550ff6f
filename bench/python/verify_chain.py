"""A plain verifier of a hash chain (NDJSON, profile event-python): what an auditor would write in ten lines."""

import hashlib
import json
import sys

head = "0" * 64
count = 0
broken = 0
with open(sys.argv[1], encoding="utf-8") as log:
    for line in log:
        record = json.loads(line)
        stated = record.pop("hash")
        computed = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
        if computed != stated or record["previous_hash"] != head:
            broken += 1
        head = stated
        count += 1
print(f"{count} events, {broken} breaks, head {head}")
