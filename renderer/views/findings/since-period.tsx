import type { Params, Result } from '#shared/contract/methods.ts';
import type { EngagementView } from '#shared/contract/schemas.ts';
import { useState } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { Door } from '../../components/door.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { formatCount, plural } from '../../data/format.ts';
import { findingWords as t } from '../../strings/findings.ts';
import type { Severity } from '#shared/model/vocabulary.ts';

/** The table holds what was found; what was not found any more is asked for. */
const PERIOD: Params<'findings.diff'> = { since: 'period', changes: ['resolved'] };
/** Rows that a dialog shows; the count is of all of them. */
const SHOWN = 200;

/** How the findings stand to those of the last period: each number leads to them. */
export function SincePeriod({ from }: { from: NonNullable<EngagementView['rolled_from']> }) {
  const { value, error } = useAsk('findings.diff', PERIOD);
  const [open, setOpen] = useState<'resolved' | 'not_compared' | null>(null);
  const { period } = from;
  if (error) return <ErrorNote error={error} />;
  if (!value) return null;
  const { counts, not_compared } = value;
  const resolved = value.findings;
  return (
    <section className="row-line wrap since-period" aria-label={t.sinceTitle}>
      <strong>{t.sincePeriod(`${period.from} – ${period.to}`)}</strong>
      <Door to="findings" query={{ since_period: '=new' }}>
        {t.sinceNew(formatCount(counts.new))}
      </Door>
      <Door to="findings" query={{ since_period: '=persisting' }}>
        {t.sincePersisting(formatCount(counts.persisting))}
      </Door>
      <button type="button" className="door" onClick={() => setOpen('resolved')}>
        {t.sinceResolved(formatCount(counts.resolved))}
      </button>
      {not_compared.length > 0 && (
        <button type="button" className="door" onClick={() => setOpen('not_compared')}>
          {t.sinceNot(plural(not_compared.length, t.procedureWord))}
        </button>
      )}
      {open === 'resolved' && (
        <Dialog title={t.resolvedTitle} onClose={() => setOpen(null)}>
          <p className="muted">{t.resolvedLead}</p>
          <table className="ruled">
            <thead>
              <tr>
                <th scope="col">{t.severity}</th>
                <th scope="col">{t.summary}</th>
                <th scope="col">{t.procedure}</th>
              </tr>
            </thead>
            <tbody>
              {resolved.slice(0, SHOWN).map((finding) => (
                <tr key={finding.id}>
                  <td>
                    <SeverityMark severity={finding.severity as Severity} />
                  </td>
                  <th scope="row">{finding.summary}</th>
                  <td>
                    <Door to="procedures" query={{ procedure: finding.procedure }}>
                      <code>{finding.procedure}</code>
                    </Door>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {resolved.length > SHOWN && (
            <p className="muted">{t.rowsShown(formatCount(SHOWN), formatCount(resolved.length))}</p>
          )}
        </Dialog>
      )}
      {open === 'not_compared' && (
        <Dialog title={t.notComparedTitle} onClose={() => setOpen(null)}>
          <NotCompared procedures={not_compared} />
        </Dialog>
      )}
    </section>
  );
}

const ALL = {};

/** Why nothing follows for these procedures: each reason once, with those that it holds for. */
function NotCompared({ procedures }: { procedures: Result<'findings.diff'>['not_compared'] }) {
  const list = useAsk('procedures.list', ALL);
  const titles = new Map(list.value?.map(({ id, title }) => [id, title]));
  const reasons = [...new Set(procedures.map(({ reason }) => reason))];
  return (
    <>
      <p className="muted">{t.notComparedLead}</p>
      {reasons.map((reason) => {
        const those = procedures.filter((one) => one.reason === reason);
        return (
          <section key={reason} className="section" aria-label={t.notComparedReasons[reason] ?? reason}>
            <h3>
              {t.notComparedReasons[reason] ?? reason} ({formatCount(those.length)})
            </h3>
            <ul className="sentences">
              {those.map(({ procedure }) => (
                <li key={procedure}>
                  <Door to="procedures" query={{ procedure }}>
                    {titles.get(procedure) ?? procedure}
                  </Door>{' '}
                  <code className="muted">{procedure}</code>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}
