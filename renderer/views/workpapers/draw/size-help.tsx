import type { Params } from '#shared/contract/methods.ts';
import type { SampleSizeView } from '#shared/contract/sampling-schemas.ts';
import { useAsk } from '../../../app/connection.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { formatCount } from '../../../data/format.ts';
import { sampleWords as t } from '../../../strings/workpapers.ts';
import { percent } from '../percent.ts';
import { type Draft, changeDraft, planOf, shareOf } from './draft.ts';
import { Ladders } from './ladders.tsx';

type Question = Params<'sampling.size'>;

/** What the plan asks of the engine's calculator; null while it is no plan. */
export function sizeQuestion(draft: Draft, count: number | null, total: number | null): Question | null {
  const plan = planOf(draft);
  if (plan === null || typeof plan === 'string') return null;
  if (draft.method === 'monetary')
    return total === null || total <= 0
      ? null
      : { kind: 'monetary', ...plan, expected: Math.ceil(plan.expected ?? 0), value: total };
  return { kind: 'attribute', ...plan, ...(count === null || count < 1 ? {} : { population: count }) };
}

/** The size that follows from the plan, and what the deviations found would then mean. */
export function SizeHelp({
  draft,
  count,
  total,
}: {
  draft: Draft;
  count: number | null;
  total: number | null;
}) {
  const question = sizeQuestion(draft, count, total);
  const { value, error } = useAsk('sampling.size', question);
  const computed = draft.method === 'attribute' || draft.method === 'monetary';
  return (
    <div className="section size-help" aria-live="polite">
      {error && <ErrorNote error={error} />}
      {question !== null && value && (
        <>
          <p className="row-line">
            <strong>{value.size === null ? t.takeAll : t.sizeOf(formatCount(value.size))}</strong>
            {!computed && value.size !== null && (
              <button
                type="button"
                className="button small"
                onClick={() => changeDraft({ size: String(value.size), ladder: null })}
              >
                {t.take(formatCount(value.size))}
              </button>
            )}
          </p>
          <p className="muted">{value.statement}</p>
          {value.limits.length > 0 && <Limits view={value} />}
        </>
      )}
      {draft.method !== 'monetary' && <Ladders draft={draft} risk={shareOf(draft.risk)} />}
    </div>
  );
}

function Limits({ view }: { view: SampleSizeView }) {
  return (
    <table className="ruled small narrow">
      <caption>{t.limits}</caption>
      <thead>
        <tr>
          <th scope="col" className="num">
            {t.found}
          </th>
          <th scope="col" className="num">
            {t.atMost}
          </th>
        </tr>
      </thead>
      <tbody>
        {view.limits.map(({ deviations, upper }) => (
          <tr key={deviations}>
            <th scope="row" className="num">
              {formatCount(deviations)}
            </th>
            <td className="num">{percent(upper)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
