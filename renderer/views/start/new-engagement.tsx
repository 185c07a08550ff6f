import { type FormEvent, useState } from 'react';
import { useConnection } from '../../app/connection.tsx';
import type { Answer } from '../../app/types.ts';
import { isDay } from '#shared/model/day.ts';
import { DateField } from '../../components/date-field.tsx';
import { Field } from '../../components/field.tsx';
import { words } from '../../strings/words.ts';
import { startWords as t } from '../../strings/start.ts';
import { Thresholds } from './thresholds.tsx';
import { type Thresholds as Values, typedThresholds } from './typed-thresholds.ts';

interface Draft {
  client: string;
  from: string;
  to: string;
  asOf: string;
  timezone: string;
  kind: 'external' | 'internal';
  thresholds: Values;
}

export function NewEngagement({
  workspace,
  onDone,
}: {
  workspace: string | null;
  onDone: (answer: Answer<unknown>) => void;
}) {
  const connection = useConnection();
  const [draft, setDraft] = useState<Draft>({
    client: '',
    from: '',
    to: '',
    asOf: '',
    timezone: 'UTC',
    kind: 'external',
    thresholds: {},
  });
  const [fault, setFault] = useState<string | null>(null);
  const set = (part: Partial<Draft>): void => setDraft((all) => ({ ...all, ...part }));

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = faultOf(draft);
    setFault(wrong);
    if (wrong !== null) return;
    const place = await connection.host.choose('engagement-new', `${draft.client} ${draft.from.slice(0, 7)}`);
    if (!place.ok) return onDone(place);
    const dir = place.value?.[0]?.token;
    if (dir === undefined) return;
    onDone(
      await connection.call('engagement.create', {
        dir,
        client: draft.client.trim(),
        kind: draft.kind,
        period: { from: draft.from, to: draft.to },
        timezone: draft.timezone.trim(),
        parameters: typedThresholds(draft.thresholds),
        ...(draft.asOf === '' ? {} : { as_of: draft.asOf }),
      }),
    );
  };

  return (
    <form className="section new-engagement" noValidate onSubmit={(event) => void submit(event)}>
      <h2>{t.newTitle}</h2>
      <label className="field">
        <span className="label">{t.client}</span>
        <input className="input" value={draft.client} onChange={(e) => set({ client: e.target.value })} />
      </label>
      <div className="pair">
        <DateField label={t.from} value={draft.from} onChange={(from) => set({ from })} />
        <DateField label={t.to} value={draft.to} onChange={(to) => set({ to })} />
      </div>
      <DateField label={t.asOf} help={t.asOfHelp} value={draft.asOf} onChange={(asOf) => set({ asOf })} />
      <Field label={t.zone} help={t.zoneHelp}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            list="zones"
            value={draft.timezone}
            onChange={(e) => set({ timezone: e.target.value })}
          />
        )}
      </Field>
      <datalist id="zones">
        {zones().map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <label className="field">
        <span className="label">{t.kind}</span>
        <select
          className="input"
          value={draft.kind}
          onChange={(e) => set({ kind: e.target.value as Draft['kind'] })}
        >
          <option value="external">{t.kinds.external}</option>
          <option value="internal">{t.kinds.internal}</option>
        </select>
      </label>
      <Thresholds values={draft.thresholds} onChange={(thresholds) => set({ thresholds })} />
      {fault && (
        <p className="error-note" role="alert">
          {fault}
        </p>
      )}
      <div className="row-line">
        <button type="submit" className="button">
          {t.create}
        </button>
      </div>
      {workspace && <p className="muted path">{t.where(workspace)}</p>}
    </form>
  );
}

function faultOf({ client, from, to, asOf }: Draft): string | null {
  if (client.trim() === '') return t.needClient;
  if (from === '' || to === '') return t.needPeriod;
  const wrong = [from, to, asOf].find((day) => day !== '' && !isDay(day));
  if (wrong !== undefined) return words.badDay(wrong);
  return to < from ? t.periodOrder : null;
}

function zones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}
