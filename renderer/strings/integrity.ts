import type { BreakKind, ChainVerdict } from '#shared/model/vocabulary.ts';

export const integrityWords = {
  title: 'Integrity',
  lead: 'Each audit trail is recomputed from its own bytes. What the log alone cannot show is said to be not proven.',
  job: 'Verify the hash chains',
  done: (chains: number) => `${chains} ${chains === 1 ? 'chain' : 'chains'} recomputed.`,
  cancelled: 'Cancelled; the earlier verdict no longer stands.',
  again: 'Verify again',
  anchor: 'Verify against an anchor…',
  anchorHelp:
    'An anchor is an independent statement of how many events there were and what the last hash was, e.g. a signed checkpoint.',
  none: 'No audit trail yet',
  noneHelp:
    'Bring the audit trail as the system wrote it (NDJSON or JSON, one record an event). Without it, nobody can show that the record of access decisions is whole.',
  toSources: 'Go to Sources',
  verdict: {
    intact: 'holds',
    broken: 'does not hold',
    not_proven: 'not proven',
  } satisfies Record<ChainVerdict, string>,
  events: (count: string) => `${count} events`,
  profile: 'Hash profile',
  first: 'First event',
  last: 'Last event',
  head: 'Head hash',
  breaks: 'Breaks',
  notProven: 'Not proven',
  warnings: 'Remarks',
  strip: (chain: string, events: string, breaks: string) =>
    `${chain}: ${events} events in order, ${breaks} breaks`,
  kind: 'Kind',
  position: 'Record',
  event: 'Event',
  detail: 'What was seen',
  more: (count: string) => `${count} more breaks are in the result of the procedure.`,
  kinds: {
    edited: 'edited',
    rehashed: 'edited and rehashed',
    deleted: 'deleted',
    inserted: 'inserted',
    reordered: 'reordered',
    forked: 'forked',
    duplicate_id: 'duplicate id',
    head_truncated: 'head cut off',
    tail_truncated: 'tail cut off',
    suffix_recomputed: 'rest recomputed',
    time_backwards: 'time runs backwards',
    malformed: 'malformed',
  } satisfies Record<BreakKind, string>,
  unproven: {
    tail: 'That the last event is the last one: events after it could have been cut off. An anchor from the end of the period would prove it.',
    head: 'That the first event is the first one. An anchor from the start would prove it.',
    order: 'The order of the events: the hashes do not cover the link to the predecessor.',
    completeness: 'That no event is missing: the hashes do not cover the link to the predecessor.',
    authorship:
      'Who wrote the log: anyone who can write it can recompute it. A keyed hash or a signature would prove it.',
  } as Readonly<Record<string, string>>,
} as const;
