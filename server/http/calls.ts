import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeFrame, encodeFrame } from '#shared/contract/codec.ts';
import type { MethodName } from '#shared/contract/methods.ts';
import { type CallFrame, type CallRequest, WIRE } from '#shared/contract/wire.ts';
import type { Desk } from '../common/desk.ts';
import { readBody } from './body.ts';
import { Refusal } from './refusal.ts';

/** Parameters are text and numbers; files go by upload. */
const REQUEST_LIMIT = 16 * 1024 * 1024;

/** Names of calls that are kept because they were cancelled before they came; the window's own are shorter than this. */
const EARLY_LIMIT = 1000;
const NAME_LIMIT = 100;

/** Calls under way, by the name that the window gave to each. */
export class Calls {
  readonly #desk: Desk;
  readonly #jobs = new Map<string, AbortController>();
  readonly #cancelled = new Set<string>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  async run(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { job, method, params } = parseCall(await readBody(request, REQUEST_LIMIT));
    const key = keyOf(request, job);
    if (this.#jobs.has(key)) throw new Refusal(409, 'BAD_ARGUMENT', 'A call of that name is under way.');
    const controller = new AbortController();
    this.#jobs.set(key, controller);
    if (this.#cancelled.delete(key)) controller.abort();
    // The window went away: nobody waits for this any more.
    response.once('close', () => controller.abort());
    response.writeHead(200, { 'Content-Type': WIRE.frames });
    const send = (frame: CallFrame) => {
      if (!response.destroyed) response.write(encodeFrame(frame));
    };
    const answer = await this.#desk.call(method, params, {
      signal: controller.signal,
      onProgress: (progress) => send({ progress: { job, method: method as MethodName, ...progress } }),
    });
    this.#jobs.delete(key);
    send({ answer });
    response.end();
  }

  /**
   * Cancelling what has ended is no error: the two may cross. So may the call itself, which is a request of its own: one that
   * comes after its cancellation is cancelled at once.
   */
  cancel(request: IncomingMessage, job: unknown): void {
    if (typeof job !== 'string' || job.length > NAME_LIMIT) return;
    const key = keyOf(request, job);
    const controller = this.#jobs.get(key);
    if (controller !== undefined) {
      controller.abort();
      return;
    }
    this.#cancelled.add(key);
    if (this.#cancelled.size > EARLY_LIMIT) this.#cancelled.delete(this.#cancelled.values().next().value!);
  }
}

/** Two windows may use the same name: each has a session of its own. */
function keyOf(request: IncomingMessage, job: string): string {
  return `${request.headers.authorization} ${job}`;
}

function parseCall(body: Uint8Array): CallRequest {
  let frame: unknown;
  try {
    frame = decodeFrame(body);
  } catch (error) {
    throw new Refusal(400, 'BAD_ARGUMENT', error instanceof Error ? error.message : String(error));
  }
  const { job, method, params } = (frame ?? {}) as Partial<Record<keyof CallRequest, unknown>>;
  if (typeof job !== 'string' || job === '' || job.length > NAME_LIMIT || typeof method !== 'string') {
    throw new Refusal(400, 'BAD_ARGUMENT', 'A call is one frame with job, method and params.');
  }
  return { job, method, params };
}
