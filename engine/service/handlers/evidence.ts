import type { KeyView } from '#shared/contract/schemas.ts';
import {
  addTimeToken,
  redactableParts,
  redactPackage,
  signPackage,
  timeRequest,
} from '#engine/evidence/index.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import {
  exportCertificate,
  importPkcs12,
  type KeyInfo,
  listKeys,
  newKey,
  openKey,
} from '#engine/keys/index.ts';
import { buildEvidence } from '../evidence/build.ts';
import { describePackage } from '../evidence/describe.ts';
import { previewReport } from '../evidence/preview.ts';
import { readSmall, writeNew } from '../files.ts';
import { reperform } from '../reperform.ts';
import type { Handlers } from '../context.ts';

type Area =
  | 'keys.list'
  | 'keys.unreadable'
  | 'keys.create'
  | 'keys.import'
  | 'keys.certificate'
  | 'package.preview'
  | 'package.build'
  | 'package.sign'
  | 'package.time-request'
  | 'package.time-response'
  | 'package.redact'
  | 'package.redactable'
  | 'package.verify'
  | 'package.reperform';

/** Keys, certificates and time stamps: bytes. */
const SMALL_FILE = 1 << 20;

function keyView(key: KeyInfo): KeyView {
  return {
    name: key.name,
    algorithm: key.algorithm,
    subject: key.subject,
    fingerprint: key.fingerprint,
    not_after: key.valid_to,
  };
}

export const evidenceHandlers: Pick<Handlers, Area> = {
  'keys.list': async ({ deps }) => (await listKeys(deps.keyDir)).keys.map(keyView),

  'keys.unreadable': async ({ deps }) => (await listKeys(deps.keyDir)).unreadable,

  'keys.create': async ({ deps }, { name, passphrase, algorithm }) => {
    const validFrom = new Date(deps.now());
    return keyView(await newKey(deps.keyDir, { name, passphrase, algorithm, commonName: name, validFrom }));
  },

  'keys.import': async ({ deps }, { file, name, file_passphrase, passphrase }) =>
    keyView(
      await importPkcs12(deps.keyDir, {
        name,
        bytes: await readSmall(file, SMALL_FILE),
        filePassphrase: file_passphrase,
        passphrase,
        now: new Date(deps.now()),
      }),
    ),

  'keys.certificate': async ({ deps }, { name }) => ({ pem: await exportCertificate(deps.keyDir, name) }),

  'package.preview': async (context, { path }, work) => previewReport(context, path, work),

  'package.build': async (context, params, work) => {
    const signer = await openKey(context.deps.keyDir, params.key, params.passphrase);
    return buildEvidence(context, { ...params, signer }, work);
  },

  'package.sign': async ({ deps }, { file, key, passphrase, role, path }, work) => {
    const signer = await openKey(deps.keyDir, key, passphrase);
    await signPackage({ file, signer, role, signedAt: deps.now(), out: path, ...work });
    return describePackage(path);
  },

  'package.time-request': async (_context, { file, role, path }) => {
    await writeNew(path, await timeRequest(file, role));
    return { file: path };
  },

  'package.time-response': async (_context, { file, role, response, path }, work) => {
    const { time } = await addTimeToken({
      file,
      role,
      response: await readSmall(response, SMALL_FILE),
      out: path,
      ...work,
    });
    return { ...(await describePackage(path)), time: time.toISOString() };
  },

  'package.redactable': async (_context, { file }) => redactableParts(file),

  'package.redact': async (_context, { file, path, sources, keep }, work) => {
    const { id, ...rest } = await redactPackage({
      file,
      out: path,
      sources,
      keep,
      signal: work.signal,
      onFile: (done, total) =>
        work.onProgress?.({ phase: 'Redacting the package', done, total, unit: 'files' }),
    });
    return { file: path, package_id: id, ...rest };
  },

  'package.verify': async (_context, { file, trust }) =>
    verifyPackage(
      file,
      trust === undefined ? {} : { trust: [(await readSmall(trust, SMALL_FILE)).toString('utf8')] },
    ),

  'package.reperform': async (context, { file }, work) => reperform(context.deps, file, work),
};
