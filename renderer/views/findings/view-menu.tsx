import { type FormEvent, useState } from 'react';
import { useEngagement } from '../../app/engagement.ts';
import { go, useAddress } from '../../app/places.ts';
import { say } from '../../components/copy.ts';
import { widenView } from '../../components/table/kept-view.ts';
import { findingWords as t } from '../../strings/findings.ts';
import { dropView, keepView, readViews, tableOf } from './saved-views.ts';

/** Saved views: choose one, or keep the filters of now under a name. */
export function ViewMenu({ filters }: { filters: Readonly<Record<string, string>> }) {
  const { id } = useEngagement();
  const { query } = useAddress();
  const [views, setViews] = useState(() => readViews(id));
  const [name, setName] = useState<string | null>(null);
  const chosen = views.find((view) => same(view.filters, query))?.name ?? '';
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = name?.trim() ?? '';
    if (wanted === '') return;
    setViews(keepView(id, { name: wanted, filters: { ...filters } }));
    setName(null);
    go('findings', filters);
    say(t.viewKept(wanted));
  };
  if (name !== null) {
    return (
      <form className="row-line" onSubmit={save} aria-label={t.keepView}>
        <input
          className="input"
          aria-label={t.viewName}
          placeholder={t.viewName}
          value={name}
          ref={(element) => element?.focus()}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="button" disabled={name.trim() === ''}>
          {t.keep}
        </button>
        <button type="button" className="button" onClick={() => setName(null)}>
          {t.keepNot}
        </button>
      </form>
    );
  }
  return (
    <span className="row-line">
      {views.length > 0 && (
        <select
          className="input"
          aria-label={t.views}
          value={chosen}
          onChange={(event) => {
            const view = views.find((item) => item.name === event.target.value);
            if (!view) widenView(tableOf(id));
            go('findings', view?.filters ?? {});
          }}
        >
          <option value="">{t.allFindings}</option>
          {views.map((view) => (
            <option key={view.name} value={view.name}>
              {view.name}
            </option>
          ))}
        </select>
      )}
      {chosen !== '' && (
        <button type="button" className="button" onClick={() => setViews(dropView(id, chosen))}>
          {t.dropView}
        </button>
      )}
      <button type="button" className="button" onClick={() => setName('')}>
        {t.keepView}
      </button>
    </span>
  );
}

function same(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const [left, right] = [Object.keys(a), Object.keys(b)];
  return left.length > 0 && left.length === right.length && left.every((name) => a[name] === b[name]);
}
