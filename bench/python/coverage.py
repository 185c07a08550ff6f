"""Expected access, drift, coverage and conflicts of the bench company in pandas: prints the seconds, processor seconds and the answer.

Reads the tables as CSV (exported beforehand) and asks the same as the SQL by hand: scopes of job titles, no wildcards.
With a second argument it does what a run of procedures does: from the tables on the disk to what was found, written there, one JSON
object a line, with an id that the next run gives again, a sentence, details and the records of the sources. Reading is in its time then.
Without it, it counts, from tables in memory.
"""

import hashlib
import json
import sys
import time

import pandas as pd

folder = sys.argv[1]
target = sys.argv[2] if len(sys.argv) > 2 else None
moment = "2024-11-24 05:00:00+00"


def table(name):
    return pd.read_csv(f"{folder}/{name}.csv", dtype=str, keep_default_na=False)


started = time.perf_counter(), time.process_time()
people, policies, scopes = table("identities"), table("policies"), table("policy_scopes")
clauses, grants, exceptions, rules = table("policy_grants"), table("grants"), table("exceptions"), table("sod_rules")
grants_as_read, clauses_as_read = grants, clauses

wall, cpu = started if target else (time.perf_counter(), time.process_time())
key = ["identity_id", "system", "resource", "permission"]

employed = people[(people.hired_at <= moment) & ((people.left_at == "") | (people.left_at > moment))]
policies = policies[(policies.effective_at <= moment) & (policies.approved_by != "")]
given = scopes[scopes.attribute == "job_title"].merge(policies[["policy", "version"]], on=["policy", "version"])
given = given.assign(title=given.value.str.lower())
titled = employed.assign(title=employed.job_title.str.lower())[["identity_id", "title"]].merge(given[["policy", "version", "title"]], on="title")
clauses = clauses.assign(clause_at=clauses.index)[["policy", "version", "system", "resource", "permission", "clause_at"]]
expected = titled.merge(clauses, on=["policy", "version"])[key + ["clause_at"]].drop_duplicates(key)

grants = grants[grants.as_of <= moment]
latest = grants.groupby("system")["as_of"].transform("max")
held = grants[grants.as_of == latest][key + ["account_id"]].drop_duplicates()
held = held.assign(grant_at=held.index)

judged = held.merge(expected[key].assign(given=True), on=key, how="left")
drift = judged[judged.given.isna()].drop(columns="given").merge(people[["identity_id", "email", "left_at"]], on="identity_id")
valid = exceptions[(exceptions.approved_at <= moment) & (exceptions.expires_at > moment)]
drift = drift.merge(
    valid[["user_email", "system", "resource", "permission", "exception_id"]],
    left_on=["email", "system", "resource", "permission"],
    right_on=["user_email", "system", "resource", "permission"],
    how="left",
)
unexplained = drift[drift.exception_id.isna() | (drift.left_at != "")]
missing = expected.merge(held[key].drop_duplicates().assign(held=True), on=key, how="left")
missing = missing[missing.held.isna()]

rules = rules.assign(item=rules["items"].str.lower())
meant = held.assign(item=held.resource.str.lower()).merge(rules[["rule", "kind", "item"]], on="item")
counts = meant.groupby(["rule", "kind", "identity_id"])["item"].nunique()
conflicts = counts[counts > 1].reset_index()
kinds = conflicts.kind.value_counts()


def finding(procedure, severity, reason, subject, apart, sentence, details, records):
    identity = "\x1f".join([procedure, subject, reason, apart])
    return {
        "finding_id": "F-" + hashlib.sha256(identity.encode()).hexdigest()[:16],
        "procedure": procedure,
        "severity": severity,
        "reason_code": reason,
        "subject_id": subject,
        "summary": sentence,
        "details": details,
        "source_rows": records,
    }


def record(name, source, number):
    return {"table": name, "source_id": source, "record_no": int(number)}


def drifted():
    rows = unexplained.join(grants_as_read[["as_of", "via", "granted_at", "granted_by", "source_id", "record_no"]], on="grant_at")
    for row in rows.sort_values(["email", "system", "resource", "permission"]).itertuples():
        subject = f"{row.email}|{row.system}:{row.resource}|{row.permission}"
        sentence = f"{row.email} holds {row.permission} on {row.system}:{row.resource}; neither a policy nor a valid exception gives it"
        details = {"person": row.email, "system": row.system, "resource": row.resource, "permission": row.permission, "account": row.account_id}
        details |= {"via": row.via, "granted_at": row.granted_at, "granted_by": row.granted_by, "observed_at": row.as_of}
        yield finding("access", "medium", "unexpected", subject, "", sentence, details, [record("grants", row.source_id, row.record_no)])


def lacking():
    rows = missing.merge(people[["identity_id", "email"]], on="identity_id")
    rows = rows.join(clauses_as_read[["policy", "version", "clause_no", "source_id", "record_no"]], on="clause_at")
    for row in rows.sort_values(["email", "system", "resource", "permission"]).itertuples():
        subject = f"{row.email}|{row.system}:{row.resource}|{row.permission}"
        sentence = f"{row.email} lacks {row.permission} on {row.system}:{row.resource}, which {row.policy} {row.version} gives"
        details = {"person": row.email, "system": row.system, "resource": row.resource, "permission": row.permission}
        details |= {"policy": row.policy, "version": row.version, "clause": int(row.clause_no)}
        yield finding("access", "low", "missing", subject, "", sentence, details, [record("policy_grants", row.source_id, row.record_no)])


def conflicting():
    rows = meant.merge(conflicts[["rule", "kind", "identity_id"]], on=["rule", "kind", "identity_id"])
    rows = rows.merge(people[["identity_id", "email"]], on="identity_id").join(grants_as_read[["via", "source_id", "record_no"]], on="grant_at")
    stated = rules.drop_duplicates(["rule", "kind"]).set_index(["rule", "kind"])
    rows = rows.sort_values(["kind", "rule", "email", "item", "system", "permission"])
    for (kind, rule, person), group in group_rows(rows):
        of = stated.loc[(rule, kind)]
        items = sorted({row.item for row in group})
        sentence = f'{person} has access to {" and ".join(items)}, which "{rule}" keeps apart'
        held_rows = [{"item": row.item, "system": row.system, "resource": row.resource, "permission": row.permission, "via": row.via} for row in group]
        details = {"rule": rule, "enforcement": of.enforcement, "items": items, "grants": held_rows, "mitigation": None}
        records = [record("grants", row.source_id, row.record_no) for row in group] + [record("sod_rules", of.source_id, of.record_no)]
        yield finding(f"segregation {kind}", "high", "conflict", person, rule, sentence, details, records)


def group_rows(rows):
    """Neighbours of one rule and person; quicker than groupby, which makes a table for each of them."""
    last, group = None, []
    for row in rows.itertuples():
        this = (row.kind, row.rule, row.email)
        if this != last and group:
            yield last, group
            group = []
        last = this
        group.append(row)
    if group:
        yield last, group


if target:
    digest = hashlib.sha256()
    with open(target, "w", encoding="utf-8") as out:
        for part in (drifted(), lacking(), conflicting()):
            for found in part:
                line = json.dumps(found, ensure_ascii=False) + "\n"
                digest.update(line.encode())
                out.write(line)

answer = f"{(people.left_at == '').sum()} people, {len(unexplained) + len(missing)} differences, {kinds.get('roles', 0)} and {kinds.get('resources', 0)} conflicts"
print(time.perf_counter() - wall, time.process_time() - cpu)
print(answer)
