import type { Column } from '../../../data/rows.ts';
import { chartWords as t } from '../../../strings/chart.ts';
import { CHART_KINDS, type ChartSpec, MEASURES, STEPS, isScaled, isTime } from './chart-spec.ts';

type Option = readonly [value: string | number, text: string];

/** Kind, columns and figure of the chart; only what makes sense together can be chosen. */
export function ChartForm({
  columns,
  spec,
  onChange,
}: {
  columns: readonly Column[];
  spec: ChartSpec;
  onChange: (spec: ChartSpec) => void;
}) {
  const points = spec.kind === 'scatter';
  const all = columns.map(({ name }, i): Option => [i, name]);
  const scaled = all.filter(([i]) => isScaled(columns[Number(i)]?.kind));
  const numbers = all.filter(([i]) => columns[Number(i)]?.kind === 'number');
  const acrossOptions = spec.kind === 'bar' ? all : scaled;
  const change = (part: Partial<ChartSpec>): void => onChange(fitted({ ...spec, ...part }, columns));
  return (
    <form className="row-line" aria-label={t.form} onSubmit={(event) => event.preventDefault()}>
      <Choice
        name={t.kind}
        value={spec.kind}
        options={CHART_KINDS.filter((kind) => kind !== 'scatter' || scaled.length > 1)
          .filter((kind) => kind !== 'line' || scaled.length > 0)
          .map((kind) => [kind, t.kinds[kind] ?? kind])}
        onChange={(kind) => change({ kind: kind as ChartSpec['kind'] })}
      />
      <Choice
        name={t.across}
        value={spec.x}
        options={acrossOptions}
        onChange={(x) => change({ x: Number(x) })}
      />
      {!points && isTime(columns[spec.x]?.kind) && (
        <Choice
          name={t.step}
          value={spec.step}
          options={STEPS.map((step) => [step, t.steps[step] ?? step])}
          onChange={(step) => change({ step: step as ChartSpec['step'] })}
        />
      )}
      {!points && (
        <Choice
          name={t.measure}
          value={spec.measure}
          options={MEASURES.filter((one) => one === 'count' || numbers.length > 0).map((one) => [
            one,
            t.measures[one] ?? one,
          ])}
          onChange={(measure) => change({ measure: measure as ChartSpec['measure'] })}
        />
      )}
      {(points || spec.measure !== 'count') && (
        <Choice
          name={t.upward}
          value={spec.y}
          options={points ? scaled : numbers}
          onChange={(y) => change({ y: Number(y) })}
        />
      )}
    </form>
  );
}

/** Another kind of chart may not take the columns of the one before. */
function fitted(spec: ChartSpec, columns: readonly Column[]): ChartSpec {
  const kindOf = (i: number) => columns[i]?.kind;
  const scaled = columns.flatMap(({ kind }, i) => (isScaled(kind) ? [i] : []));
  const numbers = columns.flatMap(({ kind }, i) => (kind === 'number' ? [i] : []));
  const x = spec.kind === 'bar' || isScaled(kindOf(spec.x)) ? spec.x : (scaled[0] ?? spec.x);
  const usable = spec.kind === 'scatter' ? scaled : numbers;
  const y =
    usable.includes(spec.y) && !(spec.kind === 'scatter' && spec.y === x)
      ? spec.y
      : (usable.find((i) => i !== x) ?? usable[0] ?? spec.y);
  const step = isTime(kindOf(x)) && spec.step === 'none' && !isTime(kindOf(spec.x)) ? 'day' : spec.step;
  return { ...spec, x, y, step };
}

function Choice({
  name,
  value,
  options,
  onChange,
}: {
  name: string;
  value: string | number;
  options: readonly Option[];
  onChange: (value: string) => void;
}) {
  return (
    <label className="row-line">
      <span className="muted">{name}</span>
      <select className="input" value={value} onChange={({ target }) => onChange(target.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
