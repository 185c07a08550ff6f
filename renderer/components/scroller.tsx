import { type ReactNode, useEffect, useRef, useState } from 'react';

/** Room for what is wider or longer than its place; where it scrolls, it can be scrolled by keyboard, so it has a name. */
export function Scroller({
  label,
  className = 'scroll-x',
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  const room = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const look = (): void =>
      setScrolls(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled block must be reachable by keyboard
    <div ref={room} className={className} tabIndex={scrolls ? 0 : undefined} role="group" aria-label={label}>
      {children}
    </div>
  );
}
