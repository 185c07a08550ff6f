import type { ChainBreak, ChainPart, ChainReport } from '#shared/model/chain.ts';
import type { ChainRecordView, ChainStrip, StripBin, StripSegment } from '#shared/model/chain-view.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, nodeDigests, type WorkOptions } from '#engine/engagement/index.ts';
import {
  type ChainRecordLine,
  digestCharacters,
  parseProfile,
  type Profile,
  readRecord,
  splitBatches,
} from '#engine/integrity/index.ts';
import { chainSources, lastVerified } from './chains.ts';
import { profilesInForce } from './chain-profiles.ts';

/** Segments that are listed; bins show the rest. */
const SEGMENTS = 500;
/** Bytes of a record or of its canonical form that are shown as text and hex; `bytes` carries up to MOST_BYTES. */
const SHOWN_BYTES = 64 * 1024;
const MOST_BYTES = 8 * 2 ** 20;

interface Times {
  from: string | null;
  to: string | null;
}

/** First and last time of each stretch of `size` records, as the table of events has them. */
async function timesOf(
  engagement: Engagement,
  parts: readonly ChainPart[],
  size: number,
): Promise<Map<number, Times>> {
  const rows = await engagement.store.use((session) =>
    session.rows(
      `WITH parts AS (SELECT unnest($sources::VARCHAR[]) AS source_id, unnest($starts::BIGINT[]) AS start)
       SELECT (p.start + e.seq) // $size AS bin,
              strftime(min(e.occurred_at) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS first,
              strftime(max(e.occurred_at) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS last
       FROM audit_events AS e JOIN parts AS p USING (source_id) GROUP BY bin ORDER BY bin`,
      {
        sources: parts.map(({ source_id }) => source_id ?? ''),
        starts: parts.map(({ from }) => String(from)),
        size,
      },
    ),
  );
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return new Map(
    rows.map((row) => [Number(row['bin']), { from: text(row['first']), to: text(row['last']) }]),
  );
}

function binsOf(
  report: ChainReport,
  records: number,
  size: number,
  times: ReadonlyMap<number, Times>,
): StripBin[] {
  const count = Math.ceil(records / size);
  const bins = Array.from(
    { length: count },
    (_, bin): StripBin => ({
      from: bin * size,
      to: Math.min((bin + 1) * size, records),
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
function segmentsOf(report: ChainReport, records: number): StripSegment[] {
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
    const to = Math.min(index + 1, records);
    segments.push({
      from: Math.min(index, to),
      to,
      state: 'break',
      kinds: [...new Set(places.get(index)!.map(({ kind }) => kind))],
    });
    from = Math.max(from, to);
  }
  if (from < records) segments.push({ from, to: records, state: 'holds', kinds: [] });
  return segments;
}

/** The log as a strip: at most `bins` stretches of equal length, and what lies between its breaks. */
export async function chainStrip(
  engagement: Engagement,
  chain: string,
  bins: number,
  work: WorkOptions,
): Promise<ChainStrip> {
  const report = await lastVerified(engagement, chain, work);
  const { parts = [] } = report;
  // Positions count all records of the log, also those of other chains in it.
  const records = parts.reduce((sum, part) => sum + part.records, 0);
  const size = Math.max(1, Math.ceil(records / bins));
  const times = await timesOf(engagement, parts, size);
  const made = binsOf(report, records, size, times);
  const segments = segmentsOf(report, records);
  return {
    chain: report.chain,
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
    parts,
  };
}

async function lineAt(
  engagement: Engagement,
  { chain, parts = [] }: ChainReport,
  index: number,
): Promise<{ line: ChainRecordLine; part: ChainPart }> {
  const part = parts.find(({ from, records }) => index >= from && index < from + records);
  const sources = await chainSources(engagement);
  const source = sources.find(({ sourceId }) => sourceId === part?.source_id);
  if (part !== undefined && source !== undefined) {
    for await (const batch of splitBatches(source.open())) {
      const line = batch.find((item) => item.index === index - part.from);
      if (line !== undefined) return { line: { ...line, index, bytes: line.bytes.slice() }, part };
    }
  }
  throw new TickmarkError('NOT_FOUND', `the log ${chain} has no record ${index}`, {
    hint: 'Records count from 0, as verify-chain names them.',
  });
}

async function profileOf(
  engagement: Engagement,
  { profile: name, worked_out }: ChainReport,
): Promise<Profile> {
  if (worked_out !== undefined) return parseProfile(worked_out);
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
  if (digest.encoding !== 'hex') return `openssl dgst -${digest.algorithm} -binary | base64`;
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
  const report = await lastVerified(engagement, chain, work);
  const { line, part } = await lineAt(engagement, report, index);
  const profile = await profileOf(engagement, report);
  const { facts, preimage } = readRecord(line, profile, nodeDigests);
  const shown = preimage?.subarray(0, SHOWN_BYTES) ?? null;
  return {
    chain: report.chain,
    index,
    source_id: part.source_id ?? '',
    file: part.file,
    record_no: index - part.from + 1,
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
