import { expect, it } from 'vitest';
import { crateEntry } from './ro-crate.ts';

const bytes = new Uint8Array();
const entry = (path: string) => ({ path, bytes });

function graph(paths: readonly string[]): Record<string, unknown>[] {
  const content = {
    client: 'Example Ltd',
    period: { from: '2024-11-01', to: '2024-11-30' },
    as_of: '2024-11-24',
    tool_version: '0.1.0',
  };
  const made = crateEntry(content, paths.map(entry));
  expect(made.path).toBe('data/ro-crate-metadata.json');
  const document = JSON.parse(Buffer.from((made as { bytes: Uint8Array }).bytes).toString('utf8')) as {
    '@context': string;
    '@graph': Record<string, unknown>[];
  };
  expect(document['@context']).toBe('https://w3id.org/ro/crate/1.1/context');
  return document['@graph'];
}

it('has the descriptor and the root that RO-Crate 1.1 asks for', () => {
  const found = graph(['data/findings.json']);
  const descriptor = found.find((item) => item['@id'] === 'ro-crate-metadata.json');
  expect(descriptor).toEqual({
    '@id': 'ro-crate-metadata.json',
    '@type': 'CreativeWork',
    conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
    about: { '@id': './' },
  });
  // Section "Root Data Entity": type, name, description, datePublished, license.
  const root = found.find((item) => item['@id'] === './');
  expect(root).toMatchObject({
    '@type': 'Dataset',
    name: 'Access evidence of Example Ltd',
    description: 'Access evidence for 2024-11-01 to 2024-11-30, as of 2024-11-24',
    datePublished: '2024-11-24',
    license: { '@id': '#terms' },
  });
});

it('names each file once, in order, by an address relative to the crate, and nothing that is not there', () => {
  const paths = ['data/sources/ab/Zugänge 1.csv', 'data/findings.json', 'data/notes', 'data/x.constructor'];
  const found = graph(paths);
  const root = found.find((item) => item['@id'] === './');
  const ids = ['findings.json', 'notes', 'sources/ab/Zug%C3%A4nge%201.csv', 'x.constructor'];
  expect(root?.['hasPart']).toEqual(ids.map((id) => ({ '@id': id })));
  const files = found.filter((item) => item['@type'] === 'File');
  expect(files.map((item) => item['@id'])).toEqual(ids);
  expect(files.map((item) => item['encodingFormat'])).toEqual([
    'application/json',
    undefined,
    'text/csv',
    undefined,
  ]);
  expect(files[2]?.['name']).toBe('sources/ab/Zugänge 1.csv');
  const known = new Set(found.map((item) => item['@id']));
  expect(known.size).toBe(found.length);
  const asked = JSON.stringify(found).matchAll(/\{"@id":"([^"]+)"\}/g);
  expect([...asked].map(([, id]) => id).filter((id) => !known.has(id) && !id!.startsWith('https:'))).toEqual(
    [],
  );
});
