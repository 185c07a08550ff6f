import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProfile, parseAnchor, splitBatches, verifyChain } from '#engine/integrity/index.ts';
import { chainVectors, filesOf } from './files.ts';
import { nodeDigests } from './node-digests.ts';

const folder = import.meta.dirname;
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'expect.json')))
  .map((entry) => entry.name);

async function verdictsOf(name: string, profile: string | null) {
  const anchorFile = join(folder, name, 'anchor.json');
  const anchors = existsSync(anchorFile)
    ? parseAnchor(readFileSync(anchorFile), { digests: nodeDigests })
    : [];
  const log = readFileSync(join(folder, name, 'log.ndjson'));
  const reports = await verifyChain(splitBatches([log]), {
    profile: profile === null ? 'auto' : findProfile(profile),
    digests: nodeDigests,
    anchors,
  });
  return reports.map((report) => ({
    profile: report.profile,
    chain: report.chain,
    verdict: report.verdict,
    breaks: report.breaks.map(({ kind, index, event_id }) => ({ kind, index, id: event_id })),
    not_proven: report.not_proven,
  }));
}

describe('chain vectors', () => {
  it('are what the plan writes', () => {
    expect(names).toEqual(expect.arrayContaining(chainVectors().map((vector) => vector.name)));
    for (const vector of chainVectors()) {
      for (const [file, text] of Object.entries(filesOf(vector))) {
        expect(readFileSync(join(folder, vector.name, file), 'utf8')).toBe(text);
      }
    }
  });

  it.each(names)('%s is told as it was made, with the profile named and with it detected', async (name) => {
    const stated = JSON.parse(readFileSync(join(folder, name, 'expect.json'), 'utf8'));
    const wanted = stated.expect.map((chain: object) => ({ profile: stated.profile, ...chain }));
    expect(await verdictsOf(name, stated.profile)).toEqual(wanted);
    expect(await verdictsOf(name, null)).toEqual(wanted);
  });
});
