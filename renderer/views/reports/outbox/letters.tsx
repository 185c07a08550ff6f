import { type FormEvent, useState } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import { isDay } from '#shared/model/day.ts';
import { useEngagement } from '../../../app/engagement.ts';
import { DateField } from '../../../components/date-field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { plural } from '../../../data/format.ts';
import { outboxWords as t } from '../../../strings/outbox.ts';
import { words } from '../../../strings/words.ts';
import { useWritten } from './use-written.ts';

type Sent = Result<'outbox.review'>;

const EMPTY = { name: '', address: '', contact: '', campaign: '', on: '', days: '7' };

/** Review workbooks and reminders with the drafts of their letters. */
export function Letters({ disabled }: { disabled: boolean }) {
  const { as_of } = useEngagement();
  const [draft, setDraft] = useState(EMPTY);
  const [sent, setSent] = useState<Sent | null>(null);
  const { busy, error, write } = useWritten();
  const set = (part: Partial<typeof EMPTY>): void => setDraft({ ...draft, ...part });
  const badDay = draft.on !== '' && !isDay(draft.on);
  const badDays = !/^\d{1,3}$/.test(draft.days) || Number(draft.days) < 1 || Number(draft.days) > 365;
  const letter = {
    form: 'zip' as const,
    from: { name: draft.name.trim(), address: draft.address.trim() },
    ...(draft.contact.trim() === '' ? {} : { contact: draft.contact.trim() }),
    ...(draft.on === '' ? {} : { on: draft.on }),
  };
  const off = disabled || busy || draft.address.trim() === '' || badDay || badDays;
  const review = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (off) return;
    const campaign = draft.campaign.trim();
    const value = await write(
      'outbox.review',
      'review.zip',
      (path) => ({ ...letter, path, days: Number(draft.days), ...(campaign === '' ? {} : { campaign }) }),
      {
        title: t.reviewJob,
        outcome: ({ workbooks, due_on }) => t.reviewDone(workbooks.length, due_on),
        cancelled: t.cancelled,
      },
    );
    if (value) setSent(value);
  };
  const remind = (): void =>
    void write('outbox.reminders', 'reminders.zip', (path) => ({ ...letter, path }), {
      title: t.remindJob,
      outcome: ({ reminders }) => t.remindDone(reminders.length),
      cancelled: t.cancelled,
    });
  return (
    <section className="section" aria-label={t.letters}>
      <h2>{t.letters}</h2>
      <p className="muted">{t.lettersLead}</p>
      <form aria-label={t.letters} onSubmit={(event) => void review(event)}>
        <fieldset className="outbox-form" disabled={disabled}>
          <TextField label={t.senderName} value={draft.name} onChange={(name) => set({ name })} />
          <TextField label={t.senderAddress} value={draft.address} onChange={(address) => set({ address })} />
          <TextField
            label={t.contact}
            help={t.contactHelp}
            value={draft.contact}
            onChange={(contact) => set({ contact })}
          />
          <TextField
            label={t.campaign}
            help={t.campaignHelp}
            value={draft.campaign}
            onChange={(campaign) => set({ campaign })}
          />
          <DateField
            label={t.on}
            help={t.onHelp(as_of.slice(0, 10))}
            value={draft.on}
            onChange={(on) => set({ on })}
          />
          <TextField label={t.days} value={draft.days} onChange={(days) => set({ days })} />
        </fieldset>
        <div className="row-line">
          <button type="submit" className="button primary" disabled={off}>
            {t.write}
          </button>
          <button type="button" className="button" disabled={off} onClick={remind}>
            {t.remind}
          </button>
          {!disabled && (
            <span className="muted">
              {badDay ? words.badDay(draft.on) : draft.address.trim() === '' ? t.needSender : ''}
            </span>
          )}
        </div>
      </form>
      {error && <ErrorNote error={error} />}
      {sent && <SentNote sent={sent} />}
    </section>
  );
}

/** What went out, and what could be put before nobody. */
function SentNote({ sent }: { sent: Sent }) {
  const noDraft = sent.workbooks.filter(({ draft }) => draft === null);
  return (
    <div className="section built" role="status">
      <p>
        {sent.request_id}: {t.reviewDone(sent.workbooks.length, sent.due_on)}
      </p>
      {!sent.tested && <p className="muted">{t.untested}</p>}
      {sent.unassigned.length + noDraft.length > 0 && (
        <>
          <h3>{t.unassigned}</h3>
          <ul className="sentences">
            {sent.unassigned.map(({ reason, rows, means }) => (
              <li key={reason}>
                {plural(rows, 'row')}: {means}
              </li>
            ))}
            {noDraft.map(({ reviewer }) => (
              <li key={reviewer}>{t.noDraft(reviewer)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
