import { go } from '../app/places.ts';
import { words } from '../strings/words.ts';
import { EmptyState } from './notes.tsx';

/** Nothing can be shown before a source is there: which one, what cannot be tested without it, and where it is brought. */
export function MissingSource({ title, help }: { title: string; help: string }) {
  return (
    <EmptyState title={title}>
      <p>{help}</p>
      <button type="button" className="button" onClick={() => go('sources')}>
        {words.toSources}
      </button>
    </EmptyState>
  );
}
