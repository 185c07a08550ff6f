import { TickmarkError } from '../model/errors.ts';
import type { Answer } from './envelope.ts';
import type { PathGrant } from './host.ts';
import { type MethodName, type MethodSpec, type PathUse, methods } from './methods.ts';

/** A path that the window may use, with what it is called there. */
export interface Grant extends PathGrant {
  /** Absolute. Never leaves the host, unless the label shows it. */
  path: string;
  /** What may be written may also be read. */
  use: PathUse;
}

/** What a window may touch on disk: only paths that the user chose, dropped or opened before, each by a token. */
export class PathGrants {
  readonly #random: () => string;
  readonly #byToken = new Map<string, Grant>();

  /** @param random a fresh token that cannot be guessed (128 bits or more). */
  constructor(random: () => string) {
    this.#random = random;
  }

  /** The same path for the same use keeps its token. */
  issue(path: string, use: PathUse, label: string): PathGrant {
    for (const grant of this.#byToken.values()) {
      if (grant.path === path && grant.use === use && grant.label === label)
        return { token: grant.token, label };
    }
    const token = this.#random();
    this.#byToken.set(token, { token, path, use, label });
    return { token, label };
  }

  /** Throws UNAUTHORIZED when the token was not issued, or not for this use. */
  resolve(token: string, use: PathUse): Grant {
    const grant = this.#byToken.get(token);
    if (grant === undefined || (use === 'write' && grant.use !== 'write')) {
      throw new TickmarkError('UNAUTHORIZED', 'The window has no leave to use this file or folder.', {
        hint: 'Choose it again.',
      });
    }
    return grant;
  }
}

/** The parameters with each token replaced by its path, and the grants that were used. */
export function grantedParams(
  method: MethodName,
  params: Readonly<Record<string, unknown>>,
  grants: PathGrants,
): { params: Record<string, unknown>; used: Grant[] } {
  const used: Grant[] = [];
  const swap = (token: unknown, use: PathUse): unknown => {
    if (Array.isArray(token)) return token.map((item) => swap(item, use));
    if (typeof token !== 'string') return token;
    const grant = grants.resolve(token, use);
    used.push(grant);
    return grant.path;
  };
  const swapped = { ...params };
  for (const [name, use] of Object.entries((methods[method] as MethodSpec).paths ?? {})) {
    if (name in swapped) swapped[name] = swap(swapped[name], use);
  }
  return { params: swapped, used };
}

/** The answer with the path of each grant replaced by its label, wherever it is named. */
export function concealPaths<T>(answer: Answer<T>, used: readonly Grant[]): Answer<T> {
  const hidden = used
    .filter((grant) => grant.path !== grant.label)
    // The longest first: a folder may hold another one that was granted too.
    .sort((a, b) => b.path.length - a.path.length);
  if (hidden.length === 0) return answer;
  const conceal = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return hidden.reduce((text, grant) => text.replaceAll(grant.path, () => grant.label), value);
    }
    if (Array.isArray(value)) return value.map(conceal);
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, conceal(item)]));
  };
  return conceal(answer) as Answer<T>;
}
