import { type ReactNode, useRef } from 'react';
import { words } from '../strings/words.ts';
import { AsTable } from './bars.tsx';
import { savePicture } from './save-picture.ts';

/**
 * A drawing with a name, that can be saved, and the same as a table. What it holds may lead on by mouse (links with
 * tabIndex -1); the table has the same doors for the keyboard.
 */
export function Picture({
  name,
  width,
  height,
  children,
  table,
}: {
  name: string;
  /** In CSS pixels; the drawing shrinks with the place, and never grows. */
  width: number;
  height: number;
  children: ReactNode;
  table: ReactNode;
}) {
  const svg = useRef<SVGSVGElement>(null);
  const save = (form: 'svg' | 'png'): void => {
    if (svg.current) void savePicture(svg.current, name, form);
  };
  return (
    <figure className="picture">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled drawing must be reachable by keyboard */}
      <div className="scroll-x" tabIndex={0} role="group" aria-label={name}>
        {/* biome-ignore lint/a11y/useSemanticElements: an svg has no element of this role */}
        <svg
          ref={svg}
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          role="group"
          aria-label={name}
        >
          {children}
        </svg>
      </div>
      <figcaption className="row-line">
        <button
          type="button"
          className="button small"
          aria-label={words.saveAs(name, words.pictureForms.svg)}
          onClick={() => save('svg')}
        >
          {words.pictureForms.svg}
        </button>
        <button
          type="button"
          className="button small"
          aria-label={words.saveAs(name, words.pictureForms.png)}
          onClick={() => save('png')}
        >
          {words.pictureForms.png}
        </button>
      </figcaption>
      <AsTable name={name}>{table}</AsTable>
    </figure>
  );
}
