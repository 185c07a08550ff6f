import type { ServerResponse } from 'node:http';
import type { Answer } from '#shared/contract/envelope.ts';
import type { ErrorCode } from '#shared/model/errors.ts';

/** A request that is not let through, with the status that says why. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
  // What is left of a refused body is not read.
  response.setHeader('Connection', 'close');
  const error = { code: refusal.code, message: refusal.message };
  sendJson(response, { ok: false, error }, refusal.status);
}

export function sendJson(response: ServerResponse, answer: Answer<unknown>, status = 200): void {
  const body = Buffer.from(JSON.stringify(answer));
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  });
  response.end(body);
}
