import { useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { RowSource } from '../../data/rows.ts';
import { measureAlphabet } from './alphabet.ts';
import type { ColumnLook } from './column-look.ts';
import { ROW_HEIGHT } from './features.ts';
import { GridLine } from './grid-line.tsx';
import type { Focus } from './keys.ts';
import { Places } from './places.ts';
import { SteadyLines } from './steady.ts';
import type { Selection } from './use-selection.ts';
import type { Viewport } from './viewport.ts';

interface Props {
  id: string;
  source: RowSource;
  viewport: Viewport;
  ordered: readonly number[];
  widths: readonly number[];
  width: number;
  looks: Readonly<Record<string, ColumnLook>>;
  zone: string;
  selection: Selection | undefined;
  active: Focus;
  onCell: (line: number, column: number) => void;
  onToggle: (line: number) => void;
  /** Told whether the line that is active is in the document. */
  onDrawn: (drawn: boolean) => void;
}

/** Lines beyond the edge of what is shown, at either end. */
const BEYOND = 12;

/** The lines on screen. Scrolling draws this again and nothing around it. */
export function GridBody(props: Props) {
  const { id, source, viewport, ordered, widths, width, looks, zone, selection, active, onDrawn } = props;
  const { first, fits, aside, resting } = useSyncExternalStore(viewport.subscribe, viewport.shown);
  // What did not change is the same object at each drawing, so that scrolling draws new lines alone.
  const [steady] = useState(() => new SteadyLines());
  const [places] = useState(() => new Places());
  const [alphabets] = useState(() => ({ plain: measureAlphabet(false), mono: measureAlphabet(true) }));
  const from = Math.max(0, Math.min(first, source.count - 1) - BEYOND);
  const to = Math.min(source.count, first + fits + BEYOND);

  const { version } = source;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version can need the same lines again
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- as above
  useEffect(() => source.want(from, to), [source, from, to, version]);

  const drawn = active.line >= from && active.line < to && source.line(active.line) !== null;
  useLayoutEffect(() => onDrawn(drawn), [onDrawn, drawn]);

  return (
    <div
      className={aside ? 'grid-body aside' : 'grid-body'}
      role="rowgroup"
      style={{ width, height: source.count * ROW_HEIGHT }}
    >
      {places.at(from, to, fits + 2 * BEYOND, resting).map(({ key, line: at }) => {
        const line = steady.at(source, at);
        return (
          <GridLine
            key={key}
            id={id}
            at={at}
            line={line}
            columns={source.columns}
            ordered={ordered}
            widths={widths}
            looks={looks}
            zone={zone}
            alphabets={alphabets}
            width={width}
            selectable={selection !== undefined}
            selected={
              line?.kind === 'row' && selection
                ? selection.keys.has(String(line.values[selection.key]))
                : false
            }
            activeColumn={active.line === at ? active.column : null}
            onCell={props.onCell}
            onToggle={props.onToggle}
          />
        );
      })}
    </div>
  );
}
