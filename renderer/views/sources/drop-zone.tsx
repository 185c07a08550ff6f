import { useEffect, useState } from 'react';
import { sourceWords as t } from '../../strings/sources.ts';
import { droppedFiles } from './dropped-files.ts';

/** Takes files dropped anywhere on the window while the place is open. */
export function DropZone({ busy, onFiles }: { busy: boolean; onFiles: (files: readonly File[]) => void }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const listen = {
      dragenter: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        depth += 1;
        setOver(true);
      },
      dragleave: () => {
        depth = Math.max(0, depth - 1);
        if (depth === 0) setOver(false);
      },
      dragover: (event: DragEvent) => {
        if (hasFiles(event)) event.preventDefault();
      },
      drop: (event: DragEvent) => {
        depth = 0;
        setOver(false);
        if (!event.dataTransfer || !hasFiles(event)) return;
        event.preventDefault();
        void droppedFiles(event.dataTransfer).then(onFiles);
      },
    };
    const entries = Object.entries(listen) as [keyof typeof listen, (event: DragEvent) => void][];
    for (const [name, listener] of entries) document.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of entries) document.removeEventListener(name, listener);
    };
  }, [onFiles]);
  return (
    <p className={over ? 'drop-zone over' : 'drop-zone'} aria-live="polite">
      {busy ? t.reading : over ? t.dropNow : t.drop}
    </p>
  );
}
