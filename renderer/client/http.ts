import { FrameReader, encodeFrame } from '#shared/contract/codec.ts';
import type { Answer, CallOptions } from '#shared/contract/envelope.ts';
import type { HostApi, HostConnection, PathGrant } from '#shared/contract/host.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { type CallFrame, type CallRequest, type Download, WIRE } from '#shared/contract/wire.ts';
import { newJobId } from './job-id.ts';

const lost = (what: string): Answer<never> => ({
  ok: false,
  error: {
    code: 'INTERNAL',
    message: `The workbench did not answer: ${what}.`,
    hint: 'Nothing that was stored is lost. Start Tickmark again and open the engagement.',
  },
});

/** Speaks to the loopback host that served this page; no other origin is ever contacted. */
export function connectHttp(bearer: string): HostConnection {
  const post = (path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(path, { method: 'POST', body, headers: { authorization: `Bearer ${bearer}`, ...headers } });

  async function ask<T>(path: string, payload: unknown): Promise<Answer<T>> {
    try {
      const response = await post(path, JSON.stringify(payload), { 'content-type': 'application/json' });
      return (await response.json()) as Answer<T>;
    } catch (error) {
      return lost(error instanceof Error ? error.message : String(error));
    }
  }

  async function call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: CallOptions = {},
  ): Promise<Answer<Result<M>>> {
    const { signal, onProgress } = options;
    const request: CallRequest = { job: newJobId(), method, params };
    const cancel = (): void => void ask(WIRE.cancel, { job: request.job });
    if (signal?.aborted === true) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
    try {
      const response = await post(WIRE.call, encodeFrame(request), { 'content-type': WIRE.frames });
      return (await readAnswer(response, onProgress)) as Answer<Result<M>>;
    } catch (error) {
      return lost(error instanceof Error ? error.message : String(error));
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  const host: HostApi = {
    info: () => ask(`${WIRE.host}info`, {}),
    recent: () => ask(`${WIRE.host}recent`, {}),
    kept: () => ask(`${WIRE.host}kept`, {}),
    keep: (name, text) => ask(`${WIRE.host}keep`, { name, text }),
    remembered: () => ask(`${WIRE.host}remembered`, {}),
    remember: (key, passphrase) => ask(`${WIRE.host}remember`, { key, passphrase }),
    forget: (key) => ask(`${WIRE.host}forget`, { key }),
    choose: (purpose, suggestedName) => ask(`${WIRE.host}choose`, { purpose, suggestedName }),
    adopt: async (files) => {
      const grants: PathGrant[] = [];
      for (const file of files as readonly File[]) {
        const answer = await upload(file);
        if (!answer.ok) return answer;
        grants.push(answer.value);
      }
      return { ok: true, value: grants };
    },
    onHanded: () => () => undefined,
    reveal: async (token) => {
      const answer = await ask<Download>(`${WIRE.host}reveal`, { token });
      if (!answer.ok) return answer;
      const link = document.createElement('a');
      link.href = answer.value.href;
      link.download = answer.value.name;
      link.click();
      return { ok: true, value: null };
    },
  };

  async function upload(file: File): Promise<Answer<PathGrant>> {
    try {
      const response = await post(WIRE.upload, file, {
        'content-type': 'application/octet-stream',
        [WIRE.uploadName]: encodeURIComponent(file.webkitRelativePath || file.name),
      });
      return (await response.json()) as Answer<PathGrant>;
    } catch (error) {
      return lost(
        `${file.name} could not be handed over (${error instanceof Error ? error.message : String(error)})`,
      );
    }
  }

  return { call, host, close: async () => {} };
}

/** Exchanges the one-time token for a session; the answer's value is the bearer token. */
export async function openSession(token: string): Promise<Answer<{ session: string }>> {
  try {
    const response = await fetch(WIRE.session, {
      method: 'POST',
      body: JSON.stringify({ token }),
      headers: { 'content-type': 'application/json' },
    });
    return (await response.json()) as Answer<{ session: string }>;
  } catch (error) {
    return lost(error instanceof Error ? error.message : String(error));
  }
}

async function readAnswer(
  response: Response,
  onProgress: CallOptions['onProgress'],
): Promise<Answer<unknown>> {
  // The request itself was refused: the body says why, as JSON.
  if (!response.ok) return (await response.json()) as Answer<unknown>;
  if (!response.body) return lost('its response had no body');
  const frames = new FrameReader();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return lost('it stopped before the end');
    for (const frame of frames.push(value) as CallFrame[]) {
      if ('answer' in frame) {
        await reader.cancel();
        return frame.answer;
      }
      onProgress?.(frame.progress);
    }
  }
}
