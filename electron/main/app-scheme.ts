import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { type Session, protocol } from 'electron';
import { NONCE_PLACEHOLDER, contentPolicy } from '#server/common/content-policy.ts';
import { fileInside } from '#server/common/file-inside.ts';
import { mediaType } from '#server/common/media-types.ts';

const SCHEME = 'app';
const HOST = 'tickmark';
/** Where the window is loaded from: no file: address, hence none of its privileges. */
export const WINDOW_URL = `${SCHEME}://${HOST}/`;

/** Before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Whether an address belongs to the window: exact scheme and host. */
export function isWindowUrl(address: string): boolean {
  try {
    const { protocol: scheme, host } = new URL(address);
    return scheme === `${SCHEME}:` && host === HOST;
  } catch {
    return false;
  }
}

/** Serves the built window to its session. @param folder absolute path with index.html in it. */
export function serveWindow(session: Session, folder: string): void {
  session.protocol.handle(SCHEME, (request) => respond(request, folder));
}

async function respond(request: Request, folder: string): Promise<Response> {
  if (request.method !== 'GET' || !isWindowUrl(request.url)) return refuse(403);
  const { pathname } = new URL(request.url);
  const file = fileInside(folder, pathname === '/' ? '/index.html' : pathname);
  if (file === undefined) return refuse(404);
  try {
    return pathname === '/' ? page(await readFile(file, 'utf8')) : asset(await readFile(file), file);
  } catch {
    return refuse(404);
  }
}

const HEADERS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

function page(html: string): Response {
  const nonce = randomBytes(16).toString('base64');
  return new Response(html.replaceAll(NONCE_PLACEHOLDER, nonce), {
    headers: {
      ...HEADERS,
      'Content-Type': mediaType('.html'),
      'Content-Security-Policy': contentPolicy(nonce),
    },
  });
}

function asset(bytes: Buffer<ArrayBuffer>, file: string): Response {
  return new Response(bytes, { headers: { ...HEADERS, 'Content-Type': mediaType(extname(file)) } });
}

function refuse(status: number): Response {
  return new Response('', { status, headers: HEADERS });
}
