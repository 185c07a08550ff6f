import { badUsage, choice } from '../args.ts';
import type { Command } from '../command.ts';
import { textTable } from '../terminal.ts';

function whole(text: string | undefined, fallback: number, option: string): number {
  if (text === undefined) return fallback;
  if (!/^\d{1,9}$/.test(text))
    throw badUsage(`--${option} takes a whole number, not "${text}"`, outliers.usage);
  return Number(text);
}

export const outliers: Command = {
  name: 'outliers',
  usage: 'outliers <dir> "SQL" [--seed N] [--trees 100] [--sample 256] [--format table|json | --json]',
  summary: 'Score the rows of a numeric query by how unusual they are',
  options: {
    seed: { type: 'string' },
    trees: { type: 'string' },
    sample: { type: 'string' },
    format: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ words, terminal, call, path }) {
    const [dir, sql] = words.positionals;
    if (dir === undefined || sql === undefined || words.positionals.length > 2)
      throw badUsage('name one engagement and one statement', outliers.usage);
    const format = choice(
      words.text('format'),
      ['table', 'json'],
      words.flag('json') ? 'json' : 'table',
      'format',
      outliers.usage,
    );
    const trees = whole(words.text('trees'), 100, 'trees');
    const sample = whole(words.text('sample'), 256, 'sample');
    const seed = whole(words.text('seed'), 1, 'seed');
    await call('engagement.open', { dir: path(dir) });
    const result = await call('analysis.outliers', { sql, seed, trees, sample });
    if (format === 'json') {
      terminal.json(result);
      return 0;
    }
    const ranked = [...result.rows].sort((a, b) => b.score - a.score).slice(0, 50);
    terminal.out(
      textTable(
        ['score', 'drivers', 'row'],
        ranked.map(({ score, drivers, row }) => [
          score.toFixed(3),
          drivers.map(({ feature }) => feature).join(', '),
          row,
        ]),
        100,
      ),
    );
    terminal.note(
      `${result.rows.length} rows scored with seed ${result.seed}; the ${ranked.length} most unusual are shown. A score points, it does not conclude.`,
    );
    return 0;
  },
};
