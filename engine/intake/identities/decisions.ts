import { TickmarkError } from '#shared/model/errors.ts';
import type { Engagement } from '#engine/engagement/types.ts';
import type { Session } from '#engine/store/index.ts';

/** What a person decided about one account and one identity. */
export interface IdentityDecision {
  system: string;
  account_id: string;
  identity_id: string;
  /** same: the account is this person's. different: it is not, whatever it looks like. */
  decision: 'same' | 'different';
  note: string | null;
}

/** All decisions by account and identity. */
export async function listDecisions(session: Session): Promise<IdentityDecision[]> {
  const rows = await session.rows(
    `SELECT system, account_id, identity_id, decision, note FROM work.identity_decisions
     ORDER BY system, account_id, identity_id`,
  );
  return rows as unknown as IdentityDecision[];
}

/** Keeps decisions inside the caller's change; a later one on the same pair takes the place of the earlier. */
export async function keepDecisions(session: Session, decisions: readonly IdentityDecision[]): Promise<void> {
  for (const { system, account_id, identity_id, decision, note } of decisions) {
    await session.run(
      `INSERT OR REPLACE INTO work.identity_decisions VALUES ($system, $account_id, $identity_id, $decision, $note)`,
      { system, account_id, identity_id, decision, note },
    );
  }
}

async function requirePair(session: Session, decision: IdentityDecision): Promise<void> {
  const { system, account_id, identity_id } = decision;
  const account = await session.value(
    `SELECT 1 FROM (SELECT system, account_id FROM main.accounts UNION ALL SELECT system, account_id FROM main.grants)
     WHERE system = $system AND account_id = $account_id LIMIT 1`,
    { system, account_id },
  );
  if (account === null) {
    throw new TickmarkError('NOT_FOUND', `no source names the account ${system}:${account_id}`, {
      hint: 'The candidates name accounts as the sources write them.',
    });
  }
  const person = await session.value(
    'SELECT 1 FROM main.identities WHERE identity_id = $identity_id LIMIT 1',
    {
      identity_id,
    },
  );
  if (person === null) {
    throw new TickmarkError('NOT_FOUND', `no source names the person ${identity_id}`, {
      hint: 'The candidates name people by their identity_id.',
    });
  }
  if (decision.decision !== 'same') return;
  const other = await session.value(
    `SELECT identity_id FROM work.identity_decisions
     WHERE system = $system AND account_id = $account_id AND decision = 'same' AND identity_id <> $identity_id`,
    { system, account_id, identity_id },
  );
  if (other !== null) {
    throw new TickmarkError('BAD_ARGUMENT', `${system}:${account_id} was confirmed to be ${String(other)}`, {
      hint: 'Refuse that one first: an account leads to one person.',
    });
  }
}

/** Keeps one decision with its journal entry. Accounts follow at the next resolution. Throws NOT_FOUND, BAD_ARGUMENT. */
export async function decideIdentity(engagement: Engagement, decision: IdentityDecision): Promise<void> {
  await engagement.change('identity_decided', async (session) => {
    await requirePair(session, decision);
    await keepDecisions(session, [decision]);
    return { value: null, details: { ...decision } };
  });
}
