import type { ReportModel } from '#shared/contract/schemas.ts';
import type { Block } from '#engine/render/document.ts';
import { renderPdf } from '#engine/render/pdf/render.ts';
import { buildWorkbook, type CellValue, type Sheet } from '#engine/render/workbook.ts';

interface Scope {
  client: string;
  timezone: string;
}

/** A report as a file; the same report gives the same bytes. */
export async function reportFile(
  model: ReportModel,
  format: 'pdf' | 'xlsx',
  scope: Scope,
): Promise<Uint8Array> {
  return format === 'pdf'
    ? renderPdf(reportDocument(model, scope))
    : buildWorkbook(reportSheets(model, scope));
}

/** What a sheet of paper must say of itself: whose it is, and of when. */
function scopeLines({ as_of, period }: ReportModel, { client, timezone }: Scope): [string, string][] {
  return [
    ['Client', client],
    ['As of', `${as_of} (a date means 00:00 of that day)`],
    ...(period === null
      ? []
      : [['Period', `${period.replace('..', ' to ')}, both days included`] satisfies [string, string]]),
    ['Time zone', timezone],
  ];
}

function reportDocument(model: ReportModel, scope: Scope) {
  const { title } = model;
  const { client } = scope;
  const blocks = model.sections.flatMap(({ heading, lines }): Block[] => [
    { kind: 'heading', level: 1, text: heading === '' ? 'In short' : heading },
    lines.length === 0
      ? { kind: 'paragraph', tone: 'quiet', text: 'Nothing to list.' }
      : {
          kind: 'facts',
          rows: lines.map(({ label, value, note, depth = 1 }): [string, string] => [
            `${'  '.repeat(Math.max(0, depth - 1))}${label}`,
            note === undefined ? value : `${value} (${note})`,
          ]),
        },
  ]);
  return {
    title,
    subtitle: client,
    footer: `${client} · ${title}`,
    cover: scopeLines(model, scope),
    verdicts: [],
    blocks: [
      ...blocks,
      ...(model.notes.length === 0
        ? []
        : [
            { kind: 'heading', level: 1, text: 'Notes' } as const,
            { kind: 'list', items: model.notes } as const,
          ]),
    ],
  };
}

function cellOf(value: unknown): CellValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}

function reportSheets(model: ReportModel, scope: Scope): Sheet[] {
  const { title, sections, rows, notes } = model;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [
    {
      name: 'Report',
      columns: [
        { header: 'Section', width: 40 },
        { header: 'Line', width: 50 },
        { header: 'Value', width: 50 },
        { header: 'Note', width: 40 },
      ],
      rows: sections.flatMap(({ heading, lines }) =>
        lines.map(({ label, value, note }) => [heading, label, value, note ?? null]),
      ),
    },
    ...(names.length === 0
      ? []
      : [
          {
            name: 'Rows',
            columns: names.map((header) => ({
              header,
              width: Math.min(60, Math.max(14, header.length + 2)),
            })),
            rows: rows.map((row) => names.map((name) => cellOf(row[name]))),
          },
        ]),
    { name: 'Notes', columns: [{ header: 'Note', width: 120 }], rows: notes.map((note) => [note]) },
    {
      name: 'About',
      columns: [
        { header: 'Report', width: 20 },
        { header: title, width: 60 },
      ],
      rows: scopeLines(model, scope),
    },
  ];
}
