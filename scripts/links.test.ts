import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './generate/files.ts';

const SKIPPED = new Set(['node_modules', 'dist', 'out', 'demo', 'violations', '.git']);

function pages(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : pages(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Targets of links and images that stand for files of the repository. */
function targets(page: string): string[] {
  const text = readFileSync(page, 'utf8').replace(/^ *```[\s\S]*?^ *```|`[^`\n]*`/gmu, '');
  return [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/gu)]
    .map((match) => match[1]!)
    .filter((target) => !/^[a-z]+:/u.test(target));
}

describe('links between pages', () => {
  const all = pages(ROOT);

  it('are found', () => {
    expect(targets(join(ROOT, 'README.md'))).toEqual(
      expect.arrayContaining(['docs/images/workbench.png', 'docs/architecture.md', 'engine']),
    );
  });

  it('lead to files that are there', () => {
    const broken = all.flatMap((page) =>
      targets(page)
        .filter((target) => !existsSync(join(dirname(page), target)))
        .map((target) => `${relative(ROOT, page)}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});
