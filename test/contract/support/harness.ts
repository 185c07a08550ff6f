import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createEngine } from '#engine/index.ts';
import { hostDeps } from '#server/host-engine.ts';
import { startServer } from '#server/index.ts';
import type { Contract } from '#shared/contract/envelope.ts';
import type { ChoosePurpose, PathGrant } from '#shared/contract/host.ts';
import { LoopbackClient } from './loopback-client.ts';

/** The real engine behind one transport, and how paths are named there. */
export interface Harness {
  contract: Contract;
  /** What stands for a new file or folder in parameters. */
  place(purpose: ChoosePurpose, name: string): Promise<string>;
  /** What stands for an existing file in parameters. */
  file(path: string): Promise<string>;
  /** Path on disk of what `place` answered. */
  pathOf(placed: string): string;
  close(): Promise<void>;
}

/** Called in the test's own process: parameters are paths. */
export async function inProcess(): Promise<Harness> {
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-engine-'));
  const contract = createEngine({ ...hostDeps(), keyDir: join(folder, 'keys'), tempDir: folder });
  return {
    contract,
    place: (_purpose, name) => Promise.resolve(join(folder, name)),
    file: (path) => Promise.resolve(path),
    pathOf: (placed) => placed,
    close: async () => {
      await contract.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Over HTTP, the engine forked from the host's own entry: parameters are grants. */
export async function loopback(): Promise<Harness> {
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-engine-'));
  // Keys and recent engagements of the test, not of whoever runs it.
  const config = process.env.XDG_CONFIG_HOME;
  process.env.XDG_CONFIG_HOME = join(folder, 'config');
  const server = await startServer({
    workspace: join(folder, 'workspace'),
    configFolder: join(folder, 'config'),
  });
  const client = await LoopbackClient.connect(server.url);
  const paths = new Map<string, string>();
  return {
    contract: client,
    place: async (purpose, suggestedName) => {
      const [grant] = valueOf(await client.host<PathGrant[]>('choose', { purpose, suggestedName }));
      if (grant === undefined) throw new Error('No place was chosen.');
      paths.set(grant.token, grant.label);
      return grant.token;
    },
    file: async (path) => valueOf(await client.upload(basename(path), await readFile(path))).token,
    pathOf: (placed) => paths.get(placed) ?? '',
    close: async () => {
      await server.close();
      if (config === undefined) delete process.env.XDG_CONFIG_HOME;
      else process.env.XDG_CONFIG_HOME = config;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function valueOf<T>(answer: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

/** Small exports of a company of three, written anew: two files are sound, one has a row without its key, one is empty. */
export async function writeExports(
  folder: string,
): Promise<Record<'roster' | 'accounts' | 'broken' | 'empty', string>> {
  await mkdir(folder, { recursive: true });
  const roster = [
    'Employee ID,Work Email,Name,Job Title,Department,Employment Type,Manager Email,Status,Hire Date,Termination Date,Country',
    'E1,ann@example.com,Ann,Engineer,IT,employee,cy@example.com,active,2020-01-06,,US',
    'E2,bo@example.com,Bo,Analyst,Finance,employee,cy@example.com,active,2021-03-01,,US',
    'E3,cy@example.com,Cy,Director,IT,employee,,active,2015-05-04,,US',
  ];
  const accounts = [
    'System,Account,Email,Employee ID,Kind,Status,Admin,MFA,Created,Last Login,Disabled At,Owner,Justification',
    'idp,ann@example.com,ann@example.com,E1,person,active,true,false,2020-01-06T09:00:00Z,2024-11-20T09:00:00Z,,,Platform admin',
    'idp,bo@example.com,bo@example.com,E2,person,active,false,true,2021-03-01T09:00:00Z,2024-11-21T09:00:00Z,,,',
    'idp,cy@example.com,cy@example.com,E3,person,active,false,true,2015-05-04T09:00:00Z,2024-11-22T09:00:00Z,,,',
  ];
  const broken = [
    accounts[0],
    'crm,,x@example.com,E1,person,active,false,true,2020-01-06T09:00:00Z,2024-11-20T09:00:00Z,,,',
  ];
  broken.push(
    'crm,ann@example.com,ann@example.com,E1,person,active,false,true,2020-01-06T09:00:00Z,2024-11-20T09:00:00Z,,,',
  );
  const files = {
    roster: 'roster.csv',
    accounts: 'accounts.csv',
    broken: 'crm-accounts.csv',
    empty: 'empty.csv',
  };
  const texts = { roster, accounts, broken, empty: [] as string[] };
  for (const name of ['roster', 'accounts', 'broken', 'empty'] as const) {
    const lines = texts[name];
    await writeFile(join(folder, files[name]), lines.length === 0 ? '' : `${lines.join('\n')}\n`);
    files[name] = join(folder, files[name]);
  }
  return files;
}
