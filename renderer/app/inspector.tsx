import { type ReactNode, useEffect, useRef } from 'react';
import { frame } from '../strings/frame.ts';
import { FindingDetail } from '../views/findings/finding-detail.tsx';
import { ProcedureDetail } from '../views/procedures/procedure-detail.tsx';
import { RowDetail } from '../views/query/row-detail.tsx';
import { ReceiptDetail } from '../views/sources/receipt-detail.tsx';
import { type Subject, closeInspector } from './inspect.ts';

export function Inspector({ subject }: { subject: Subject }) {
  switch (subject.kind) {
    case 'finding':
      return <FindingDetail key={subject.id} id={subject.id} />;
    case 'receipt':
      return <ReceiptDetail key={subject.id} id={subject.id} />;
    case 'procedure':
      return <ProcedureDetail key={subject.id} id={subject.id} />;
    case 'row':
      return <RowDetail title={subject.title} values={subject.values} />;
  }
}

/** The pane that slides over from the right; the place beneath stays usable. */
export function InspectorPane({
  title,
  actions,
  children,
}: {
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <aside className="inspector" aria-label={frame.inspector}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {actions}
        <button
          type="button"
          className="button small"
          onClick={closeInspector}
          aria-label={frame.closeInspector}
        >
          <span aria-hidden="true">✕</span>
        </button>
      </header>
      <div className="body">{children}</div>
    </aside>
  );
}
