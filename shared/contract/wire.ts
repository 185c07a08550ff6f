import type { Answer, Progress } from './envelope.ts';

/** How the loopback host is spoken to; server/README.md says the same in words. */
export const WIRE = {
  session: '/session',
  call: '/call',
  cancel: '/cancel',
  upload: '/upload',
  file: '/file/',
  host: '/host/',
  frames: 'application/x-tickmark-frames',
  /** Percent-encoded name of the file in the body of an upload. */
  uploadName: 'x-tickmark-name',
} as const;

/** The one frame of a request to `call`. `job` is made by the caller, unique in its session. */
export interface CallRequest {
  job: string;
  method: string;
  params: unknown;
}

/** The frames of the response: any number of progress, then the answer, then the end. */
export type CallFrame = { progress: Progress } | { answer: Answer<unknown> };

/** What `host/reveal` answers: where the file can be fetched, once. */
export interface Download {
  href: string;
  name: string;
}
