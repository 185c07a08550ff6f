import { go } from '../app/places.ts';
import { words } from '../strings/words.ts';
import { copyText } from './copy.ts';

/** SQL to read, copy, and take to the console. */
export function SqlBlock({ sql, console }: { sql: string; console?: boolean }) {
  return (
    <div className="section">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled block must be reachable by keyboard */}
      <pre className="sql" tabIndex={0} aria-label={words.sql}>
        {sql}
      </pre>
      <div className="row-line">
        <button type="button" className="button small" onClick={() => void copyText(sql)}>
          {words.copy}
        </button>
        {console && (
          <button type="button" className="button small" onClick={() => go('query', { sql })}>
            {words.openInQuery}
          </button>
        )}
      </div>
    </div>
  );
}
