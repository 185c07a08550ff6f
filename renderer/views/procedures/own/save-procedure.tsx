import { useState } from 'react';
import { Dialog } from '../../../app/dialog.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { inspect } from '../../../app/inspect.ts';
import { go } from '../../../app/places.ts';
import { ownWords as t } from '../../../strings/own.ts';
import { OwnForm } from './own-form.tsx';
import { typedOwn } from './typed-own.ts';

/** From the console: the statement whose result is on screen becomes a procedure. */
export function SaveProcedure({ sql, columns }: { sql: string; columns: readonly string[] }) {
  const { locked } = useEngagement();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button" disabled={locked} onClick={() => setOpen(true)}>
        {t.saveAs}
      </button>
      {open && (
        <Dialog title={t.newTitle} onClose={() => setOpen(false)}>
          <OwnForm
            start={typedOwn({ sql })}
            edit={false}
            columns={columns}
            onSaved={(id) => {
              setOpen(false);
              go('procedures');
              inspect({ kind: 'procedure', id });
            }}
          />
        </Dialog>
      )}
    </>
  );
}
