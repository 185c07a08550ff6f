import * as z from 'zod/mini';
import type { Answer, CallOptions, Contract } from '#shared/contract/envelope.ts';
import { type MethodName, methods, type Params, type Result } from '#shared/contract/methods.ts';
import { TickmarkError, toEnvelope } from '#shared/model/errors.ts';
import { EngineContext, type EngineDeps, type Handler } from './service/context.ts';
import { handlers } from './service/handlers.ts';
import { progressReporter } from './service/progress.ts';

export type { EngineDeps, SampleScope } from './service/context.ts';
export { defaultKeyDir } from './keys/index.ts';
export { verifyLogFiles } from './service/chains.ts';
export { verifyTrailFolders } from './service/cloudtrail.ts';

/**
 * The engine behind the contract: validates parameters, calls, answers. Never throws. One engagement at a time;
 * closing it first ends the work that is under way.
 */
export function createEngine(deps: EngineDeps): Contract {
  const context = new EngineContext(deps);
  const running = new Set<AbortController>();

  async function call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: CallOptions = {},
  ): Promise<Answer<Result<M>>> {
    const aborter = new AbortController();
    const abort = () => aborter.abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    if (options.signal?.aborted) abort();
    running.add(aborter);
    try {
      const parsed = parseParams(method, params);
      const handler = handlers[method] as unknown as Handler<M>;
      const onProgress = progressReporter(options.onProgress);
      const value = await handler(context, parsed, {
        signal: aborter.signal,
        ...(onProgress ? { onProgress } : {}),
      });
      return { ok: true, value };
    } catch (error) {
      return { ok: false, error: toEnvelope(error) };
    } finally {
      running.delete(aborter);
      options.signal?.removeEventListener('abort', abort);
    }
  }

  return {
    call,
    close: async () => {
      for (const aborter of running) aborter.abort();
      await context.close();
    },
  };
}

function parseParams<M extends MethodName>(method: M, params: Params<M>) {
  const spec = methods[method];
  if (spec === undefined) throw new TickmarkError('BAD_ARGUMENT', `there is no method ${String(method)}`);
  const parsed = z.safeParse(spec.params, params);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new TickmarkError(
      'BAD_ARGUMENT',
      `${issue?.path.join('.') || 'the parameters'}: ${issue?.message ?? 'not understood'}`,
    );
  }
  return parsed.data as never;
}
