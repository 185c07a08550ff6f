import type { Result } from '#shared/contract/methods.ts';
import { useState } from 'react';
import { useAct } from '../../app/act.ts';
import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { copyText } from '../../components/copy.ts';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { formatCount, formatOf } from '../../data/format.ts';
import { findingWords as t } from '../../strings/findings.ts';

type Sample = Result<'sampling.draw'>['sample'];

/** A random sample of the findings that are selected, with a seed that anybody can repeat it from. */
export function DrawSample({ ids }: { ids: ReadonlySet<string> }) {
  const { locked } = useEngagement();
  const { busy, error, act } = useAct();
  const [draft, setDraft] = useState({ title: '', size: '25', seed: '' });
  const [sample, setSample] = useState<Sample | null>(null);
  const size = Number(draft.size);
  const ready =
    draft.title.trim() !== '' && Number.isInteger(size) && size >= 1 && size <= ids.size && !locked;
  const draw = async (): Promise<void> => {
    const params = {
      title: draft.title.trim(),
      population: { kind: 'sql' as const, sql: populationSql(ids) },
      key: ['id'],
      method: 'random' as const,
      size,
      ...(draft.seed.trim() === '' ? {} : { seed: draft.seed.trim() }),
    };
    const drawn = await act('sampling.draw', params, (view) =>
      t.drawn(formatOf(view.sample.items.length, view.sample.count)),
    );
    if (drawn) setSample(drawn.sample);
  };
  return (
    <>
      <form
        className="decide"
        aria-label={t.works.sample}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void draw();
        }}
      >
        <input
          className="input note"
          aria-label={t.sampleTitle}
          placeholder={t.sampleTitle}
          value={draft.title}
          onChange={(event) => setDraft({ ...draft, title: event.target.value })}
        />
        <label className="row-line">
          {t.sampleSize(formatCount(ids.size))}
          <input
            className="input short"
            inputMode="numeric"
            value={draft.size}
            onChange={(event) => setDraft({ ...draft, size: event.target.value })}
          />
        </label>
        <label className="row-line">
          {t.seed}
          <input
            className="input short"
            placeholder={t.seedMade}
            value={draft.seed}
            onChange={(event) => setDraft({ ...draft, seed: event.target.value })}
          />
        </label>
        <button type="submit" className="button primary" disabled={busy || !ready}>
          {t.draw}
        </button>
        {size > ids.size && <span className="muted">{t.sampleTooLarge}</span>}
        {error && <ErrorNote error={error} />}
      </form>
      {sample && <Drawn sample={sample} />}
    </>
  );
}

function Drawn({ sample }: { sample: Sample }) {
  return (
    <section className="section built" aria-label={t.sample}>
      <Facts
        items={[
          [t.sample, <strong key="t">{sample.title}</strong>],
          [t.sampleOf, formatOf(sample.items.length, sample.count)],
          [t.seed, <code key="s">{sample.seed}</code>],
          [t.populationDigest, <Hash key="d" value={sample.digest} label={t.populationDigest} />],
        ]}
      />
      <ol className="sample-items">
        {sample.items.map((item) => (
          <li key={item.key}>
            <button
              type="button"
              className="door"
              onClick={() => inspect({ kind: 'finding', id: String(item.values['id'] ?? item.key) })}
            >
              {String(item.values['summary'] ?? item.key)}
            </button>
          </li>
        ))}
      </ol>
      <div className="row-line">
        <button
          type="button"
          className="button small"
          onClick={() => void copyText(sample.items.map(({ key }) => key).join('\n'))}
        >
          {t.copyKeys}
        </button>
      </div>
    </section>
  );
}

/** The selection as a statement: ids are digests, so nothing in them needs to be escaped twice. */
function populationSql(ids: ReadonlySet<string>): string {
  const list = [...ids]
    .sort()
    .map((id) => `'${id.replaceAll("'", "''")}'`)
    .join(', ');
  return `SELECT id, procedure, severity, subject_id, reason_code, summary FROM current_findings() WHERE list_contains([${list}], id) ORDER BY id`;
}
