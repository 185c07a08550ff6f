import { randomUUID } from 'node:crypto';
import { FrameReader, encodeFrame } from '#shared/contract/codec.ts';
import type { Answer, CallOptions, Contract } from '#shared/contract/envelope.ts';
import type { PathGrant } from '#shared/contract/host.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { type CallFrame, WIRE } from '#shared/contract/wire.ts';

/** Speaks to the loopback host as the window does. */
export class LoopbackClient implements Contract {
  readonly origin: string;
  readonly session: string;

  constructor(origin: string, session: string) {
    this.origin = origin;
    this.session = session;
  }

  /** @param url as the host printed it. */
  static async connect(url: string): Promise<LoopbackClient> {
    const { origin, hash } = new URL(url);
    const response = await fetch(origin + WIRE.session, {
      method: 'POST',
      headers: { Origin: origin },
      body: JSON.stringify({ token: hash.slice('#token='.length) }),
    });
    const answer = (await response.json()) as Answer<{ session: string }>;
    if (!answer.ok) throw new Error(answer.error.message);
    return new LoopbackClient(origin, answer.value.session);
  }

  async call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: CallOptions = {},
  ): Promise<Answer<Result<M>>> {
    const job = randomUUID();
    const cancel = () => void this.post(WIRE.cancel, JSON.stringify({ job }));
    const sent = this.post(WIRE.call, encodeFrame({ job, method, params }));
    options.signal?.addEventListener('abort', cancel, { once: true });
    const response = await sent;
    if (!response.headers.get('content-type')?.startsWith(WIRE.frames))
      return (await response.json()) as Answer<Result<M>>;
    const reader = new FrameReader();
    let answer: Answer<unknown> | undefined;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      for (const frame of reader.push(chunk) as CallFrame[]) {
        if ('answer' in frame) answer = frame.answer;
        else {
          const { job: _job, method: _method, ...step } = frame.progress;
          options.onProgress?.(step);
        }
      }
    }
    reader.end();
    options.signal?.removeEventListener('abort', cancel);
    if (answer === undefined) throw new Error('The stream ended without an answer.');
    return answer as Answer<Result<M>>;
  }

  async close(): Promise<void> {}

  post(path: string, body: BodyInit | Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.origin + path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.session}`, Origin: this.origin, ...headers },
      body: body as BodyInit,
    });
  }

  async host<T>(question: string, body: Record<string, unknown> = {}): Promise<Answer<T>> {
    const response = await this.post(WIRE.host + question, JSON.stringify(body));
    return (await response.json()) as Answer<T>;
  }

  async upload(name: string, bytes: Uint8Array): Promise<Answer<PathGrant>> {
    const response = await this.post(WIRE.upload, bytes, { [WIRE.uploadName]: encodeURIComponent(name) });
    return (await response.json()) as Answer<PathGrant>;
  }
}
