import * as z from 'zod/mini';
import type { ParsedParams } from '#shared/contract/methods.ts';
import {
  type ControlDefinition,
  type ControlTests,
  controlTests,
  controlDefinition,
  type ControlView,
} from '#shared/contract/control-schemas.ts';
import type { SampleView } from '#shared/contract/sampling-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import { notOurs, stored } from '#engine/engagement/stored.ts';
import { engagementProcedures } from '#engine/runner/index.ts';
import type { Session } from '#engine/store/index.ts';
import { requireAttachments } from './attachments.ts';
import { evaluateSample } from './evaluate.ts';
import type { Author } from './identity.ts';
import { allSamples, requireSample } from './samples.ts';

export interface KeptControl extends ControlTests {
  control: ControlDefinition;
}

const keptControl = z.extend(controlTests, { control: controlDefinition });

const UNTESTED: ControlTests = { design: null, operation: null, conclusion: null };

/** The matrix as it is kept, in the order in which it was listed. */
export async function keptControls(session: Session): Promise<KeptControl[]> {
  const rows = await session.rows('SELECT control FROM work.controls ORDER BY position');
  return rows.map((row) => stored(keptControl, row['control'], 'a control'));
}

function gridOf(view: SampleView): ControlView['grids'][number] {
  const { sample, results } = view;
  const found = new Map(results.map((result) => [JSON.stringify([result.key, result.attribute]), result]));
  return {
    sample_id: sample.sample_id,
    title: sample.title,
    attributes: sample.attributes,
    rows: sample.items.map(({ key }) => ({
      key,
      results: sample.attributes.map(({ id }) => found.get(JSON.stringify([key, id])) ?? null),
    })),
    evaluation: sample.plan === null ? null : evaluateSample(view),
  };
}

/** The matrix in the order in which it was listed, with the grids of the samples that its tests rest on. */
export async function controlMatrix(session: Session): Promise<ControlView[]> {
  const samples = new Map((await allSamples(session)).map((view) => [view.sample.sample_id, view]));
  return (await keptControls(session)).map((kept) => ({
    ...kept,
    grids: (kept.operation?.samples ?? []).map((id) => {
      const view = samples.get(id);
      if (view === undefined) throw notOurs(`a control whose sample ${id} is not there`);
      return gridOf(view);
    }),
  }));
}

async function requireControl(session: Session, id: string): Promise<ControlView> {
  const all = await controlMatrix(session);
  const found = all.find(({ control }) => control.id === id);
  if (found !== undefined) return found;
  throw new TickmarkError('NOT_FOUND', `the matrix has no control ${id}`, {
    hint: all.length === 0 ? 'It is empty.' : `It has: ${all.map(({ control }) => control.id).join(', ')}.`,
  });
}

/** Writes one control inside the caller's change. */
export async function keepControl(session: Session, kept: KeptControl): Promise<void> {
  await session.run(
    `INSERT INTO work.controls
     SELECT $id, (SELECT coalesce(max(position), 0) + 1 FROM work.controls), $control
     ON CONFLICT (control_id) DO UPDATE SET control = excluded.control`,
    { id: kept.control.id, control: JSON.stringify(kept) },
  );
}

/**
 * Adds controls, or replaces the definitions of those with the same id; tests and conclusions stay. Throws
 * BAD_ARGUMENT for one id twice, PROCEDURE_UNKNOWN; then nothing is kept.
 */
export async function saveControls(
  engagement: Engagement,
  controls: readonly ControlDefinition[],
): Promise<{ added: number; replaced: number }> {
  const ids = controls.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) {
    throw new TickmarkError('BAD_ARGUMENT', `the matrix names the control ${twice} twice`, {
      hint: 'Give each control an id of its own.',
    });
  }
  const known = await engagement.store.use(engagementProcedures);
  for (const procedure of controls.flatMap(({ procedures = [] }) => procedures)) known.find(procedure);
  return engagement.change('controls_saved', async (session) => {
    const before = await keptControls(session);
    const known = new Map(before.map((kept) => [kept.control.id, kept]));
    for (const control of controls)
      await keepControl(session, { ...(known.get(control.id) ?? UNTESTED), control });
    const replaced = before.filter(({ control }) => ids.includes(control.id)).map(({ control }) => control);
    return {
      value: { added: controls.length - replaced.length, replaced: replaced.length },
      details: { controls, replaced },
    };
  });
}

/** One journaled change of what was done about one control; its earlier state goes along. */
async function amend(
  engagement: Engagement,
  action: string,
  id: string,
  work: (session: Session, view: ControlView) => Promise<Partial<ControlTests>>,
): Promise<ControlView> {
  return engagement.change(action, async (session) => {
    const view = await requireControl(session, id);
    const { grids: _grids, ...kept } = view;
    const change = await work(session, view);
    await keepControl(session, { ...kept, ...change });
    const before = Object.fromEntries(
      Object.keys(change).map((part) => [part, view[part as keyof ControlTests]]),
    );
    return { value: await requireControl(session, id), details: { control_id: id, ...change, before } };
  });
}

type Evidence = Pick<ParsedParams<'controls.test-design'>, 'test' | 'note' | 'attachments'>;

async function evidenceOf(session: Session, { test, note, attachments = [] }: Evidence, author: Author) {
  const digests = [...new Set(attachments)].sort();
  await requireAttachments(session, digests);
  return { test, note: note ?? null, attachments: digests, ...author };
}

/** Would it do what it is meant to? A conclusion that rested on an earlier test falls. Throws NOT_FOUND. */
export function testDesign(
  engagement: Engagement,
  { control_id, result, ...evidence }: ParsedParams<'controls.test-design'>,
  author: Author,
): Promise<ControlView> {
  return amend(engagement, 'control_design_tested', control_id, async (session) => ({
    design: { result, ...(await evidenceOf(session, evidence, author)) },
    conclusion: null,
  }));
}

/** Did it do so throughout the period? Throws NOT_FOUND, and BAD_ARGUMENT before the test of design. */
export function testOperation(
  engagement: Engagement,
  { control_id, result, samples = [], ...evidence }: ParsedParams<'controls.test-operation'>,
  author: Author,
): Promise<ControlView> {
  return amend(engagement, 'control_operation_tested', control_id, async (session, { design }) => {
    if (design === null) throw premature(control_id, 'its design was not tested');
    const named = [...new Set(samples)];
    for (const id of named) await requireSample(session, id);
    return {
      operation: { result, samples: named, ...(await evidenceOf(session, evidence, author)) },
      conclusion: null,
    };
  });
}

function premature(id: string, why: string): TickmarkError {
  return new TickmarkError('BAD_ARGUMENT', `${id}: ${why}`, {
    hint: 'Test the design, then the operation, then conclude. Nothing was changed.',
  });
}

/** Why "no deviation" does not follow from what was tested; null where it can. */
function objection({ design, operation, grids }: ControlView): string | null {
  if (design?.result === 'not_suitable') return 'its design is not suitable';
  if (operation === null) return 'its operation was not tested';
  if (operation.result === 'not_operated') return 'it did not operate';
  const open = grids.find(({ rows }) => rows.some(({ results }) => results.includes(null)));
  if (open !== undefined) return `items of the sample ${open.sample_id} are not tested`;
  for (const { sample_id, evaluation } of grids)
    for (const { attribute, conclusion } of evaluation?.attributes ?? []) {
      if (conclusion === 'exceeds')
        return `the sample ${sample_id} exceeds what is tolerable in ${attribute}`;
      if (conclusion === 'incomplete') return `nothing follows from the sample ${sample_id} for ${attribute}`;
    }
  return null;
}

/** The auditor's conclusion on one control. Throws NOT_FOUND, BAD_ARGUMENT where it does not follow from the tests. */
export function concludeControl(
  engagement: Engagement,
  { control_id, conclusion, deficiency, reason }: ParsedParams<'controls.conclude'>,
  author: Author,
): Promise<ControlView> {
  return amend(engagement, 'control_concluded', control_id, async (_session, view) => {
    if (view.design === null) throw premature(control_id, 'its design was not tested');
    if (conclusion === 'no_deviation') {
      if (deficiency !== undefined) throw premature(control_id, 'only a deviation has a class of deficiency');
      const why = objection(view);
      if (why !== null) throw premature(control_id, why);
    }
    return { conclusion: { conclusion, deficiency: deficiency ?? null, reason, ...author } };
  });
}
