import { parseProfile } from './parse.ts';

const FOLDER = 'engine/integrity/profiles/shipped';

/** Detection prefers the first of several profiles that fit equally well: these, then other events, then the rest. */
const PREFERENCE = [
  'event-jcs',
  'event-python',
  'event-python-compact',
  'event-python-insertion',
  'event-unlinked-jcs',
];

/** What the generator needs from a file system; paths are relative to the root of the repository. */
export interface ProfileFiles {
  list(folder: string): readonly string[];
  read(path: string): string;
}

function rank(name: string): number {
  const at = PREFERENCE.indexOf(name);
  if (at >= 0) return at;
  return PREFERENCE.length + (name.startsWith('event-') ? 0 : 1);
}

function literal(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}

/**
 * The module that embeds the shipped profiles, checked and with all defaults, so that reading them needs neither file
 * access nor YAML: `{ path, text }`.
 */
export function generateProfiles(files: ProfileFiles): { path: string; text: string } {
  const names = files
    .list(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const texts = names.map(
    (name) => `  ${literal(JSON.stringify(parseProfile(files.read(`${FOLDER}/${name}.yaml`))))},\n`,
  );
  return {
    path: 'engine/integrity/profiles/generated.ts',
    text: `/** Generated from ${FOLDER}, one checked profile a line, as JSON: edit the files there, then run the generator. */\nexport const SHIPPED_PROFILES: readonly string[] = [\n${texts.join('')}];\n`,
  };
}
