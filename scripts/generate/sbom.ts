import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText, type LockedPackage, readLock } from './lock.ts';

const MANIFEST = join(import.meta.dirname, '..', '..', 'package.json');

function purl({ name, version }: { name: string; version: string }): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** `sha512-<base64>` of the lock file as CycloneDX states digests. */
function hashes(integrity: string | null) {
  const match = /^sha(\d+)-(.+)$/.exec(integrity ?? '');
  if (match === null) return {};
  return {
    hashes: [{ alg: `SHA-${match[1]}`, content: Buffer.from(match[2] ?? '', 'base64').toString('hex') }],
  };
}

function licenses(license: string) {
  if (license === 'not stated') return {};
  const simple = /^[A-Za-z0-9.+-]+$/.test(license);
  return { licenses: [simple ? { license: { id: license } } : { expression: license }] };
}

/** Where Node finds a dependency of a package: the nearest node_modules above it. */
function resolved(from: string, name: string, byPath: ReadonlyMap<string, LockedPackage>) {
  let folder = from;
  while (folder !== '') {
    const found = byPath.get(`${folder}/node_modules/${name}`);
    if (found !== undefined) return found;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
  }
  return byPath.get(`node_modules/${name}`);
}

/**
 * Bill of materials of what is delivered, CycloneDX 1.5 in JSON, from the lock file alone. Without serial number and
 * time, so that the same lock file gives the same bytes.
 */
export function generateSbom(): { path: string; text: string } {
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as {
    name: string;
    version: string;
    description: string;
    dependencies: Record<string, string>;
  };
  const packages = readLock();
  const byPath = new Map(packages.map((entry) => [entry.path, entry]));
  const components = new Map<string, object>();
  const edges = new Map<string, Set<string>>();
  for (const entry of packages) {
    const { name, version, license, integrity, path } = entry;
    const reference = purl(entry);
    components.set(reference, {
      type: 'library',
      'bom-ref': reference,
      name,
      version,
      ...hashes(integrity),
      ...licenses(license),
      purl: reference,
    });
    const known = edges.get(reference) ?? new Set<string>();
    for (const dependency of entry.dependencies) {
      const target = resolved(path, dependency, byPath);
      if (target !== undefined) known.add(purl(target));
    }
    edges.set(reference, known);
  }
  const own = purl(manifest);
  const direct = Object.keys(manifest.dependencies)
    .map((name) => byPath.get(`node_modules/${name}`))
    .filter((entry) => entry !== undefined)
    .map(purl);
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': own,
        name: manifest.name,
        version: manifest.version,
        description: manifest.description,
        purl: own,
      },
    },
    components: [...components].sort(([a], [b]) => compareText(a, b)).map(([, component]) => component),
    dependencies: [[own, new Set(direct)] as const, ...edges]
      .map(([ref, targets]) => ({ ref, dependsOn: [...targets].sort(compareText) }))
      .sort((a, b) => compareText(a.ref, b.ref)),
  };
  return { path: 'docs/sbom.cdx.json', text: `${JSON.stringify(bom, null, 1)}\n` };
}
