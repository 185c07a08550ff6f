import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { Answer } from '#shared/contract/envelope.ts';
import type { MethodName } from '#shared/contract/methods.ts';
import type { Desk } from '#server/common/desk.ts';
import { toEnvelope } from '#shared/model/errors.ts';
import { CHANNELS } from '../channels.ts';
import { isWindowUrl } from './app-scheme.ts';
import type { Handed } from './handed.ts';
import type { DesktopHost } from './host-api.ts';
import { Jobs } from './jobs.ts';

type Payload = Record<string, unknown>;

const REFUSED: Answer<never> = {
  ok: false,
  error: { code: 'UNAUTHORIZED', message: 'Only the window of Tickmark may ask this.' },
};

/** Answers the window. Nothing is thrown across: what fails is an answer. */
export function answerWindow(desk: Desk, host: DesktopHost, handed: Handed): void {
  const jobs = new Jobs();

  on(CHANNELS.call, async ({ sender }, { job, method, params }) => {
    const signal = typeof job === 'string' ? jobs.begin(sender, job) : undefined;
    if (typeof job !== 'string' || signal === undefined) return BAD_JOB;
    const answer = await desk.call(method, params, {
      signal,
      onProgress: (progress) => {
        const step = { job, method: method as MethodName, ...progress };
        if (!sender.isDestroyed()) sender.send(CHANNELS.progress, step);
      },
    });
    jobs.end(sender, job);
    return answer;
  });

  on(CHANNELS.cancel, ({ sender }, { job }) => {
    jobs.cancel(sender, String(job));
    return Promise.resolve({ ok: true, value: null });
  });

  on(CHANNELS.info, () => value(() => host.info()));
  on(CHANNELS.recent, () => value(() => desk.recent()));
  on(CHANNELS.kept, () => value(() => host.kept.all()));
  on(CHANNELS.keep, (_event, { name, text }) => value(() => host.kept.keep(name, text).then(() => null)));
  on(CHANNELS.remembered, () => value(() => desk.remembered()));
  on(CHANNELS.remember, (_event, { key, passphrase }) => value(() => desk.remember(key, passphrase)));
  on(CHANNELS.forget, (_event, { key }) => value(() => desk.forget(key)));
  on(CHANNELS.handed, ({ sender }) => value(() => Promise.resolve(handed.take(sender))));
  on(CHANNELS.choose, (_event, { purpose, suggestedName }) =>
    value(() => host.choose(purpose, suggestedName)),
  );
  on(CHANNELS.adopt, (_event, { paths }) => value(() => host.adopt(paths)));
  on(CHANNELS.reveal, (_event, { token }) => value(() => host.reveal(token)));
}

const BAD_JOB: Answer<never> = {
  ok: false,
  error: { code: 'BAD_ARGUMENT', message: 'A call needs a name that no other call has.' },
};

type Handler = (event: IpcMainInvokeEvent, payload: Payload) => Promise<Answer<unknown>>;

function on(channel: string, handler: Handler): void {
  ipcMain.handle(channel, (event, payload: unknown) => {
    if (!isWindow(event)) return REFUSED;
    return handler(event, typeof payload === 'object' && payload !== null ? (payload as Payload) : {});
  });
}

/** The main frame of a page of ours, still where it was when it asked. */
function isWindow({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isWindowUrl(senderFrame.url);
}

async function value(work: () => Promise<unknown>): Promise<Answer<unknown>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: toEnvelope(error) };
  }
}
