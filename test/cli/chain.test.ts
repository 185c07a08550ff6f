import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChainRecordView, ChainStrip } from '#shared/model/chain-view.ts';
import type { ChainReport } from '#shared/model/chain.ts';
import { tempFolder } from '#test/support/engagement.ts';
import { cli, SMALL_COMPANY, spawnedCli, write } from './support.ts';

const folder = tempFolder('tickmark-chain-');
const dir = folder.dir;
const run = (...words: string[]) => cli(dir, words);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Event {
  [name: string]: unknown;
}

/** The seed's event shape, chained over sorted keys with Python's spacing: written here, not by the verifier. */
function log(
  count: number,
  change: (event: Event, n: number) => Event = (event) => event,
): { lines: string[]; heads: string[] } {
  const lines: string[] = [];
  const heads: string[] = [];
  let previous = '0'.repeat(64);
  for (let n = 0; n < count; n++) {
    const event: Event = change(
      {
        id: `evt_${n + 1}`,
        timestamp: new Date(Date.UTC(2024, 10, 1, n)).toISOString(),
        event_type: 'access_granted',
        user: `u${n}@company.com`,
        resource: 'ledger:books',
        action: 'grant',
        permission: 'read',
        actor: 'it@company.com',
        previous_hash: previous,
      },
      n,
    );
    const body = `{${Object.keys(event)
      .sort()
      .map((key) => `${JSON.stringify(key)}: ${JSON.stringify(event[key])}`)
      .join(', ')}}`;
    previous = sha256(body);
    heads.push(previous);
    lines.push(JSON.stringify({ ...event, hash: previous }));
  }
  return { lines, heads };
}

const chains = (out: { json: () => never }) => (out.json() as { chains: ChainReport[] }).chains;
const trail = log(40);

beforeAll(async () => {
  write(dir, { ...SMALL_COMPANY, 'in/audit.ndjson': `${trail.lines.join('\n')}\n` });
  expect((await run('init', 'e', '--client', 'C', '--period', '2024-11-01..2024-11-30')).code).toBe(0);
  expect((await run('import', 'e', 'in')).code).toBe(0);
});
afterAll(() => folder.remove());

describe('one record, to be checked by hand', () => {
  it.each([0, 17, 39])('writes the hashed bytes of record %i, and sha256sum agrees', (index) => {
    const bytes = spawnSync(
      process.execPath,
      [
        '--import',
        'tsx',
        join(import.meta.dirname, '../../cli/main.ts'),
        'chain-record',
        'e',
        'audit',
        String(index),
        '--bytes',
        '--quiet',
      ],
      {
        cwd: join(import.meta.dirname, '../..'),
        env: { ...process.env, INIT_CWD: dir },
      },
    );
    expect(bytes.status).toBe(0);
    const { stdout } = spawnSync('sha256sum', { input: bytes.stdout, encoding: 'utf8' });
    expect(stdout.slice(0, 64)).toBe(trail.heads[index]);
  });

  it('shows both hashes and what the record names before it', async () => {
    const record = (await run('chain-record', 'e', 'audit', '17', '--json')).json() as ChainRecordView;
    expect(record).toMatchObject({
      index: 17,
      record_no: 18,
      event_id: 'evt_18',
      occurred_at: '2024-11-01T17:00:00.000Z',
      stated: trail.heads[17],
      computed: trail.heads[17],
      previous: trail.heads[16],
      agrees: true,
      check_with: 'sha256sum',
      cut: false,
      raw: trail.lines[17],
      breaks: [],
    });
    expect(sha256(record.preimage_text!)).toBe(trail.heads[17]);
    expect(Buffer.from(record.preimage_hex!, 'hex').toString('utf8')).toBe(record.preimage_text);
  });

  it('says when there is no such record or chain', async () => {
    expect((await run('chain-record', 'e', 'audit', '40')).err).toContain(
      'error NOT_FOUND: the log audit has no record 40',
    );
    expect((await run('chain-record', 'e', 'other', '0')).err).toContain('error NOT_FOUND');
    expect((await run('chain-record', 'e', 'audit', '-1')).code).toBe(2);
    expect((await run('chain-record', 'e', 'audit', 'one')).err).toContain('no index');
  });
});

describe('anchors', () => {
  const verify = (...more: string[]) => run('verify-chain', 'e', ...more, '--json');

  it('are typed in', async () => {
    expect(chains(await verify())[0]).toMatchObject({ verdict: 'not_proven', not_proven: ['tail'] });
    expect(chains(await verify('--head', trail.heads[39]!, '--count', '40'))[0]).toMatchObject({
      verdict: 'intact',
    });
    const more = await verify('--head', 'ab'.repeat(32), '--count', '41');
    expect([more.code, chains(more)[0]!.breaks.map(({ kind }) => kind)]).toEqual([1, ['tail_truncated']]);
    expect((await verify('--head', trail.heads[39]!)).err).toContain('needs both');
    expect((await verify('--head', trail.heads[39]!, '--count', 'many')).err).toContain('whole number');
  });

  it('bound a suffix that was written anew by the last good and the first bad', async () => {
    const forged = log(40, (event, n) => (n < 20 ? event : { ...event, actor: 'mallory@company.com' }));
    write(dir, {
      'forged.ndjson': `${forged.lines.join('\n')}\n`,
      'two.json': JSON.stringify([
        { count: 10, head: trail.heads[9] },
        { count: 30, head: trail.heads[29] },
      ]),
    });
    const found = await run('verify-chain', 'forged.ndjson', '--anchor', 'two.json', '--json');
    const [item] = chains(found)[0]!.breaks;
    expect(item).toMatchObject({
      kind: 'suffix_recomputed',
      index: 29,
      stated: forged.heads[29],
      computed: trail.heads[29],
    });
    expect(item!.detail).toContain('records 11 to 30');
  });

  it('are read from a checkpoint, whose signature is checked with its key', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const name = 'log.example/audit';
    const id = createHash('sha256')
      .update(Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([1]), raw]))
      .digest()
      .subarray(0, 4);
    const key = `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.from([1]), raw]).toString('base64')}`;
    const body = `audit\n40\n${Buffer.from(trail.heads[39]!, 'hex').toString('base64')}\n`;
    const signature = Buffer.concat([id, sign(null, Buffer.from(body), privateKey)]).toString('base64');
    write(dir, {
      'note.txt': `${body}\n— ${name} ${signature}\n`,
      'key.txt': `${key}\n`,
      'bad.txt': `${body.replace('40', '39')}\n— ${name} ${signature}\n`,
    });
    const unchecked = chains(await verify('--anchor', 'note.txt'))[0]!;
    expect(unchecked.warnings).toContain('the signature of the checkpoint was not checked: no key was given');
    for (const given of [key, 'key.txt']) {
      const checked = chains(await verify('--anchor', 'note.txt', '--checkpoint-key', given))[0]!;
      expect([checked.verdict, checked.warnings]).toEqual(['intact', []]);
    }
    expect((await verify('--anchor', 'bad.txt', '--checkpoint-key', key)).err).toContain(
      'error ANCHOR_INVALID: The signature of the checkpoint does not hold',
    );
    expect((await verify('--checkpoint-key', key)).err).toContain('no checkpoint');
  });

  it('of keyed logs need the key', async () => {
    let previous = '0'.repeat(64);
    const lines = Array.from({ length: 5 }, (_, n) => {
      const event = {
        id: `e${n}`,
        timestamp: '2024-11-01T00:00:00Z',
        event_type: 'login',
        user: 'a@company.com',
        previous_hash: previous,
      };
      // JCS: sorted keys, no spaces.
      const body = JSON.stringify(
        Object.fromEntries(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1))),
      );
      previous = createHmac('sha256', 'secret').update(body).digest('hex');
      return JSON.stringify({ ...event, hash: previous });
    });
    write(dir, { 'keyed.ndjson': `${lines.join('\n')}\n`, 'secret.txt': 'secret\n' });
    expect((await run('verify-chain', 'keyed.ndjson')).err).toContain('PROFILE_UNKNOWN');
    const report = chains(
      await run('verify-chain', 'keyed.ndjson', '--hmac-key', 'secret.txt', '--json'),
    )[0]!;
    expect([report.profile, report.verdict, report.breaks]).toEqual(['event-hmac-jcs', 'not_proven', []]);
  });
});

const PROFILE = `name: ours
title: Fields joined by a bar, hashed with SHA-256
fields:
  id: id
  time: timestamp
  hash: hash
  previous: previous_hash
content:
  form: delimited
  only: [id, timestamp, user, previous_hash]
  delimiter: "|"
link:
  position: in_record
`;

describe('profiles of an engagement', () => {
  it('are kept, tried first, carried into the package and used again', async () => {
    let previous = '0'.repeat(64);
    const lines = Array.from({ length: 12 }, (_, n) => {
      const event = {
        id: `x${n}`,
        timestamp: '2024-11-02T00:00:00Z',
        event_type: 'login',
        user: 'a@company.com',
        previous_hash: previous,
      };
      previous = sha256([event.id, event.timestamp, event.user, event.previous_hash].join('|'));
      return JSON.stringify({ ...event, hash: previous });
    });
    mkdirSync(join(dir, 'more'));
    write(dir, {
      'more/joined.ndjson': `${lines.join('\n')}\n`,
      'ours.yaml': PROFILE,
      'wrong.yaml': PROFILE.replace('delimited', 'spelled'),
    });
    expect((await run('import', 'e', 'more')).code).toBe(0);
    const before = chains(await run('verify-chain', 'e', '--chain', 'joined', '--json'));
    expect(before[0]).toMatchObject({ profile: 'unknown', verdict: 'not_proven' });
    expect((await run('profiles', 'e', 'save', 'wrong.yaml')).err).toContain('error PROFILE_INVALID');
    expect((await run('profiles', 'e', 'save', 'ours.yaml')).code).toBe(0);
    const listed = (await run('profiles', 'e', '--json')).json() as {
      profiles: { name: string; own: boolean; yaml: string | null }[];
    };
    expect(listed.profiles[0]).toMatchObject({ name: 'ours', own: true, yaml: PROFILE });
    const after = chains(await run('verify-chain', 'e', '--chain', 'joined', '--json'));
    expect(after[0]).toMatchObject({
      profile: 'ours',
      verdict: 'not_proven',
      not_proven: ['tail'],
      breaks: [],
    });
    const journal = readFileSync(join(dir, 'e/journal.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string; details: unknown });
    expect(journal.at(-1)).toMatchObject({
      action: 'chain_profile_saved',
      details: { name: 'ours', sha256: sha256(PROFILE) },
    });

    expect((await run('run', 'e', 'trail.chain-intact')).code).toBe(0);
    expect((await run('keys', 'new', 'k')).code).toBe(0);
    const built = await run('package', 'e', '--key', 'k', '--role', 'preparer', '--out', 'p.zip');
    expect([built.code, built.err.includes('error')]).toEqual([0, false]);
    const again = spawnedCli(dir, ['reperform', 'p.zip', '--json']);
    expect([again.code, again.json() as unknown]).toEqual([0, { verdict: 'same', differences: [] }]);
  }, 240_000);

  it('give their heads to the next audit through the package', async () => {
    const longer = log(60);
    expect(longer.heads[39]).toBe(trail.heads[39]);
    mkdirSync(join(dir, 'next'));
    const rewritten = log(60, (event, n) => (n < 30 ? event : { ...event, actor: 'mallory@company.com' }));
    write(dir, {
      'next/audit.ndjson': `${longer.lines.join('\n')}\n`,
      'rewritten/audit.ndjson': `${rewritten.lines.join('\n')}\n`,
    });
    const good = chains(await run('verify-chain', 'next/audit.ndjson', '--package', 'p.zip', '--json'))[0]!;
    expect([good.verdict, good.not_proven]).toEqual(['not_proven', ['tail']]);
    const bad = chains(
      await run('verify-chain', 'rewritten/audit.ndjson', '--package', 'p.zip', '--json'),
    )[0]!;
    expect(bad.breaks).toMatchObject([{ kind: 'suffix_recomputed', index: 39 }]);

    expect((await run('init', 'e2', '--client', 'C', '--period', '2024-12-01..2024-12-31')).code).toBe(0);
    expect((await run('import', 'e2', 'rewritten')).code).toBe(0);
    const kept = await run('anchor', 'e2', '--package', 'p.zip', '--json');
    expect(kept.json() as unknown).toMatchObject({ reader: 'chain-anchors', loaded: 2 });
    const found = chains(await run('verify-chain', 'e2', '--json'))[0]!;
    expect(found.breaks.map(({ kind, index }) => [kind, index])).toEqual([['suffix_recomputed', 39]]);
    writeFileSync(join(dir, 'p-changed.zip'), readFileSync(join(dir, 'p.zip')).fill(65, 2000, 2010));
    expect((await run('anchor', 'e2', '--package', 'p-changed.zip')).err).toContain('error PACKAGE_INVALID');
    expect((await run('anchor', 'e2')).err).toContain('error DATA_MISSING');
  }, 120_000);
});

describe('the strip', () => {
  it('has a bounded number of bins, with times and breaks in their places', async () => {
    const { hostEngine } = await import('#server/host-engine.ts');
    const engine = hostEngine({ ...process.env, XDG_CONFIG_HOME: join(dir, 'config') });
    try {
      expect((await engine.call('engagement.open', { dir: join(dir, 'e') })).ok).toBe(true);
      const answer = await engine.call('chain.strip', { chain: 'audit', bins: 4 });
      const strip = (answer as { value: ChainStrip }).value;
      expect(strip).toMatchObject({
        events: 40,
        bin_size: 10,
        verdict: 'not_proven',
        segments: [{ from: 0, to: 40, state: 'holds', kinds: [] }],
        segments_total: 1,
      });
      expect(strip.bins.map(({ from, to, first_at, last_at }) => [from, to, first_at, last_at])).toEqual([
        [0, 10, '2024-11-01T00:00:00Z', '2024-11-01T09:00:00Z'],
        [10, 20, '2024-11-01T10:00:00Z', '2024-11-01T19:00:00Z'],
        [20, 30, '2024-11-01T20:00:00Z', '2024-11-02T05:00:00Z'],
        [30, 40, '2024-11-02T06:00:00Z', '2024-11-02T15:00:00Z'],
      ]);
      await engine.call('engagement.open', { dir: join(dir, 'e2') });
      const broken = (
        (await engine.call('chain.strip', { chain: 'audit', bins: 6 })) as { value: ChainStrip }
      ).value;
      expect(broken.bins.map(({ breaks }) => breaks)).toEqual([{}, {}, {}, { suffix_recomputed: 1 }, {}, {}]);
      expect(broken.segments).toEqual([
        { from: 0, to: 39, state: 'holds', kinds: [] },
        { from: 39, to: 40, state: 'break', kinds: ['suffix_recomputed'] },
        { from: 40, to: 60, state: 'holds', kinds: [] },
      ]);
    } finally {
      await engine.close();
    }
  });
});
