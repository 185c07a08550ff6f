import { ownWords as t } from '../../../strings/own.ts';
import { NO_PARAM, paramNames, type TypedOwn, type TypedParam } from './typed-own.ts';

const PARTS: readonly (readonly [keyof TypedParam, string])[] = [
  ['standard', t.standard],
  ['least', t.least],
  ['most', t.most],
  ['unit', t.unit],
  ['meaning', t.meaning],
];

/** A line for each name that the statements take and that is no moment. */
export function ParamFields({
  typed,
  onChange,
}: {
  typed: TypedOwn;
  onChange: (part: Partial<TypedOwn>) => void;
}) {
  const names = paramNames(typed.sql, typed.population).filter(
    (name) => typed.from === null || typed.params[name] !== undefined,
  );
  if (names.length === 0) return null;
  return (
    <fieldset className="field">
      <legend className="label">{t.params}</legend>
      <table className="ruled">
        <thead>
          <tr>
            <th scope="col">$</th>
            {PARTS.map(([part, label]) => (
              <th scope="col" key={part}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const given = typed.params[name] ?? NO_PARAM;
            return (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                {PARTS.map(([part, label]) => (
                  <td key={part}>
                    <input
                      className={part === 'meaning' ? 'input wide' : 'input short'}
                      aria-label={`${label}, ${name}`}
                      value={given[part]}
                      onChange={(event) =>
                        onChange({
                          params: { ...typed.params, [name]: { ...given, [part]: event.target.value } },
                        })
                      }
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <span className="help">{t.paramsHelp}</span>
    </fieldset>
  );
}
