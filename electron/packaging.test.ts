import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');

interface Packaging {
  asar: boolean;
  asarUnpack: string[];
  publish: null;
  fileAssociations: { ext: string; role: string }[];
  electronFuses: Record<string, boolean>;
  files: string[];
  win: Targets;
  mac: Targets & { hardenedRuntime: boolean };
  linux: Targets;
}
interface Targets {
  target: { target: string; arch: string[] }[];
}

const config = parse(read('electron-builder.yml')) as Packaging;
const manifest = JSON.parse(read('package.json')) as {
  main: string;
  devDependencies: Record<string, string>;
};

describe('the packaged program', () => {
  it('has every fuse in the safe position', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    });
  });

  it('keeps the database outside the archive, and everything else in it', () => {
    expect([config.asar, config.asarUnpack]).toEqual([true, ['**/node_modules/@duckdb/**']]);
  });

  it('starts what electron-vite builds', () => {
    expect(manifest.main).toBe('out/main/index.mjs');
    expect(config.files).toContain('out/main/**');
  });

  it('opens evidence packages that are named so, and takes no other kind of file for itself', () => {
    expect(config.fileAssociations.map(({ ext, role }) => [ext, role])).toEqual([['evidence', 'Viewer']]);
  });

  it('looks for no update', () => {
    expect(config.publish).toBeNull();
    expect(manifest.devDependencies).not.toHaveProperty('electron-updater');
  });

  it('is made for three systems', () => {
    const targets = ({ target }: Targets) => target.map(({ target: name, arch }) => `${name} ${arch.join()}`);
    expect([targets(config.win), targets(config.mac), targets(config.linux)]).toEqual([
      ['nsis x64,arm64', 'zip x64,arm64'],
      ['dmg x64,arm64', 'zip x64,arm64'],
      ['AppImage x64,arm64', 'tar.gz x64,arm64'],
    ]);
    expect(config.mac.hardenedRuntime).toBe(true);
  });
});
