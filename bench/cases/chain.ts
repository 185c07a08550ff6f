import { fileURLToPath } from 'node:url';
import { nodeDigests, reusedChunks } from '#engine/engagement/index.ts';
import { hashInThreads } from '#engine/hashing/pool.ts';
import { findProfile, verifyLog } from '#engine/integrity/index.ts';
import { type BenchCase, timed } from '../case.ts';
import { isThere, timedCommand } from '../command.ts';
import { prepareTrail, trailFile } from '../generate/trail-file.ts';

const SCRIPT = fileURLToPath(new URL('../python/verify_chain.py', import.meta.url));

/** Verification of a hash-chained log, from the file to the verdict, with as many hashing threads as the command uses. */
export const chain: BenchCase = {
  name: 'chain',
  unit: 'events',
  sizes: { small: 200_000, full: 2_000_000 },
  prepare: prepareTrail,
  ours: async (events) => {
    const bytes = reusedChunks(trailFile(events));
    const { took, value } = await timed(() =>
      verifyLog(bytes, {
        profile: findProfile('event-python'),
        digests: nodeDigests,
        startHashing: hashInThreads,
      }),
    );
    const report = value[0];
    return {
      ...took,
      answer: `${report?.events} events, ${report?.breaks.length} breaks, head ${report?.head}`,
    };
  },
  baselines: [
    {
      name: 'Python (json.loads, json.dumps, hashlib)',
      run: async (events) => {
        if (!isThere('python3', ['--version'])) return null;
        const { took, out } = await timedCommand('python3', [SCRIPT, trailFile(events)]);
        return { ...took, answer: out };
      },
    },
    {
      name: 'sha256sum of the same bytes',
      run: async (events) => {
        if (!isThere('sha256sum', ['--version'])) return null;
        const { took } = await timedCommand('sha256sum', [trailFile(events)]);
        return { ...took, answer: null };
      },
    },
  ],
};
