import type { FindingDetail } from '#shared/contract/schemas.ts';
import { Facts } from '../../components/facts.tsx';
import { findingWords as t } from '../../strings/findings.ts';
import { words } from '../../strings/words.ts';

/** The same finding as it stood at the end of the last period, and where a decision in force comes from. */
export function LastPeriod({ detail }: { detail: FindingDetail }) {
  const { last_period: last, work } = detail;
  const carried = work?.decided?.carried_from;
  if (last == null && carried === undefined) return null;
  return (
    <section className="section" aria-label={t.lastPeriod}>
      <h3>{t.lastPeriod}</h3>
      {carried !== undefined && <p className="notice">{t.carriedFrom(carried)}</p>}
      {last != null && (
        <Facts
          items={[
            [t.period, last.period.replace('..', ' – ')],
            [t.engagement, <code key="e">{last.engagement}</code>],
            [
              t.disposition,
              `${words.disposition[last.disposition]}${last.note === null ? '' : `: ${last.note}`}`,
            ],
            [t.response, last.response ?? undefined],
            [t.owner, last.response_owner ?? undefined],
            [t.due, last.response_due ?? undefined],
            [t.summary, last.summary === detail.finding.summary ? undefined : last.summary],
          ]}
        />
      )}
    </section>
  );
}
