import type { ReactNode } from 'react';
import type { MappingView } from '#shared/contract/intake-schemas.ts';
import { useAct } from '../../../app/act.ts';
import { useAsk, useConnection } from '../../../app/connection.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { Page } from '../../../app/page.tsx';
import { formatAddress, go } from '../../../app/places.ts';
import { Scroller } from '../../../components/scroller.tsx';
import { FileButton } from '../../../components/file-button.tsx';
import { Hash } from '../../../components/hash.tsx';
import { EmptyState, ErrorNote, Waiting } from '../../../components/notes.tsx';
import { formatCount } from '../../../data/format.ts';
import { mappingWords as t } from '../../../strings/mapping.ts';
import { sourceWords } from '../../../strings/sources.ts';
import { words } from '../../../strings/words.ts';

const NONE = {};

/** Mappings kept with the engagement, and the files that still wait for one. */
export default function Mappings({ parts }: { parts: ReactNode }) {
  const { locked } = useEngagement();
  const list = useAsk('mapping.list', NONE);
  const sources = useAsk('intake.sources', NONE);
  const { busy, error, setError, act, run } = useAct();
  const connection = useConnection();
  const current = (sources.value?.receipts ?? []).filter(({ superseded_by }) => superseded_by === undefined);
  const mappable = current.filter(({ raw }) => raw !== undefined);
  const waiting = mappable.filter(({ reader }) => reader === null);
  const disabled = locked || busy;

  const write = async (mapping: MappingView): Promise<void> => {
    const place = await connection.host.choose('export-save', `${mapping.id}.yaml`);
    if (!place.ok) return setError(place.error);
    const path = place.value?.[0]?.token;
    if (path === undefined) return;
    const done = await act('mapping.export', { mapping: mapping.id, path }, ({ file }) => t.exported(file));
    if (done) await connection.host.reveal(path);
  };
  const apply = (mapping: string, source: string): Promise<unknown> =>
    run(
      'mapping.apply',
      { mapping, sources: [source] },
      {
        title: t.applyJob(mapping),
        outcome: ({ receipts }) =>
          t.applied(
            formatCount(receipts.reduce((sum, { loaded }) => sum + loaded, 0)),
            formatCount(receipts.reduce((sum, { rejected }) => sum + rejected, 0)),
          ),
        cancelled: t.applyCancelled,
      },
    );
  return (
    <Page
      title={sourceWords.title}
      lead={t.lead}
      actions={
        <FileButton
          purpose="mapping-file"
          disabled={disabled}
          onFault={setError}
          onFiles={([grant]) =>
            grant && void act('mapping.import', { path: grant.token }, ({ id }) => t.imported(id))
          }
        >
          {t.import}
        </FileButton>
      }
    >
      {parts}
      <div className="mapping">
        {locked && <p className="notice">{words.lockedHere}</p>}
        {error && <ErrorNote error={error} />}
        {list.error && <ErrorNote error={list.error} />}
        {!list.value && !list.error && <Waiting what={t.list.toLowerCase()} />}
        {list.value?.length === 0 && (
          <EmptyState title={t.listEmpty}>
            <p>{t.listEmptyHelp}</p>
          </EmptyState>
        )}
        {list.value && list.value.length > 0 && (
          <Scroller label={t.list}>
            <table className="ruled" aria-label={t.list}>
              <thead>
                <tr>
                  <th scope="col">{t.id}</th>
                  <th scope="col" className="num">
                    {t.version}
                  </th>
                  <th scope="col">{t.tables}</th>
                  <th scope="col">{t.formats}</th>
                  <th scope="col">{t.hash}</th>
                  <th scope="col">{t.usedBy}</th>
                  <th scope="col">
                    <span className="visually-hidden">{t.export}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.value.map((mapping) => (
                  <tr key={`${mapping.id} ${mapping.version}`}>
                    <th scope="row">
                      <code>{mapping.id}</code>
                      {mapping.title !== mapping.id && <p className="muted">{mapping.title}</p>}
                    </th>
                    <td className="num">{mapping.version}</td>
                    <td>{mapping.tables.join(', ')}</td>
                    <td>{mapping.formats.join(', ')}</td>
                    <td>
                      <Hash value={mapping.sha256} label={t.hash} />
                    </td>
                    <td>
                      <ul>
                        {mapping.sources.map(({ source_id, file }) => (
                          <li key={source_id}>
                            <a href={formatAddress('sources', { sheet: source_id })}>{file}</a>
                          </li>
                        ))}
                      </ul>
                      {mappable.length > 0 && (
                        <select
                          className="input small"
                          aria-label={t.applyToOf(mapping.id)}
                          disabled={disabled}
                          value=""
                          onChange={(event) => void apply(mapping.id, event.target.value)}
                        >
                          <option value="">{t.applyTo}</option>
                          {mappable.map(({ source_id, file }) => (
                            <option key={source_id} value={source_id}>
                              {file}
                            </option>
                          ))}
                        </select>
                      )}
                    </td>
                    <td>
                      <EditButton mapping={mapping} mappable={mappable} disabled={disabled} />
                      <button
                        type="button"
                        className="button small"
                        disabled={busy}
                        aria-label={t.exportOf(mapping.id)}
                        onClick={() => void write(mapping)}
                      >
                        {t.export}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroller>
        )}
        <section className="section" aria-label={t.unmapped}>
          <h2>{t.unmapped}</h2>
          {waiting.length === 0 && (
            <p className="muted">{current.length === 0 ? t.noFiles : t.unmappedNone}</p>
          )}
          <ul className="section">
            {waiting.map(({ source_id, file, read }) => (
              <li key={source_id} className="row-line">
                <button
                  type="button"
                  className="button small"
                  disabled={disabled}
                  onClick={() => go('sources', { map: source_id })}
                >
                  {sourceWords.mapByHand}
                </button>
                <span className="anywhere">{file}</span>
                <span className="muted">{t.rows(formatCount(read))}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Page>
  );
}

/** Opens the mapping over a file that it reads; any other file that is kept as text will do, too. */
function EditButton({
  mapping,
  mappable,
  disabled,
}: {
  mapping: MappingView;
  mappable: readonly { source_id: string }[];
  disabled: boolean;
}) {
  const over = mapping.sources[0] ?? mappable[0];
  if (over === undefined) return null;
  return (
    <button
      type="button"
      className="button small"
      disabled={disabled}
      aria-label={t.editOf(mapping.id)}
      onClick={() => go('sources', { map: over.source_id, mapping: mapping.id })}
    >
      {t.edit}
    </button>
  );
}
