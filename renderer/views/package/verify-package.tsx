import type { Result } from '#shared/contract/methods.ts';
import { useState } from 'react';
import { useConnection } from '../../app/connection.tsx';
import { runJob } from '../../app/jobs.ts';
import type { Answer, ErrorEnvelope, PathGrant } from '../../app/types.ts';
import { FileButton } from '../../components/file-button.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { packageWords as t } from '../../strings/package.ts';
import { VerifyReport } from './verify-report.tsx';

type Report = Result<'package.verify'>;
type Reperformed = Result<'package.reperform'>;

/** Verifies a package layer by layer; needs no engagement. `given` is checked at once. */
export function VerifyPackage({ given }: { given?: PathGrant | undefined }) {
  const connection = useConnection();
  const [file, setFile] = useState<PathGrant | null>(given ?? null);
  const [trust, setTrust] = useState<PathGrant | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const [again, setAgain] = useState<Reperformed | null>(null);
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const [busy, setBusy] = useState(false);

  const fail = (answer: Answer<unknown>): void => {
    setBusy(false);
    setError(answer.ok || answer.error.code === 'CANCELLED' ? null : answer.error);
  };
  const verify = async (which: PathGrant, by: PathGrant | null): Promise<void> => {
    setFile(which);
    setReport(null);
    setAgain(null);
    setBusy(true);
    const params = { file: which.token, ...(by ? { trust: by.token } : {}) };
    const answer = await runJob(connection, 'package.verify', params, {
      title: t.verifyJob(which.label),
      outcome: ({ verdict }) => t.verified(verdict),
      cancelled: t.verifyCancelled,
      readOnly: true,
    });
    fail(answer);
    if (answer.ok) setReport(answer.value);
  };
  const reperform = async (which: PathGrant): Promise<void> => {
    setBusy(true);
    const answer = await runJob(
      connection,
      'package.reperform',
      { file: which.token },
      {
        title: t.reperformJob(which.label),
        outcome: ({ verdict }) => t.reperformed(verdict),
        cancelled: t.reperformCancelled,
        readOnly: true,
      },
    );
    fail(answer);
    if (answer.ok) setAgain(answer.value);
  };

  return (
    <div className="section">
      <div className="row-line">
        <FileButton
          purpose="package-open"
          disabled={busy}
          onFault={setError}
          onFiles={([grant]) => {
            if (grant) void verify(grant, trust);
          }}
        >
          {t.choosePackage}
        </FileButton>
        <FileButton
          purpose="trust"
          title={t.trustHelp}
          disabled={busy}
          onFault={setError}
          onFiles={([grant]) => {
            if (!grant) return;
            setTrust(grant);
            if (file) void verify(file, grant);
          }}
        >
          {t.trust}
        </FileButton>
        {trust && <span className="muted">{t.trusting(trust.label)}</span>}
        {given && !report && (
          <button type="button" className="button" disabled={busy} onClick={() => void verify(given, trust)}>
            {t.verifyThis}
          </button>
        )}
      </div>
      {error && <ErrorNote error={error} />}
      {report && file && (
        <>
          <VerifyReport report={report} name={file.label} />
          <div className="row-line">
            <button
              type="button"
              className="button"
              title={t.reperformHelp}
              disabled={busy}
              onClick={() => void reperform(file)}
            >
              {t.reperform}
            </button>
            <span className="muted">{t.reperformHelp}</span>
          </div>
        </>
      )}
      {again && (
        <div className="section">
          <Mark verdict={again.verdict === 'same' ? 'holds' : 'fails'}>
            <strong>{again.verdict === 'same' ? t.reperformSame : t.reperformDiffers}</strong>
          </Mark>
          <ul>
            {again.differences.map(({ what, detail }) => (
              <li key={`${what} ${detail}`}>
                <strong>{what}</strong> {detail}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
