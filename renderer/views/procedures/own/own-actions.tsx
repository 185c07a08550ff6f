import type { ProcedureView } from '#shared/contract/schemas.ts';
import { useState } from 'react';
import { useAct } from '../../../app/act.ts';
import { useAsk } from '../../../app/connection.tsx';
import { Dialog } from '../../../app/dialog.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { forgetFindings } from '../../../app/findings.ts';
import { closeInspector, inspect } from '../../../app/inspect.ts';
import { Hash } from '../../../components/hash.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { SqlBlock } from '../../../components/sql-block.tsx';
import { formatMoment } from '../../../data/time.ts';
import { ownWords as t } from '../../../strings/own.ts';
import { OwnForm } from './own-form.tsx';
import { typedOwn } from './typed-own.ts';

/** A procedure that came with the tool can be taken as the beginning of one's own. */
export function SaveOwn({ procedure }: { procedure: ProcedureView }) {
  const { locked } = useEngagement();
  const [open, setOpen] = useState(false);
  const { id, sql, title } = procedure;
  if (sql === null) return null;
  return (
    <div className="row-line">
      <button type="button" className="button small" disabled={locked} onClick={() => setOpen(true)}>
        {t.saveOwn}
      </button>
      {open && (
        <Dialog title={t.fromTitle(id)} onClose={() => setOpen(false)}>
          <OwnForm
            start={typedOwn({ sql, title, from: id, id: `own.${id.split('.')[1] ?? ''}` })}
            edit={false}
            columns={['subject_id']}
            onSaved={(saved) => {
              setOpen(false);
              inspect({ kind: 'procedure', id: saved });
            }}
          />
        </Dialog>
      )}
    </div>
  );
}

/** Edit and remove, and every version with its digest. */
export function OwnActions({ procedure }: { procedure: ProcedureView }) {
  const { timezone, locked } = useEngagement();
  const { busy, error, act } = useAct();
  const detail = useAsk('procedures.show', { id: procedure.id });
  const [open, setOpen] = useState(false);
  const [sure, setSure] = useState(false);
  const remove = async (): Promise<void> => {
    if (!(await act('procedures.remove', { id: procedure.id }, ({ id }) => t.removed(id)))) return;
    forgetFindings();
    closeInspector();
  };
  return (
    <section className="section">
      <div className="row-line wrap">
        <button
          type="button"
          className="button"
          disabled={locked || !detail.value}
          onClick={() => setOpen(true)}
        >
          {t.edit}
        </button>
        {sure ? (
          <button type="button" className="button" disabled={busy} onClick={() => void remove()}>
            {t.removeSure}
          </button>
        ) : (
          <button type="button" className="button" disabled={locked} onClick={() => setSure(true)}>
            {t.remove}
          </button>
        )}
      </div>
      {error && <ErrorNote error={error} />}
      {detail.error && <ErrorNote error={detail.error} />}
      {detail.value?.draft.population !== undefined && (
        <>
          <h3>{t.population}</h3>
          <SqlBlock sql={detail.value.draft.population} />
        </>
      )}
      <h3>{t.versions}</h3>
      <ol className="plain">
        {(detail.value?.versions ?? []).map(({ version, sha256, in_force, by, at }) => (
          <li key={version}>
            {t.version(version)}
            {in_force && `, ${t.inForce}`}{' '}
            <span className="muted">
              {by}, {formatMoment(at, timezone)}
            </span>{' '}
            <Hash value={sha256} label={t.version(version)} />
          </li>
        ))}
      </ol>
      {open && detail.value && (
        <Dialog title={t.editTitle(procedure.id)} onClose={() => setOpen(false)}>
          <OwnForm
            start={typedOwn(detail.value.draft)}
            edit
            columns={detail.value.draft.rows === undefined ? ['subject_id'] : []}
            onSaved={() => {
              setOpen(false);
              detail.reload();
            }}
          />
        </Dialog>
      )}
    </section>
  );
}
