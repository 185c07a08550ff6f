import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { joiners, leavers, movers, type PersonChange } from '#engine/reports/changes-people.ts';
import { findProcedure } from '#engine/runner/index.ts';
import type { Session } from '#engine/store/index.ts';
import { loadCase } from '../../engine/procedures/case-file.ts';
import { withCase } from '../../engine/procedures/case-run.ts';

/**
 * The report on access changes and the procedures on joiners, leavers and movers count by two ways of their own: events read
 * into memory, and SQL. Over the tables of each case both must come to the same.
 */

type Bounds = Parameters<typeof joiners>[1];

interface Told {
  person: string;
  reason: string;
  details: Record<string, unknown>;
}

const FOLDER = fileURLToPath(new URL('../../engine/procedures/changes/', import.meta.url));

const casesOf = (name: string): string[] =>
  readdirSync(`${FOLDER}${name}/cases`).filter((one) => one !== 'no-data');

/** What a procedure says of people in a case, passes included, and what a part of the report says. */
async function both<T>(
  name: string,
  folder: string,
  report: (session: Session, bounds: Bounds) => Promise<T>,
): Promise<{ told: Told[]; reported: T; maxHours: number }> {
  const { input } = loadCase(`${FOLDER}${name}/cases/${folder}`);
  return withCase(input, async (run, { session, moments }) => {
    const { found, passed, params } = await run(findProcedure(`changes.${name}`), true);
    const told = [
      ...found.map((row) => ({
        person: row.subject_id,
        reason: row.reason_code,
        details: JSON.parse(row.details) as Record<string, unknown>,
      })),
      ...passed.map((row) => ({ person: row.subject_id, reason: row.reason_code, details: row.details })),
    ];
    const { period_start, period_end } = moments;
    const reported = await report(session, { period_start, period_end });
    return { told, reported, maxHours: Number(params['max_hours']) };
  });
}

/** Seconds from one moment of the details to another; early counts 0. */
function between({ details }: Told, from: string, to: string): number | null {
  const [start, end] = [details[from], details[to]].map((value) =>
    typeof value === 'string' ? Date.parse(value) : null,
  );
  return start == null || end == null ? null : Math.max(0, (end - start) / 1000);
}

/** People of the report whom the roster knows: the procedures test no others. */
const known = (people: readonly PersonChange[], told: readonly Told[]): PersonChange[] =>
  people.filter(({ email }) => told.some(({ person }) => person === email));

describe.each(casesOf('joiners-complete'))('joiners: %s', (folder) => {
  test('time to full access, and what came beyond policy', async () => {
    const { told, reported } = await both('joiners-complete', folder, joiners);
    const extra = told.filter(({ reason }) => reason === 'beyond_policy');
    const people = told.filter(({ reason }) => reason !== 'beyond_policy');
    expect(people.length).toBeGreaterThan(0);
    expect(
      known(reported.people, people)
        .map(({ email, seconds }) => [email, seconds])
        .sort(),
    ).toEqual(
      people
        .map((one) => [
          one.person,
          ['in_time', 'late'].includes(one.reason) ? between(one, 'starts_at', 'last_at') : null,
        ])
        .sort(),
    );
    const beyond = extra.reduce((sum, { details }) => sum + Number(details['extra']), 0);
    const owing = new Set(
      people.filter(({ reason }) => reason !== 'nothing_owed').map(({ person }) => person),
    );
    expect(owing.size).toBeGreaterThan(0);
    expect(reported.granted - reported.granted_by_policy).toBe(beyond);
  });
});

describe.each(casesOf('movers-complete'))('movers: %s', (folder) => {
  test('time to the last new access, and overlaps', async () => {
    const { told, reported, maxHours } = await both('movers-complete', folder, movers);
    const told_of = (reason: string) =>
      told.filter((one) => one.reason === reason).map(({ person }) => person);
    const late = reported.people.filter(({ seconds }) => seconds !== null && seconds > maxHours * 3600);
    expect(late.map(({ email }) => email).sort()).toEqual(told_of('late').sort());
    const open = new Set(reported.people.filter(({ seconds }) => seconds === null).map(({ email }) => email));
    expect(told_of('incomplete').filter((person) => !open.has(person))).toEqual([]);
    // A snapshot beats events: whoever still has old access did not give it up gracefully, whatever an event says.
    const ungraceful = new Set([...told_of('removed_late'), ...told_of('removal_not_shown')]);
    expect(
      reported.people.filter(({ email, note }) => note.includes('graceful') && ungraceful.has(email)),
    ).toEqual([]);
  });
});

describe.each(casesOf('leavers-revoked'))('leavers: %s', (folder) => {
  test('time to full revocation', async () => {
    const { told, reported } = await both('leavers-revoked', folder, leavers);
    const removed = reported.people.filter(({ seconds }) => seconds !== null);
    expect(removed.map(({ email, seconds }) => [email, seconds])).toEqual(
      removed.map(({ email }) => [
        email,
        between(told.find(({ person }) => person === email)!, 'ended_at', 'last_removal_at'),
      ]),
    );
  });
});
