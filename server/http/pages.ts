import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { NONCE_PLACEHOLDER, contentPolicy } from '../common/content-policy.ts';
import { mediaType } from '../common/media-types.ts';
import { Refusal } from './refusal.ts';

/** The files of the built window. Only names found in its folder are served, so no address can lead out of it. */
export class Pages {
  readonly #folder: string;
  #files = new Map<string, string>();

  /** @param folder absolute path of the built renderer, with index.html in it. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async send(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (path === '/') {
      // Looked up anew with each page: a build may have replaced the files.
      this.#files = await listFiles(this.#folder);
      await this.#sendIndex(request, response);
      return;
    }
    if (this.#files.size === 0) this.#files = await listFiles(this.#folder);
    const file = this.#files.get(path);
    if (file === undefined || path === '/index.html')
      throw new Refusal(404, 'NOT_FOUND', 'Nothing is served at this address.');
    response.setHeader('Content-Type', mediaType(extname(file)));
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(file), response);
  }

  async #sendIndex(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const index = this.#files.get('/index.html');
    if (index === undefined) {
      throw new Refusal(503, 'NOT_FOUND', 'The window has not been built. Run: npm run build');
    }
    const nonce = randomBytes(16).toString('base64');
    const html = await readFile(index, 'utf8');
    response.setHeader('Content-Type', mediaType('.html'));
    response.setHeader('Content-Security-Policy', contentPolicy(nonce));
    response.end(request.method === 'HEAD' ? undefined : html.replaceAll(NONCE_PLACEHOLDER, nonce));
  }
}

/** Address → absolute path of each regular file; symbolic links are left out. */
async function listFiles(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [file.slice(folder.length).replaceAll('\\', '/'), file]));
}
