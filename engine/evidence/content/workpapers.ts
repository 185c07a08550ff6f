import type { ControlView } from '#shared/contract/control-schemas.ts';
import type { AttachmentView } from '#shared/contract/methods/attachments.ts';
import type { SampleEvaluation, SampleView } from '#shared/contract/sampling-schemas.ts';
import { sourceBytes, sourcePath } from '#engine/engagement/index.ts';
import type { CellValue, Sheet } from '#engine/render/workbook.ts';
import type { Session } from '#engine/store/index.ts';
import { allSamples, controlMatrix, evaluateSample, listAttachments } from '#engine/workpapers/index.ts';
import type { PayloadEntry } from '../build/payload.ts';
import { jsonEntry } from './json.ts';

/** The auditor's own work: samples, the control matrix, and the files that back them. */
export interface PackagedWorkpapers {
  /** `evaluation` is null for a sample that was drawn without a plan. */
  samples: (SampleView & { evaluation: SampleEvaluation | null })[];
  controls: ControlView[];
  attachments: AttachmentView[];
}

export async function packagedWorkpapers(session: Session): Promise<PackagedWorkpapers> {
  return {
    samples: (await allSamples(session)).map((view) => ({
      ...view,
      evaluation: view.sample.plan === null ? null : evaluateSample(view),
    })),
    controls: await controlMatrix(session),
    attachments: await listAttachments(session),
  };
}

/** data/samples.json, data/controls.json, data/attachments.json and (unless withheld) the attached files. */
export function workpaperEntries(
  { samples, controls, attachments }: PackagedWorkpapers,
  attachmentsDir: string,
  withFiles: boolean,
): PayloadEntry[] {
  const listed = attachments.map((file) => ({ ...file, included: withFiles }));
  return [
    jsonEntry('data/samples.json', { format: 'tickmark-samples/1', samples }),
    jsonEntry('data/controls.json', { format: 'tickmark-controls/1', controls }),
    jsonEntry('data/attachments.json', { format: 'tickmark-attachments/1', attachments: listed }),
    ...(withFiles
      ? attachments.map(({ sha256, name, size }): PayloadEntry => {
          const file = sourcePath(attachmentsDir, sha256, name);
          return {
            path: `data/attachments/${sha256}/${name}`,
            size,
            stream: () => sourceBytes(file, sha256),
          };
        })
      : []),
  ];
}

function sheet(name: string, columns: readonly (readonly [string, number])[], rows: CellValue[][]): Sheet {
  return { name, columns: columns.map(([header, width]) => ({ header, width })), rows };
}

/** What stands beside the findings in findings.xlsx: a row an item and attribute, and a row a control. */
export function workpaperSheets({ samples, controls }: PackagedWorkpapers): Sheet[] {
  const items = samples.flatMap(({ sample, results }) =>
    sample.items.flatMap(({ key, rank, stratum, weight }) =>
      sample.attributes.map(({ id, title }): CellValue[] => {
        const found = results.find((result) => result.key === key && result.attribute === id);
        return [
          sample.sample_id,
          sample.title,
          key,
          stratum,
          weight,
          id,
          title,
          found?.result ?? null,
          found?.tick_mark ?? null,
          found?.note ?? null,
          found?.audited ?? null,
          found?.attachments.join(', ') ?? null,
          found?.by ?? null,
          found?.at ?? null,
          rank,
        ];
      }),
    ),
  );
  const rows = controls.map(({ control, design, operation, conclusion }): CellValue[] => [
    control.id,
    control.title,
    control.risk ?? null,
    control.owner ?? null,
    control.frequency ?? null,
    (control.references ?? []).join(', ') || null,
    design?.result ?? null,
    design?.test ?? null,
    operation?.result ?? null,
    operation?.test ?? null,
    operation?.samples.join(', ') ?? null,
    conclusion?.conclusion ?? null,
    conclusion?.deficiency ?? null,
    conclusion?.reason ?? null,
    conclusion?.by ?? null,
  ]);
  return [
    sheet(
      'Samples',
      [
        ['sample', 10],
        ['title', 30],
        ['item', 30],
        ['stratum', 16],
        ['weight', 14],
        ['attribute', 10],
        ['attribute title', 30],
        ['result', 16],
        ['tick mark', 10],
        ['note', 40],
        ['audited', 14],
        ['attachments', 66],
        ['by', 20],
        ['at', 22],
        ['rank', 66],
      ],
      items,
    ),
    sheet(
      'Controls',
      [
        ['control', 14],
        ['title', 40],
        ['risk', 30],
        ['owner', 20],
        ['frequency', 14],
        ['references', 24],
        ['design', 14],
        ['test of design', 40],
        ['operation', 14],
        ['test of operation', 40],
        ['samples', 14],
        ['conclusion', 16],
        ['deficiency', 24],
        ['reason', 50],
        ['concluded by', 20],
      ],
      rows,
    ),
  ];
}
