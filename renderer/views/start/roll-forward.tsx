import { type FormEvent, useState } from 'react';
import { isDay } from '#shared/model/day.ts';
import { useAct } from '../../app/act.ts';
import { useConnection } from '../../app/connection.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Field } from '../../components/field.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { formatCount } from '../../data/format.ts';
import { rollWords as t, startWords } from '../../strings/start.ts';
import { words } from '../../strings/words.ts';
import { carryViews } from '../findings/saved-views.ts';
import { nextPeriod, type Period } from './next-period.ts';

/** An engagement to take over from. The period is not known of a folder that was never opened here. */
export interface Earlier {
  token: string;
  client: string;
  period: Period | null;
}

/** The engagement of the next period, with what an earlier one hands on. */
export function RollForward({ earlier, onDone }: { earlier: Earlier; onDone: () => void }) {
  const connection = useConnection();
  const { busy, error, setError, run } = useAct();
  const [period, setPeriod] = useState<Period>(
    earlier.period === null ? { from: '', to: '' } : nextPeriod(earlier.period),
  );
  const [client, setClient] = useState(earlier.client);
  const [asOf, setAsOf] = useState('');
  const [fault, setFault] = useState<string | null>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = faultOf(period, asOf);
    setFault(wrong);
    if (wrong !== null) return;
    const name = client.trim() || t.unnamed;
    const place = await connection.host.choose('engagement-new', `${name} ${period.from.slice(0, 7)}`);
    if (!place.ok) return setError(place.error);
    const dir = place.value?.[0]?.token;
    if (dir === undefined) return;
    const made = await run(
      'engagement.roll-forward',
      {
        dir,
        from: earlier.token,
        period,
        ...(client.trim() === '' ? {} : { client: client.trim() }),
        ...(asOf === '' ? {} : { as_of: asOf }),
      },
      {
        title: t.job,
        outcome: ({ rolled_forward: { carried } }) =>
          t.done(
            formatCount(carried.requests),
            formatCount(carried.controls),
            formatCount(carried.dispositions),
            formatCount(carried.findings),
          ),
        cancelled: t.cancelled,
        readOnly: true,
      },
    );
    if (made === null) return;
    carryViews(made.rolled_forward.from.id, made.id);
    onDone();
  };

  return (
    <form className="section" noValidate onSubmit={(event) => void submit(event)}>
      <p>{t.lead}</p>
      <p className="muted">{t.left}</p>
      <Field label={startWords.client} {...(earlier.client === '' ? { help: t.clientHelp } : {})}>
        {(ids) => (
          <input
            {...ids}
            className="input wide"
            value={client}
            onChange={(event) => setClient(event.target.value)}
          />
        )}
      </Field>
      <div className="pair">
        <DateField
          label={startWords.from}
          value={period.from}
          onChange={(from) => setPeriod({ ...period, from })}
        />
        <DateField label={startWords.to} value={period.to} onChange={(to) => setPeriod({ ...period, to })} />
      </div>
      <DateField label={startWords.asOf} help={startWords.asOfHelp} value={asOf} onChange={setAsOf} />
      {fault !== null && <ErrorNote error={{ message: fault }} />}
      {error && <ErrorNote error={error} />}
      <div className="row-line">
        <button type="submit" className="button primary" disabled={busy}>
          {t.make}
        </button>
      </div>
    </form>
  );
}

function faultOf({ from, to }: Period, asOf: string): string | null {
  if (from === '' || to === '') return startWords.needPeriod;
  const wrong = [from, to, asOf].find((day) => day !== '' && !isDay(day));
  if (wrong !== undefined) return words.badDay(wrong);
  return to < from ? startWords.periodOrder : null;
}
