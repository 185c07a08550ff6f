import type { ReactNode } from 'react';

/** Room for what is wider or longer than its place; it can be scrolled by keyboard, so it has a name. */
export function Scroller({
  label,
  className = 'scroll-x',
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled block must be reachable by keyboard
    <div className={className} tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}
