import { generateKeyPairSync, sign, verify, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeDigests } from '#test/vectors/chains/node-digests.ts';
import { parseAnchor } from './anchor.ts';
import type { AnchorOptions, ChainAnchor } from './model.ts';
import { noteKeyId } from './signed-note.ts';

const HEAD = 'ab'.repeat(32);
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const options: AnchorOptions = {
  digests: nodeDigests,
  verifyEd25519: (publicKey, message, signature) => {
    const key = createPublicKey({
      key: Buffer.concat([SPKI_PREFIX, publicKey]),
      format: 'der',
      type: 'spki',
    });
    return verify(null, message, key, signature);
  },
};

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
const NAME = 'log.example/audit';
const keyId = noteKeyId(NAME, raw, nodeDigests);
const verifierKey = `${NAME}+${keyId}+${Buffer.concat([Buffer.from([1]), raw]).toString('base64')}`;

function note(body: string, signedBody = body): string {
  const signature = sign(null, Buffer.from(signedBody), privateKey);
  const blob = Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64');
  return `${body}\n— ${NAME} ${blob}\n`;
}

const BODY = `audit\n12\n${Buffer.from(HEAD, 'hex').toString('base64')}\n`;

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
  return 'no error';
}

describe('anchors', () => {
  it('are read from an object or a list', () => {
    const audit: ChainAnchor = {
      chain: 'audit',
      count: 12,
      head: HEAD,
      origin: 'statement',
      verified: false,
    };
    expect(parseAnchor(`{"chain":"audit","count":12,"head":"${HEAD.toUpperCase()}"}`, options)).toEqual([
      audit,
    ]);
    expect(
      parseAnchor(`[{"count":3,"head":"0x${HEAD}"},{"chain":"audit","count":12,"head":"${HEAD}"}]`, options),
    ).toEqual([{ chain: null, count: 3, head: `0x${HEAD}`, origin: 'statement', verified: false }, audit]);
  });

  it.each([
    ['{"chain":"a","count":12}', 'The head of the anchor is no hash in hex'],
    ['{"count":0,"head":"abcdef0123"}', 'The count of the anchor is no whole number above zero'],
    ['{"count":1.0,"head":"abcdef0123"}', 'The count of the anchor is no whole number above zero'],
    ['{"count":"1","head":"abcdef0123"}', 'The count of the anchor is no whole number above zero'],
    ['{"chain":1,"count":1,"head":"abcdef0123"}', 'The chain of the anchor is no text'],
    [
      '{"count":1,"count":2,"head":"abcdef0123"}',
      'The anchor is no JSON: the key "count" stands twice in one object',
    ],
    ['[]', 'The list of anchors is empty'],
    ['[3]', 'The anchor is no JSON object'],
    ['hello', 'The anchor is neither JSON nor a signed checkpoint'],
    ['', 'The anchor is neither JSON nor a signed checkpoint'],
  ])('refuses %s', (text, message) => {
    expect(codeOf(() => parseAnchor(text, options))).toBe(`ANCHOR_INVALID: ${message}`);
  });

  it('refuses a plain statement where a key says that it should be signed', () => {
    expect(codeOf(() => parseAnchor(`{"count":1,"head":"${HEAD}"}`, { ...options, verifierKey }))).toBe(
      'ANCHOR_INVALID: A key was given, and the anchor is no signed checkpoint: nothing of it can be checked',
    );
  });

  it('refuses bytes that are no text', () => {
    const message = 'ANCHOR_INVALID: The anchor is neither JSON nor UTF-8 text';
    expect(codeOf(() => parseAnchor(new Uint8Array([0xff, 0xfe, 0x41]), options))).toBe(message);
  });

  it('are read from a signed checkpoint, with and without its key', () => {
    const checkpoint: ChainAnchor = {
      chain: 'audit',
      count: 12,
      head: HEAD,
      origin: 'checkpoint',
      verified: false,
    };
    expect(parseAnchor(note(BODY), options)).toEqual([checkpoint]);
    expect(parseAnchor(note(BODY), { ...options, verifierKey })).toEqual([{ ...checkpoint, verified: true }]);
  });

  it('knows the key id of the verifier key that the C2SP text prints', () => {
    const printed = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    const [name, id, key] = printed.split('+') as [string, string, string];
    expect(noteKeyId(name, Buffer.from(key, 'base64').subarray(1), nodeDigests)).toBe(id);
  });

  it('refuses a checkpoint whose signature does not hold, or is of another key', () => {
    const keyed = { ...options, verifierKey };
    const altered = note(BODY.replace('12', '11'), BODY);
    expect(codeOf(() => parseAnchor(altered, keyed))).toBe(
      'ANCHOR_INVALID: The signature of the checkpoint does not hold',
    );
    const foreign = note(BODY).replace(`— ${NAME}`, '— log.example/other');
    expect(codeOf(() => parseAnchor(foreign, keyed))).toBe(
      'ANCHOR_INVALID: The checkpoint is not signed by the given key',
    );
    const wrongId = verifierKey.replace(keyId, '00000000');
    expect(codeOf(() => parseAnchor(note(BODY), { ...options, verifierKey: wrongId }))).toBe(
      'ANCHOR_INVALID: The key id does not belong to the key',
    );
    expect(codeOf(() => parseAnchor(note(BODY), { digests: nodeDigests, verifierKey }))).toBe(
      'ANCHOR_INVALID: This program was given no way to check Ed25519 signatures',
    );
  });

  it.each([
    [note('audit\n12\n'), 'The checkpoint does not start with origin, size and head'],
    [note('audit\nmany\nqqqq\n'), 'The checkpoint does not start with origin, size and head'],
    [note('audit\n12\n!!\n'), 'The head of the checkpoint is no base64'],
    [`${BODY}\nno signature\n`, 'The checkpoint has no signature line'],
  ])('refuses a malformed checkpoint', (text, message) => {
    expect(codeOf(() => parseAnchor(text, options))).toBe(`ANCHOR_INVALID: ${message}`);
  });
});
