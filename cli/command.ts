import type { Answer, Contract } from '#shared/contract/envelope.ts';
import { type ErrorEnvelope, TickmarkError } from '#shared/model/errors.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import type { OptionSpec, Parsed } from './args.ts';
import type { Terminal } from './terminal.ts';

/** 0 fine · 1 the evidence does not hold · 2 the command could not be carried out. */
export type ExitCode = 0 | 1 | 2;

export interface CommandContext {
  words: Parsed;
  terminal: Terminal;
  env: NodeJS.ProcessEnv;
  /** The engine, made when it is first asked for: `verify` never needs one. */
  engine(): Promise<Contract>;
  /** Calls the engine and throws its error; Ctrl-C cancels. */
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>>;
  path(path: string): string;
  /** Asks without echo; TICKMARK_PASSPHRASE answers for scripts. */
  passphrase(question: string): Promise<string>;
}

export interface Command {
  name: string;
  /** After `tickmark`. */
  usage: string;
  summary: string;
  options: OptionSpec;
  run(context: CommandContext): Promise<ExitCode>;
}

export function valueOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw errorOf(answer.error);
}

function errorOf({ code, message, hint, details }: ErrorEnvelope): TickmarkError {
  return new TickmarkError(code, message, { ...(hint === undefined ? {} : { hint }), details });
}
