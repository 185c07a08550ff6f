import type { AttachmentView } from '#shared/contract/methods/attachments.ts';
import type { Result } from '#shared/contract/methods.ts';
import type { VerdictMark } from '#shared/model/vocabulary.ts';
import { type ReactNode, useState } from 'react';
import { useAct } from '../../app/act.ts';
import { useAsk, useConnection } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Page } from '../../app/page.tsx';
import { useSmall } from '../../app/rows.ts';
import type { PathGrant } from '../../app/types.ts';
import { Door } from '../../components/door.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { Hash } from '../../components/hash.tsx';
import { EmptyState, ErrorNote, Waiting } from '../../components/notes.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatBytes, formatCount, plural } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { attachmentWords as t } from '../../strings/workpapers.ts';
import { usesOf } from './attachment-uses.ts';

const NONE = {};
type State = Result<'attachments.verify'>['attachments'][number]['state'];

const MARK: Record<State, VerdictMark> = { holds: 'holds', changed: 'fails', missing: 'missing' };
const USES = 'SELECT sample_id, item_key, result FROM work.sample_results ORDER BY ALL';

/** Every file that backs the auditor's own work, what it backs, and whether its bytes are still those of its digest. */
export default function Attachments({ parts }: { parts: ReactNode }) {
  const connection = useConnection();
  const { timezone, locked } = useEngagement();
  const { value, error: fault, pending } = useAsk('attachments.list', NONE);
  const { value: matrix } = useAsk('controls.list', NONE);
  const { value: results } = useSmall(USES, 100_000);
  const { busy, error, setError, act, run } = useAct();
  const [states, setStates] = useState<ReadonlyMap<string, State>>(new Map());
  const files = value?.attachments ?? [];
  const uses = usesOf(results?.rows ?? [], matrix?.controls ?? []);

  const add = (grants: readonly PathGrant[]): Promise<unknown> =>
    act('attachments.add', { files: grants.map(({ token }) => token) }, ({ attachments }) =>
      t.added(plural(attachments.length, 'file')),
    );
  const verify = async (): Promise<void> => {
    const done = await run('attachments.verify', NONE, {
      title: t.verifyJob,
      outcome: ({ attachments }) => {
        const held = attachments.filter(({ state }) => state === 'holds').length;
        return t.verified(formatCount(held), formatCount(attachments.length));
      },
      cancelled: t.cancelled,
      readOnly: true,
    });
    if (done) setStates(new Map(done.attachments.map(({ sha256, state }) => [sha256, state])));
  };
  const save = async ({ sha256, name }: AttachmentView): Promise<void> => {
    const place = await connection.host.choose('export-save', name);
    if (!place.ok) return setError(place.error);
    const path = place.value?.[0]?.token;
    if (path === undefined) return;
    const done = await run(
      'attachments.save',
      { sha256, path },
      { title: t.saveOf(name), outcome: ({ file }) => t.saved(file), cancelled: t.cancelled, readOnly: true },
    );
    if (!done) return;
    const shown = await connection.host.reveal(path);
    if (!shown.ok) setError(shown.error);
  };
  const adding = (
    <FileButton
      purpose="attach-files"
      primary={files.length === 0}
      disabled={locked || busy}
      onFault={setError}
      onFiles={(grants) => void add(grants)}
    >
      {t.add}
    </FileButton>
  );
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        files.length > 0 && (
          <>
            {adding}
            <button type="button" className="button" disabled={busy} onClick={() => void verify()}>
              {t.verify}
            </button>
          </>
        )
      }
    >
      {parts}
      {fault && <ErrorNote error={fault} />}
      {error && <ErrorNote error={error} />}
      {pending && !value && <Waiting what={t.title.toLowerCase()} />}
      {value && files.length === 0 && (
        <EmptyState title={t.none}>
          <p>{t.noneHelp}</p>
          {adding}
        </EmptyState>
      )}
      {files.length > 0 && (
        <div className="scroll-x">
          <table className="ruled">
            <caption className="visually-hidden">{t.title}</caption>
            <thead>
              <tr>
                <th scope="col">{t.file}</th>
                <th scope="col">{t.use}</th>
                <th scope="col">{t.hash}</th>
                <th scope="col" className="num">
                  {t.size}
                </th>
                <th scope="col">{t.state}</th>
                <th scope="col">{t.by}</th>
                <th scope="col">
                  <span className="visually-hidden">{t.save}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {files.map((file) => (
                <tr key={file.sha256}>
                  <th scope="row" className="anywhere">
                    {file.name}
                  </th>
                  <td>
                    <Uses of={uses.get(file.sha256) ?? []} />
                  </td>
                  <td>
                    <Hash value={file.sha256} label={t.hash} />
                  </td>
                  <td className="num nowrap">{formatBytes(file.size)}</td>
                  <td className="nowrap">
                    <OnDisk state={states.get(file.sha256)} />
                  </td>
                  <td className="muted">
                    {file.by}, {formatMoment(file.at, timezone)}
                  </td>
                  <td className="num">
                    <button
                      type="button"
                      className="button small"
                      disabled={busy}
                      aria-label={t.saveOf(file.name)}
                      onClick={() => void save(file)}
                    >
                      {t.save}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  );
}

function OnDisk({ state }: { state: State | undefined }) {
  if (state === undefined) return <span className="muted">{t.unverified}</span>;
  return (
    <Mark verdict={MARK[state]}>
      <span>{t.states[state]}</span>
    </Mark>
  );
}

function Uses({ of }: { of: readonly { name: string; query: Record<string, string> }[] }) {
  if (of.length === 0) return <span className="muted">{t.unused}</span>;
  return (
    <span className="row-line wrap">
      {of.map(({ name, query }) => (
        <Door key={name} to="procedures" query={query}>
          {name}
        </Door>
      ))}
    </span>
  );
}
