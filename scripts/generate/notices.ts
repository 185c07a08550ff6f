import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText, type LockedPackage, readLock } from './lock.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const LICENCE_FILE = /^(licen[cs]e|copying|notice|ofl)([-_.].*)?$/i;

interface Notice {
  name: string;
  version: string;
  license: string;
  /** Texts that the package carries; none for a package of another platform or one that carries no file. */
  texts: string[];
}

/** Licence files of an installed package. What lies there for one platform only differs between machines: left out. */
function textsOf({ path, platformOnly }: LockedPackage): string[] {
  const folder = join(ROOT, path);
  if (platformOnly || !existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8'))
    .map((text) =>
      text
        .replaceAll('\r\n', '\n')
        .replaceAll(/[ \t]+$/gm, '')
        .trim(),
    )
    .sort(compareText);
}

function notices(): Notice[] {
  const found = new Map<string, Notice>();
  for (const locked of readLock()) {
    const { name, version, license } = locked;
    const key = `${name} ${version}`;
    // The same version may lie in several folders; one notice is enough.
    if (!found.has(key)) found.set(key, { name, version, license, texts: textsOf(locked) });
  }
  return [...found.values()].sort((a, b) => compareText(a.name, b.name) || compareText(a.version, b.version));
}

/** All notices as one text, each licence once with the packages that carry it. */
function noticesText(): string {
  const all = notices();
  const carriers = new Map<string, string[]>();
  for (const { name, version, texts } of all) {
    for (const text of texts) carriers.set(text, [...(carriers.get(text) ?? []), `${name} ${version}`]);
  }
  return [
    '# Third-party notices',
    '',
    'Everything that Tickmark is delivered with, from the lock file, with the licence texts that the packages carry.',
    'Bill of materials: `docs/sbom.cdx.json` (CycloneDX). Packages of one platform only are listed without a text: they',
    'are under the licence of the package that needs them. The desktop program also contains Electron (MIT), whose own',
    'notices, those of Chromium among them, lie beside the program as `LICENSE*` files.',
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...all.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`),
    '',
    ...[...carriers].flatMap(([text, packages]) => [
      `## ${packages.join(', ')}`,
      '',
      '````text',
      text,
      '````',
      '',
    ]),
  ].join('\n');
}

const made = noticesText();

/** The notices for readers of the repository. */
export function generateNoticeDocs(): { path: string; text: string } {
  return { path: 'docs/third-party-notices.md', text: made };
}

/** The same as code, so that every host and every bundle has them. */
export function generateNotices(): { path: string; text: string } {
  const text = [
    '// Made by scripts/generate.ts from the lock file. Do not edit.',
    `export const NOTICES = ${JSON.stringify(made)};`,
    '',
  ].join('\n');
  return { path: 'engine/service/notices/generated.ts', text };
}
