import type { CallOptions, Answer, Progress } from '#shared/contract/envelope.ts';
import type { Handed, HostApi, HostConnection } from '#shared/contract/host.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { newJobId } from './job-id.ts';

/** What the preload of the desktop host puts on the window. */
export interface DesktopBridge {
  invoke(channel: string, payload: unknown): Promise<unknown>;
  subscribe(listener: (progress: Progress) => void): () => void;
  onHanded(listener: (item: Handed) => void): () => void;
  /** Paths of dropped files are known to the preload only; it answers grants. */
  adopt(files: readonly File[]): Promise<unknown>;
}

declare global {
  interface Window {
    tickmark?: DesktopBridge;
  }
}

export function connectDesktop(bridge: DesktopBridge): HostConnection {
  const listeners = new Map<string, (progress: Progress) => void>();
  bridge.subscribe((progress) => listeners.get(progress.job)?.(progress));

  async function call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: CallOptions = {},
  ): Promise<Answer<Result<M>>> {
    const job = newJobId();
    const { signal, onProgress } = options;
    if (onProgress) listeners.set(job, onProgress);
    const cancel = (): void => void bridge.invoke('cancel', { job });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return (await bridge.invoke('call', { job, method, params })) as Answer<Result<M>>;
    } finally {
      listeners.delete(job);
      signal?.removeEventListener('abort', cancel);
    }
  }

  const ask = (question: string, payload: unknown = {}): Promise<never> =>
    bridge.invoke(`host/${question}`, payload) as Promise<never>;

  const host: HostApi = {
    info: () => ask('info'),
    recent: () => ask('recent'),
    kept: () => ask('kept'),
    keep: (name, text) => ask('keep', { name, text }),
    remembered: () => ask('remembered'),
    remember: (key, passphrase) => ask('remember', { key, passphrase }),
    forget: (key) => ask('forget', { key }),
    choose: (purpose, suggestedName) => ask('choose', { purpose, suggestedName }),
    adopt: (files) => bridge.adopt(files as readonly File[]) as Promise<never>,
    onHanded: (listener) => {
      const stop = bridge.onHanded(listener);
      // What came before the window could listen.
      const waited = async (): Promise<void> => {
        const waiting = (await bridge.invoke('host/handed', {})) as Answer<Handed[]>;
        if (waiting.ok) for (const item of waiting.value) listener(item);
      };
      void waited();
      return stop;
    },
    reveal: (token) => ask('reveal', { token }),
  };
  return { call, host, close: async () => {} };
}
