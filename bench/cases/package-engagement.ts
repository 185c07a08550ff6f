import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFiles } from '#engine/intake/index.ts';
import { newKey, openKey } from '#engine/keys/index.ts';
import type { EngineContext } from '#engine/service/context.ts';
import { buildEvidence } from '#engine/service/evidence/build.ts';
import { type BenchCase, timed } from '../case.ts';
import { isThere, timedCommand } from '../command.ts';
import { dataPath, inScratch, once } from '../data.ts';
import { ENGAGEMENT_DEPS, withEngagement, withNewEngagement } from '../engagement.ts';
import { recordFindings } from '../generate/many-findings.ts';
import { prepareTrail, trailFile } from '../generate/trail-file.ts';
import { warm } from '../package-data.ts';

const EVENTS_PER_FINDING = 40;
const dir = (events: number) => dataPath(`package-engagement-${events}`);
const findings = (events: number) => events / EVENTS_PER_FINDING;

/**
 * The command "package" as a whole: what it gathers from the database, the chain that it verifies anew, reports, files and
 * the signed package, of an engagement with one large audit trail and many findings.
 */
export const packageEngagement: BenchCase = {
  name: 'package-engagement',
  unit: 'events',
  sizes: { small: 100_000, full: 2_000_000 },
  about: (events) => `${findings(events)} findings`,
  prepare: async (events) => {
    await prepareTrail(events);
    await once(dir(events), (partial) =>
      withNewEngagement(partial, async (engagement) => {
        await importFiles(engagement, [trailFile(events)]);
        await recordFindings(engagement, findings(events));
      }),
    );
  },
  ours: async (events) => {
    await warm(trailFile(events));
    const keys = await mkdtemp(join(tmpdir(), 'tickmark-bench-keys-'));
    const validFrom = new Date(ENGAGEMENT_DEPS.now());
    await newKey(keys, { name: 'bench', passphrase: 'bench', commonName: 'Bench', validFrom });
    const signer = await openKey(keys, 'bench', 'bench');
    await rm(keys, { recursive: true });
    return inScratch((scratch) =>
      withEngagement(dir(events), async (engagement) => {
        const context = { engagement, deps: ENGAGEMENT_DEPS } as EngineContext;
        const request = { signer, role: 'preparer', without_sources: false, redactable: false } as const;
        const { took } = await timed(() =>
          buildEvidence(context, { ...request, path: join(scratch, 'package.zip') }, {}),
        );
        return { ...took, answer: null };
      }),
    );
  },
  baselines: [
    {
      name: 'openssl dgst -sha256 of the source',
      run: async (events) => {
        if (!isThere('openssl', ['version'])) return null;
        await warm(trailFile(events));
        const { took } = await timedCommand('openssl', ['dgst', '-sha256', trailFile(events)]);
        return { ...took, answer: null };
      },
    },
  ],
};
