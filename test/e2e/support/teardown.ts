import { rm } from 'node:fs/promises';

/** The sample of the run goes with the run. */
export default async function forgetSample(): Promise<void> {
  await rm(process.env['E2E_SAMPLE']!, { recursive: true, force: true });
}
