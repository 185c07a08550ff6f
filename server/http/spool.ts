import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Answer } from '#shared/contract/envelope.ts';
import type { PathGrant } from '#shared/contract/host.ts';
import { type Download, WIRE } from '#shared/contract/wire.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { type Desk, randomToken } from '../common/desk.ts';
import { safeName } from '../common/safe-name.ts';
import { Refusal } from './refusal.ts';

/** Files on their way in, and leave to fetch files on their way out. */
export class Spool {
  readonly folder: string;
  readonly #desk: Desk;
  readonly #downloads = new Map<string, string>();

  private constructor(folder: string, desk: Desk) {
    this.folder = folder;
    this.#desk = desk;
  }

  /** A folder of its own on the workspace's disk; what ended processes left there is removed. */
  static async open(workspace: string, desk: Desk): Promise<Spool> {
    const incoming = join(workspace, 'incoming');
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    for (const name of await readdir(incoming)) {
      if (!isAlive(Number(name.split('-')[0])))
        await rm(join(incoming, name), { recursive: true, force: true });
    }
    return new Spool(await mkdtemp(join(incoming, `${process.pid}-`)), desk);
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Streams the body to disk: a file may be larger than memory. */
  async receive(request: IncomingMessage): Promise<Answer<PathGrant>> {
    const name = safeName(uploadName(request), 'file');
    const folder = await mkdtemp(join(this.folder, 'f-'));
    const path = join(folder, name);
    try {
      await pipeline(request, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      const message = error instanceof Error ? error.message : String(error);
      return {
        ok: false,
        error: {
          code: 'OUTPUT_FAILED',
          message: `${name} could not be taken in: ${message}.`,
          hint: 'Is the disk full?',
        },
      };
    }
    return { ok: true, value: this.#desk.grants.issue(path, 'read', name) };
  }

  /** An address where the granted file can be fetched once. Throws when it is no file. */
  async offer(token: unknown): Promise<Download> {
    const { path } = this.#desk.grants.resolve(String(token), 'read');
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) throw new TickmarkError('NOT_FOUND', `${basename(path)} does not exist.`);
    if (!found.isFile()) {
      throw new TickmarkError('BAD_ARGUMENT', `${basename(path)} is a folder and cannot be downloaded.`, {
        hint: `It is here: ${path}`,
      });
    }
    const ticket = randomToken();
    this.#downloads.set(ticket, path);
    return { href: WIRE.file + ticket, name: basename(path) };
  }

  async send(response: ServerResponse, ticket: string): Promise<void> {
    const path = this.#downloads.get(ticket);
    this.#downloads.delete(ticket);
    const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
    if (path === undefined || found === undefined)
      throw new Refusal(404, 'NOT_FOUND', 'This download was used already.');
    const name = basename(path);
    response.writeHead(200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': found.size,
      'Content-Disposition': `attachment; filename="${asciiName(name)}"; filename*=UTF-8''${encodeRfc5987(name)}`,
    });
    await pipeline(createReadStream(path), response);
  }
}

function uploadName(request: IncomingMessage): string {
  const header = request.headers[WIRE.uploadName];
  try {
    return decodeURIComponent(typeof header === 'string' ? header : '');
  } catch {
    throw new Refusal(400, 'BAD_ARGUMENT', `${WIRE.uploadName} is not percent-encoded.`);
  }
}

function asciiName(name: string): string {
  return name.replace(/[^\u0020-\u007e]|["\\%]/gu, '_');
}

/** RFC 8187: what encodeURIComponent leaves beyond attr-char is encoded too. */
function encodeRfc5987(name: string): string {
  const encoded = encodeURIComponent(name.replace(/\p{Cs}/gu, '_'));
  return encoded.replace(/['()*]/gu, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
