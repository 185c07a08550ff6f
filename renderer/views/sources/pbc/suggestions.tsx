import type { useAct } from '../../../app/act.ts';
import { useAsk } from '../../../app/connection.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { pbcWords as t } from '../../../strings/requested.ts';

const NONE = {};

/** Inputs that procedures lack and no item asks for. */
export function Suggestions({ disabled, act }: { disabled: boolean; act: ReturnType<typeof useAct>['act'] }) {
  const asked = useAsk('pbc.suggestions', NONE);
  const known = useAsk('procedures.list', NONE);
  if (asked.error) return <ErrorNote error={asked.error} />;
  const suggestions = asked.value?.suggestions ?? [];
  const titles = new Map(known.value?.map(({ id, title }) => [id, title]));
  if (suggestions.length === 0) return null;
  return (
    <section className="section" aria-label={t.suggestions}>
      <h2>{t.suggestions}</h2>
      <div className="row-line">
        <button
          type="button"
          className="button"
          disabled={disabled}
          onClick={() => void act('pbc.save', { items: suggestions.map(({ item }) => item) }, t.saved)}
        >
          {t.suggestAll(suggestions.length)}
        </button>
      </div>
      <table className="ruled" aria-label={t.suggestions}>
        <tbody>
          {suggestions.map(({ item, procedures }) => (
            <tr key={item.id}>
              <th scope="row">{item.title}</th>
              <td>
                <details>
                  <summary>{t.procedures(procedures.length)}</summary>
                  <ul>
                    {procedures.map((id) => (
                      <li key={id}>
                        {titles.get(id) ?? id} <code className="muted anywhere">{id}</code>
                      </li>
                    ))}
                  </ul>
                </details>
              </td>
              <td>
                <button
                  type="button"
                  className="button small"
                  disabled={disabled}
                  aria-label={t.suggestOf(item.title)}
                  onClick={() => void act('pbc.save', { items: [item] }, t.saved)}
                >
                  {t.suggest}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
