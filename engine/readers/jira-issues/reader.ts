import { asText, isObject, type Extract, type Json, type JsonObject } from '#engine/intake/kit.ts';
import { byRow, type Row } from '#engine/intake/text/by-row.ts';

const REQUEST = /request|access|service|task|onboarding|offboarding|approval/i;
const INCIDENT = /incident|bug|problem|vulnerability|finding|alert|security/i;
const APPROVED = /^(?:approved|done|resolved|closed|completed|complete|granted|implemented|fulfilled)$/i;
const REJECTED = /^(?:rejected|declined|denied|canceled|cancelled|won't do|withdrawn)$/i;

/** A field of the REST form as the CSV would say it: people by address, choices by name, lists joined. */
function said(value: Json | undefined): string | null {
  if (Array.isArray(value))
    return (
      value
        .map(said)
        .filter((one) => one !== null)
        .join(', ') || null
    );
  if (isObject(value))
    return (
      asText(value['emailAddress']) ??
      asText(value['name']) ??
      asText(value['value']) ??
      asText(value['displayName'])
    );
  return asText(value);
}

/** The CSV's headings for a record of the REST form; a record of the CSV as it is. */
function asTable(record: Json): Json {
  if (!isObject(record) || !isObject(record['fields'])) return record;
  const { fields } = record;
  const row: JsonObject = {
    'Issue key': record['key'] ?? null,
    'Issue Type': said(fields['issuetype']),
    Status: said(fields['status']),
    Summary: said(fields['summary']),
    Reporter: said(fields['reporter']) ?? said(fields['creator']),
    Created: said(fields['created']),
    Resolved: said(fields['resolutiondate']),
    Priority: said(fields['priority']),
  };
  for (const [name, value] of Object.entries(fields)) if (!(name in row)) row[name] = said(value);
  return row;
}

function own(text: Row['text'], ...names: string[]): string | null {
  return text(...names.flatMap((name) => [`Custom field (${name})`, name]));
}

const rows = byRow(({ text, moment }) => {
  const [id, type, status] = [text('Issue key'), text('Issue Type') ?? '', text('Status') ?? ''];
  if (id === null) return 'the line names no issue';
  const reporter = text('Reporter', 'Creator');
  const created = moment('Created');
  const resolved = moment('Resolved');
  const decision = APPROVED.test(status) ? 'approved' : REJECTED.test(status) ? 'rejected' : 'pending';
  if (INCIDENT.test(type) && !REQUEST.test(type.replace(/security/i, ''))) {
    const details: JsonObject = { type };
    if (resolved !== null) details['resolved_at'] = resolved;
    const value: JsonObject = {
      finding_id: id,
      resource: own(text, 'Resource', 'System', 'Application') ?? text('Component/s', 'Components'),
      principal: reporter,
      title: text('Summary'),
      severity: own(text, 'Severity') ?? text('Priority'),
      status: status.toLowerCase(),
      found_at: created,
      details,
    };
    return [{ of: 'incident', value }];
  }
  if (!REQUEST.test(type)) return [];
  const request: JsonObject = {
    request_id: id,
    requester_email: reporter,
    user_email: own(text, 'Requested for', 'User', 'Beneficiary', 'On behalf of'),
    system: own(text, 'System', 'Application'),
    resource: own(text, 'Resource'),
    permission: own(text, 'Permission', 'Role', 'Access level'),
    justification: own(text, 'Justification', 'Business justification') ?? text('Summary'),
    status: decision,
    requested_at: created,
    granted_at: decision === 'approved' ? resolved : null,
  };
  const approvers = (own(text, 'Approvers', 'Approver', 'Approved by') ?? '')
    .split(/[;,]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const approvals = approvers.map((approver_email) => ({
    of: 'approval',
    value: {
      request_id: id,
      approver_email,
      decided_at: decision === 'pending' ? null : resolved,
      decision,
    } as JsonObject,
  }));
  return [{ of: 'request', value: request }, ...approvals];
});

/** An issue becomes a request with its approvals, or a finding, by its type. */
export const extract: Extract = (records, kit) => rows(records.map(asTable), kit);
