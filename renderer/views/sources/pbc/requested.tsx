import { type ReactNode, useState } from 'react';
import type { PbcItem, PbcLine, PbcList } from '#shared/contract/intake-schemas.ts';
import { PBC_STATES } from '#shared/contract/intake-schemas.ts';
import type { VerdictMark } from '#shared/model/vocabulary.ts';
import { useAct } from '../../../app/act.ts';
import { useAsk } from '../../../app/connection.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { Page } from '../../../app/page.tsx';
import { formatAddress } from '../../../app/places.ts';
import { FileButton } from '../../../components/file-button.tsx';
import { EmptyState, ErrorNote, Waiting } from '../../../components/notes.tsx';
import { Mark } from '../../../components/verdict-mark.tsx';
import { formatCount } from '../../../data/format.ts';
import { pbcWords as t } from '../../../strings/requested.ts';
import { sourceWords } from '../../../strings/sources.ts';
import { words } from '../../../strings/words.ts';
import { ItemForm } from './item-form.tsx';
import { Suggestions } from './suggestions.tsx';
import { Scroller } from '../../../components/scroller.tsx';

const NONE = {};

/** The list of what the client was asked for, and what became of each item. */
export default function Requested({ parts }: { parts: ReactNode }) {
  const { locked } = useEngagement();
  const list = useAsk('pbc.list', NONE);
  const [edited, setEdited] = useState<PbcItem | 'new' | null>(null);
  const { busy, error, setError, act } = useAct();
  const disabled = locked || busy;
  return (
    <Page
      title={sourceWords.title}
      lead={t.lead}
      actions={
        <>
          <button
            type="button"
            className="button primary"
            disabled={disabled}
            onClick={() => setEdited('new')}
          >
            {t.add}
          </button>
          <FileButton
            purpose="requested-list"
            disabled={disabled}
            onFault={setError}
            onFiles={([grant]) => {
              if (!grant) return;
              void act('pbc.import', { path: grant.token }, ({ added, replaced }) =>
                t.imported(added, replaced),
              );
            }}
          >
            {t.import}
          </FileButton>
        </>
      }
    >
      {parts}
      <div className="requested">
        {locked && <p className="notice">{words.lockedHere}</p>}
        {error && <ErrorNote error={error} />}
        {list.error && <ErrorNote error={list.error} />}
        {!list.value && !list.error && <Waiting what={t.table.toLowerCase()} />}
        {edited !== null && list.value && (
          <ItemForm
            key={edited === 'new' ? '' : edited.id}
            item={edited === 'new' ? null : edited}
            onDone={() => setEdited(null)}
          />
        )}
        {list.value?.lines.length === 0 && edited === null && (
          <EmptyState title={t.empty}>
            <p>{t.emptyHelp}</p>
          </EmptyState>
        )}
        {list.value && list.value.lines.length > 0 && (
          <Lines list={list.value} disabled={disabled} act={act} onEdit={setEdited} />
        )}
        <Suggestions disabled={disabled} act={act} />
      </div>
    </Page>
  );
}

const MARKS: Readonly<Record<PbcLine['state'], VerdictMark>> = {
  open: 'not_run',
  received: 'holds',
  late: 'not_proven',
  missing: 'missing',
  waived: 'not_run',
};

type Act = ReturnType<typeof useAct>['act'];

function Lines({
  list,
  disabled,
  act,
  onEdit,
}: {
  list: PbcList;
  disabled: boolean;
  act: Act;
  onEdit: (item: PbcItem) => void;
}) {
  const sources = useAsk('intake.sources', NONE);
  const files = (sources.value?.receipts ?? []).filter(({ superseded_by }) => superseded_by === undefined);
  const counts = PBC_STATES.filter((state) => list.counts[state] > 0).map((state) =>
    t.counts(formatCount(list.counts[state]), t.states[state]),
  );
  return (
    <>
      <p className="muted">
        {counts.join(', ')}. {t.asOf(list.as_of)}
      </p>
      <Scroller label={t.table}>
        <table className="ruled pbc" aria-label={t.table}>
          <thead>
            <tr>
              <th scope="col">{t.state}</th>
              <th scope="col">{t.item}</th>
              <th scope="col">{t.owner}</th>
              <th scope="col">{t.due}</th>
              <th scope="col">{t.received}</th>
              <th scope="col">
                <span className="visually-hidden">{t.edit}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {list.lines.map(({ item, state, received, days_late }) => (
              <tr key={item.id}>
                <td className="nowrap">
                  <Mark verdict={MARKS[state]}>{t.states[state]}</Mark>
                </td>
                <th scope="row">
                  <span className="muted">{item.id}</span> {item.title}
                  {item.description !== undefined && <p className="muted">{item.description}</p>}
                  {item.waived !== undefined && <p className="muted">{item.waived}</p>}
                </th>
                <td>{item.owner ?? '–'}</td>
                <td className="nowrap">
                  {item.due_on ?? '–'}
                  {days_late !== null && days_late > 0 && (
                    <p className="muted">{t.daysLate(formatCount(days_late))}</p>
                  )}
                </td>
                <td>
                  <p className="muted">
                    {t.of(formatCount(received.length), formatCount(item.expected ?? 1))}
                  </p>
                  <ul>
                    {received.map(({ source_id, file, on, by_hand }) => (
                      <li key={source_id} className="row-line">
                        <a href={formatAddress('sources', { sheet: source_id })}>{file}</a>
                        <span className="muted">
                          {[on, by_hand ? t.byHand : null].filter(Boolean).join(', ')}
                        </span>
                        {by_hand && (
                          <button
                            type="button"
                            className="button small plain"
                            disabled={disabled}
                            aria-label={t.takeOff(file, item.title)}
                            onClick={() =>
                              void act(
                                'pbc.match',
                                { id: item.id, sources: [source_id], remove: true },
                                t.offDone,
                              )
                            }
                          >
                            <span aria-hidden="true">✕</span>
                          </button>
                        )}
                      </li>
                    ))}
                  </ul>
                  {files.length > 0 && (
                    <select
                      className="input small"
                      aria-label={t.putTo(item.title)}
                      disabled={disabled}
                      value=""
                      onChange={(event) =>
                        void act('pbc.match', { id: item.id, sources: [event.target.value] }, t.putDone)
                      }
                    >
                      <option value="">{t.put}</option>
                      {files.map(({ source_id, file }) => (
                        <option key={source_id} value={source_id}>
                          {file}
                        </option>
                      ))}
                    </select>
                  )}
                </td>
                <td>
                  <div className="row-line">
                    <button
                      type="button"
                      className="button small"
                      disabled={disabled}
                      aria-label={t.editOf(item.title)}
                      onClick={() => onEdit(item)}
                    >
                      {t.edit}
                    </button>
                    <button
                      type="button"
                      className="button small"
                      disabled={disabled}
                      aria-label={t.removeOf(item.title)}
                      onClick={() => void act('pbc.remove', { ids: [item.id] }, t.removed)}
                    >
                      {t.remove}
                    </button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </>
  );
}
