import { Field } from '../../components/field.tsx';
import { Scroller } from '../../components/scroller.tsx';
import { formatCount } from '../../data/format.ts';
import { redactionWords as t } from '../../strings/package.ts';
import { type Choice, FATES, type Fate, type Source, WITHHELD } from './redaction.ts';

/** Sources one by one: withheld, handed on in part, or in full. */
export function RedactSources({
  sources,
  choices,
  onChange,
}: {
  sources: readonly Source[];
  choices: ReadonlyMap<string, Choice>;
  onChange: (choices: ReadonlyMap<string, Choice>) => void;
}) {
  if (sources.length === 0) return <p className="muted">{t.noSources}</p>;
  const change = (path: string, part: Partial<Choice>): void =>
    onChange(new Map(choices).set(path, { ...(choices.get(path) ?? WITHHELD), ...part }));
  return (
    <ol className="section">
      {sources.map((source) => {
        const choice = choices.get(source.path) ?? WITHHELD;
        return (
          <li key={source.path} className="source-row section">
            <div className="row-line wrap">
              <strong className="anywhere">{source.name}</strong>
              <span className="muted">{t.rows(formatCount(source.rows))}</span>
              <select
                className="input push"
                aria-label={t.fateOf(source.name)}
                value={choice.fate}
                onChange={(event) => change(source.path, { fate: event.target.value as Fate })}
              >
                {FATES.map((fate) => (
                  <option key={fate} value={fate}>
                    {t.fates[fate]}
                  </option>
                ))}
              </select>
            </div>
            {choice.fate === 'part' && (
              <InPart source={source} choice={choice} onChange={(part) => change(source.path, part)} />
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** Columns by their heading over the first rows, and rows by number or by value. */
function InPart({
  source,
  choice,
  onChange,
}: {
  source: Source;
  choice: Choice;
  onChange: (part: Partial<Choice>) => void;
}) {
  const [header = [], ...rows] = source.head;
  const toggle = (at: number): void =>
    onChange({
      columns: choice.columns.includes(at)
        ? choice.columns.filter((other) => other !== at)
        : [...choice.columns, at].sort((a, b) => a - b),
    });
  return (
    <div className="section in-part">
      {source.cells && (
        <Scroller label={t.columnsOf(source.name)}>
          <table className="ruled small narrow">
            <caption>{t.columns}</caption>
            <thead>
              <tr>
                {header.map((name, at) => (
                  // oxlint-disable-next-line react/no-array-index-key -- columns are known by their place
                  <th key={at} scope="col">
                    <label className="row-line">
                      <input
                        type="checkbox"
                        checked={choice.columns.includes(at)}
                        onChange={() => toggle(at)}
                      />
                      {name === '' ? `#${at + 1}` : name}
                    </label>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, 2).map((cells, line) => (
                // oxlint-disable-next-line react/no-array-index-key -- rows are known by their place
                <tr key={line}>
                  {header.map((_, at) => (
                    // oxlint-disable-next-line react/no-array-index-key -- columns are known by their place
                    <td key={at} className={choice.columns.includes(at) ? 'withheld' : undefined}>
                      {choice.columns.includes(at) ? t.sign : cells[at]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      <Field label={t.rowsToWithhold} help={source.cells ? t.rowsHelp : t.linesHelp}>
        {(ids) => (
          <input
            {...ids}
            className="input wide mono"
            autoComplete="off"
            spellCheck={false}
            value={choice.rows}
            onChange={(event) => onChange({ rows: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
