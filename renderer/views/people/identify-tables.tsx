import type { Result } from '#shared/contract/methods.ts';
import { Door } from '../../components/door.tsx';
import { Scroller } from '../../components/scroller.tsx';
import { identifyWords as t } from '../../strings/people.ts';

type Questions = Result<'identities.candidates'>;
export type Choice = 'same' | 'different';
export interface Pair {
  system: string;
  account_id: string;
  identity_id: string;
}

type OnDecide = (pair: Pair, as: Choice) => void;

interface Deciding<T> {
  of: readonly T[];
  disabled: boolean;
  onDecide: OnDecide;
}

/** Its name for readers of the screen says of which account and person. */
function Decide({
  of,
  as,
  disabled,
  onDecide,
  children,
}: {
  of: Pair & { email: string | null };
  as: Choice;
  disabled: boolean;
  onDecide: OnDecide;
  children: string;
}) {
  return (
    <button
      type="button"
      className="button small"
      disabled={disabled}
      aria-label={t.decideOf(t.choices[as], `${of.system}:${of.account_id}`, of.email ?? of.identity_id)}
      onClick={() => onDecide(of, as)}
    >
      {children}
    </button>
  );
}

export function Candidates({ of, disabled, onDecide }: Deciding<Questions['candidates'][number]>) {
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
                    <Decide key={as} of={one} as={as} disabled={disabled} onDecide={onDecide}>
                      {t.choices[as]}
                    </Decide>
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

export function Lookalikes({ of }: { of: Questions['lookalikes'] }) {
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

export function SharedAddresses({ of }: { of: Questions['shared_emails'] }) {
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

export function Decisions({ of, disabled, onDecide }: Deciding<Questions['decisions'][number]>) {
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
                  <td>
                    <Person {...one} />
                  </td>
                  <td>{t.choices[one.decision]}</td>
                  <td>{one.note}</td>
                  <td className="num">
                    <Decide of={one} as={other} disabled={disabled} onDecide={onDecide}>
                      {t.changeTo(t.choices[other])}
                    </Decide>
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
