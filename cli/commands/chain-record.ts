import type { ChainRecordView } from '#shared/model/chain-view.ts';
import { VERDICT_MARKS } from '#shared/model/vocabulary.ts';
import { badUsage } from '../args.ts';
import type { Command } from '../command.ts';

function recordText(record: ChainRecordView): string {
  if (record.fault !== null) {
    return [
      `${VERDICT_MARKS.fails} ${record.chain}, record ${record.index}: ${record.fault}`,
      ...(record.raw === null ? [] : [`  as received   ${record.raw}`]),
    ].join('\n');
  }
  return [
    `${record.agrees ? VERDICT_MARKS.holds : VERDICT_MARKS.fails} ${record.chain}, record ${record.index}${record.event_id === null ? '' : ` (${record.event_id})`}`,
    `  profile       ${record.profile}`,
    `  time          ${record.occurred_at ?? '–'}`,
    `  stated hash   ${record.stated}`,
    `  recomputed    ${record.computed}`,
    `  names before  ${record.previous ?? 'none: the start of a chain'}`,
    ...record.breaks.map((item) => `  ${VERDICT_MARKS.fails} ${item.kind}: ${item.detail}`),
    `  hashed bytes  ${record.preimage_size}${record.cut ? ', the first 65536 are shown' : ''}:`,
    record.preimage_text ?? record.preimage_hex ?? '',
    `  check: tickmark chain-record … --bytes | ${record.check_with}`,
  ].join('\n');
}

export const chainRecord: Command = {
  name: 'chain-record',
  usage: 'chain-record <dir> CHAIN INDEX [--bytes|--json]',
  summary: 'Show one record of a chain with both hashes, or write the very bytes that are hashed',
  options: { bytes: { type: 'boolean' }, json: { type: 'boolean' } },
  async run({ words, terminal, call, path }) {
    const [dir, chain, index] = words.positionals;
    if (dir === undefined || chain === undefined || index === undefined || words.positionals.length > 3)
      throw badUsage('name an engagement, a chain and the index of a record', chainRecord.usage);
    if (!/^[0-9]{1,12}$/.test(index))
      throw badUsage(`the index counts records from 0; "${index}" is no index`, chainRecord.usage);
    await call('engagement.open', { dir: path(dir) });
    const record = await call('chain.record', { chain, index: Number(index) });
    if (words.flag('bytes')) terminal.bytes(record.bytes);
    else if (words.flag('json')) {
      const { bytes: _bytes, ...shown } = record;
      terminal.json(shown);
    } else terminal.out(recordText(record));
    return record.agrees === true ? 0 : 1;
  },
};
