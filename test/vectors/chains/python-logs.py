"""Writes the vectors python-*: logs chained the way Python programs do it, with nothing done to them.

Run: python3 test/vectors/chains/python-logs.py
"""
import hashlib
import json
import pathlib

FOLDER = pathlib.Path(__file__).parent

LOGS = {
    "python-sorted": ("event-python", {"sort_keys": True}, True, 64),
    "python-sorted-cut": ("event-python-32", {"sort_keys": True}, True, 32),
    "python-insertion": ("event-python-insertion", {}, True, 64),
    "python-compact": ("event-python-compact", {"sort_keys": True, "separators": (",", ":")}, True, 64),
    "python-utf8": ("event-python-utf8", {"sort_keys": True, "ensure_ascii": False}, True, 64),
    "python-unlinked": ("event-unlinked", {"sort_keys": True}, False, 64),
}

ABOUT = {
    True: "Chained by Python; nothing was done to it.",
    False: "Python hashed each record before it added the previous hash; nothing was done to it.",
}


def event(n):
    return {
        "id": f"evt_{123456 + n}",
        "timestamp": f"2024-11-24T14:{n:02d}:23Z",
        "event_type": "access_granted",
        "user": "zoë.müller@company.com",
        "resource": "gitlab:group:platform-engineering",
        "metadata": {"note": "naïve \u007f \U0001f600 \u2028 \"quoted\" \\ /", "b": [], "a": {}, "n": None, "t": True},
        "numbers": [1.0, 1e16, 1e-5, 0.1, -0.0, 12345678901234567890123, 3.0e100, n / 7],
    }


for name, (profile, options, linked, characters) in LOGS.items():
    previous = None
    lines = []
    for n in range(8):
        record = event(n)
        if linked:
            record["previous_hash"] = previous
        text = json.dumps(record, **options)
        record["hash"] = hashlib.sha256(text.encode("utf-8")).hexdigest()[:characters]
        record["previous_hash"] = previous
        previous = record["hash"]
        lines.append(json.dumps(record) + "\n")
    open_points = ["tail"] if linked else ["order", "completeness", "tail"]
    expect = {
        "name": name,
        "about": ABOUT[linked],
        "profile": profile,
        "expect": [{"chain": "main", "verdict": "not_proven", "breaks": [], "not_proven": open_points}],
    }
    folder = FOLDER / name
    folder.mkdir(exist_ok=True)
    (folder / "log.ndjson").write_text("".join(lines), encoding="utf-8")
    (folder / "expect.json").write_text(json.dumps(expect, indent=2) + "\n", encoding="utf-8")
