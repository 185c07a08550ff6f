import type { RollForward } from '#shared/contract/roll-forward-schemas.ts';
import { carriedDigest, type EarlierEngagement, type Engagement } from '#engine/engagement/index.ts';
import { insertMapping, keepDecisions } from '#engine/intake/index.ts';
import { keepItems } from '#engine/requests/index.ts';
import { insertOwn } from '#engine/runner/index.ts';
import type { Session } from '#engine/store/index.ts';
import { keepControl, keepMethodology } from '#engine/workpapers/index.ts';
import { keepProfile } from '../chain-profiles.ts';
import { carryFindings } from './carry-findings.ts';
import { askedAgain, daysBetweenEnds, designKept } from './next-period.ts';
import type { Carried } from './read-earlier.ts';

/** "E-1234… (2024-07-01..2024-12-31)": how what was taken over says where it comes from. */
export function nameOf({ settings }: EarlierEngagement): string {
  return `${settings.id} (${settings.period.from}..${settings.period.to})`;
}

async function writeWork(session: Session, carried: Carried, from: string, days: number): Promise<void> {
  for (const mapping of carried.mappings) await insertMapping(session, mapping);
  for (const yaml of carried.profiles) await keepProfile(session, yaml);
  for (const ladder of carried.methodologies) await keepMethodology(session, ladder);
  for (const { procedure, by, at } of carried.own) await insertOwn(session, procedure, { by, at });
  await keepItems(
    session,
    carried.items.map((item) => askedAgain(item, days)),
  );
  for (const control of carried.controls) await keepControl(session, designKept(control, from));
  await keepDecisions(session, carried.decisions);
}

/** Everything that lies in the database, in one change; the journal says from where, and how much of what. */
export function writeCarried(
  engagement: Engagement,
  earlier: EarlierEngagement,
  carried: Carried,
): Promise<RollForward['carried']> {
  const { settings } = earlier;
  const from = nameOf(earlier);
  return engagement.change('rolled_forward', async (session) => {
    const { entries, head } = await earlier.journalHead();
    await writeWork(session, carried, from, daysBetweenEnds(settings.period, engagement.settings.period));
    const found = await carryFindings(earlier, session, from);
    const counts: RollForward['carried'] = {
      parameters: Object.keys(carried.parameters).length,
      mappings: carried.mappings.length,
      profiles: carried.profiles.length,
      methodologies: carried.methodologies.length,
      procedures: carried.own.length,
      requests: carried.items.length,
      controls: carried.controls.length,
      identity_decisions: carried.decisions.length,
      anchors: carried.anchors.length,
      hours: carried.hours.length,
      ...found,
    };
    await session.run(
      `INSERT INTO work.carried_from VALUES ($id, $client, $period, $entries::BIGINT, $head, $carried)`,
      {
        id: settings.id,
        client: settings.client,
        period: `${settings.period.from}..${settings.period.to}`,
        entries,
        head,
        carried: JSON.stringify(counts),
      },
    );
    return {
      value: counts,
      details: {
        from: {
          id: settings.id,
          client: settings.client,
          period: settings.period,
          journal: { entries, head },
          journal_sha256: earlier.journalSha256,
          signed_off: settings.locked?.package_id ?? null,
        },
        parameters: carried.parameters,
        carried: counts,
        findings_sha256: await carriedDigest(session),
      },
    };
  });
}
