import type { ControlView } from '#shared/contract/control-schemas.ts';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../../../app/connection.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { Page } from '../../../app/page.tsx';
import { Door } from '../../../components/door.tsx';
import { Facts } from '../../../components/facts.tsx';
import { ErrorNote, Waiting } from '../../../components/notes.tsx';
import { Mark } from '../../../components/verdict-mark.tsx';
import { formatMoment } from '../../../data/time.ts';
import { findingWords } from '../../../strings/findings.ts';
import { controlWords as t, sampleWords } from '../../../strings/workpapers.ts';
import { Standing, exceptionsOf } from '../../procedures/standing.tsx';
import { ConcludeForm } from './conclude-form.tsx';
import { DefinitionForm } from './definition-form.tsx';
import { Grid } from './grid.tsx';
import { CONCLUSION_MARK, DESIGN_MARK, OPERATION_MARK } from './marks.ts';
import { TestForm } from './test-form.tsx';

const NONE = {};

/** One control from its definition over both tests to its conclusion. */
export function ControlSheet({ id, parts }: { id: string; parts: ReactNode }) {
  const { value, error, pending } = useAsk('controls.list', NONE);
  const view = value?.controls.find(({ control }) => control.id === id);
  return (
    <Page title={view ? `${id}: ${view.control.title}` : id}>
      {parts}
      <p>
        <Door to="procedures" query={{ view: 'controls' }}>
          {t.all}
        </Door>
      </p>
      {error && <ErrorNote error={error} />}
      {pending && !value && <Waiting what={id} />}
      {value && !view && <ErrorNote error={{ message: t.noSuch }} />}
      {view && (
        <div className="workpaper">
          <Definition view={view} />
          <Design view={view} />
          <Operation view={view} />
          <Conclusion view={view} />
        </div>
      )}
    </Page>
  );
}

function Definition({ view: { control } }: { view: ControlView }) {
  const { locked } = useEngagement();
  const [open, setOpen] = useState(false);
  const list = (items: readonly string[] | undefined): string | undefined => items?.join('; ');
  return (
    <section className="section" aria-label={t.control}>
      <Facts
        items={[
          [t.risk, control.risk],
          [t.description, control.description],
          [t.owner, control.owner],
          [t.frequency, control.frequency],
          [t.references, list(control.references)],
          [t.procedures, control.procedures && <ProcedureDoors key="p" ids={control.procedures} />],
        ]}
      />
      {!locked && (
        <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t.change}</summary>
          {open && <DefinitionForm control={control} onSaved={() => setOpen(false)} />}
        </details>
      )}
    </section>
  );
}

/** What this program tested of it, with the last status: evidence beside the auditor's own. */
function ProcedureDoors({ ids }: { ids: readonly string[] }) {
  const { value } = useAsk('procedures.list', NONE);
  return (
    <ul>
      {ids.map((id) => {
        const procedure = value?.find((item) => item.id === id);
        return (
          <li key={id} className="row-line wrap">
            <Door to="procedures" query={{ procedure: id }}>
              {procedure?.title ?? id}
            </Door>
            {procedure && <Standing run={procedure.last} />}
            {procedure?.last?.status === 'completed' && (
              <Door to="findings" query={{ procedure: `=${id}` }}>
                {exceptionsOf(procedure.last)}
              </Door>
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface Done {
  test: string;
  note: string | null;
  attachments: readonly string[];
  by: string;
  at: string;
}

/** What was done, by whom, on which files. */
function Recorded({ done }: { done: Done }) {
  const { timezone } = useEngagement();
  const files = useAsk('attachments.list', NONE);
  const names = done.attachments.map(
    (sha256) => files.value?.attachments.find((file) => file.sha256 === sha256)?.name ?? sha256.slice(0, 12),
  );
  return (
    <>
      <p>
        {done.test} <span className="muted">{sampleWords.by(done.by, formatMoment(done.at, timezone))}</span>
      </p>
      {done.note !== null && <p>{done.note}</p>}
      {names.length > 0 && (
        <p>
          <Door to="procedures" query={{ view: 'attachments' }}>
            {names.join(', ')}
          </Door>
        </p>
      )}
    </>
  );
}

/** A step of the sheet: what it asks, what is recorded, and the form to record it (again). */
function Step({
  title,
  asks,
  verdict,
  children,
  form,
  blocked,
  again,
}: {
  title: string;
  asks: string;
  verdict: ReactNode;
  children?: ReactNode;
  form: ReactNode;
  /** Why it cannot be done yet. */
  blocked?: string | undefined;
  /** Something is recorded already: the form is folded. */
  again: boolean;
}) {
  const { locked } = useEngagement();
  return (
    <section className="section step" aria-label={title}>
      <h2>
        {title} <span className="muted">{asks}</span>
      </h2>
      {verdict}
      {children}
      {blocked !== undefined && <p className="muted">{blocked}</p>}
      {!locked && blocked === undefined && !again && form}
      {!locked && blocked === undefined && again && (
        <details>
          <summary>{t.recordAgain}</summary>
          <p className="muted">{t.falls}</p>
          {form}
        </details>
      )}
    </section>
  );
}

const OPEN = <Mark verdict="not_run">{<span className="muted">{t.notTested}</span>}</Mark>;

function Design({ view: { control, design } }: { view: ControlView }) {
  return (
    <Step
      title={t.design}
      asks={t.designAsks}
      again={design !== null}
      verdict={
        design ? <Mark verdict={DESIGN_MARK[design.result]}>{t.designResults[design.result]}</Mark> : OPEN
      }
      form={<TestForm key={design?.at} kind="design" control={control.id} />}
    >
      {design && <Recorded done={design} />}
    </Step>
  );
}

function Operation({ view: { control, design, operation, grids } }: { view: ControlView }) {
  return (
    <Step
      title={t.operation}
      asks={t.operationAsks}
      again={operation !== null}
      blocked={design === null ? t.first.design : undefined}
      verdict={
        operation ? (
          <Mark verdict={OPERATION_MARK[operation.result]}>{t.operationResults[operation.result]}</Mark>
        ) : (
          OPEN
        )
      }
      form={
        <TestForm
          key={operation?.at}
          kind="operation"
          control={control.id}
          samples={operation?.samples ?? []}
        />
      }
    >
      {operation && <Recorded done={operation} />}
      {grids.map((grid) => (
        <Grid key={grid.sample_id} grid={grid} />
      ))}
    </Step>
  );
}

function Conclusion({ view: { control, design, operation, conclusion } }: { view: ControlView }) {
  const { timezone } = useEngagement();
  const blocked =
    design === null
      ? t.first.design
      : operation === null && design.result === 'suitable'
        ? t.first.operation
        : undefined;
  return (
    <Step
      title={t.conclusion}
      asks={t.conclusionAsks}
      again={conclusion !== null}
      blocked={blocked}
      verdict={
        conclusion ? (
          <Mark verdict={CONCLUSION_MARK[conclusion.conclusion]}>
            <span>
              {t.conclusions[conclusion.conclusion]}
              {conclusion.deficiency !== null && `, ${findingWords.deficiencies[conclusion.deficiency]}`}
            </span>
          </Mark>
        ) : (
          <Mark verdict="not_run">{<span className="muted">{t.notYet}</span>}</Mark>
        )
      }
      form={<ConcludeForm key={conclusion?.at} control={control.id} />}
    >
      {conclusion && (
        <p>
          {conclusion.reason}{' '}
          <span className="muted">
            {sampleWords.by(conclusion.by, formatMoment(conclusion.at, timezone))}
          </span>
        </p>
      )}
    </Step>
  );
}
