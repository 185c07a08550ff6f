import type { Result } from '#shared/contract/methods.ts';
import { useRef, useState } from 'react';
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

interface Chosen {
  file: PathGrant | null;
  trust: PathGrant | null;
}

/** Verifies a package layer by layer; needs no engagement. `given` is checked at once. */
export function VerifyPackage({ given }: { given?: PathGrant | undefined }) {
  const connection = useConnection();
  const [chosen, setChosen] = useState<Chosen>({ file: given ?? null, trust: null });
  // Both files come from the host in their own time: whichever comes last is checked with the other,
  // so that no report stands beside certificates that it was not held against.
  const latest = useRef(chosen);
  const [report, setReport] = useState<Report | null>(null);
  const [again, setAgain] = useState<Reperformed | null>(null);
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const [busy, setBusy] = useState(false);

  const fail = (answer: Answer<unknown>): void => {
    setBusy(false);
    setError(answer.ok || answer.error.code === 'CANCELLED' ? null : answer.error);
  };
  const choose = async (files: Partial<Chosen>): Promise<void> => {
    const now = { ...latest.current, ...files };
    latest.current = now;
    setChosen(now);
    setReport(null);
    setAgain(null);
    if (!now.file) return;
    setBusy(true);
    const params = { file: now.file.token, ...(now.trust ? { trust: now.trust.token } : {}) };
    const answer = await runJob(connection, 'package.verify', params, {
      title: t.verifyJob(now.file.label),
      outcome: ({ verdict }) => t.verified(verdict),
      cancelled: t.verifyCancelled,
      readOnly: true,
    });
    if (latest.current !== now) return;
    fail(answer);
    if (answer.ok) setReport(answer.value);
  };
  const reperform = async (which: PathGrant): Promise<void> => {
    const asked = latest.current;
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
    if (latest.current !== asked) return;
    fail(answer);
    if (answer.ok) setAgain(answer.value);
  };

  const { file, trust } = chosen;
  return (
    <div className="section">
      <div className="row-line">
        <FileButton
          purpose="package-open"
          disabled={busy}
          onFault={setError}
          onFiles={([grant]) => {
            if (grant) void choose({ file: grant });
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
            if (grant) void choose({ trust: grant });
          }}
        >
          {t.trust}
        </FileButton>
        {file && !report && <span className="muted path">{t.chosen(file.label)}</span>}
        {trust && <span className="muted">{t.trusting(trust.label)}</span>}
        {given && !report && (
          <button
            type="button"
            className="button"
            disabled={busy}
            onClick={() => void choose({ file: given })}
          >
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
