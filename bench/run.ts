import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { cases, chosenCases } from './cases.ts';
import { type Comparison, measure } from './measure.ts';
import { dropStaleData } from './stale.ts';
import { comparisonTable } from './table.ts';

const USAGE = `npm run bench -- [--size small|full] [--only CASE] [--count N] [--rounds N] [--json] [--profile DIR]
Cases: ${cases.map(({ name }) => name).join(', ')}`;

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'small' },
    only: { type: 'string' },
    /** A size of one's own, in the units of the case. */
    count: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'boolean', default: false },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function fail(message: string): never {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exit(2);
}

const { size } = values;
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
if (size !== 'small' && size !== 'full') fail(`There is no size ${size}.`);
const chosen = chosenCases(values.only);
if (chosen.length === 0) fail(`There is no case ${values.only}.`);
const rounds = Number(values.rounds ?? (size === 'small' ? 3 : 1));
if (!Number.isInteger(rounds) || rounds < 1) fail('--rounds takes a whole number from 1 on.');
const count = values.count === undefined ? null : Number(values.count);
if (count !== null && (!Number.isInteger(count) || count < 1))
  fail('--count takes a whole number from 1 on.');

const processors = cpus();
const machine = {
  processors: processors.length,
  model: processors[0]?.model ?? 'unknown',
  memory_mb: Math.round(totalmem() / 2 ** 20),
  node: process.version,
};

await dropStaleData();
const comparisons: Comparison[] = [];
const failed: { case: string; message: string }[] = [];
for (const one of chosen) {
  try {
    const onStep = (text: string) => process.stderr.write(`${text}\n`);
    comparisons.push(
      ...(await measure(one, count ?? one.sizes[size], { rounds, profileDir: values.profile, onStep })),
    );
  } catch (error) {
    failed.push({ case: one.name, message: error instanceof Error ? error.message : String(error) });
  }
}

if (values.json) {
  process.stdout.write(`${JSON.stringify({ machine, comparisons, failed }, null, 2)}\n`);
} else {
  process.stdout.write(
    `${machine.processors} × ${machine.model}, ${machine.memory_mb} MB, Node ${machine.node}; median of ${rounds}\n\n${comparisonTable(comparisons)}\n`,
  );
}
for (const { case: name, same_answer, answers } of comparisons) {
  if (same_answer === false) process.stderr.write(`${name}: the sides differ: ${answers.join(' / ')}\n`);
}
for (const { case: name, message } of failed)
  process.stderr.write(`${name}: could not be measured: ${message}\n`);
// Time never fails a benchmark; an answer that differs, or none, does.
process.exitCode = failed.length > 0 || comparisons.some(({ same_answer }) => same_answer === false) ? 1 : 0;
