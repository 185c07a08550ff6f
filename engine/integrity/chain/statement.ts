import { grouped } from '#shared/model/grouped.ts';
import type { ChainBreak } from '#shared/model/chain.ts';
import type { ChainVerdict } from '#shared/model/vocabulary.ts';
import { digestCharacters, isWeakDigest } from '../profiles/digest-size.ts';
import type { Profile } from '../profiles/schema.ts';
import { WORKED_OUT } from '../profiles/work-out.ts';

export interface VerdictInput {
  profile: Profile;
  events: number;
  /** Records of the chain that came before this log, as an anchor tells. */
  before: number;
  breaks: readonly ChainBreak[];
  /** Whether `breaks` holds all that were found; of very many only the first are listed. */
  allListed: boolean;
  /** Records up to which an anchor agrees. */
  proven: number;
  timeBackwardsIsBreak: boolean;
  /** No record names a predecessor. */
  linkless: boolean;
}

/** What the log alone cannot show, in the order in which it is printed. */
export function notProven(input: VerdictInput): string[] {
  const unlinked = input.linkless || input.profile.link.position === 'unlinked';
  const open = unlinked ? ['order', 'completeness'] : [];
  return input.proven === input.before + input.events ? open : [...open, 'tail'];
}

export function verdictOf(input: VerdictInput): ChainVerdict {
  const broken = input.breaks.some((b) => b.kind !== 'time_backwards' || input.timeBackwardsIsBreak);
  if (broken) return 'broken';
  return notProven(input).length === 0 ? 'intact' : 'not_proven';
}

function counted(breaks: readonly ChainBreak[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of breaks) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${grouped(count)} × ${kind}`).join(', ');
}

function workedOut({ name, content, link, fields }: Profile): string[] {
  if (name !== WORKED_OUT) return [];
  const [hash, previous] = [fields.hash?.join(), fields.previous.join()];
  return [
    `No known profile explains the log; this one was worked out from its first records (hash in ${hash}, previous hash in ${previous}, ` +
      `content ${content.form}, link ${link.position}). Keep it with the engagement to have it under a name of its own.`,
  ];
}

/** Warnings that follow from the profile. */
export function profileWarnings(profile: Profile): string[] {
  const { take, only } = profile.content;
  const covered = take === undefined ? only : [take];
  const partial =
    covered === undefined
      ? []
      : [
          `The hash covers ${covered.join(', ')} only: other members of a record can be altered without a trace.`,
        ];
  const { leave_out } = profile.content;
  const left =
    leave_out.length === 0
      ? []
      : [`The hash does not cover ${leave_out.join(', ')}: these can be altered without a trace.`];
  return [...workedOut(profile), ...partial, ...left, ...digestWarnings(profile)];
}

function digestWarnings(profile: Profile): string[] {
  if (!isWeakDigest(profile)) return [];
  if (profile.digest.algorithm === 'sha1') return ['The digest is SHA-1, for which collisions are known.'];
  const bits = digestCharacters(profile) * 4;
  return [
    `The digests are cut to ${bits} bits: two records with one digest can be made with the effort of 2^${bits / 2}.`,
  ];
}

const NO_LINKS =
  'No record names the hash of the one before it: records can be removed, added or put in another order without a trace. ' +
  'Order and completeness are not proven, with or without an anchor; another copy of the log would prove them.';

/** The verdict in sentences: what is proven, what is not, what would prove it. */
export function statementOf(input: VerdictInput, verdict: ChainVerdict): string[] {
  const { profile, events, before, breaks, proven } = input;
  const sentences: string[] = [];
  const { linkless } = input;
  const links = !linkless && profile.link.position !== 'unlinked';
  if (verdict === 'broken') {
    sentences.push(
      `The chain does not hold: ${input.allListed ? '' : 'at least '}${counted(breaks)} in ${grouped(events)} records.`,
    );
  } else if (links) {
    sentences.push(
      `Each of the ${grouped(events)} records has the hash that it states, and each names the hash of the one before it.`,
    );
  } else {
    sentences.push(
      `Each of the ${grouped(events)} records has the hash that it states, so no content was altered without a new hash.`,
    );
    sentences.push(
      linkless
        ? NO_LINKS
        : 'The hash does not cover the previous hash: records can be removed or put in another order and linked again ' +
            'without a trace. Order and completeness are not proven, with or without an anchor; another copy of the log would prove them.',
    );
  }
  if (before > 0) {
    sentences.push(
      `The log continues a chain of ${grouped(before)} earlier records: an anchor gives the hash that its first record names.`,
    );
  }
  if (proven === before + events) {
    sentences.push(
      `An anchor from outside the log agrees with its last record, number ${grouped(proven)} of the chain: its end is complete as of the anchor.`,
    );
  } else if (proven > 0) {
    sentences.push(
      `An anchor from outside the log agrees up to record number ${grouped(proven)}. That the end is complete is not proven; ` +
        'the hash and count of the last record, kept elsewhere, would prove it.',
    );
  } else {
    sentences.push(
      'That the end is complete is not proven: records cut off there leave no trace. ' +
        'The count and the hash of the last record, kept elsewhere (an anchor), would prove it.',
    );
  }
  sentences.push(
    profile.digest.keyed
      ? 'The hashes are made with a key: whoever does not hold it cannot have made or altered them. Its holders can.'
      : 'The chain has no key: it proves that the records agree with each other, not who wrote them. ' +
          'Whoever can write the whole log can compute it anew; only an anchor shows that.',
  );
  return sentences;
}
