import type { ReceiptView } from '#shared/contract/schemas.ts';
import type { SourceSheet, StatedTotal } from '#shared/contract/intake-schemas.ts';
import { SUPPLIED_QUESTIONS, TOTAL_KINDS } from '#shared/contract/intake-schemas.ts';
import { badUsage } from '../args.ts';
import type { Command } from '../command.ts';
import { type Terminal, textTable } from '../terminal.ts';

/** `name=value` words of an option as an object. */
export function pairs(words: readonly string[], option: string, usage: string): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at < 1) throw badUsage(`--${option} takes NAME=VALUE, not "${word}"`, usage);
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

function printSources(terminal: Terminal, receipts: readonly ReceiptView[]): void {
  terminal.out(
    textTable(
      ['source', 'file', 'read as', 'read', 'loaded', 'rejected', 'state'],
      receipts.map((receipt) => [
        receipt.source_id,
        receipt.file,
        receipt.reader ?? '(not mapped)',
        receipt.read,
        receipt.loaded,
        receipt.rejected,
        receipt.superseded_by === undefined ? 'in force' : `replaced by ${receipt.superseded_by}`,
      ]),
    ),
  );
}

function printSheet(terminal: Terminal, receipt: ReceiptView, sheet: SourceSheet): void {
  const lines: string[] = [];
  const section = (title: string, body: readonly string[]) => {
    if (body.length > 0) lines.push('', `${title}:`, ...body.map((line) => `  ${line}`));
  };
  lines.push(`${receipt.file} (source ${receipt.source_id})`, `SHA-256 ${receipt.sha256}`);
  lines.push(`${receipt.read} records read = ${receipt.loaded} loaded + ${receipt.rejected} rejected`);
  lines.push(`Read as: ${receipt.reader ?? 'text, not mapped'}`);
  if (receipt.superseded_by !== undefined) lines.push(`Replaced by source ${receipt.superseded_by}`);
  if (receipt.also_named) lines.push(`Also named: ${receipt.also_named.join(', ')}`);
  section(
    'As told',
    Object.entries(sheet.statement.provenance).map(([name, value]) => `${name}: ${value}`),
  );
  section(
    'Questions',
    sheet.questions.map(
      ({ id, answer }) =>
        `${id}: ${answer === null ? 'not answered' : `${answer.answer} (${answer.by}, ${answer.on})`}`,
    ),
  );
  section(
    'Stated totals',
    sheet.totals.map(({ kind, column, stated, computed, result, difference, note }) =>
      [
        `${kind}${column === null ? '' : ` of ${column}`}: stated ${stated}, file ${computed ?? '–'}: ${result}`,
        ...(difference === null ? [] : [`by ${difference}`]),
        ...(note === null ? [] : [`(${note})`]),
      ].join(' '),
    ),
  );
  section(
    'Dates against the period',
    sheet.period.map(
      ({ table, column, min, max, position }) => `${table}.${column}: ${min} to ${max}, ${position}`,
    ),
  );
  section(
    'Gaps',
    sheet.gaps.map(
      ({ table, column, kind, missing, first }) =>
        `${table}.${column}: ${missing} ${kind} missing: ${first.join(', ')}${missing > first.length ? ' …' : ''}`,
    ),
  );
  section(
    `Completeness (${sheet.completeness.people} people as of ${sheet.completeness.as_of})`,
    sheet.completeness.systems.map(
      ({ system, accounts, without_person, people_without_account }) =>
        `${system}: ${accounts} accounts, ${without_person} without a person, ${people_without_account} people without an account`,
    ),
  );
  section('Open', sheet.open);
  terminal.out(lines.join('\n'));
}

/** `records=120`, `sum:grants.bytes=12.5`, `hash_total:identities.identity_id=99`, `sha256=…`. */
function parseTotal(word: string, statedIn: string | undefined): Omit<StatedTotal, 'by' | 'on'> {
  const at = word.lastIndexOf('=');
  const [kindText = '', ...rest] = word.slice(0, Math.max(at, 0)).split(':');
  const kind = TOTAL_KINDS.find((known) => known === kindText);
  if (kind === undefined)
    throw badUsage(
      `--total takes KIND[:COLUMN]=VALUE with ${TOTAL_KINDS.join(', ')}, not "${word}"`,
      receipts.usage,
    );
  const column = rest.join(':');
  return {
    kind,
    value: word.slice(at + 1),
    ...(column === '' ? {} : { column }),
    ...(statedIn === undefined ? {} : { stated_in: statedIn }),
  };
}

const PROVENANCE = ['source_system', 'query', 'provided_by', 'provided_on', 'extracted_on', 'note'];

export const receipts: Command = {
  name: 'receipts',
  usage:
    'receipts <dir> [SOURCE] [--set NAME=TEXT]... [--answer QUESTION=TEXT]... [--total KIND[:COLUMN]=VALUE]... [--stated-in TEXT] [--conclude sufficient|insufficient --reason TEXT] [--by NAME] [--on DATE] [--json]',
  summary: 'Show receipts and sheets of sources; state where a file comes from',
  options: {
    set: { type: 'string', multiple: true },
    answer: { type: 'string', multiple: true },
    total: { type: 'string', multiple: true },
    'stated-in': { type: 'string' },
    conclude: { type: 'string' },
    reason: { type: 'string' },
    by: { type: 'string' },
    on: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ words, terminal, call, path }) {
    const { usage } = receipts;
    const [dir, source] = words.positionals;
    if (dir === undefined || words.positionals.length > 2)
      throw badUsage('name one engagement, and at most one source', usage);
    const provenance = pairs(words.list('set'), 'set', usage);
    const unknown = Object.keys(provenance).find((name) => !PROVENANCE.includes(name));
    if (unknown !== undefined)
      throw badUsage(`--set takes ${PROVENANCE.join(', ')}, not "${unknown}"`, usage);
    const answers = pairs(words.list('answer'), 'answer', usage);
    const question = Object.keys(answers).find((name) => !SUPPLIED_QUESTIONS.some((known) => known === name));
    if (question !== undefined)
      throw badUsage(`--answer takes ${SUPPLIED_QUESTIONS.join(', ')}, not "${question}"`, usage);
    const totals = words.list('total').map((word) => parseTotal(word, words.text('stated-in')));
    const conclude = words.text('conclude');
    if (conclude !== undefined && conclude !== 'sufficient' && conclude !== 'insufficient')
      throw badUsage('--conclude takes sufficient or insufficient', usage);
    await call('engagement.open', { dir: path(dir) });
    const states = Object.keys(provenance).length + Object.keys(answers).length + totals.length > 0;
    if (source === undefined) {
      if (states || conclude !== undefined) throw badUsage('name the source that this is about', usage);
      if (words.flag('json')) terminal.json(await call('intake.sheets', {}));
      else printSources(terminal, (await call('intake.sources', {})).receipts);
      return 0;
    }
    const by = words.text('by');
    const on = words.text('on');
    const found =
      states || conclude !== undefined
        ? await call('intake.state', {
            source,
            provenance,
            answers,
            ...(totals.length > 0 ? { totals } : {}),
            ...(conclude === undefined
              ? {}
              : {
                  conclusion: { sufficient: conclude === 'sufficient', reason: words.text('reason') ?? '' },
                }),
            ...(by === undefined ? {} : { by }),
            ...(on === undefined ? {} : { on }),
          })
        : await call('intake.sheet', { source });
    if (words.flag('json')) terminal.json(found);
    else printSheet(terminal, found.receipt, found.sheet);
    return 0;
  },
};

export const reread: Command = {
  name: 'reread',
  usage: 'reread <dir> SOURCE [--as READER_ID|raw|lines] [--as-of DATE] [--encoding CODE_PAGE] [--json]',
  summary: 'Read a stored file again with another reader, mapping, moment or code page',
  options: {
    as: { type: 'string' },
    'as-of': { type: 'string' },
    encoding: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ words, terminal, call, path }) {
    const [dir, source] = words.positionals;
    if (dir === undefined || source === undefined || words.positionals.length > 2)
      throw badUsage('name one engagement and one source', reread.usage);
    await call('engagement.open', { dir: path(dir) });
    const as = words.text('as');
    const asOf = words.text('as-of');
    const encoding = words.text('encoding');
    const receipt = await call('intake.reread', {
      source,
      ...(as === undefined ? {} : { as }),
      ...(asOf === undefined ? {} : { as_of: asOf }),
      ...(encoding === undefined ? {} : { encoding }),
    });
    if (words.flag('json')) terminal.json(receipt);
    else printSources(terminal, [receipt]);
    return 0;
  },
};
