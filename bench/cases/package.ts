import { join } from 'node:path';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { type Baseline, type BenchCase, timed } from '../case.ts';
import { isThere, timedCommand } from '../command.ts';
import { dataPath, inScratch, once } from '../data.ts';
import { mkdir } from 'node:fs/promises';
import { buildBenchPackage, findingsFor, prepareSources, sourceFiles, warm } from '../package-data.ts';

const dir = (megabytes: number) => dataPath(`package-2-${megabytes}`);
const file = (megabytes: number) => join(dir(megabytes), 'package.zip');

function openssl(what: string, files: (megabytes: number) => Promise<string[]>): Baseline {
  return {
    name: `openssl dgst -sha256 of ${what}`,
    run: async (megabytes) => {
      if (!isThere('openssl', ['version'])) return null;
      const paths = await files(megabytes);
      for (const path of paths) await warm(path);
      const { took } = await timedCommand('openssl', ['dgst', '-sha256', ...paths]);
      return { ...took, answer: null };
    },
  };
}

const common = {
  unit: 'MB of sources',
  sizes: { small: 50, full: 1000 },
  about: (megabytes: number) => `${findingsFor(megabytes)} findings`,
};

/** Files from findings (JSON, CSV, XLSX, PDF), then the signed package. Bound by the number of findings, in one thread. */
export const packageBuild: BenchCase = {
  ...common,
  name: 'package-build',
  prepare: prepareSources,
  ours: async (megabytes) => {
    for (const path of await sourceFiles(megabytes)) await warm(path);
    return inScratch(async (scratch) => {
      const { took } = await timed(() => buildBenchPackage(megabytes, scratch));
      return { ...took, answer: null };
    });
  },
  baselines: [openssl('the sources', sourceFiles)],
};

/** All checks of a package. Bound by SHA-256 and CRC-32 in threads, and by documents, which another thread reads meanwhile. */
export const packageVerify: BenchCase = {
  ...common,
  name: 'package-verify',
  prepare: async (megabytes) => {
    await prepareSources(megabytes);
    await once(dir(megabytes), async (path) => {
      await mkdir(path);
      await buildBenchPackage(megabytes, path);
    });
  },
  ours: async (megabytes) => {
    await warm(file(megabytes));
    const { took, value } = await timed(() => verifyPackage(file(megabytes)));
    if (value.verdict !== 'valid')
      throw new Error(`the package is not valid: ${JSON.stringify(value.checks.filter(({ ok }) => ok === false))}`);
    return { ...took, answer: null };
  },
  baselines: [openssl('the package', async (megabytes) => [file(megabytes)])],
};
