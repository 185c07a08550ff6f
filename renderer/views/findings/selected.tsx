import { useState } from 'react';
import { useEngagement } from '../../app/engagement.ts';
import { HiddenSelected } from '../../components/table/hidden-selected.tsx';
import type { Selection } from '../../components/table/use-selection.ts';
import { findingWords as t } from '../../strings/findings.ts';
import { Decide } from './decide.tsx';
import { selectionSql } from '../workpapers/draw/draft.ts';
import { SampleButton } from '../workpapers/sample-button.tsx';
import { Conclude, Note, Respond } from './work.tsx';

const WORKS = ['decide', 'conclude', 'respond', 'note'] as const;

/** What can be done with the findings that are selected and shown, all at once. */
export function Selected({ selection }: { selection: Selection }) {
  const { locked } = useEngagement();
  const [work, setWork] = useState<(typeof WORKS)[number]>('decide');
  const { shown: ids, drop, clear } = selection;
  const onDone = (): void => drop(ids);
  if (ids.size === 0) {
    return (
      <section className="selected" aria-label={t.selected}>
        <HiddenSelected selection={selection} />
      </section>
    );
  }
  return (
    <section className="selected" aria-label={t.selected}>
      <HiddenSelected selection={selection} />
      <div className="row-line" role="group" aria-label={t.bulk}>
        {WORKS.map((name) => (
          <button
            key={name}
            type="button"
            className="button small"
            aria-pressed={name === work}
            disabled={locked}
            onClick={() => setWork(name)}
          >
            {t.works[name]}
          </button>
        ))}
        <SampleButton
          small
          from={{ kind: 'sql', name: selectionSql(ids), selected: ids.size, key: ['id'] }}
        />
      </div>
      {work === 'decide' && <Decide ids={ids} onDone={onDone} onClear={clear} />}
      {work === 'conclude' && <Conclude ids={ids} onDone={onDone} />}
      {work === 'respond' && <Respond ids={ids} onDone={onDone} />}
      {work === 'note' && <Note ids={ids} onDone={onDone} />}
    </section>
  );
}
