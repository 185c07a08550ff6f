import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { WIRE } from '#shared/contract/wire.ts';
import { readJson } from './body.ts';
import type { Calls } from './calls.ts';
import { type Sessions, requireHost, requireOrigin, requireVerb, setSecurityHeaders } from './guard.ts';
import type { LoopbackHost } from './host-api.ts';
import type { Pages } from './pages.ts';
import { Refusal, sendJson, sendRefusal } from './refusal.ts';
import type { Spool } from './spool.ts';

export interface Parts {
  /** `127.0.0.1:<port>`, known once the server listens. */
  authority: () => string;
  sessions: Sessions;
  calls: Calls;
  spool: Spool;
  host: LoopbackHost;
  pages: Pages;
}

/** Every request: first whether it may come at all, then where it goes. */
export function routes(parts: Parts): RequestListener {
  return (request, response) => {
    setSecurityHeaders(response);
    route(parts, request, response).catch((error: unknown) => {
      if (response.destroyed) return;
      const message = error instanceof Error ? error.message : String(error);
      sendRefusal(response, error instanceof Refusal ? error : new Refusal(500, 'INTERNAL', message));
    });
  };
}

async function route(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  requireHost(request, parts.authority());
  const path = (request.url ?? '').split(/[?#]/u, 1)[0] ?? '';
  if (path.startsWith(WIRE.file)) {
    requireVerb(request, 'GET');
    await parts.spool.send(response, path.slice(WIRE.file.length));
    return;
  }
  const ask = posts(parts, path);
  if (ask === undefined) {
    requireVerb(request, 'GET', 'HEAD');
    await parts.pages.send(request, response, path);
    return;
  }
  requireVerb(request, 'POST');
  requireOrigin(request, parts.authority());
  if (path !== WIRE.session) parts.sessions.require(request);
  await ask(request, response);
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function posts(parts: Parts, path: string): Handler | undefined {
  switch (path) {
    case WIRE.session:
      return async (request, response) => {
        const { token } = await readJson(request);
        sendJson(response, { ok: true, value: { session: parts.sessions.exchange(token) } });
      };
    case WIRE.call:
      return (request, response) => parts.calls.run(request, response);
    case WIRE.cancel:
      return async (request, response) => {
        parts.calls.cancel(request, (await readJson(request)).job);
        sendJson(response, { ok: true, value: null });
      };
    case WIRE.upload:
      return async (request, response) => sendJson(response, await parts.spool.receive(request));
    default:
      if (!path.startsWith(WIRE.host)) return undefined;
      return async (request, response) => {
        sendJson(response, await parts.host.answer(path.slice(WIRE.host.length), await readJson(request)));
      };
  }
}
