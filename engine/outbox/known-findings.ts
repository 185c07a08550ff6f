import type { Session } from '#engine/store/index.ts';

export interface KnownFinding {
  id: string;
  procedure: string;
  reason_code: string;
  severity: string;
  outcome: string;
  summary: string;
  disposition: string;
  conclusion: string | null;
  subject_type: string;
  subject_id: string;
  response_owner: string | null;
  /** Day that management named. */
  response_due: string | null;
  details: Record<string, unknown>;
  /** Whom and what it is about, in lower case where it names a person or an account; null = it does not say. */
  holder: string | null;
  system: string | null;
  account: string | null;
  resource: string | null;
  permission: string | null;
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** Subjects of accounts read `system|account`, or the account alone. */
function accountOf(subject: string): { system: string | null; account: string } {
  const bar = subject.indexOf('|');
  return bar < 0
    ? { system: null, account: subject.toLowerCase() }
    : { system: subject.slice(0, bar), account: subject.slice(bar + 1).toLowerCase() };
}

function aboutOf(subject_type: string, subject_id: string, details: Record<string, unknown>) {
  const own = subject_type === 'account' ? accountOf(subject_id) : { system: null, account: null };
  const person = text(details['person']) ?? (subject_type === 'identity' ? subject_id : null);
  return {
    holder: person?.toLowerCase() ?? null,
    system: text(details['system']) ?? own.system,
    account: text(details['account'])?.toLowerCase() ?? own.account,
    resource: text(details['resource']),
    permission: text(details['permission']),
  };
}

/** Exceptions and leads of the latest runs, gravest first, with what they are about. */
export async function knownFindings(session: Session): Promise<KnownFinding[]> {
  const rows = await session.rows(
    `SELECT id, procedure, reason_code, severity, outcome, summary, disposition, conclusion, subject_type, subject_id, response_owner,
       strftime(response_due, '%Y-%m-%d') AS response_due,
       details::VARCHAR AS details
     FROM current_findings() WHERE outcome IN ('exception', 'lead')`,
  );
  return rows.map((row) => {
    const details = JSON.parse(String(row['details'])) as Record<string, unknown>;
    const found = row as unknown as Omit<KnownFinding, 'details'>;
    return { ...found, ...aboutOf(String(row['subject_type']), String(row['subject_id']), details), details };
  });
}
