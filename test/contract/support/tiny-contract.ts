import { checkParams } from '#shared/contract/check.ts';
import type { Answer, CallOptions, Contract } from '#shared/contract/envelope.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { TickmarkError, toEnvelope } from '#shared/model/errors.ts';

/**
 * The smallest contract that shows everything a transport must carry: a value, bytes, an error with all its parts,
 * progress, cancellation, and a process that dies. It knows nothing of audits; the engine has tests of its own.
 */
export class TinyContract implements Contract {
  async call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: CallOptions = {},
  ): Promise<Answer<Result<M>>> {
    try {
      return { ok: true, value: (await answer(method, checkParams(method, params), options)) as Result<M> };
    } catch (error) {
      return { ok: false, error: toEnvelope(error) };
    }
  }

  async close(): Promise<void> {}
}

/** SQL texts that make `query.open` misbehave. */
export const WAIT = 'SELECT wait';
export const CRASH = 'SELECT crash';

function answer(method: MethodName, params: object, options: CallOptions): Promise<unknown> | unknown {
  const given = params as Record<string, unknown>;
  switch (method) {
    case 'app.info':
      return { version: '9.8.7' };
    case 'engagement.current':
      return null;
    case 'engagement.create':
    case 'engagement.open':
      return engagement(String(given.dir));
    case 'query.page':
      return { arrow: Uint8Array.from({ length: Number(given.limit) }, (_, index) => index % 256) };
    case 'query.export':
      return { file: String(given.path), rows: 1 };
    case 'intake.import': {
      const files = given.paths as string[];
      const failed = files.map((file) => ({ file, code: 'FILE_EMPTY', message: `${file} is empty.` }));
      return { receipts: [], failed };
    }
    case 'query.open':
      return query(String(given.sql), options);
    default:
      throw new TickmarkError('ENGAGEMENT_MISSING', 'No engagement is open.', {
        hint: 'Open one.',
        details: { method },
      });
  }
}

function engagement(dir: string): unknown {
  return {
    dir,
    id: 'e1',
    kind: 'external',
    client: 'Ünïcode & Söhne',
    period: { from: '2024-11-01', to: '2024-11-30' },
    as_of: '2024-12-01T00:00:00Z',
    timezone: 'UTC',
    locked: false,
    journal: { entries: 1, head: '00' },
    counts: { sources: 0, loaded: 0, rejected: 0, findings: 0 },
  };
}

function query(sql: string, options: CallOptions): Promise<unknown> | unknown {
  if (sql === CRASH) process.kill(process.pid, 'SIGKILL');
  for (const done of [1, 2, 3]) {
    options.onProgress?.({ phase: 'reading', done, total: 3, unit: 'rows', rate: null });
  }
  const handle = { result_id: 'r1', columns: [], row_count: 0, capped: false, ms: 0 };
  if (sql !== WAIT) return handle;
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new TickmarkError('CANCELLED', 'The query was cancelled.'));
    if (options.signal?.aborted === true) stop();
    options.signal?.addEventListener('abort', stop, { once: true });
  });
}
