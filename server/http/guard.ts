import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomToken } from '../common/desk.ts';
import { Refusal } from './refusal.ts';

/** Same for every response. Nothing is cached: what is served is a client's data, or changes with the build. */
const HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
}

/** One-time tokens and the sessions they were exchanged for. */
export class Sessions {
  readonly #tokens = new Set<string>();
  readonly #sessions = new Set<string>();

  /** A token that opens one session. */
  invite(): string {
    const token = randomToken();
    this.#tokens.add(digest(token));
    return token;
  }

  /** The session's bearer token; throws 401 when the token is wrong or was used. */
  exchange(token: unknown): string {
    const known = typeof token === 'string' ? find(this.#tokens, token) : undefined;
    if (known === undefined) {
      throw new Refusal(
        401,
        'UNAUTHORIZED',
        'This address is not valid, or was used already. Start Tickmark again for a new one.',
      );
    }
    this.#tokens.delete(known);
    const session = randomToken();
    this.#sessions.add(digest(session));
    return session;
  }

  /** Throws 401 unless the request carries a session. */
  require(request: IncomingMessage): void {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ', 2);
    if (scheme !== 'Bearer' || token === undefined || find(this.#sessions, token) === undefined) {
      throw new Refusal(401, 'UNAUTHORIZED', 'The request carries no valid session.');
    }
  }
}

/** Digests are compared, in constant time and all of them: how long it takes tells nothing about a token. */
function find(digests: ReadonlySet<string>, token: string): string | undefined {
  const asked = Buffer.from(digest(token));
  let found: string | undefined;
  for (const known of digests) {
    if (timingSafeEqual(Buffer.from(known), asked)) found = known;
  }
  return found;
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Throws 421 unless the request is for exactly this host and port: a name that resolves here is not enough. */
export function requireHost(request: IncomingMessage, authority: string): void {
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length !== 1 || hosts[0] !== authority) {
    throw new Refusal(421, 'UNAUTHORIZED', 'This host is not served here.');
  }
}

/** Throws 403 unless a page of this very origin sent the request. */
export function requireOrigin(request: IncomingMessage, authority: string): void {
  const site = request.headers['sec-fetch-site'];
  if (request.headers.origin !== `http://${authority}` || (site !== undefined && site !== 'same-origin')) {
    throw new Refusal(403, 'UNAUTHORIZED', 'The request comes from another origin.');
  }
}

export function requireVerb(request: IncomingMessage, ...allowed: string[]): void {
  if (allowed.includes(request.method ?? '')) return;
  throw new Refusal(405, 'BAD_ARGUMENT', `Only ${allowed.join(' and ')} can be used here.`, {
    Allow: allowed.join(', '),
  });
}
