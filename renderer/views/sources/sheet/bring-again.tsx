import { useState } from 'react';
import type { ReceiptView } from '#shared/contract/schemas.ts';
import { STATED_ENCODINGS } from '#shared/model/code-pages.ts';
import { useAct } from '../../../app/act.ts';
import { useAsk } from '../../../app/connection.tsx';
import { go } from '../../../app/places.ts';
import type { ErrorEnvelope } from '../../../app/types.ts';
import { Field } from '../../../components/field.tsx';
import { FileButton } from '../../../components/file-button.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { formatCount } from '../../../data/format.ts';
import { sheetWords as t } from '../../../strings/sheet.ts';
import { words } from '../../../strings/words.ts';

const NONE = {};

/** A corrected file in its place, or the same file read in another way. */
export function BringAgain({ receipt, locked }: { receipt: ReceiptView; locked: boolean }) {
  const readers = useAsk('intake.readers', NONE);
  const [as, setAs] = useState('');
  const [asOf, setAsOf] = useState('');
  const [encoding, setEncoding] = useState('');
  const { busy, error, setError, run } = useAct();
  const replace = async (token: string): Promise<void> => {
    const result = await run(
      'intake.import',
      { paths: [token], replace: receipt.source_id },
      { title: t.replaceJob(receipt.file), outcome: () => t.replacedDone, cancelled: t.cancelled },
    );
    if (!result) return;
    const [failed] = result.failed;
    if (failed) setError({ ...failed, code: failed.code as ErrorEnvelope['code'] });
    else if (result.receipts[0]) go('sources', { sheet: result.receipts[0].source_id });
  };
  const reread = (): Promise<unknown> =>
    run(
      'intake.reread',
      {
        source: receipt.source_id,
        ...(as === '' ? {} : { as }),
        ...(asOf.trim() === '' ? {} : { as_of: asOf.trim() }),
        ...(encoding === '' ? {} : { encoding }),
      },
      {
        title: t.rereadJob(receipt.file),
        outcome: ({ read, loaded, rejected }) =>
          t.rereadDone(formatCount(read), formatCount(loaded), formatCount(rejected)),
        cancelled: t.cancelled,
      },
    );
  const disabled = locked || busy;
  return (
    <section className="section" aria-label={t.again}>
      <h2>{t.again}</h2>
      <div className="inline-form">
        <FileButton
          purpose="replacing-file"
          title={t.replaceHelp}
          disabled={disabled}
          onFault={setError}
          onFiles={([grant]) => grant && void replace(grant.token)}
        >
          {t.replace}
        </FileButton>
        <span className="muted">{t.replaceHelp}</span>
      </div>
      <div className="inline-form">
        <Field label={t.rereadAs}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              disabled={disabled}
              value={as}
              onChange={(event) => setAs(event.target.value)}
            >
              <option value="">{t.rereadAuto}</option>
              <option value="raw">{t.rereadRaw}</option>
              {readers.value?.map(({ id, title }) => (
                <option key={id} value={id}>
                  {id}: {title}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t.asOf} help={t.asOfHelp}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              placeholder={words.dayForm}
              disabled={disabled}
              value={asOf}
              onChange={(event) => setAsOf(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.codePage} help={t.codePageHelp}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              disabled={disabled}
              value={encoding}
              onChange={(event) => setEncoding(event.target.value)}
            >
              <option value="">{t.codePageFound}</option>
              {STATED_ENCODINGS.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <button type="button" className="button" disabled={disabled} onClick={() => void reread()}>
          {t.reread}
        </button>
      </div>
      {error && <ErrorNote error={error} />}
    </section>
  );
}
