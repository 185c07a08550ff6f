import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { Contract } from '#shared/contract/envelope.ts';
import { createEngine, defaultKeyDir, type EngineDeps } from '#engine/index.ts';
import { generateSample } from '#fixtures/generate.ts';
import { SAMPLE_SCOPE } from '#fixtures/scope.ts';
import packageJson from '../package.json' with { type: 'json' };

/** What every host on Node gives the engine: clock, user, key folder, the sample's generator. */
export function hostDeps(env: NodeJS.ProcessEnv = process.env): EngineDeps {
  const keyDir = defaultKeyDir(env, process.platform, homedir());
  return {
    toolVersion: packageJson.version,
    now: () => `${new Date().toISOString().slice(0, 19)}Z`,
    actor: userInfo().username,
    keyDir,
    placesDir: join(dirname(keyDir), 'places'),
    tempDir: tmpdir(),
    writeSample: async (dir) => {
      const { exports } = await generateSample(dir);
      return { ...SAMPLE_SCOPE, exports };
    },
  };
}

export function hostEngine(env: NodeJS.ProcessEnv = process.env): Contract {
  return createEngine(hostDeps(env));
}
