import {
  hostFromName,
  plainLines,
  type TextItem,
  type TextParser,
  type TextReader,
} from '#engine/intake/text/kit.ts';
import { csvFields, quotesBalanced } from '#engine/intake/text/csv-line.ts';
import { zoneOffset } from '#engine/intake/text/dates.ts';
import { eventItem, type LogLine } from './events.ts';

const STAMP = String.raw`(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) ([A-Za-z]{1,5}|[+-]\d\d(?::?\d\d)?)`;
const CSV_START = new RegExp(String.raw`^"?${STAMP}"?,(?:"[^"]*"|),(?:"[^"]*"|),\d+,`);
const LINE_START = new RegExp(`^${STAMP}`);
const STDERR = new RegExp(
  String.raw`^${STAMP}(.*?)\b(LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG\d?|DETAIL|HINT|STATEMENT|CONTEXT|QUERY):\s+(.*)$`,
  's',
);
const ATTACHED = new Set(['DETAIL', 'HINT', 'STATEMENT', 'CONTEXT', 'QUERY']);
/** Columns of csvlog: 22 up to 8.4, 23 from 9.0, 24 in 13, 26 from 14. */
const FEWEST = 22;
const MOST = 30;

function moment(date: string, time: string, zone: string): string | null {
  const offset = zoneOffset(zone);
  return offset === null ? null : `${date}T${time}${offset}`;
}

function withoutPort(from: string): string | null {
  const host = from.replace(/:\d+$/, '').replace(/\(\d+\)$/, '');
  return host === '' || host === '[local]' ? null : host;
}

function csvItem(raw: string, system: string): TextItem {
  const fields = csvFields(raw);
  if (fields === null || fields.length < FEWEST || fields.length > MOST)
    return {
      raw,
      fault: `the record has ${fields?.length ?? 'broken'} columns; csvlog has ${FEWEST} and more`,
    };
  const stamp = LINE_START.exec(fields[0]!);
  const at = stamp ? moment(stamp[1]!, stamp[2]!, stamp[3]!) : null;
  if (at === null) return { raw, fault: `the time ${fields[0]} is in a zone that is not known` };
  return eventItem(
    {
      raw,
      at,
      user: fields[1] || null,
      database: fields[2] || null,
      ip: withoutPort(fields[4]!),
      tag: fields[7] || null,
      severity: fields[11]!,
      state: fields[12]!,
      message: fields[13]!,
      statement: fields[19] || null,
    },
    system,
  );
}

/** Records that may run over several lines because of line ends in quotes. */
function csvParser(system: string): TextParser {
  let open: string | null = null;
  const close = (): TextItem[] => {
    const raw = open;
    open = null;
    return raw === null ? [] : [csvItem(raw, system)];
  };
  return {
    line: (line) => {
      // A record that never closes its quote ends where the next one begins.
      const closed = open !== null && (quotesBalanced(open) || CSV_START.test(line)) ? close() : [];
      if (open === null && line.trim() === '') return closed;
      open = open === null ? line : `${open}\n${line}`;
      return closed;
    },
    end: close,
  };
}

function stderrLine(
  raw: string,
): { line: LogLine; severity: string } | { severity: string | null; fault: string } {
  const found = STDERR.exec(raw);
  if (!found) return { severity: null, fault: 'the line has no severity behind its prefix' };
  const [, date, time, zone, prefix, severity, message] = found as unknown as string[];
  const at = moment(date!, time!, zone!);
  if (at === null) return { severity: severity!, fault: `the zone ${zone} is not known` };
  const who = /([\w.$-]+)@([\w.$-]+)/.exec(prefix!);
  const ip =
    /(?:^|[\s:=(])((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]*:[0-9a-f:]+:[0-9a-f]+)(?:\(\d+\)|[\s:)]|$)/i.exec(
      prefix!,
    );
  const user = who?.[1] ?? /user=([^,\s]+)/.exec(prefix!)?.[1] ?? null;
  const database = who?.[2] ?? /db=([^,\s]+)/.exec(prefix!)?.[1] ?? null;
  const text = message!.replace(/\n\t/g, '\n');
  const line = {
    raw,
    at,
    user,
    database,
    ip: ip?.[1] ?? null,
    tag: null,
    severity: severity!,
    state: '',
    message: text,
    statement: null,
  };
  return { line, severity: severity! };
}

function stderrParser(system: string): TextParser {
  let open: string | null = null;
  let waiting: LogLine | null = null;
  const release = (): TextItem[] => {
    const line = waiting;
    waiting = null;
    return line === null ? [] : [eventItem(line, system)];
  };
  const close = (): TextItem[] => {
    const raw = open;
    open = null;
    if (raw === null) return [];
    const read = stderrLine(raw);
    if ('fault' in read) return [...release(), { raw, fault: read.fault }];
    if (ATTACHED.has(read.severity)) {
      if (read.severity === 'STATEMENT' && waiting !== null) {
        waiting.statement = read.line.message;
        waiting.raw += `\n${raw}`;
      }
      return [{ aside: 'details of the line above' }];
    }
    const before = release();
    waiting = read.line;
    return before;
  };
  return {
    line: (line) => {
      if (LINE_START.test(line)) {
        const closed = close();
        open = line;
        return closed;
      }
      if (open !== null && line.startsWith('\t')) {
        open += `\n${line}`;
        return [];
      }
      return line.trim() === '' ? [] : [{ aside: 'lines of other programs' }];
    },
    end: () => [...close(), ...release()],
  };
}

/** csvlog and stderr log of PostgreSQL. */
export const text: TextReader = {
  claims: (head) => {
    const lines = plainLines(head);
    if (CSV_START.test(lines[0] ?? '')) return true;
    const starts = lines.filter((line) => LINE_START.test(line));
    return (
      starts.length > 0 && starts.every((line) => STDERR.test(line)) && starts.length >= lines.length * 0.3
    );
  },
  open: ({ name }) => {
    const system = hostFromName(
      name,
      ['postgresql', 'postgres', 'pg', 'pgaudit', 'csvlog', 'rawcsv', 'log'],
      'postgresql',
    );
    let parser: TextParser | null = null;
    return {
      line: (line, number) => {
        if (parser === null && line.trim() !== '' && !line.startsWith('#'))
          parser = CSV_START.test(line) ? csvParser(system) : stderrParser(system);
        return parser?.line(line, number) ?? [];
      },
      end: () => parser?.end() ?? [],
    };
  },
};
