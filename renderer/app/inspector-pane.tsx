import { type ReactNode, useEffect, useRef } from 'react';
import { frame } from '../strings/frame.ts';
import { closeInspector } from './inspect.ts';

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
