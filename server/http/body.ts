import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** The whole body; throws 413 once it passes the limit in bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLong = () => new Refusal(413, 'BAD_ARGUMENT', `The request is longer than ${limit} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLong();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const JSON_LIMIT = 64 * 1024;

/** A small JSON object; throws 400 for anything else. An empty body is an empty object. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const body = await readBody(request, JSON_LIMIT);
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Refusal(400, 'BAD_ARGUMENT', 'The body is no JSON object.');
}
