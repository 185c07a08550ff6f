import type { ControlView } from '#shared/contract/control-schemas.ts';
import { type ReactNode, useState } from 'react';
import { useAct } from '../../app/act.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Page } from '../../app/page.tsx';
import { go, useAddress } from '../../app/places.ts';
import { Door } from '../../components/door.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { EmptyState, ErrorNote, Waiting } from '../../components/notes.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { plural } from '../../data/format.ts';
import { findingWords } from '../../strings/findings.ts';
import { controlWords as t } from '../../strings/workpapers.ts';
import { ControlSheet } from './control/control-sheet.tsx';
import { DefinitionForm } from './control/definition-form.tsx';
import { CONCLUSION_MARK, DESIGN_MARK, OPERATION_MARK } from './control/marks.ts';

const NONE = {};

/** The control matrix, or the sheet of one control, by the address. */
export default function Controls({ parts }: { parts: ReactNode }) {
  const { query } = useAddress();
  const { control } = query;
  if (control !== undefined) return <ControlSheet key={control} id={control} parts={parts} />;
  return <Matrix parts={parts} />;
}

function Matrix({ parts }: { parts: ReactNode }) {
  const { locked } = useEngagement();
  const { value, error: fault, pending } = useAsk('controls.list', NONE);
  const { busy, error, setError, run } = useAct();
  const [typing, setTyping] = useState(false);
  const controls = value?.controls ?? [];
  const actions = (
    <>
      <FileButton
        purpose="control-matrix"
        disabled={locked || busy}
        primary={controls.length === 0}
        onFault={setError}
        onFiles={([grant]) => {
          if (!grant) return;
          void run(
            'controls.import',
            { path: grant.token },
            {
              title: t.import,
              outcome: ({ added, replaced }) => t.imported(plural(added, 'control'), String(replaced)),
              cancelled: t.import,
            },
          );
        }}
      >
        {t.import}
      </FileButton>
      <button
        type="button"
        className="button"
        disabled={locked}
        aria-expanded={typing}
        onClick={() => setTyping(!typing)}
      >
        {t.add}
      </button>
    </>
  );
  return (
    <Page title={t.title} lead={t.lead} actions={controls.length > 0 && actions}>
      {parts}
      {fault && <ErrorNote error={fault} />}
      {error && <ErrorNote error={error} />}
      {pending && !value && <Waiting what={t.title.toLowerCase()} />}
      {value && controls.length === 0 && (
        <EmptyState title={t.none}>
          <p>{t.noneHelp}</p>
          <div className="row-line">{actions}</div>
        </EmptyState>
      )}
      {typing && (
        <DefinitionForm
          onSaved={(id) => {
            setTyping(false);
            go('procedures', { view: 'controls', control: id });
          }}
        />
      )}
      {controls.length > 0 && <Table controls={controls} />}
    </Page>
  );
}

function Table({ controls }: { controls: readonly ControlView[] }) {
  return (
    <div className="scroll-x">
      <table className="ruled">
        <caption className="visually-hidden">{t.title}</caption>
        <thead>
          <tr>
            <th scope="col">{t.control}</th>
            <th scope="col">{t.controlTitle}</th>
            <th scope="col">{t.owner}</th>
            <th scope="col">{t.frequency}</th>
            <th scope="col">{t.design}</th>
            <th scope="col">{t.operation}</th>
            <th scope="col">{t.conclusion}</th>
          </tr>
        </thead>
        <tbody>
          {controls.map((view) => (
            <Line key={view.control.id} view={view} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ view: { control, design, operation, conclusion } }: { view: ControlView }) {
  const none = <Mark verdict="not_run">{<span className="muted">{t.notYet}</span>}</Mark>;
  return (
    <tr>
      <th scope="row" className="nowrap">
        <Door to="procedures" query={{ view: 'controls', control: control.id }}>
          {control.id}
        </Door>
      </th>
      <td className="anywhere">
        {control.title}
        {control.risk !== undefined && <p className="muted">{control.risk}</p>}
      </td>
      <td className="anywhere">{control.owner ?? '–'}</td>
      <td>{control.frequency ?? '–'}</td>
      <td className="nowrap">
        {design ? <Mark verdict={DESIGN_MARK[design.result]}>{t.designResults[design.result]}</Mark> : none}
      </td>
      <td>
        {operation ? (
          <Mark verdict={OPERATION_MARK[operation.result]}>
            <span>
              {t.operationResults[operation.result]}
              {operation.samples.map((id) => (
                <span key={id}>
                  {' '}
                  <Door to="procedures" query={{ view: 'samples', sample: id }}>
                    {id}
                  </Door>
                </span>
              ))}
            </span>
          </Mark>
        ) : (
          none
        )}
      </td>
      <td>
        {conclusion ? (
          <Mark verdict={CONCLUSION_MARK[conclusion.conclusion]}>
            <span>
              {t.conclusions[conclusion.conclusion]}
              {conclusion.deficiency !== null && `, ${findingWords.deficiencies[conclusion.deficiency]}`}
            </span>
          </Mark>
        ) : (
          none
        )}
      </td>
    </tr>
  );
}
