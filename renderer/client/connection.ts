import type { Answer } from '#shared/contract/envelope.ts';
import type { HostConnection } from '#shared/contract/host.ts';
import { connectDesktop } from './desktop.ts';
import { connectHttp, openSession } from './http.ts';

const SESSION = 'tickmark.session';

/**
 * The connection to whichever host shows this window. On loopback the address carries a one-time token in its
 * fragment: it is taken out of the address bar at once, and the session lives as long as this tab, so that
 * a reload keeps working.
 */
export async function connect(): Promise<Answer<HostConnection>> {
  if (window.tickmark) return { ok: true, value: connectDesktop(window.tickmark) };
  const token = /^#token=(.+)$/.exec(window.location.hash)?.[1];
  if (token !== undefined) {
    window.history.replaceState(null, '', window.location.pathname);
    const answer = await openSession(decodeURIComponent(token));
    if (!answer.ok) return answer;
    sessionStorage.setItem(SESSION, answer.value.session);
  }
  const session = sessionStorage.getItem(SESSION);
  if (session === null) {
    return {
      ok: false,
      error: { code: 'UNAUTHORIZED', message: 'This address was opened without its token.' },
    };
  }
  return { ok: true, value: connectHttp(session) };
}
