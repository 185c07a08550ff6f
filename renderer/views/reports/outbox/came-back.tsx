import { useMemo, useState } from 'react';
import type { OutboxStatus } from '#shared/contract/outbox-schemas.ts';
import { useAct } from '../../../app/act.ts';
import { useEngagement } from '../../../app/engagement.ts';
import { useLocalRows } from '../../../app/rows.ts';
import type { ErrorEnvelope, PathGrant } from '../../../app/types.ts';
import { FileButton } from '../../../components/file-button.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import type { ColumnLook } from '../../../components/table/column-look.ts';
import { DataTable } from '../../../components/table/data-table.tsx';
import { outboxWords as t } from '../../../strings/outbox.ts';
import { sourceWords } from '../../../strings/sources.ts';
import { toColumnsAndRows } from '../report-rows.ts';

/** What was sent out, what came back of it, and what the answers call for. */
export function CameBack({ status, disabled }: { status: OutboxStatus | null; disabled: boolean }) {
  const { timezone } = useEngagement();
  const [refused, setRefused] = useState<
    readonly { file: string; code: string; message: string; hint?: string }[]
  >([]);
  const [replace, setReplace] = useState('');
  const { busy, error, setError, run } = useAct();
  const take = async (grants: readonly PathGrant[]): Promise<void> => {
    const value = await run(
      'intake.import',
      { paths: grants.map(({ token }) => token), ...(replace === '' ? {} : { replace }) },
      {
        title: sourceWords.job(grants.length),
        outcome: ({ receipts, failed }) =>
          sourceWords.done(
            receipts.length,
            String(receipts.reduce((sum, { loaded }) => sum + loaded, 0)),
            String(receipts.reduce((sum, { rejected }) => sum + rejected, 0)),
            failed.length,
          ),
        cancelled: sourceWords.cancelled,
      },
    );
    setRefused(value?.failed ?? []);
    setReplace('');
  };
  const back = (status?.workbooks ?? []).flatMap(({ returned, reviewer }) =>
    returned === null ? [] : [{ ...returned, reviewer }],
  );
  const records = useMemo(
    () =>
      (status?.workbooks ?? []).map(
        ({ reviewer, request_id, campaigns, due_on, overdue, rows, counts, returned }) => ({
          reviewer,
          rows,
          approve: counts.approve,
          revoke: counts.revoke,
          modify: counts.modify,
          unsure: counts.unsure,
          open: counts.open,
          due: overdue ? `${due_on} ${t.overdue}` : due_on,
          'came back':
            returned === null ? t.notBack : t.accepted(returned.loaded, returned.read, returned.file),
          'not accepted':
            returned === null
              ? null
              : Object.entries(returned.codes)
                  .map(([code, n]) => `${n} ${code}`)
                  .join(', '),
          'asked again': counts.asked_again,
          request: request_id,
          reviews: campaigns.join(', '),
        }),
      ),
    [status],
  );
  const calls = useMemo(
    () =>
      (status?.follow_ups ?? []).map(
        ({ holder, system, question, answer, calls_for, followed, reviewer }) => ({
          about: holder,
          system,
          question,
          answer,
          'calls for': t.calls[calls_for],
          followed: t.followed[String(followed) as keyof typeof t.followed],
          reviewer,
        }),
      ),
    [status],
  );
  return (
    <section className="section" aria-label={t.back}>
      <h2>{t.back}</h2>
      <p className="muted">{t.backLead}</p>
      <div className="row-line">
        <FileButton
          purpose={replace === '' ? 'review-workbooks' : 'review-workbook'}
          disabled={disabled || busy || records.length === 0}
          onFiles={(grants) => void take(grants)}
          onFault={setError}
        >
          {t.takeIn}
        </FileButton>
        {back.length > 0 && (
          <label className="row-line">
            <span className="label">{t.replacing}</span>
            <select className="input" value={replace} onChange={(event) => setReplace(event.target.value)}>
              <option value="">{t.replacingNone}</option>
              {back.map(({ source_id, file, reviewer }) => (
                <option key={source_id} value={source_id}>
                  {file} ({reviewer})
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {error && <ErrorNote error={error} />}
      {refused.map((item) => (
        <ErrorNote
          key={item.file}
          error={{
            ...item,
            code: item.code as ErrorEnvelope['code'],
            message: `${item.file}: ${item.message}`,
          }}
        />
      ))}
      {records.length === 0 ? (
        <p className="muted">{t.none}</p>
      ) : (
        <>
          <Table label={t.workbooks} records={records} zone={timezone} />
          <h3>{t.followUps}</h3>
          {calls.length === 0 ? (
            <p className="muted">{t.noFollowUps}</p>
          ) : (
            <Table label={t.followUps} records={calls} zone={timezone} />
          )}
        </>
      )}
    </section>
  );
}

/** Rows that a low table shows without scrolling. */
const FEW = 3;

const WIDTHS: Readonly<Record<keyof typeof t.columns, number>> = {
  reviewer: 220,
  rows: 118,
  approve: 138,
  revoke: 132,
  modify: 132,
  unsure: 132,
  open: 118,
  due: 160,
  'came back': 320,
  'not accepted': 240,
  about: 220,
  system: 120,
  question: 124,
  followed: 124,
  action: 118,
  of: 220,
  on: 280,
  state: 150,
  'shown by': 300,
  owner: 200,
  severity: 100,
  why: 360,
  cause: 240,
  answer: 150,
  'calls for': 200,
  'asked again': 120,
  request: 180,
  reviews: 200,
  to: 140,
  id: 160,
};

const LOOKS: Readonly<Record<string, ColumnLook>> = Object.fromEntries(
  Object.entries(WIDTHS).map(([name, width]) => [
    name,
    { width, title: t.columns[name as keyof typeof t.columns] },
  ]),
);

export function Table({
  label,
  records,
  zone,
}: {
  label: string;
  records: readonly Record<string, unknown>[];
  zone: string;
}) {
  const { columns, rows } = useMemo(() => toColumnsAndRows(records), [records]);
  const source = useLocalRows(columns, rows);
  return (
    <div className={records.length <= FEW ? 'outbox-table few' : 'outbox-table'}>
      <DataTable label={label} source={source} zone={zone} looks={LOOKS} />
    </div>
  );
}
