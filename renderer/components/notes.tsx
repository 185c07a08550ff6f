import type { ReactNode } from 'react';
import type { ErrorEnvelope } from '../app/types.ts';
import { words } from '../strings/words.ts';

/** What happened, then what can be done; the code for whoever has to search for it. */
export function ErrorNote({
  error,
  children,
}: {
  error: Partial<ErrorEnvelope> & { message: string };
  children?: ReactNode;
}) {
  return (
    <div className="error-note" role="alert">
      <p>{error.message}</p>
      {error.hint && <p className="hint">{error.hint}</p>}
      {children}
      {error.code && (
        <p className="code">
          {words.code} {error.code}
        </p>
      )}
    </div>
  );
}

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export function Waiting({ what }: { what: string }) {
  return (
    <p className="skeleton" aria-busy="true">
      {words.reading(what)}
    </p>
  );
}
