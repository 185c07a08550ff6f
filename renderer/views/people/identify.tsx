import { useState } from 'react';
import { useAct } from '../../app/act.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { useSmall } from '../../app/rows.ts';
import { Door } from '../../components/door.tsx';
import { Field } from '../../components/field.tsx';
import { MissingSource } from '../../components/missing-source.tsx';
import { EmptyState, ErrorNote, Waiting } from '../../components/notes.tsx';
import { formatCount, plural } from '../../data/format.ts';
import { identifyWords as t } from '../../strings/people.ts';
import { words } from '../../strings/words.ts';
import {
  Candidates,
  type Choice,
  Decisions,
  Lookalikes,
  type Pair,
  SharedAddresses,
} from './identify-tables.tsx';

/** Accounts that may be a person's and lead to nobody, those that only grants name included. */
const UNRESOLVED = `SELECT system, account_id, min(email) AS email, min(display_name) AS display_name FROM (
  SELECT system, account_id, email, display_name, identity_id, kind FROM accounts
  UNION ALL
  SELECT g.system, g.account_id, NULL, NULL, g.identity_id, NULL FROM grants AS g
  WHERE NOT EXISTS (SELECT 1 FROM accounts AS a WHERE a.system = g.system AND a.account_id = g.account_id))
WHERE identity_id IS NULL AND system IS NOT NULL AND account_id IS NOT NULL
  AND coalesce(kind, 'human') NOT IN ('service', 'shared', 'vendor')
GROUP BY system, account_id ORDER BY system, account_id`;

const ANY = 'SELECT EXISTS (SELECT 1 FROM accounts) OR EXISTS (SELECT 1 FROM grants) AS any_account';

const LIMIT = 200;
const ASKED = { limit: LIMIT };

/** Accounts that lead to nobody, and who they may be: a person says it, nothing is taken for granted. */
export function Identify() {
  const { locked } = useEngagement();
  const asked = useAsk('identities.candidates', ASKED);
  const any = useSmall(ANY);
  const { busy, error, act } = useAct();
  const [note, setNote] = useState('');
  const decide = async (pair: Pair, decision: Choice): Promise<void> => {
    const { system, account_id, identity_id } = pair;
    const params = {
      system,
      account_id,
      identity_id,
      decision,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    };
    const done = await act('identities.decide', params, ({ resolved }) =>
      t.decided(`${system}:${account_id}`, plural(resolved, 'row')),
    );
    if (done !== null) setNote('');
  };
  if (asked.error) return <ErrorNote error={asked.error} />;
  if (any.value?.rows[0]?.[0] === false)
    return <MissingSource title={t.noAccounts} help={t.noAccountsHelp} />;
  if (!asked.value) return <Waiting what={t.title.toLowerCase()} />;
  const { unresolved, total, candidates, lookalikes, shared_emails, decisions } = asked.value;
  const quiet = [candidates, lookalikes, shared_emails, decisions].every((list) => list.length === 0);
  return (
    <div className="section">
      <p className="measure">
        {t.sum(
          <Door to="query" query={{ sql: UNRESOLVED }}>
            {plural(unresolved, 'account')}
          </Door>,
          unresolved === 1,
        )}
      </p>
      {locked && <p className="notice">{words.lockedHere}</p>}
      {error && <ErrorNote error={error} />}
      {quiet && (
        <EmptyState title={unresolved === 0 ? t.none : t.noCandidates}>
          <p>{unresolved === 0 ? t.noneHelp : t.noCandidatesHelp}</p>
        </EmptyState>
      )}
      {candidates.length > 0 && (
        <section className="section" aria-label={t.candidates}>
          <h2>{t.candidates}</h2>
          <p className="muted measure">
            {t.candidatesHelp}
            {total > candidates.length && ` ${t.shown(formatCount(candidates.length), formatCount(total))}`}
          </p>
          <Field label={t.why}>
            {(ids) => (
              <input
                {...ids}
                className="input wide"
                autoComplete="off"
                disabled={locked}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          </Field>
          <Candidates
            of={candidates}
            disabled={locked || busy}
            onDecide={(pair, as) => void decide(pair, as)}
          />
        </section>
      )}
      <Lookalikes of={lookalikes} />
      <SharedAddresses of={shared_emails} />
      <Decisions of={decisions} disabled={locked || busy} onDecide={(pair, as) => void decide(pair, as)} />
    </div>
  );
}
