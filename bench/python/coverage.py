"""Expected access, drift, coverage and conflicts of the bench company in pandas: prints the seconds, processor seconds and the answer.

Reads the tables as CSV (exported beforehand, not timed) and asks the same as the SQL by hand: scopes of job titles, no wildcards.
"""

import sys
import time

import pandas as pd

folder = sys.argv[1]
moment = "2024-11-24 05:00:00+00"


def table(name):
    return pd.read_csv(f"{folder}/{name}.csv", dtype=str, keep_default_na=False)


people, policies, scopes = table("identities"), table("policies"), table("policy_scopes")
clauses, grants, exceptions, rules = table("policy_grants"), table("grants"), table("exceptions"), table("sod_rules")

wall, cpu = time.perf_counter(), time.process_time()
key = ["identity_id", "system", "resource", "permission"]

employed = people[(people.hired_at <= moment) & ((people.left_at == "") | (people.left_at > moment))]
policies = policies[(policies.effective_at <= moment) & (policies.approved_by != "")]
given = scopes[scopes.attribute == "job_title"].merge(policies[["policy", "version"]], on=["policy", "version"])
given = given.assign(title=given.value.str.lower())
titled = employed.assign(title=employed.job_title.str.lower())[["identity_id", "title"]].merge(given[["policy", "version", "title"]], on="title")
expected = titled.merge(clauses[["policy", "version", "system", "resource", "permission"]], on=["policy", "version"])[key].drop_duplicates()

grants = grants[grants.as_of <= moment]
latest = grants.groupby("system")["as_of"].transform("max")
held = grants[grants.as_of == latest][key + ["account_id"]].drop_duplicates()

judged = held.merge(expected.assign(given=True), on=key, how="left")
drift = judged[judged.given.isna()].drop(columns="given").merge(people[["identity_id", "email", "left_at"]], on="identity_id")
valid = exceptions[(exceptions.approved_at <= moment) & (exceptions.expires_at > moment)]
drift = drift.merge(
    valid[["user_email", "system", "resource", "permission", "exception_id"]],
    left_on=["email", "system", "resource", "permission"],
    right_on=["user_email", "system", "resource", "permission"],
    how="left",
)
unexplained = (drift.exception_id.isna() | (drift.left_at != "")).sum()
missing = expected.merge(held[key].drop_duplicates().assign(held=True), on=key, how="left")["held"].isna().sum()

rules = rules.assign(item=rules["items"].str.lower())
meant = held.assign(item=held.resource.str.lower()).merge(rules[["rule", "kind", "item"]], on="item")
counts = meant.groupby(["rule", "kind", "identity_id"])["item"].nunique()
conflicts = counts[counts > 1].reset_index()
kinds = conflicts.kind.value_counts()
answer = f"{(people.left_at == '').sum()} people, {unexplained + missing} differences, {kinds.get('roles', 0)} and {kinds.get('resources', 0)} conflicts"
print(time.perf_counter() - wall, time.process_time() - cpu)
print(answer)
