import { sourceWords as t } from '../../strings/sources.ts';
import type { useImport } from './use-import.ts';

/** What an import did not take in, and why: files that failed, entries left out, and where it was cancelled. */
export function UndoneNote({ intake }: { intake: ReturnType<typeof useImport> }) {
  const { failed, skipped, cancelledAfter } = intake.undone;
  if (failed.length === 0 && skipped.length === 0 && cancelledAfter === null) return null;
  return (
    <div className={failed.length > 0 ? 'error-note' : 'notice'} role="alert">
      {cancelledAfter !== null && <p>{t.stay(cancelledAfter)}</p>}
      {failed.length > 0 && (
        <>
          <h2>{t.failed}</h2>
          <ul>
            {failed.map(({ file, code, message, hint }) => (
              <li key={`${file} ${message}`}>
                <strong className="anywhere">{file}</strong>: {message.replace(/\.$/, '')}. {hint}{' '}
                <span className="code">{code}</span>{' '}
                {code === 'FILE_MALFORMED' && intake.grantOf(file) && (
                  <button
                    type="button"
                    className="button small"
                    disabled={intake.busy}
                    aria-label={t.keepLinesOf(file)}
                    onClick={() => void intake.keepLines(file)}
                  >
                    {t.keepLines}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {skipped.length > 0 && (
        <>
          <h2>{t.skipped}</h2>
          <ul>
            {skipped.map(({ file, reason }) => (
              <li key={file}>
                <strong className="anywhere">{file}</strong>: {reason}
              </li>
            ))}
          </ul>
        </>
      )}
      <button type="button" className="button small" onClick={intake.dismiss}>
        {t.dismiss}
      </button>
    </div>
  );
}
