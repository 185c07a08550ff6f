import { readFile } from 'node:fs/promises';
import type { VerifyReport } from '#shared/model/verify.ts';
import { VERDICT_MARKS, VERIFY_LAYERS } from '#shared/model/vocabulary.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { badUsage, choice } from '../args.ts';
import type { Command } from '../command.ts';

export function verifyText(report: VerifyReport): string {
  const mark = (ok: boolean | null) =>
    ok === null ? VERDICT_MARKS.not_proven : ok ? VERDICT_MARKS.holds : VERDICT_MARKS.fails;
  const layers = VERIFY_LAYERS.flatMap((layer) =>
    report.checks
      .filter((check) => check.layer === layer)
      .map((check) => `${mark(check.ok)} ${layer.padEnd(12)} ${check.name}: ${check.detail}`),
  );
  return [`${mark(report.verdict === 'valid')} ${report.verdict}`, ...layers].join('\n');
}

const SHOWN = 5;

function redactableText({ by_cells, as_whole }: { by_cells: string[]; as_whole: string[] }): string {
  const names = as_whole.slice(0, SHOWN).map((path) => path.split('/').at(-1));
  const more = as_whole.length > SHOWN ? ` and ${as_whole.length - SHOWN} more (--json names all)` : '';
  const whole =
    as_whole.length === 0 ? '' : `; ${as_whole.length} as a whole only: ${names.join(', ')}${more}`;
  return `${by_cells.length} sources can be redacted by rows and cells${whole}`;
}

export const packageCommand: Command = {
  name: 'package',
  usage:
    'package <dir> --key NAME [--role preparer] --out FILE.zip [--without-sources] [--redactable] [--json]',
  summary: 'Write a signed evidence package',
  options: {
    key: { type: 'string' },
    role: { type: 'string' },
    out: { type: 'string' },
    'without-sources': { type: 'boolean' },
    redactable: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run({ words, terminal, call, path, passphrase }) {
    const [dir] = words.positionals;
    const key = words.text('key');
    const out = words.text('out');
    if (dir === undefined || words.positionals.length > 1)
      throw badUsage('name one engagement', packageCommand.usage);
    if (key === undefined) throw badUsage('--key is missing', packageCommand.usage);
    if (out === undefined) throw badUsage('--out is missing', packageCommand.usage);
    const role = choice(
      words.text('role'),
      ['preparer', 'reviewer'],
      'preparer',
      'role',
      packageCommand.usage,
    );
    await call('engagement.open', { dir: path(dir) });
    const facts = await call('package.build', {
      key,
      passphrase: await passphrase(`Passphrase of the key ${key}: `),
      role,
      path: path(out),
      without_sources: words.flag('without-sources'),
      redactable: words.flag('redactable'),
    });
    if (words.flag('json')) terminal.json(facts);
    else {
      terminal.out(
        `${facts.package_id} written to ${facts.file} (${facts.payload_files} files, SHA-256 ${facts.sha256})`,
      );
      if (facts.redaction !== undefined) terminal.out(redactableText(facts.redaction));
    }
    return 0;
  },
};

export const sign: Command = {
  name: 'sign',
  usage: 'sign <FILE.zip> --key NAME [--role reviewer] --out FILE.zip [--json]',
  summary: 'Countersign a package as reviewer',
  options: {
    key: { type: 'string' },
    role: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ words, terminal, call, path, passphrase }) {
    const [file] = words.positionals;
    const key = words.text('key');
    const out = words.text('out');
    if (file === undefined || words.positionals.length > 1) throw badUsage('name one package', sign.usage);
    if (key === undefined) throw badUsage('--key is missing', sign.usage);
    if (out === undefined) throw badUsage('--out is missing', sign.usage);
    const role = choice(words.text('role'), ['preparer', 'reviewer'], 'reviewer', 'role', sign.usage);
    const facts = await call('package.sign', {
      file: path(file),
      key,
      role,
      path: path(out),
      passphrase: await passphrase(`Passphrase of the key ${key}: `),
    });
    if (words.flag('json')) terminal.json(facts);
    else terminal.out(`${facts.package_id} signed as ${role}, written to ${facts.file}`);
    return 0;
  },
};

/** Needs the verifier alone: no engine, no database. */
export const verify: Command = {
  name: 'verify',
  usage: 'verify <FILE.zip> [--trust CERT.pem] [--json]',
  summary: 'Check an evidence package, layer by layer',
  options: { trust: { type: 'string' }, json: { type: 'boolean' } },
  async run({ words, terminal, path }) {
    const [file] = words.positionals;
    if (file === undefined || words.positionals.length > 1) throw badUsage('name one package', verify.usage);
    const trust = words.text('trust');
    const report = await verifyPackage(
      path(file),
      trust === undefined ? {} : { trust: [await readText(path(trust))] },
    );
    if (words.flag('json')) terminal.json(report);
    else terminal.out(verifyText(report));
    return report.verdict === 'valid' ? 0 : 1;
  },
};

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: Error) => {
    throw badUsage(`${file} cannot be read: ${error.message}`, verify.usage);
  });
}

export const reperform: Command = {
  name: 'reperform',
  usage: 'reperform <FILE.zip> [--json]',
  summary: 'Do the work of a package again from its sources and compare',
  options: { json: { type: 'boolean' } },
  async run({ words, terminal, call, path }) {
    const [file] = words.positionals;
    if (file === undefined || words.positionals.length > 1)
      throw badUsage('name one package', reperform.usage);
    const result = await call('package.reperform', { file: path(file) });
    if (words.flag('json')) terminal.json(result);
    else if (result.verdict === 'same')
      terminal.out(`${VERDICT_MARKS.holds} same: receipts, runs and findings came out as recorded`);
    else {
      terminal.out(`${VERDICT_MARKS.fails} differs in ${result.differences.length} places`);
      for (const { what, subject, detail } of result.differences)
        terminal.out(`  ${what} ${subject}: ${detail}`);
    }
    return result.verdict === 'same' ? 0 : 1;
  },
};
