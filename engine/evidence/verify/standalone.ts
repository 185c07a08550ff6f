import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { TickmarkError, toEnvelope } from '#shared/model/errors.ts';
import type { VerifyReport } from '#shared/model/verify.ts';
import { VERDICT_MARKS } from '#shared/model/vocabulary.ts';
import { verifyPackage } from './verify-package.ts';

/** `node tickmark-verify.mjs FILE.zip [--trust CERT.pem] [--json]`: the verifier alone, bundled into one file. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args);
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    throw new TickmarkError(
      'BAD_ARGUMENT',
      'Give one package: tickmark-verify FILE.zip [--trust CERT.pem] [--json]',
    );
  }
  const trust =
    values.trust === undefined ? {} : { trust: await Promise.all(values.trust.map(readCertificate)) };
  const report = await verifyPackage(file, trust);
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : asText(report));
  return report.verdict === 'valid' ? 0 : 1;
}

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { trust: { type: 'string', multiple: true }, json: { type: 'boolean', default: false } },
    });
  } catch (cause) {
    throw new TickmarkError('BAD_ARGUMENT', (cause as Error).message, { cause });
  }
}

async function readCertificate(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: Error) => {
    throw new TickmarkError('NOT_FOUND', `There is no certificate ${path}`, { cause });
  });
}

function asText({ verdict, checks }: VerifyReport): string {
  const mark = (ok: boolean | null) =>
    ok === null ? VERDICT_MARKS.not_proven : ok ? VERDICT_MARKS.holds : VERDICT_MARKS.fails;
  const lines = checks.map(
    ({ layer, name, ok, detail }) => `${mark(ok)} ${layer.padEnd(12)} ${name}: ${detail}`,
  );
  return `${[...lines, `verdict: ${verdict}`].join('\n')}\n`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { code, message, hint } = toEnvelope(error);
  process.stderr.write(`error ${code}: ${message}\n${hint === undefined ? '' : `${hint}\n`}`);
  process.exitCode = 2;
}
