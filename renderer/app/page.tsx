import type { ReactNode } from 'react';

/** A place: its heading, a sentence on what it is for, its actions, its content. */
export function Page({
  title,
  lead,
  actions,
  full,
  children,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  /** The content scrolls itself (tables). */
  full?: boolean;
  children: ReactNode;
}) {
  return (
    <main id="main" className={full ? 'page full' : 'page'} tabIndex={-1}>
      <div className="page-head">
        <h1>{title}</h1>
        {lead && <p>{lead}</p>}
        {actions && <div className="actions">{actions}</div>}
      </div>
      {children}
    </main>
  );
}
