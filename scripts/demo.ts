import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { Contract } from '#shared/contract/envelope.ts';
import type { MethodName, Params, Result } from '#shared/contract/methods.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import { chainText } from '#cli/commands/chain.ts';
import { reportText } from '#cli/commands/data.ts';
import { verifyText } from '#cli/commands/evidence.ts';
import { runLine } from '#cli/commands/procedures.ts';
import { valueOf } from '#cli/command.ts';
import { openTerminal, textTable } from '#cli/terminal.ts';
import { createEngine } from '#engine/index.ts';
import { generateSample } from '#fixtures/generate.ts';
import { SAMPLE_SCOPE } from '#fixtures/scope.ts';
import { hostDeps } from '#server/host-engine.ts';

const PASSPHRASE = 'demo only';
const ROOT = resolve(import.meta.dirname, '..');
const DEMO = join(ROOT, 'demo');
const TOP = 12;

const terminal = openTerminal(process.stdout, process.stderr, false);
const started = performance.now();

function step(text: string): void {
  terminal.out(`\n── ${text} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

/** From raw exports to a verified, signed package, as an auditor would go about it. */
async function main(): Promise<void> {
  rmSync(DEMO, { recursive: true, force: true });
  const keyDir = mkdtempSync(join(tmpdir(), 'tickmark-demo-keys-'));
  const engine = createEngine({ ...hostDeps(), keyDir });
  try {
    await journey(engine);
  } finally {
    await engine.close();
    rmSync(keyDir, { recursive: true, force: true });
  }
}

async function journey(engine: Contract): Promise<void> {
  const call = async <M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> =>
    valueOf(await engine.call(method, params, { onProgress: terminal.progress }));

  step('Writing the raw exports of the sample company');
  const { exports } = await generateSample(DEMO);
  const dir = join(DEMO, 'engagement');
  await call('engagement.create', { dir, ...SAMPLE_SCOPE });

  step('Importing them');
  const { receipts, failed } = await call('intake.import', { paths: [exports] });
  for (const failure of failed) terminal.note(`error ${failure.code}: ${failure.file}: ${failure.message}`);
  const sum = (name: 'read' | 'loaded' | 'rejected') =>
    receipts.reduce((total, receipt) => total + receipt[name], 0);
  terminal.out(
    `${receipts.length} files: ${sum('read')} records read = ${sum('loaded')} loaded + ${sum('rejected')} rejected`,
  );

  step('Verifying the hash chain of the audit trail');
  const trail = await call('chain.verify', {});
  terminal.out(trail.chains.map(chainText).join('\n'));
  await call('intake.import', { paths: [join(DEMO, 'anchors', 'audit-trail.json')] });
  const anchored = await call('chain.verify', {});
  terminal.out('With the head that was noted independently, imported as evidence:');
  terminal.out(anchored.chains.map(chainText).join('\n'));

  step('Running the procedures');
  const { runs } = await call('procedures.run', {});
  terminal.out(
    textTable(
      ['', 'procedure', 'failing of population'],
      runs.map((run) => [runLine(run)[0], run.procedure, runLine(run)[1]]),
      100,
    ),
  );

  step('Coverage');
  terminal.out(reportText(await call('report.get', { report: 'coverage' })));

  step('Top findings');
  const { findings } = await call('findings.list', {});
  terminal.out(
    textTable(
      ['severity', 'procedure', 'finding'],
      findings.slice(0, TOP).map((finding) => [finding.severity, finding.procedure, finding.summary]),
      90,
    ),
  );
  terminal.out(`… ${findings.length} in all`);

  step('Signing the evidence package');
  const file = join(DEMO, 'evidence.zip');
  await call('keys.create', { name: 'demo-preparer', passphrase: PASSPHRASE });
  const facts = await call('package.build', { key: 'demo-preparer', passphrase: PASSPHRASE, path: file });
  terminal.out(
    `${facts.package_id}: ${facts.payload_files} files, ${(facts.bytes / 1_048_576).toFixed(1)} MB`,
  );

  step('Verifying it from scratch');
  const report = await verifyPackage(file);
  terminal.out(verifyText(report));
  const again = await call('package.reperform', { file });
  terminal.out(`re-performed from the sources inside: ${again.verdict}`);
  if (report.verdict !== 'valid' || again.verdict !== 'same' || failed.length > 0) process.exitCode = 1;

  step('Done');
  const shown = (path: string) => relative(ROOT, path);
  terminal.out(
    `Engagement  ${shown(dir)}\nExports     ${shown(exports)}\nPackage     ${shown(file)}\nTruth       ${shown(join(DEMO, 'truth.json'))}\nOpen it     npm start -- ${shown(dir)}`,
  );
}

await main().catch((error: unknown) => {
  terminal.note(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
