import type { CallOptions } from '#shared/contract/envelope.ts';

/** A stream that commands write to; `isTTY` and `columns` where it is a terminal. */
export interface Output {
  write(data: string | Uint8Array): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Where commands write: results to stdout, progress and errors to stderr. */
export interface Terminal {
  out(text: string): void;
  /** A document for other programs: JSON, one line end. */
  json(value: unknown): void;
  bytes(data: Uint8Array): void;
  note(text: string): void;
  /** Draws over itself on a terminal; one line a phase elsewhere. */
  progress: NonNullable<CallOptions['onProgress']>;
  /** Ends the line that progress draws. */
  settle(): void;
}

/** Into a log, progress is written no more often. */
const LOG_INTERVAL_MS = 2000;

/** Writes synchronously to the stream, so that nothing is lost when the process ends. */
export function openTerminal(stdout: Output, stderr: Output, quiet: boolean): Terminal {
  let drawn = '';
  let phase = '';
  let told = 0;
  const settle = () => {
    if (drawn !== '') stderr.write('\n');
    drawn = '';
  };
  return {
    out: (text) => {
      settle();
      stdout.write(`${steerless(text)}\n`);
    },
    json: (value) => {
      settle();
      stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    bytes: (data) => {
      settle();
      stdout.write(data);
    },
    note: (text) => {
      settle();
      stderr.write(`${steerless(text)}\n`);
    },
    settle,
    progress: (update) => {
      if (quiet) return;
      if (!stderr.isTTY) {
        if (update.phase === phase || Date.now() - told < LOG_INTERVAL_MS) return;
        stderr.write(`${describe(update)}\n`);
        phase = update.phase;
        told = Date.now();
        return;
      }
      const text = describe(update).slice(0, Math.max(20, (stderr.columns || 80) - 1));
      stderr.write(`\r${text.padEnd(drawn.length)}`);
      drawn = text;
    },
  };
}

function describe({ phase, done, total, unit, rate }: Parameters<Terminal['progress']>[0]): string {
  const amount = (value: number) =>
    unit === 'bytes' ? `${(value / 1_048_576).toFixed(1)} MB` : String(Math.round(value));
  const of = total === null ? (done > 0 ? ` ${amount(done)}` : '') : ` ${amount(done)} of ${amount(total)}`;
  const label = unit === 'bytes' ? '' : ` ${unit}`;
  const speed = rate === null || rate === 0 ? '' : `, ${amount(rate)}${label}/s`;
  return `${phase}${of}${of === '' ? '' : label}${speed}`;
}

/** A table of text columns, two spaces apart; numbers to the right. */
export function textTable(
  headers: readonly string[],
  rows: readonly (readonly unknown[])[],
  maxWidth = 60,
): string {
  const cells = rows.map((row) =>
    row.map((value) => shorten(value === null || value === undefined ? '∅' : printable(value), maxWidth)),
  );
  const numeric = headers.map(
    (_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number' || row[i] === null),
  );
  // Not by spreading: there are more rows than one call takes arguments.
  const widths = headers.map((header, i) =>
    cells.reduce((width, row) => Math.max(width, row[i]!.length), header.length),
  );
  const format = (row: readonly string[]) =>
    row
      .map((text, i) => (numeric[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [format(headers), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.map(format)].join(
    '\n',
  );
}

function printable(value: unknown): string {
  return onOneLine(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

const escaped = (char: string) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** A value from the client's files on one line: it can neither drive the terminal nor pass for a line of ours. */
export function onOneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, escaped);
}

/** The same for a text of several lines. */
function steerless(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, escaped);
}

function shorten(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
