import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runCli } from '#cli/run.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');

export interface CliResult {
  code: number | null;
  out: string;
  err: string;
  json: () => never;
}

function environment(cwd: string, env: Record<string, string>): NodeJS.ProcessEnv {
  return {
    ...process.env,
    INIT_CWD: cwd,
    XDG_CONFIG_HOME: join(cwd, 'config'),
    TICKMARK_PASSPHRASE: 'correct horse',
    ...env,
  };
}

const result = (code: number | null, out: string, err: string): CliResult => ({
  code,
  out,
  err,
  json: () => JSON.parse(out) as never,
});

/** One command line, carried out in this process; relative paths are taken from `cwd` as INIT_CWD. */
export async function cli(
  cwd: string,
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<CliResult> {
  const chunks = { out: [] as Buffer[], err: [] as Buffer[] };
  const sink = (list: Buffer[]) => ({ write: (data: string | Uint8Array) => list.push(Buffer.from(data)) });
  const code = await runCli(words, environment(cwd, env), {
    stdout: sink(chunks.out),
    stderr: sink(chunks.err),
  });
  return result(code, Buffer.concat(chunks.out).toString('utf8'), Buffer.concat(chunks.err).toString('utf8'));
}

const SMALL_SCOPE = [
  '--client',
  'Test Client',
  '--period',
  '2024-11-01..2024-11-30',
  '--timezone',
  'America/New_York',
];

/** An engagement in the folder `e` of `dir` with the files of the small company, and others beside them. */
export async function smallEngagement(
  dir: string,
  others: Readonly<Record<string, string>> = {},
): Promise<void> {
  write(dir, { ...SMALL_COMPANY, ...others });
  for (const words of [
    ['init', 'e', ...SMALL_SCOPE, '--quiet'],
    ['import', 'e', 'in', '--quiet'],
  ]) {
    const { code, err } = await cli(dir, words);
    if (code !== 0) throw new Error(`${words[0]}: ${err}`);
  }
}

/** The same in a process of its own, as a user starts it. */
export function spawnedCli(
  cwd: string,
  words: readonly string[],
  env: Record<string, string> = {},
): CliResult {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(ROOT, 'cli', 'main.ts'), ...words],
    { cwd: ROOT, encoding: 'utf8', env: environment(cwd, env) },
  );
  return result(status, stdout, stderr);
}

export function write(dir: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
}

/** A company of three: Ana holds what policy gives; Ben holds one thing more; Cleo left and holds nothing. */
export const SMALL_COMPANY = {
  'in/roster.csv': [
    'Employee ID,Work Email,Name,Job Title,Department,Employment Type,Manager Email,Status,Hire Date,Termination Date,Country',
    'E1,ana@company.com,Ana,Analyst,Finance,FTE,boss@company.com,Active,2020-01-06,,US',
    'E2,ben@company.com,Ben,Analyst,Finance,FTE,boss@company.com,Active,2021-03-01,,US',
    'E3,cleo@company.com,Cleo,Analyst,Finance,FTE,boss@company.com,Terminated,2019-05-06,2024-06-28,US',
    '',
  ].join('\n'),
  'in/policy.yaml': [
    'policy:',
    '  name: Finance Access',
    '  version: "1.0"',
    '  effective_date: "2020-01-01"',
    '  owner: cfo@company.com',
    '  approver: ciso@company.com',
    '  description: What finance needs',
    '  scope:',
    '    applies_to:',
    '      department: Finance',
    '  grants:',
    '    - system: ledger',
    '      resource: books',
    '      permission: read',
    '      justification: Everyone in finance reads the books',
    '  change_history:',
    '    - version: "1.0"',
    '      date: "2020-01-01"',
    '      changed_by: it@company.com',
    '      changes: First version',
    '      approval: ciso@company.com',
    '',
  ].join('\n'),
  'in/snapshot.csv': [
    'Snapshot,System,Account,Resource,Permission,Via,Granted At,Granted By,Expires At',
    '2024-11-30T05:00:00Z,ledger,ana@company.com,books,read,direct,2020-01-06T14:00:00Z,it@company.com,',
    '2024-11-30T05:00:00Z,ledger,ben@company.com,books,read,direct,2021-03-01T14:00:00Z,it@company.com,',
    '2024-11-30T05:00:00Z,ledger,ben@company.com,books,write,direct,2024-10-01T14:00:00Z,it@company.com,',
    '',
  ].join('\n'),
} as const;
