/** What window and main process say to each other, beside the contract itself. */
export const CHANNELS = {
  call: 'call',
  cancel: 'cancel',
  progress: 'progress',
  info: 'host/info',
  recent: 'host/recent',
  kept: 'host/kept',
  keep: 'host/keep',
  remembered: 'host/remembered',
  remember: 'host/remember',
  forget: 'host/forget',
  handed: 'host/handed',
  choose: 'host/choose',
  adopt: 'host/adopt',
  reveal: 'host/reveal',
} as const;

/** Channels that the window may invoke by name; `adopt` goes through files, never paths. */
export const INVOCABLE: readonly string[] = [
  CHANNELS.call,
  CHANNELS.cancel,
  CHANNELS.info,
  CHANNELS.recent,
  CHANNELS.kept,
  CHANNELS.keep,
  CHANNELS.remembered,
  CHANNELS.remember,
  CHANNELS.forget,
  CHANNELS.handed,
  CHANNELS.choose,
  CHANNELS.reveal,
];
