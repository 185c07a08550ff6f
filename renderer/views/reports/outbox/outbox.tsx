import type { ReactNode } from 'react';
import { INDEPENDENCE_REASON } from '#shared/model/review.ts';
import { useAsk } from '../../../app/connection.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { Page } from '../../../app/page.tsx';
import { useAddress } from '../../../app/places.ts';
import { ErrorNote, Waiting } from '../../../components/notes.tsx';
import { outboxWords as t } from '../../../strings/outbox.ts';
import { CameBack } from './came-back.tsx';
import { Letters } from './letters.tsx';
import { Plan } from './plan.tsx';

/** What internal audit sends out and gets back; shown and not to be used where the engagement is external. */
export default function Outbox({ parts }: { parts: ReactNode }) {
  const { kind, locked, as_of } = useEngagement();
  const internal = kind === 'internal';
  const moment = useAddress().query['as_of'] ?? as_of;
  const status = useAsk('outbox.status', internal ? { as_of: moment } : null);
  return (
    <Page title={t.title} lead={t.lead}>
      {parts}
      {!internal && (
        <div className="error-note" role="note">
          <p>{t.external}</p>
          <p className="hint">
            {INDEPENDENCE_REASON} {t.externalHint}
          </p>
        </div>
      )}
      <div className="outbox">
        <Letters disabled={!internal || locked} />
        {status.error && <ErrorNote error={status.error} />}
        {status.pending && !status.value && <Waiting what={t.title.toLowerCase()} />}
        <CameBack status={status.value ?? null} disabled={!internal || locked} />
        <Plan status={status.value ?? null} disabled={!internal || locked} moment={moment} />
      </div>
    </Page>
  );
}
