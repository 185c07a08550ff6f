import { PDFDict, PDFDocument, PDFHexString, PDFName } from '@cantoo/pdf-lib';
import { afterEach, describe, expect, it } from 'vitest';
import type { Block } from '../document.ts';
import { PAGE } from './page-flow.ts';
import { renderPdf } from './render.ts';
import { bookmarksOf, documentOf, extracted, pagesOf, structureOf } from './testing.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const SAMPLE: Block[] = [
  { kind: 'heading', level: 1, text: 'Findings' },
  { kind: 'heading', level: 2, text: 'Łódź, Ελλάδα, Київ' },
  { kind: 'paragraph', text: 'Nobody approved it.' },
  { kind: 'list', items: ['first', 'second'] },
  { kind: 'verdict', mark: 'not_proven', text: 'The end of the log' },
  { kind: 'facts', rows: [['Head', 'ab'.repeat(32)]] },
  { kind: 'bars', rows: [{ label: 'Drift', value: '117 (0.9%)', share: 0.009 }] },
  {
    kind: 'table',
    columns: [
      { header: 'Verdict', share: 0.2, mark: true },
      { header: 'Procedure', share: 0.5 },
      { header: 'Of', share: 0.3, align: 'right' },
    ],
    rows: [
      ['fails', 'access-matches', '12,384'],
      ['missing', 'roles-apart', '–'],
    ],
  },
  { kind: 'code', title: 'SQL', text: "SELECT 1\n  WHERE a ≤ 2 AND b <> '→'" },
  { kind: 'heading', level: 1, text: 'Appendix' },
];

const table = (rows: string[][], columns = 2): Block => ({
  kind: 'table',
  columns: Array.from({ length: columns }, (_, i) => ({ header: `Column${i}`, share: 1 / columns })),
  rows,
});

describe('the text of a report', () => {
  it('is found in reading order by a stock tool', async () => {
    const pages = pagesOf(
      await renderPdf(
        documentOf(SAMPLE, {
          cover: [['Client', 'Müller & Co']],
          verdicts: [{ mark: 'holds', text: 'All of it' }],
        }),
      ),
    );
    expect(pages).toEqual([
      'A title A subtitle Client Müller & Co All of it A foot page 1 of 3',
      'Contents Findings 3 Appendix 3 A foot page 2 of 3',
      'Findings Łódź, Ελλάδα, Київ Nobody approved it. first second The end of the log Head ' +
        `${'ab'.repeat(32)} Drift 117 (0.9%) Verdict Procedure Of does not hold access-matches 12,384 ` +
        "input missing roles-apart – SQL SELECT 1 WHERE a ≤ 2 AND b <> '→' Appendix A foot page 3 of 3",
    ]);
  });

  it('copies as it was received where the fonts only have a box, and names what they lack', async () => {
    const text = extracted(
      await renderPdf(documentOf([{ kind: 'paragraph', text: '山田太郎 of 株式会社, 👩‍👧' }])),
      '-raw',
    );
    expect(text).toContain('山田太郎 of 株式会社, 👩‍👧');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'control characters the files alone: U+200D, U+4F1A, U+592A, U+5C71, U+5F0F, U+682A, U+7530, U+793E, U+90CE, U+1F467, U+1F469.',
    );
  });

  it('draws boxes for a script that it cannot shape, though the font has its letters', async () => {
    const drawn = extracted(await renderPdf(documentOf([{ kind: 'paragraph', text: 'हिन्दी' }])), '-raw');
    expect(drawn).toContain('हिन्दी');
    expect(drawn.replace(/\s+/g, ' ')).toContain(
      'control characters the files alone: U+0926, U+0928, U+0939, U+093F, U+0940, U+094D.',
    );
  });

  it('says on the first page what the boxes in the name of a client are, and nothing where there are none', async () => {
    const box = 'stands for a character that the fonts of this report do not show';
    const [first] = pagesOf(await renderPdf({ ...documentOf([]), subtitle: '株式会社' }));
    expect(first).toContain(box);
    const [plain] = pagesOf(await renderPdf(documentOf([{ kind: 'paragraph', text: '株' }])));
    expect(plain).not.toContain(box);
  });

  it('never lets controls and direction overrides through', async () => {
    const text = extracted(
      await renderPdf(documentOf([{ kind: 'paragraph', text: 'a\u202egpj.exe\u0000\u001b[31m \ud800!' }])),
      '-raw',
    );
    expect(text).toContain('a□gpj.exe□□[31m □!');
  });

  it('takes line ends, tabs and no-break spaces for what they are', async () => {
    const pages = pagesOf(await renderPdf(documentOf([table([['a\tb\r\nc', 'd\u00a0e']])])));
    expect(pages.at(-1)).toBe('Column0 Column1 a b c d e A foot page 2 of 2');
  });
});

describe('a line chart', () => {
  const points = [3, 0, 7, 7].map((value, i) => ({ label: `2024-11-0${i + 1}`, value }));
  const chart: Block = { kind: 'line', description: 'From 3 over 0 to 7 – Ωμέγα.', points };

  it('is one figure with its description, and leaves its labels to be found', async () => {
    const pdf = await renderPdf(documentOf([chart]));
    expect((await structureOf(pdf))['Figure']).toBe(1);
    const { context } = await PDFDocument.load(pdf, { updateMetadata: false });
    const described = context
      .enumerateIndirectObjects()
      .flatMap(([, object]) => (object instanceof PDFDict ? [object.get(PDFName.of('Alt'))] : []))
      .filter((alt) => alt instanceof PDFHexString);
    expect(described.map((alt) => alt.decodeText())).toEqual(['From 3 over 0 to 7 – Ωμέγα.']);
    // 10 is the first of 1, 2, 5, 10 … that 7 fits under.
    expect(pagesOf(pdf).at(-1)).toContain('0 5 10 2024-11-01 2024-11-02 2024-11-03 2024-11-04');
  });

  it('begins a page of its own where the rest of one is too short', async () => {
    const filler: Block = { kind: 'paragraph', text: Array.from({ length: 50 }, () => 'x').join('\n') };
    const pages = pagesOf(await renderPdf(documentOf([filler, chart])));
    expect(pages.at(-1)).not.toContain('x x');
    expect(pages.at(-1)).toContain('2024-11-04');
  });
});

describe('page breaks', () => {
  it('carry a row that is taller than a page on under a repeated header', async () => {
    const words = Array.from({ length: 3000 }, (_, i) => `word${i}`);
    const pages = pagesOf(
      await renderPdf(
        documentOf([
          table([
            [words.join(' '), 'right'],
            ['next', 'row'],
          ]),
        ]),
      ),
    ).slice(1);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.map((page) => page.match(/Column0 Column1/g)?.length)).toEqual(pages.map(() => 1));
    expect(pages.flatMap((page) => page.match(/word\d+/g) ?? [])).toEqual(words);
    expect(pages.at(-1)).toContain('next row');
  });

  it('leave no heading alone at the foot of a page', async () => {
    for (let lines = 30; lines < 60; lines += 3) {
      const filler: Block = { kind: 'paragraph', text: Array.from({ length: lines }, () => 'x').join('\n') };
      const blocks: Block[] = [
        filler,
        { kind: 'heading', level: 1, text: 'Chapter' },
        { kind: 'heading', level: 2, text: 'Part' },
        table([['one', 'two']]),
      ];
      const pages = pagesOf(await renderPdf(documentOf(blocks)));
      const page = pages.findIndex((text) => text.includes('Chapter Part'));
      expect(pages[page]).toContain('Chapter Part Column0 Column1 one two');
    }
  });

  it('number every page of all', async () => {
    const pages = pagesOf(
      await renderPdf(documentOf([table(Array.from({ length: 200 }, (_, i) => [`a${i}`, `b${i}`]))])),
    );
    expect(pages.map((page) => /page \d+ of \d+$/.exec(page)?.[0])).toEqual(
      pages.map((_, i) => `page ${i + 1} of ${pages.length}`),
    );
  });
});

describe('the width of a page', () => {
  it('holds every word, however long', async () => {
    const long = [
      'x'.repeat(700),
      `${'very.long.'.repeat(30)}address@example.com`,
      '漢'.repeat(300),
      'Ш'.repeat(300),
    ];
    const pdf = await renderPdf(
      documentOf(
        [
          { kind: 'heading', level: 1, text: long[0]! },
          { kind: 'facts', rows: long.map((text) => [text, text] as const) },
          { kind: 'bars', rows: [{ label: long[1]!, value: long[0]!, share: 7 }] },
          table(
            long.map((text) => [text, text, text, text, text, text, text, text]),
            8,
          ),
          {
            kind: 'table',
            columns: [
              { header: 'Id', share: 0.5, mono: true },
              { header: 'Count', share: 0.5, align: 'right' },
            ],
            rows: [long.slice(0, 2)],
          },
          { kind: 'code', title: long[2]!, text: `${' '.repeat(90)}${long[0]}` },
        ],
        { title: long[0]!, subtitle: long[1]!, footer: long[1]!, cover: [[long[0]!, long[3]!]] },
      ),
    );
    const edges = [
      ...extracted(pdf, '-bbox').matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"/g),
    ].map((match) => match.slice(1).map(Number));
    expect(edges.length).toBeGreaterThan(50);
    const [lefts, tops, rights, bottoms] = [0, 1, 2, 3].map((at) => edges.map((edge) => edge[at]!));
    expect(Math.min(...lefts!)).toBeGreaterThanOrEqual(PAGE.left - 0.1);
    expect(Math.max(...rights!)).toBeLessThanOrEqual(PAGE.width - PAGE.right + 0.1);
    expect(Math.min(...tops!)).toBeGreaterThan(PAGE.top - 20);
    expect(Math.max(...bottoms!)).toBeLessThan(PAGE.height);
  });
});

describe('finding the way', () => {
  it('has a bookmark for each heading, parts under their chapter', async () => {
    expect(await bookmarksOf(await renderPdf(documentOf(SAMPLE)))).toEqual([
      { title: 'Findings', children: ['Łódź, Ελλάδα, Київ'] },
      { title: 'Appendix', children: [] },
    ]);
  });

  it('is tagged: headings, lists, tables with their rows and cells', async () => {
    const counts = await structureOf(await renderPdf(documentOf(SAMPLE)));
    const { H1, H2, L, LI, LBody, Table, TR, TH, TD, Code, TOCI, Link } = counts;
    // Tables: facts of the cover (none), facts, bars and the table itself: 1 + 1 + 3 rows.
    expect({ H1, H2, L, LI, LBody, Table, TR, TH, TD, Code, TOCI, Link }).toEqual({
      H1: 2,
      H2: 1,
      L: 1,
      LI: 2,
      LBody: 2,
      Table: 4,
      TR: 5,
      TH: 5,
      TD: 8,
      Code: 1,
      TOCI: 2,
      Link: 2,
    });
  });

  it('states title and language', async () => {
    const document = await PDFDocument.load(await renderPdf(documentOf(SAMPLE)), { updateMetadata: false });
    expect(document.getTitle()).toBe('A title');
    expect(document.getLanguage()).toBe('en');
  });
});

describe('the same document', () => {
  it('gives the same bytes, in any time zone', async () => {
    const one = await renderPdf(documentOf(SAMPLE));
    process.env['TZ'] = 'Pacific/Chatham';
    expect(Buffer.compare(await renderPdf(documentOf(SAMPLE)), one)).toBe(0);
    expect(
      Buffer.compare(await renderPdf(documentOf([...SAMPLE, { kind: 'paragraph', text: 'more' }])), one),
    ).not.toBe(0);
  });

  it('may be empty', async () => {
    expect(pagesOf(await renderPdf(documentOf([])))).toEqual([
      'A title A subtitle A foot page 1 of 2',
      'A foot page 2 of 2',
    ]);
  });
});
