import { type FormEvent, useMemo, useState } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import type { OutboxStatus } from '#shared/contract/outbox-schemas.ts';
import { isDay } from '#shared/model/day.ts';
import { useEngagement } from '../../../app/engagement.ts';
import { go } from '../../../app/places.ts';
import { DateField } from '../../../components/date-field.tsx';
import { Field } from '../../../components/field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { plural } from '../../../data/format.ts';
import { outboxWords as t } from '../../../strings/outbox.ts';
import { Table } from './came-back.tsx';
import { useWritten } from './use-written.ts';

interface Props {
  status: OutboxStatus | null;
  disabled: boolean;
  /** Day or moment that states are told for. */
  moment: string;
}

/** The remediation plan with the states that later snapshots show. */
export function Plan({ status, disabled, moment }: Props) {
  const { timezone } = useEngagement();
  const [days, setDays] = useState('30');
  const [decidedOnly, setDecidedOnly] = useState(false);
  const [leftOut, setLeftOut] = useState<Result<'outbox.plan'>['left_out']>([]);
  const { busy, error, write } = useWritten();
  const badDays = !/^\d{1,3}$/.test(days) || Number(days) < 1 || Number(days) > 365;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const value = await write(
      'outbox.plan',
      'remediation-plan.zip',
      (path) => ({ path, form: 'zip', as_of: moment, days: Number(days), decided_only: decidedOnly }),
      {
        title: t.planJob,
        outcome: ({ added, actions }) => t.planDone(added, actions.length),
        cancelled: t.cancelled,
      },
    );
    if (value) setLeftOut(value.left_out);
  };
  const records = useMemo(
    () =>
      (status?.actions ?? []).map((item) => ({
        action: item.action,
        of: item.holder ?? item.account_id ?? '',
        on: [item.system, item.resource, item.permission, item.rule]
          .filter((part) => part !== null)
          .join(' '),
        state: item.closed_on === null ? t.states[item.state] : `${t.states[item.state]} ${item.closed_on}`,
        'shown by': item.shown_by,
        due: item.due_on,
        owner: item.owner,
        severity: item.severity,
        to: item.new_permission,
        why: item.reason,
        cause: item.cause,
        id: item.action_id,
      })),
    [status],
  );
  return (
    <section className="section" aria-label={t.plan}>
      <h2>{t.plan}</h2>
      <p className="muted">{t.planLead}</p>
      <form aria-label={t.plan} onSubmit={(event) => void submit(event)}>
        <fieldset className="outbox-form" disabled={disabled}>
          <Field label={t.planDays}>
            {(ids) => (
              <input
                {...ids}
                className="input"
                value={days}
                onChange={(event) => setDays(event.target.value)}
              />
            )}
          </Field>
        </fieldset>
        <label className="row-line">
          <input
            type="checkbox"
            checked={decidedOnly}
            disabled={disabled}
            onChange={(event) => setDecidedOnly(event.target.checked)}
          />
          {t.decidedOnly}
        </label>
        <div className="row-line">
          <button type="submit" className="button primary" disabled={disabled || busy || badDays}>
            {t.writePlan}
          </button>
        </div>
      </form>
      {error && <ErrorNote error={error} />}
      {leftOut.length > 0 && (
        <p className="muted">
          {t.leftOut}:{' '}
          {leftOut
            .map(({ reason, findings }) => `${plural(findings, 'finding')} ${reason.replaceAll('_', ' ')}`)
            .join(', ')}
          .
        </p>
      )}
      {status && <AsOf key={moment} moment={moment} />}
      {records.length === 0 ? (
        <p className="muted">{t.noActions}</p>
      ) : (
        <>
          {status && (
            <p>
              {t.figures(
                status.counts.open,
                status.counts.overdue,
                status.counts.closed,
                status.counts.cannot_tell,
                records.length,
              )}
            </p>
          )}
          <Table label={t.actions} records={records} zone={timezone} />
        </>
      )}
    </section>
  );
}

/** The day that states and due days are told for. */
function AsOf({ moment }: { moment: string }) {
  const [day, setDay] = useState(moment);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isDay(day)) go('reports', { view: 'outbox', as_of: day });
  };
  return (
    <form className="inline-form" aria-label={t.recompute} onSubmit={submit}>
      <DateField label={t.asOf} value={day} onChange={setDay} />
      <button type="submit" className="button" disabled={!isDay(day)}>
        {t.recompute}
      </button>
    </form>
  );
}
