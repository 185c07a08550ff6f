import { useState } from 'react';
import { useConnection } from '../../app/connection.tsx';
import { useHostInfo, useRecent } from '../../app/host.ts';
import { runJob, touch } from '../../app/jobs.ts';
import { Dialog } from '../../app/dialog.tsx';
import { StatusBar } from '../../app/status-bar.tsx';
import type { Answer, ErrorEnvelope } from '../../app/types.ts';
import { ErrorNote } from '../../components/notes.tsx';
import { Scroller } from '../../components/scroller.tsx';
import { formatCount } from '../../data/format.ts';
import { procedureWords } from '../../strings/procedures.ts';
import { rollWords, startWords as t } from '../../strings/start.ts';
import { VerifyPackage } from '../package/verify-package.tsx';
import { runProcedures } from '../procedures/run.ts';
import { NewEngagement } from './new-engagement.tsx';
import { type Earlier, RollForward } from './roll-forward.tsx';

/** No engagement is open: recent ones, a new one, the sample, or a package to verify. */
export function Start() {
  const connection = useConnection();
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const [busy, setBusy] = useState(false);
  const [earlier, setEarlier] = useState<Earlier | null>(null);
  const recent = useRecent();
  const info = useHostInfo();

  const settle = (answer: Answer<unknown>): void => {
    setBusy(false);
    setError(answer.ok || answer.error.code === 'CANCELLED' ? null : answer.error);
    if (answer.ok) touch();
  };

  const openSample = async (): Promise<void> => {
    setBusy(true);
    const place = await connection.host.choose('engagement-new', 'Sample engagement');
    const dir = place.ok ? place.value?.[0]?.token : undefined;
    if (dir === undefined) {
      setBusy(false);
      if (!place.ok) setError(place.error);
      return;
    }
    const answer = await runJob(
      connection,
      'engagement.sample',
      { dir },
      {
        title: t.sampleJob,
        outcome: ({ counts }) => t.sampleDone(counts.sources, formatCount(counts.loaded)),
        cancelled: t.sampleCancelled,
        readOnly: true,
      },
    );
    // What was made before it was cancelled or failed is not left open.
    if (!answer.ok) await connection.call('engagement.close', {});
    settle(answer);
    // The sample is there to be looked at: its tests run while the overview is already open.
    if (answer.ok) await runProcedures(connection, procedureWords.jobAll, {});
  };

  const openFolder = async (): Promise<void> => {
    const place = await connection.host.choose('engagement-open');
    const dir = place.ok ? place.value?.[0]?.token : undefined;
    if (dir !== undefined) settle(await connection.call('engagement.open', { dir }));
    else if (!place.ok) setError(place.error);
  };

  const rollFolder = async (): Promise<void> => {
    const place = await connection.host.choose('engagement-open');
    const token = place.ok ? place.value?.[0]?.token : undefined;
    if (token !== undefined) setEarlier({ token, client: '', period: null });
    else if (!place.ok) setError(place.error);
  };

  return (
    <div className="frame start-frame">
      <main className="start" id="main">
        <header className="page-head">
          <h1>{t.title}</h1>
          <p>{t.lead}</p>
        </header>
        {error && <ErrorNote error={error} />}
        <div className="start-columns">
          <section className="section">
            <h2>{t.recent}</h2>
            {recent.value && recent.value.length === 0 && <p className="muted">{t.noRecent}</p>}
            {recent.value && recent.value.length > 0 && (
              <Scroller label={t.recent}>
                <table className="ruled">
                  <thead>
                    <tr>
                      <th scope="col">{t.client}</th>
                      <th scope="col">{t.period}</th>
                      <th scope="col">{t.folder}</th>
                      <th scope="col">
                        <span className="visually-hidden">{rollWords.job}</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {recent.value.map((item) => (
                      <tr key={item.token}>
                        <th scope="row">
                          <button
                            type="button"
                            className="door"
                            onClick={async () =>
                              settle(await connection.call('engagement.open', { dir: item.token }))
                            }
                          >
                            {item.client}
                          </button>
                        </th>
                        <td className="nowrap">{item.period.replace('..', ' – ')}</td>
                        <td className="muted path">{item.label}</td>
                        <td className="num">
                          <button
                            type="button"
                            className="button small"
                            disabled={busy}
                            aria-label={rollWords.of(item.client, item.period.replace('..', ' – '))}
                            onClick={() => {
                              const [from = '', to = ''] = item.period.split('..');
                              setEarlier({ token: item.token, client: item.client, period: { from, to } });
                            }}
                          >
                            {rollWords.open}
                          </button>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroller>
            )}
            <div className="row-line">
              <button
                type="button"
                className={recent.value && recent.value.length > 0 ? 'button' : 'button primary'}
                disabled={busy}
                onClick={() => void openSample()}
              >
                {t.sample}
              </button>
              {info.value?.dialogs && (
                <button type="button" className="button" onClick={() => void openFolder()}>
                  {t.openFolder}
                </button>
              )}
              {info.value?.dialogs && (
                <button type="button" className="button" onClick={() => void rollFolder()}>
                  {rollWords.openFolder}
                </button>
              )}
            </div>
            <p className="muted">{t.sampleLead}</p>
            <h2 className="apart">{t.verifyTitle}</h2>
            <p className="muted">{t.verifyLead}</p>
            <VerifyPackage />
          </section>
          <NewEngagement workspace={info.value?.workspace ?? null} onDone={settle} />
        </div>
      </main>
      {earlier && (
        <Dialog
          title={earlier.client === '' ? rollWords.titleFolder : rollWords.title(earlier.client)}
          onClose={() => setEarlier(null)}
        >
          <RollForward key={earlier.token} earlier={earlier} onDone={touch} />
        </Dialog>
      )}
      <StatusBar journal={null} />
    </div>
  );
}
