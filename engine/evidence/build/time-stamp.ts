import { createHash } from 'node:crypto';
import { TickmarkError } from '#shared/model/errors.ts';
import type { SignRole } from '#shared/model/vocabulary.ts';
import { openSource } from '../format/byte-source.ts';
import { envelopePath, timeRequestPath, timeResponsePath } from '../format/layout.ts';
import { type OpenedPackage, openPackage } from '../format/open-package.ts';
import { parseTimeResponse, writeTimeRequest } from '../format/timestamp.ts';
import { extendPackage } from './copy-package.ts';

/**
 * The .tsq for a role's signature, to be carried to a time stamping authority on a machine with a network.
 * Throws PACKAGE_ROLE when that role has not signed.
 */
export async function timeRequest(file: string, role: SignRole): Promise<Uint8Array> {
  const source = await openSource(file);
  try {
    return requestFor(await signature(await openPackage(source), role));
  } finally {
    await source.close();
  }
}

export interface TimeTokenInput {
  file: string;
  role: SignRole;
  /** The .tsr that came back. */
  response: Uint8Array;
  out: string;
  signal?: AbortSignal;
}

/** Copies a package and adds the authority's answer. Throws PACKAGE_INVALID when the answer is not for this signature. */
export async function addTimeToken(input: TimeTokenInput): Promise<{ file: string; id: string; time: Date }> {
  const { file, role, response, out } = input;
  let time = new Date(0);
  const id = await extendPackage({
    file,
    out,
    ...(input.signal === undefined ? {} : { signal: input.signal }),
    replaced: [timeRequestPath(role), timeResponsePath(role)],
    admit: async (opened) => {
      const token = parseTimeResponse(response, await signature(opened, role));
      if (typeof token === 'string') throw new TickmarkError('PACKAGE_INVALID', `The time token ${token}`);
      time = token.time;
    },
    add: async (bag, opened) => {
      await bag.add(timeRequestPath(role), { bytes: requestFor(await signature(opened, role)) });
      await bag.add(timeResponsePath(role), { bytes: response });
    },
  });
  return { file: out, id, time };
}

async function signature(opened: OpenedPackage, role: SignRole): Promise<Uint8Array> {
  if (opened.files.has(envelopePath(role))) return opened.readSmall(envelopePath(role));
  throw new TickmarkError('PACKAGE_ROLE', `The package carries no signature of the ${role}`);
}

function requestFor(envelope: Uint8Array): Uint8Array {
  return writeTimeRequest(createHash('sha256').update(envelope).digest());
}
