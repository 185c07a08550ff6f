import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  visit,
  type Document,
  type Node,
} from 'yaml';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Json, JsonObject } from '../kit.ts';

const LARGEST = 32 * 2 ** 20;
/** Expanded size in values: what a document may become when its aliases are followed. */
const MOST_VALUES = 2_000_000;
const DEEPEST = 128;

function tooComplex(message: string): TickmarkError {
  return new TickmarkError('FILE_TOO_COMPLEX', message, {
    hint: 'A genuine export does not need this. Ask where the file comes from.',
  });
}

/** Whether a text could be YAML with keys or a list at its root: cheap, before it is parsed. */
export function looksLikeYaml(start: string): boolean {
  const line = start.split(/\r?\n/).find((text) => text.trim() !== '' && !/^\s*#/.test(text));
  return (
    line !== undefined &&
    /^(?:---(?:\s|$)|%YAML|- |(?:"[^"]+"|'[^']+'|[\w$.-][^,;\t|:]*):(?:\s|$))/.test(line)
  );
}

/**
 * The document as JSON values, numbers as their text so that `2.10` stays a version; several documents in one text as a
 * list of those that hold anything. Aliases are followed within a budget; custom tags and duplicate keys are refused.
 * Throws FILE_MALFORMED, FILE_TOO_COMPLEX.
 */
export function parseYaml(text: string): Json {
  if (text.length > LARGEST) throw tooComplex(`the YAML is larger than ${LARGEST / 2 ** 20} MB`);
  const parsed = parseAllDocuments(text, {
    prettyErrors: true,
    uniqueKeys: true,
    schema: 'core',
    merge: false,
    logLevel: 'error',
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  const budget = { values: 0 };
  const values = documents.map((document) => documentValue(document, budget));
  if (values.length < 2) return values[0] ?? null;
  const held = values.filter((value) => value !== null);
  return held.length === 1 ? held[0]! : held;
}

function documentValue(document: Document.Parsed, budget: { values: number }): Json {
  const fault = document.errors[0];
  if (fault) {
    const first = fault.message.split('\n')[0]!.replace(/:$/, '');
    throw new TickmarkError('FILE_MALFORMED', `the YAML breaks: ${first}`, {
      hint: 'Ask for the file again, or have its indentation and keys checked.',
    });
  }
  const tagged = document.warnings.find((warning) => warning.code === 'TAG_RESOLVE_FAILED');
  if (tagged) {
    throw new TickmarkError(
      'FILE_MALFORMED',
      `the YAML uses a tag of its own: ${tagged.message.split('\n')[0]!}`,
      {
        hint: 'Tags ask a program to build objects; export plain values.',
      },
    );
  }
  visit(document, (_key, node) => {
    const tag = (node as { tag?: string } | null)?.tag;
    if (tag !== undefined && !/^(?:tag:yaml\.org,2002:|!$)(?:str|int|float|bool|null|map|seq)?$/.test(tag)) {
      throw new TickmarkError('FILE_MALFORMED', `the YAML uses the tag ${tag}`, {
        hint: 'Export plain values without tags.',
      });
    }
  });
  // Finding an anchor walks the document: once an alias, not once each time that it is met.
  const targets = new Map<Alias, Node | undefined>();
  const target = (alias: Alias): Node | undefined => {
    if (!targets.has(alias)) targets.set(alias, alias.resolve(document));
    return targets.get(alias);
  };
  const build = (node: Node | null | undefined, depth: number): Json => {
    budget.values += 1;
    if (budget.values > MOST_VALUES)
      throw tooComplex('the YAML grows beyond two million values when its aliases are followed');
    if (depth > DEEPEST) throw tooComplex(`the YAML is nested more than ${DEEPEST} levels deep`);
    if (node === null || node === undefined) return null;
    if (isAlias(node)) return build(target(node), depth + 1);
    if (isScalar(node)) {
      if (typeof node.value === 'number' || typeof node.value === 'bigint')
        return node.source ?? String(node.value);
      return typeof node.value === 'boolean' || node.value === null ? node.value : String(node.value);
    }
    if (isSeq(node)) return node.items.map((item) => build(item as Node, depth + 1));
    if (isMap(node)) {
      const object: JsonObject = Object.create(null) as JsonObject;
      for (const pair of node.items) {
        const key = pair.key;
        if (isCollection(key))
          throw new TickmarkError('FILE_MALFORMED', 'the YAML uses a list or map as a key', {
            hint: 'Keys must be texts.',
          });
        object[isScalar(key) ? (key.source ?? String(key.value)) : String(key)] = build(
          pair.value as Node,
          depth + 1,
        );
      }
      return object;
    }
    return null;
  };
  return build(document.contents as Node | null, 0);
}
