import { type FormEvent, useState } from 'react';
import { useAct } from '../../app/act.ts';
import { Field } from '../../components/field.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import type { Params } from '#shared/contract/methods.ts';
import { anchorWords as t } from '../../strings/integrity.ts';

/** What is known of a log from outside, typed in or from a file; it becomes a source of the engagement. */
export function AnchorForm({ chain, locked }: { chain: string; locked: boolean }) {
  const [head, setHead] = useState('');
  const [count, setCount] = useState('');
  const [checkpointKey, setCheckpointKey] = useState('');
  const { busy, error, setError, run } = useAct();
  const keep = (part: Params<'chain.anchor'>): Promise<unknown> =>
    run('chain.anchor', part, { title: t.job, outcome: () => t.kept, cancelled: t.cancelled });
  const typed = (event: FormEvent): void => {
    event.preventDefault();
    const events = Number(count.replaceAll(',', ''));
    if (!Number.isInteger(events) || events < 1) {
      setError({ code: 'BAD_ARGUMENT', message: t.badCount });
      return;
    }
    void keep({ chain, head: head.trim(), count: events });
  };
  const disabled = locked || busy;
  return (
    <form className="section" aria-label={`${t.title}, ${chain}`} onSubmit={typed}>
      <p className="muted">{t.help}</p>
      <div className="inline-form">
        <Field label={t.head}>
          {(ids) => (
            <input
              {...ids}
              className="input mono wide"
              autoComplete="off"
              spellCheck={false}
              disabled={disabled}
              value={head}
              onChange={(event) => setHead(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.count}>
          {(ids) => (
            <input
              {...ids}
              className="input number"
              inputMode="numeric"
              autoComplete="off"
              disabled={disabled}
              value={count}
              onChange={(event) => setCount(event.target.value)}
            />
          )}
        </Field>
        <button
          type="submit"
          className="button"
          disabled={disabled || head.trim() === '' || count.trim() === ''}
        >
          {t.keep}
        </button>
      </div>
      <div className="inline-form">
        <Field label={t.checkpointKey} help={t.checkpointHelp}>
          {(ids) => (
            <input
              {...ids}
              className="input mono wide"
              autoComplete="off"
              spellCheck={false}
              disabled={disabled}
              value={checkpointKey}
              onChange={(event) => setCheckpointKey(event.target.value)}
            />
          )}
        </Field>
        <FileButton
          purpose="anchor"
          disabled={disabled}
          onFault={setError}
          onFiles={([grant]) =>
            grant &&
            void keep({
              anchor: grant.token,
              ...(checkpointKey.trim() === '' ? {} : { checkpoint_key: checkpointKey.trim() }),
            })
          }
        >
          {t.fromFile}
        </FileButton>
        <FileButton
          purpose="package-open"
          disabled={disabled}
          onFault={setError}
          onFiles={([grant]) => grant && void keep({ packages: [grant.token] })}
        >
          {t.fromPackage}
        </FileButton>
      </div>
      {error && <ErrorNote error={error} />}
    </form>
  );
}
