import type { ChainBreak, ChainReport } from '#shared/model/chain.ts';
import type { ChainRecordView, ChainStrip, StripBin, StripSegment } from '#shared/model/chain-view.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, nodeDigests, type WorkOptions } from '#engine/engagement/index.ts';
import {
  type ChainRecordLine,
  digestCharacters,
  type Profile,
  readRecord,
  splitBatches,
} from '#engine/integrity/index.ts';
import { sourceChains } from '#engine/runner/index.ts';
import { verifyEngagementChains } from './chains.ts';
import { profilesInForce } from './chain-profiles.ts';

/** Segments that are listed; bins show the rest. */
const SEGMENTS = 500;
/** Bytes of a record or of its canonical form that are shown as text and hex; `bytes` carries up to MOST_BYTES. */
const SHOWN_BYTES = 64 * 1024;
const MOST_BYTES = 8 * 2 ** 20;

const verified = new WeakMap<Engagement, { key: string; reports: Map<string, ChainReport> }>();

/** The verdict over one log with nothing but what was imported; kept until the engagement changes. */
async function reportOf(engagement: Engagement, chain: string, work: WorkOptions): Promise<ChainReport> {
  const { head } = await engagement.journalHead();
  let cache = verified.get(engagement);
  if (cache?.key !== head) {
    cache = { key: head, reports: new Map() };
    verified.set(engagement, cache);
  }
  let report = cache.reports.get(chain);
  if (report === undefined) {
    const reports = await verifyEngagementChains(engagement, { chain, ...work });
    report = reports.find((item) => item.chain === chain) ?? reports[0];
    if (report === undefined) throw new TickmarkError('FILE_EMPTY', `the log ${chain} holds no records`);
    cache.reports.set(chain, report);
  }
  return report;
}

interface Times {
  from: string | null;
  to: string | null;
}

/** First and last time of each stretch of `size` records, as the table of events has them. */
async function timesOf(engagement: Engagement, chain: string, size: number): Promise<Map<number, Times>> {
  const rows = await engagement.store.use((session) =>
    session.rows(
      `SELECT seq // $size AS bin, strftime(min(occurred_at) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS first,
              strftime(max(occurred_at) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS last
       FROM audit_events WHERE chain = $chain GROUP BY bin ORDER BY bin`,
      { chain, size },
    ),
  );
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return new Map(
    rows.map((row) => [Number(row['bin']), { from: text(row['first']), to: text(row['last']) }]),
  );
}

function binsOf(report: ChainReport, size: number, times: ReadonlyMap<number, Times>): StripBin[] {
  const count = Math.ceil(report.events / size);
  const bins = Array.from(
    { length: count },
    (_, bin): StripBin => ({
      from: bin * size,
      to: Math.min((bin + 1) * size, report.events),
      first_at: times.get(bin)?.from ?? null,
      last_at: times.get(bin)?.to ?? null,
      breaks: {},
    }),
  );
  for (const { kind, index } of report.breaks) {
    const bin = bins[Math.min(Math.floor(index / size), count - 1)];
    if (bin !== undefined) bin.breaks[kind] = (bin.breaks[kind] ?? 0) + 1;
  }
  return bins;
}

/** Stretches between breaks. A warning about time is no end of one. */
function segmentsOf(report: ChainReport): StripSegment[] {
  const places = new Map<number, ChainBreak[]>();
  for (const item of report.breaks) {
    if (item.kind === 'time_backwards') continue;
    const same = places.get(item.index);
    if (same === undefined) places.set(item.index, [item]);
    else same.push(item);
  }
  const segments: StripSegment[] = [];
  let from = 0;
  for (const index of [...places.keys()].sort((a, b) => a - b)) {
    if (index > from) segments.push({ from, to: index, state: 'holds', kinds: [] });
    const to = Math.min(index + 1, report.events);
    segments.push({
      from: Math.min(index, to),
      to,
      state: 'break',
      kinds: [...new Set(places.get(index)!.map(({ kind }) => kind))],
    });
    from = Math.max(from, to);
  }
  if (from < report.events) segments.push({ from, to: report.events, state: 'holds', kinds: [] });
  return segments;
}

/** The log as a strip: at most `bins` stretches of equal length, and what lies between its breaks. */
export async function chainStrip(
  engagement: Engagement,
  chain: string,
  bins: number,
  work: WorkOptions,
): Promise<ChainStrip> {
  const report = await reportOf(engagement, chain, work);
  const size = Math.max(1, Math.ceil(report.events / bins));
  const times = await timesOf(engagement, chain, size);
  const made = binsOf(report, size, times);
  const segments = segmentsOf(report);
  return {
    chain,
    profile: report.profile,
    events: report.events,
    verdict: report.verdict,
    head: report.head,
    not_proven: report.not_proven,
    first_at: made.find(({ first_at }) => first_at !== null)?.first_at ?? null,
    last_at: made.findLast(({ last_at }) => last_at !== null)?.last_at ?? null,
    bin_size: size,
    bins: made,
    segments: segments.slice(0, SEGMENTS),
    segments_total: segments.length,
    breaks_total: report.breaks.length,
  };
}

async function lineAt(
  engagement: Engagement,
  chain: string,
  index: number,
): Promise<{ line: ChainRecordLine; sourceId: string }> {
  return engagement.store.use(async (session) => {
    for await (const log of sourceChains(session, engagement.sourcesDir)) {
      if (log.chain !== chain) continue;
      for await (const batch of splitBatches(log.bytes)) {
        const line = batch.find((item) => item.index === index);
        if (line !== undefined)
          return { line: { ...line, bytes: line.bytes.slice() }, sourceId: log.sourceId };
      }
    }
    throw new TickmarkError('NOT_FOUND', `the log ${chain} has no record ${index}`, {
      hint: 'Records count from 0, as verify-chain names them.',
    });
  });
}

async function profileOf(engagement: Engagement, name: string): Promise<Profile> {
  const found = (await profilesInForce(engagement)).find((profile) => profile.name === name);
  if (found !== undefined) return found;
  throw new TickmarkError('PROFILE_UNKNOWN', `no profile ${JSON.stringify(name)} explains the log`, {
    hint: 'Write a profile for it; until then its records have no hash that could be computed again.',
  });
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** How the stated hash is compared with what `sha256sum` prints. */
function checkWith({ digest }: Profile, characters: number): string {
  const command = `${digest.algorithm}sum`;
  if (digest.keyed) return `openssl dgst -${digest.algorithm} -mac HMAC -macopt key:SECRET`;
  const cut =
    characters < { sha1: 40, sha256: 64, sha384: 96, sha512: 128 }[digest.algorithm]
      ? ` | cut -c1-${characters}`
      : '';
  return `${command}${cut}`;
}

/** One record with both hashes and the exact bytes that are hashed. Throws NOT_FOUND, PROFILE_UNKNOWN. */
export async function chainRecord(
  engagement: Engagement,
  chain: string,
  index: number,
  work: WorkOptions,
): Promise<ChainRecordView> {
  const report = await reportOf(engagement, chain, work);
  const { line, sourceId } = await lineAt(engagement, chain, index);
  const profile = await profileOf(engagement, report.profile);
  const { facts, preimage } = readRecord(line, profile, nodeDigests);
  const shown = preimage?.subarray(0, SHOWN_BYTES) ?? null;
  return {
    chain,
    index,
    source_id: sourceId,
    record_no: index + 1,
    event_id: facts.id,
    occurred_at: facts.time,
    profile: profile.name,
    algorithm: profile.digest.algorithm,
    fault: facts.fault,
    stated: facts.fault === null ? facts.stated : null,
    computed: facts.fault === null ? facts.computed : null,
    agrees: facts.fault === null ? facts.sound : null,
    previous: facts.fault === null && facts.previous !== '' ? facts.previous : null,
    check_with: checkWith(profile, digestCharacters(profile)),
    prefix: profile.digest.prefix,
    raw: textOf(line.bytes.subarray(0, SHOWN_BYTES)),
    preimage_size: preimage?.length ?? 0,
    preimage_text: shown === null ? null : textOf(shown),
    preimage_hex: shown === null ? null : Buffer.from(shown).toString('hex'),
    cut: (preimage?.length ?? 0) > SHOWN_BYTES || line.bytes.length > SHOWN_BYTES,
    bytes: preimage === null || preimage.length > MOST_BYTES ? new Uint8Array() : preimage,
    breaks: report.breaks.filter((item) => item.index === index),
  };
}
