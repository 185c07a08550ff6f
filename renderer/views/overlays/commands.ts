import type { Result } from '#shared/contract/methods.ts';
import { inspect } from '../../app/inspect.ts';
import { PLACES, go } from '../../app/places.ts';
import { overlayWords as t } from '../../strings/overlays.ts';
import { frame } from '../../strings/frame.ts';

export interface Command {
  id: string;
  /** Heading that it stands under. */
  group: string;
  title: string;
  detail: string;
  run: () => void;
}

type Hit = Result<'search.everything'>['groups'][number]['hits'][number];
type Kind = Result<'search.everything'>['groups'][number]['kind'];

/** The nine places and the parts of them that have an address. */
export function placeCommands(reports: Result<'report.list'>): Command[] {
  const places = PLACES.map(
    (place, i): Command => ({
      id: `place ${place}`,
      group: t.groups.places,
      title: frame.places[place],
      detail: `Alt+${i + 1}`,
      run: () => go(place),
    }),
  );
  const parts = t.parts.map(
    ([place, view, title]): Command => ({
      id: `part ${place} ${view}`,
      group: t.groups.places,
      title,
      detail: frame.places[place],
      run: () => go(place, { view }),
    }),
  );
  const own = reports.map(
    ({ id, title, about }): Command => ({
      id: `report ${id}`,
      group: t.groups.reports,
      title,
      detail: about ?? '',
      run: () => go('reports', { report: id }),
    }),
  );
  return [...places, ...parts, ...own];
}

/** What a hit of the search leads to. */
export function hitCommand(kind: Kind, hit: Hit): Command {
  return {
    id: `${kind} ${hit.id}`,
    group: t.groups[kind],
    title: hit.title,
    detail: hit.detail,
    run: () => open(kind, hit),
  };
}

function open(kind: Kind, { id, title, detail }: Hit): void {
  // The inspector closes with a change of place: what it is to show comes after that.
  const then = (subject: Parameters<typeof inspect>[0]): void => {
    setTimeout(() => inspect(subject), 50);
  };
  const address = detail.split(' · ').find((part) => part.includes('@'));
  switch (kind) {
    case 'person':
    case 'account':
      return go('people', address === undefined ? {} : { email: address.toLowerCase() });
    case 'resource': {
      const system = id.slice(0, Math.max(0, id.length - title.length - 1));
      return go('people', { system, resource: title });
    }
    case 'finding':
      go('findings');
      return then({ kind: 'finding', id });
    case 'source':
      go('sources');
      return then({ kind: 'receipt', id });
    case 'procedure':
      return go('procedures', { procedure: id });
  }
}

/** Every word of what was typed is in the title or the detail, whatever the case. */
export function matches({ title, detail }: Command, typed: string): boolean {
  const text = `${title} ${detail}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
