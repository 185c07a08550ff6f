import { cases } from './cases.ts';

/** One side of one case in a process of its own: `side.ts <case> <size> ours|<number of the baseline>`. */
const [name, size, side] = process.argv.slice(2);
const chosen = cases.find((one) => one.name === name)!;
const work = side === 'ours' ? chosen.ours : chosen.baselines[Number(side)]!.run;
const run = await work(Number(size));
const peak_mb = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(`${JSON.stringify(run === null ? null : { ...run, peak_mb })}\n`);
