import { useState } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import { useAct } from '../../app/act.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Door } from '../../components/door.tsx';
import { Field } from '../../components/field.tsx';
import { EmptyState, ErrorNote, Waiting } from '../../components/notes.tsx';
import { Scroller } from '../../components/scroller.tsx';
import { formatCount, plural } from '../../data/format.ts';
import { identifyWords as t } from '../../strings/people.ts';
import { words } from '../../strings/words.ts';

type Questions = Result<'identities.candidates'>;
type Candidate = Questions['candidates'][number];
type Choice = 'same' | 'different';

/** Accounts that may be a person's and lead to nobody, those that only grants name included. */
const UNRESOLVED = `SELECT system, account_id, min(email) AS email, min(display_name) AS display_name FROM (
  SELECT system, account_id, email, display_name, identity_id, kind FROM accounts
  UNION ALL
  SELECT g.system, g.account_id, NULL, NULL, g.identity_id, NULL FROM grants AS g
  WHERE NOT EXISTS (SELECT 1 FROM accounts AS a WHERE a.system = g.system AND a.account_id = g.account_id))
WHERE identity_id IS NULL AND system IS NOT NULL AND account_id IS NOT NULL
  AND coalesce(kind, 'human') NOT IN ('service', 'shared', 'vendor')
GROUP BY system, account_id ORDER BY system, account_id`;

const LIMIT = 200;
const ASKED = { limit: LIMIT };

/** Accounts that lead to nobody, and who they may be: a person says it, nothing is taken for granted. */
export function Identify() {
  const { locked } = useEngagement();
  const asked = useAsk('identities.candidates', ASKED);
  const { busy, error, act } = useAct();
  const [note, setNote] = useState('');
  const decide = async (
    pair: { system: string; account_id: string; identity_id: string },
    decision: Choice,
  ): Promise<void> => {
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
      <Shared of={shared_emails} />
      <Decisions of={decisions} disabled={locked || busy} onDecide={(pair, as) => void decide(pair, as)} />
    </div>
  );
}

interface Deciding<T> {
  of: readonly T[];
  disabled: boolean;
  onDecide: (pair: { system: string; account_id: string; identity_id: string }, as: Choice) => void;
}

function Candidates({ of, disabled, onDecide }: Deciding<Candidate>) {
  return (
    <Scroller label={t.candidates}>
      <table className="ruled" aria-label={t.candidates}>
        <thead>
          <tr>
            <th scope="col">{t.account}</th>
            <th scope="col">{t.person}</th>
            <th scope="col" className="num">
              {t.alike}
            </th>
            <th scope="col">{t.because}</th>
            <th scope="col">{t.decision}</th>
          </tr>
        </thead>
        <tbody>
          {of.map((one) => (
            <tr key={`${one.system} ${one.account_id} ${one.identity_id}`}>
              <th scope="row" className="path">
                {one.system}:{one.account_id}
              </th>
              <td>
                <Person {...one} />
              </td>
              <td className="num nowrap">{t.percent(Math.round(one.score * 100))}</td>
              <td className="path">{one.reasons.join('; ')}</td>
              <td>
                <div className="row-line">
                  {(['same', 'different'] as const).map((as) => (
                    <button
                      key={as}
                      type="button"
                      className="button small"
                      disabled={disabled}
                      aria-label={t.decideOf(
                        t.choices[as],
                        `${one.system}:${one.account_id}`,
                        one.email ?? one.identity_id,
                      )}
                      onClick={() => onDecide(one, as)}
                    >
                      {t.choices[as]}
                    </button>
                  ))}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function Person({
  identity_id,
  display_name,
  email,
}: {
  identity_id: string;
  display_name: string | null;
  email: string | null;
}) {
  const name = display_name ?? email ?? identity_id;
  return (
    <>
      {email === null ? (
        name
      ) : (
        <Door to="people" query={{ email }}>
          {name}
        </Door>
      )}{' '}
      <span className="muted">
        {[email === name ? null : email, identity_id].filter(Boolean).join(' · ')}
      </span>
    </>
  );
}

function Lookalikes({ of }: { of: Questions['lookalikes'] }) {
  if (of.length === 0) return null;
  return (
    <section className="section" aria-label={t.lookalikes}>
      <h2>{t.lookalikes}</h2>
      <p className="muted measure">{t.lookalikesHelp}</p>
      <Scroller label={t.lookalikes}>
        <table className="ruled" aria-label={t.lookalikes}>
          <thead>
            <tr>
              <th scope="col">{t.account}</th>
              <th scope="col">{t.address}</th>
              <th scope="col">{t.resembles}</th>
            </tr>
          </thead>
          <tbody>
            {of.map(({ system, account_id, email, resembles }) => (
              <tr key={`${system} ${account_id} ${resembles}`}>
                <th scope="row" className="path">
                  {system}:{account_id}
                </th>
                <td className="path mono">{email}</td>
                <td className="path">
                  <Door to="people" query={{ email: resembles }}>
                    {resembles}
                  </Door>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </section>
  );
}

function Shared({ of }: { of: Questions['shared_emails'] }) {
  if (of.length === 0) return null;
  return (
    <section className="section" aria-label={t.shared}>
      <h2>{t.shared}</h2>
      <p className="muted measure">{t.sharedHelp}</p>
      <ul className="sentences">
        {of.map(({ email, identity_ids }) => (
          <li key={email}>{t.sharedBy(email, identity_ids.join(', '))}</li>
        ))}
      </ul>
    </section>
  );
}

function Decisions({ of, disabled, onDecide }: Deciding<Questions['decisions'][number]>) {
  if (of.length === 0) return null;
  return (
    <section className="section" aria-label={t.decisions}>
      <h2>{t.decisions}</h2>
      <Scroller label={t.decisions}>
        <table className="ruled" aria-label={t.decisions}>
          <thead>
            <tr>
              <th scope="col">{t.account}</th>
              <th scope="col">{t.person}</th>
              <th scope="col">{t.decision}</th>
              <th scope="col">{t.whyShort}</th>
              <th scope="col">
                <span className="visually-hidden">{t.change}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {of.map((one) => {
              const other = one.decision === 'same' ? 'different' : 'same';
              return (
                <tr key={`${one.system} ${one.account_id} ${one.identity_id}`}>
                  <th scope="row" className="path">
                    {one.system}:{one.account_id}
                  </th>
                  <td>{one.identity_id}</td>
                  <td>{t.choices[one.decision]}</td>
                  <td>{one.note}</td>
                  <td className="num">
                    <button
                      type="button"
                      className="button small"
                      disabled={disabled}
                      aria-label={t.decideOf(
                        t.choices[other],
                        `${one.system}:${one.account_id}`,
                        one.identity_id,
                      )}
                      onClick={() => onDecide(one, other)}
                    >
                      {t.changeTo(t.choices[other])}
                    </button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroller>
    </section>
  );
}
