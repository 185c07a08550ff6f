import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { tempFolder } from '#test/support/engagement.ts';
import { cli, SMALL_COMPANY, write } from './support.ts';

/** Every report as text, JSON, XLSX and PDF: the same lines in each, the same bytes each time. */

// Every case opens the engagement four times.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const folder = tempFolder('tickmark-reports-');
const { dir } = folder;

beforeAll(async () => {
  write(dir, SMALL_COMPANY);
  const scope = [
    '--client',
    'Test Client',
    '--period',
    '2024-11-01..2024-11-30',
    '--timezone',
    'Europe/Paris',
  ];
  for (const words of [
    ['init', 'e', ...scope],
    ['import', 'e', 'in'],
    ['run', 'e', 'policy.access-matches'],
  ])
    expect((await cli(dir, [...words, '--quiet'])).code).toBe(0);
});
afterAll(folder.remove);

const REPORTS = [
  'coverage',
  'drift',
  'access-changes',
  'drift-remediation',
  'client-figures',
  'review-summary',
  'comprehensive',
  'questions',
  'presentation',
  'metrics',
  'schedule',
  'frameworks',
  'user:ben@company.com',
  'resource:ledger:books',
] as const;

it('are all there are', async () => {
  const { json } = await cli(dir, ['report', 'e', '--format', 'json']);
  const listed: { id: string }[] = json();
  expect(listed.map(({ id }) => id).sort()).toEqual(REPORTS.map((id) => id.replace(/:.*$/, '')).sort());
});

async function made(report: string, format: 'pdf' | 'xlsx', file: string): Promise<Buffer> {
  const words = ['report', 'e', report, '--format', format, '--out', file, '--quiet'];
  const { code, err } = await cli(dir, words);
  expect(code, err).toBe(0);
  return readFileSync(join(dir, file));
}

it.each(REPORTS)(
  '%s says the same in text, workbook and PDF, and JSON has its figures and rows',
  async (report) => {
    const name = report.replaceAll(/[^a-z-]/g, '_');
    const text = (await cli(dir, ['report', 'e', report])).out.trimEnd().split('\n');
    const model: Record<string, unknown> = (
      await cli(dir, ['report', 'e', report, '--format', 'json'])
    ).json();
    expect(model).toMatchObject({ report: report.replace(/:.*$/, ''), as_of: expect.any(String) });
    expect([typeof model['figures'], Array.isArray(model['rows'])]).toEqual(['object', true]);

    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await made(report, 'xlsx', `${name}.xlsx`)) as never);
    const cells: string[] = [];
    for (const sheet of book.worksheets)
      sheet.eachRow((row) => cells.push((row.values as unknown[]).join(' ')));
    await made(report, 'pdf', `${name}.pdf`);
    const printed = execFileSync('pdftotext', ['-layout', join(dir, `${name}.pdf`), '-'], {
      encoding: 'utf8',
    });
    expect(printed).toContain(text[0]);
    // Figures of the text: each stands in the workbook and in the PDF.
    const figures = [
      ...new Set(
        text
          .slice(1)
          .join('\n')
          .match(/\d[\d,]*(?:\.\d+)?%?/g) ?? [],
      ),
    ];
    const inBook = cells.join('\n');
    expect(figures.filter((figure) => !inBook.includes(figure))).toEqual([]);
    expect(figures.filter((figure) => !printed.includes(figure))).toEqual([]);
  },
);

it('a workbook says whose it is, and of when', async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await made('access-changes', 'xlsx', 'about.xlsx')) as never);
  const rows: unknown[] = [];
  book.getWorksheet('About')!.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
  expect(rows).toEqual([
    ['Report', 'Access Changes Report - November 2024'],
    ['Client', 'Test Client'],
    ['As of', expect.stringMatching(/^2024-12-01 /)],
    ['Period', '2024-11-01 to 2024-11-30, both days included'],
    ['Time zone', 'Europe/Paris'],
  ]);
});

it('a test that was not run finds no dormant accounts, and does not say that there are none', async () => {
  const { figures } = (await cli(dir, ['report', 'e', 'comprehensive', '--format', 'json'])).json() as {
    figures: Record<string, unknown>;
  };
  expect([figures['procedures_concluded'], figures['dormant_accounts']]).toEqual([1, null]);
  const { out } = await cli(dir, ['report', 'e', 'comprehensive']);
  expect(out).toContain('- Dormant accounts: not tested');
});

it.each(['pdf', 'xlsx'] as const)('as %s it is the same file each time', async (format) => {
  const first = await made('drift', format, `first.${format}`);
  expect((await made('drift', format, `second.${format}`)).equals(first)).toBe(true);
});
