import type { Result } from '#shared/contract/methods.ts';
import { useRef, useState } from 'react';
import { useAct } from '../../app/act.ts';
import { useConnection } from '../../app/connection.tsx';
import type { PathGrant } from '../../app/types.ts';
import { Facts } from '../../components/facts.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { formatCount, formatOf, plural } from '../../data/format.ts';
import { packageWords, redactionWords as t } from '../../strings/package.ts';
import { RedactSources } from './redact-sources.tsx';
import { type Choice, type Parts, redactionOf } from './redaction.ts';

type Redacted = Result<'package.redact'>;

interface Opened {
  file: PathGrant;
  parts: Parts;
}

/** A copy of a package without chosen files, rows and cells, under the signatures that it has. */
export function Redact({
  given,
  onWritten,
}: {
  given: PathGrant | null;
  onWritten: (grant: PathGrant) => void;
}) {
  const connection = useConnection();
  const { busy, error, setError, run } = useAct();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const [done, setDone] = useState<{ result: Redacted; grant: PathGrant } | null>(null);

  // Two packages can be chosen one after the other: the one chosen last is shown, whichever is read first.
  const latest = useRef<PathGrant | null>(null);
  const open = async (file: PathGrant): Promise<void> => {
    latest.current = file;
    setError(null);
    setDone(null);
    setOpened(null);
    const answer = await connection.call('package.redactable', { file: file.token });
    if (latest.current !== file) return;
    if (!answer.ok) return setError(answer.error);
    setChoices(new Map());
    setKept(new Set());
    setOpened({ file, parts: answer.value });
  };
  const write = async ({ file, parts }: Opened): Promise<void> => {
    const chosen = redactionOf(parts, choices, kept);
    if (typeof chosen === 'string') return setError({ code: 'BAD_ARGUMENT', message: chosen });
    const name = file.label.split(/[\\/]/).at(-1) ?? file.label;
    const place = await connection.host.choose('package-save', `${name.replace(/\.zip$/i, '')} redacted.zip`);
    if (!place.ok) return setError(place.error);
    const grant = place.value?.[0];
    if (!grant) return;
    const result = await run(
      'package.redact',
      { file: file.token, path: grant.token, ...chosen },
      {
        title: t.job,
        outcome: ({ withheld, sources }) =>
          t.written(plural(withheld.length, 'file'), plural(sources.length, 'source')),
        cancelled: packageWords.buildCancelled,
        readOnly: true,
      },
    );
    if (!result) return;
    setDone({ result, grant });
    onWritten(grant);
  };
  return (
    <section className="section" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p className="muted">{t.lead}</p>
      <div className="row-line wrap">
        <FileButton
          purpose="package-open"
          disabled={busy}
          onFault={setError}
          onFiles={([grant]) => grant && void open(grant)}
        >
          {packageWords.choosePackage}
        </FileButton>
        {given && opened?.file.token !== given.token && (
          <button type="button" className="button" disabled={busy} onClick={() => void open(given)}>
            {t.takeGiven}
          </button>
        )}
        {opened && <span className="muted path">{packageWords.chosen(opened.file.label)}</span>}
      </div>
      {opened && (
        <form
          className="section"
          aria-label={t.choose}
          onSubmit={(event) => {
            event.preventDefault();
            void write(opened);
          }}
        >
          <RedactSources sources={opened.parts.sources} choices={choices} onChange={setChoices} />
          <WholeFiles files={opened.parts.whole} kept={kept} onChange={setKept} />
          <div className="row-line">
            <button type="submit" className="button primary" disabled={busy}>
              {t.write}
            </button>
          </div>
        </form>
      )}
      {error && <ErrorNote error={error} />}
      {done && <Done result={done.result} grant={done.grant} />}
    </section>
  );
}

/** Files without rows are handed on or not; what was done, unlike what was found, always is. */
function WholeFiles({
  files,
  kept,
  onChange,
}: {
  files: Parts['whole'];
  kept: ReadonlySet<string>;
  onChange: (kept: ReadonlySet<string>) => void;
}) {
  const toggle = (path: string): void => {
    const next = new Set(kept);
    if (!next.delete(path)) next.add(path);
    onChange(next);
  };
  const free = files.filter(({ always }) => !always);
  return (
    <details>
      <summary>
        {t.others} <span className="muted">{t.handedOn(formatOf(kept.size, free.length))}</span>
      </summary>
      <p className="muted">{t.always(formatCount(files.length - free.length))}</p>
      <ul className="redact-files">
        {free.map(({ path }) => (
          <li key={path}>
            <label className="row-line">
              <input type="checkbox" checked={kept.has(path)} onChange={() => toggle(path)} />
              <code className="anywhere">{path}</code>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Done({ result, grant }: { result: Redacted; grant: PathGrant }) {
  const connection = useConnection();
  const { error, setError } = useAct();
  const reveal = async (): Promise<void> => {
    const answer = await connection.host.reveal(grant.token);
    if (!answer.ok) setError(answer.error);
  };
  return (
    <section className="section built" aria-label={t.done}>
      <Facts
        items={[
          [packageWords.packageId, <strong key="p">{result.package_id}</strong>],
          [packageWords.file, result.file],
          [t.inFull, formatCount(result.kept.length)],
          ...result.sources.map(({ path, rows, rows_withheld, cells_withheld }): [string, string] => [
            path.split('/').at(-1) ?? path,
            t.inPart(formatOf(rows_withheld, rows), formatCount(cells_withheld)),
          ]),
          [
            t.withheld,
            <details key="w">
              <summary>{plural(result.withheld.length, 'file')}</summary>
              <ul>
                {result.withheld.map((path) => (
                  <li key={path}>
                    <code className="anywhere">{path}</code>
                  </li>
                ))}
              </ul>
            </details>,
          ],
        ]}
      />
      <div className="row-line">
        <button type="button" className="button" onClick={() => void reveal()}>
          {packageWords.save}
        </button>
      </div>
      {error && <ErrorNote error={error} />}
    </section>
  );
}
