import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { InspectorPane } from '../../app/inspector-pane.tsx';
import { copyText } from '../../components/copy.ts';
import { Tree } from '../../components/tree.tsx';
import { Value } from '../../components/value.tsx';
import { kindOf, plainValue } from '../../data/value.ts';
import { queryWords as t } from '../../strings/query.ts';

interface Field {
  name: string;
  type: string;
  value: unknown;
}

/** One row of a result with every value in full; rows that know their file lead to its receipt. */
export function RowDetail({ title, values }: { title: string; values: readonly Field[] }) {
  const { timezone } = useEngagement();
  const source = values.find(({ name }) => name === 'source_id')?.value;
  const copy = (): void => {
    const plain = Object.fromEntries(
      values.map(({ name, type, value }) => [
        name,
        value === null ? null : plainValue(value, kindOf(type), timezone),
      ]),
    );
    void copyText(JSON.stringify(plain, null, 2));
  };
  return (
    <InspectorPane title={title}>
      <dl className="facts">
        {values.map((field) => (
          <div key={field.name}>
            <dt>{field.name}</dt>
            <dd>
              <FieldValue field={field} zone={timezone} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="row-line">
        <button type="button" className="button small" onClick={copy}>
          {t.copyRow}
        </button>
        {typeof source === 'string' && (
          <button
            type="button"
            className="button small"
            onClick={() => inspect({ kind: 'receipt', id: source })}
          >
            {t.openReceipt}
          </button>
        )}
      </div>
    </InspectorPane>
  );
}

function FieldValue({ field: { type, value }, zone }: { field: Field; zone: string }) {
  const kind = kindOf(type);
  if (kind === 'json' && typeof value === 'string' && value !== '') {
    const parsed = parseJson(value);
    if (typeof parsed === 'object' && parsed !== null) return <Tree value={parsed} zone={zone} />;
  }
  return <Value value={value} kind={kind} zone={zone} />;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
