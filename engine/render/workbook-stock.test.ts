import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { buildWorkbook } from './workbook.ts';

const present = spawnSync('soffice', ['--version']).status === 0;

/** CSV of the first sheet: comma, quotes, UTF-8, values as they are shown. */
const AS_CSV = 'csv:Text - txt - csv (StarCalc):44,34,76';

test.runIf(!present)('not run: LibreOffice absent', () => {
  expect(present).toBe(false);
});

it.runIf(present)(
  'opens in LibreOffice with the cells that were written',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tickmark-office-'));
    try {
      const columns = [
        { header: 'text', width: 20 },
        { header: 'count', width: 10, format: '0' },
        { header: 'when (UTC)', width: 20, format: 'yyyy-mm-dd hh:mm:ss' },
      ];
      const rows = [
        ['Łódź, "Ελλάδα"\nКиїв', 12384, new Date('2024-11-24T05:00:00Z')],
        ['=1+1', -5, null],
        ['@SUM(1)', null, new Date('2024-02-29T23:59:59Z')],
        ['0012', 0, null],
        ['2024-11-24', 1, null],
      ];
      writeFileSync(join(dir, 'book.xlsx'), await buildWorkbook([{ name: 'Findings', columns, rows }]));
      const profile = `-env:UserInstallation=file://${join(dir, 'profile')}`;
      execFileSync('soffice', [profile, '--headless', '--convert-to', AS_CSV, '--outdir', dir, 'book.xlsx'], {
        cwd: dir,
        stdio: 'ignore',
      });
      expect(readFileSync(join(dir, 'book.csv'), 'utf8')).toBe(
        'text,count,when (UTC)\n' +
          '"Łódź, ""Ελλάδα""\nКиїв",12384,2024-11-24 05:00:00\n' +
          `'=1+1,-5,\n` +
          `'@SUM(1),,2024-02-29 23:59:59\n` +
          '0012,0,\n' +
          '2024-11-24,1,\n',
      );
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
  120_000,
);
