"""Counts records of the exports under a folder with Python's own readers: the expectation of samples.test.ts.

python3 test/samples/count.py ../shared/samples > test/samples/expected.json
"""
import csv
import json
import os
import sys

root = sys.argv[1]
counts = {}
for folder, _, names in os.walk(root):
    for name in names:
        path = os.path.join(folder, name)
        key = os.path.relpath(path, root).replace(os.sep, '/')
        try:
            if name.endswith('.csv'):
                with open(path, encoding='utf-8-sig', newline='') as file:
                    rows = [row for row in csv.reader(file) if row]
                if len(rows) > 0 and all(len(row) == len(rows[0]) for row in rows) and len(rows[0]) > 1:
                    counts[key] = {'format': 'csv', 'records': len(rows) - 1}
            elif name.endswith(('.jsonl', '.ndjson')):
                with open(path, encoding='utf-8') as file:
                    lines = [line for line in file if line.strip()]
                for line in lines:
                    json.loads(line)
                counts[key] = {'format': 'ndjson', 'records': len(lines)}
        except (UnicodeDecodeError, ValueError, csv.Error):
            continue
json.dump(dict(sorted(counts.items())), sys.stdout, indent=1)
sys.stdout.write('\n')
