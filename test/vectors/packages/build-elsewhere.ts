import { buildPackage } from '#engine/evidence/index.ts';
import { makeParty, sampleInput } from './make-package.ts';

/** Builds the sample package in this process's own environment; the path to write is the argument. */
const [out] = process.argv.slice(2);
if (out === undefined) throw new Error('usage: build-elsewhere.ts OUT.zip');
const { signer } = await makeParty('Ana-Preparer');
process.stdout.write((await buildPackage(await sampleInput(signer, out))).tagManifestSha256);
