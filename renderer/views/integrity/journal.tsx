import { type ReactNode, useState } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Page } from '../../app/page.tsx';
import { Hash } from '../../components/hash.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { Scroller } from '../../components/scroller.tsx';
import { formatCount } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { integrityWords, journalWords as t } from '../../strings/integrity.ts';

const PAGE = 100;

/** What was done in this engagement, by whom and when, the newest first. */
export default function Journal({ parts }: { parts: ReactNode }) {
  const { timezone, journal } = useEngagement();
  const [offset, setOffset] = useState(0);
  const asked = useAsk('engagement.journal', { offset, limit: PAGE });
  const total = asked.value?.total ?? 0;
  const shown = asked.value?.entries ?? [];
  return (
    <Page title={integrityWords.title} lead={t.lead}>
      {parts}
      <div className="integrity">
        <div className="row-line">
          <span>
            {t.head} <Hash value={journal.head} label={t.head} />
          </span>
        </div>
        {asked.error && <ErrorNote error={asked.error} />}
        {!asked.value && !asked.error && <Waiting what={t.table.toLowerCase()} />}
        {shown.length > 0 && (
          <>
            <Scroller label={t.table}>
              <table className="ruled" aria-label={t.table}>
                <thead>
                  <tr>
                    <th scope="col" className="num">
                      {t.number}
                    </th>
                    <th scope="col">{t.when}</th>
                    <th scope="col">{t.who}</th>
                    <th scope="col">{t.what}</th>
                    <th scope="col">{t.details}</th>
                    <th scope="col">{t.hash}</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map(({ seq, at, actor, action, details, hash }) => (
                    <tr key={seq}>
                      <th scope="row" className="num">
                        {formatCount(seq)}
                      </th>
                      <td className="nowrap">{formatMoment(at, timezone)}</td>
                      <td>{actor}</td>
                      <td className="nowrap">{action.replaceAll('_', ' ')}</td>
                      <td>
                        <Details of={details} />
                      </td>
                      <td>
                        <Hash value={hash} label={t.hash} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroller>
            <div className="row-line">
              <button
                type="button"
                className="button"
                disabled={offset === 0}
                onClick={() => setOffset(Math.max(0, offset - PAGE))}
              >
                {t.newer}
              </button>
              <button
                type="button"
                className="button"
                disabled={offset + PAGE >= total}
                onClick={() => setOffset(offset + PAGE)}
              >
                {t.older}
              </button>
              <span className="muted">
                {t.range(formatCount(shown.at(-1)!.seq), formatCount(shown[0]!.seq), formatCount(total))}
              </span>
            </div>
          </>
        )}
      </div>
    </Page>
  );
}

const DIGEST = /^[0-9a-f]{40,}$/;

/** Each detail by its name; what has parts of its own opens on request. */
function Details({ of }: { of: unknown }) {
  if (typeof of !== 'object' || of === null) return null;
  return (
    <ul className="journal-details">
      {Object.entries(of).map(([name, value]: [string, unknown]) => (
        <li key={name}>
          <span className="muted">{name.replaceAll('_', ' ')}</span> <Detail name={name} value={value} />
        </li>
      ))}
    </ul>
  );
}

function Detail({ name, value }: { name: string; value: unknown }) {
  if (typeof value === 'number') return formatCount(value);
  if (typeof value === 'string' && DIGEST.test(value))
    return <Hash value={value} label={name.replaceAll('_', ' ')} />;
  if (typeof value !== 'object' || value === null)
    return <span className="path">{String(value ?? '∅')}</span>;
  const parts = Array.isArray(value) ? value.length : Object.keys(value).length;
  return (
    <details>
      <summary>{t.parts(formatCount(parts))}</summary>
      <pre className="mono path">{JSON.stringify(value, null, 2)}</pre>
    </details>
  );
}
