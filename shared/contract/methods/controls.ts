import * as z from 'zod/mini';
import { CONCLUSIONS, DEFICIENCY_CLASSES } from '../../model/vocabulary.ts';
import * as c from '../control-schemas.ts';
import { type MethodSpec, text } from './spec.ts';

const matrix = z.object({ controls: z.array(c.controlView) });
const evidence = {
  control_id: text,
  /** What was done. */
  test: text,
  note: z.optional(text),
  attachments: z.optional(z.array(text)),
  by: z.optional(text),
};

/** The client's control matrix: control, test of design, test of operation, conclusion. */
export const controls = {
  'controls.list': { params: z.object({}), result: matrix },
  /** Adds controls, or replaces the definitions of those with the same id; their tests stay. */
  'controls.save': {
    params: z.object({ controls: z.array(c.controlDefinition).check(z.minLength(1)) }),
    result: matrix,
  },
  /** CSV or XLSX (first sheet) with a header: id, title, risk, description, owner, frequency, references, procedures. */
  'controls.import': {
    params: z.object({ path: text }),
    result: z.object({ added: z.number(), replaced: z.number(), ...matrix.shape }),
    paths: { path: 'read' },
  },
  'controls.test-design': {
    params: z.object({ ...evidence, result: z.enum(c.DESIGN_RESULTS) }),
    result: c.controlView,
  },
  /** Needs the test of design. Samples give the attribute grid. */
  'controls.test-operation': {
    params: z.object({
      ...evidence,
      result: z.enum(c.OPERATION_RESULTS),
      samples: z.optional(z.array(text)),
    }),
    result: c.controlView,
  },
  /** "No deviation" needs a suitable design that operated, with every item of its samples tested. */
  'controls.conclude': {
    params: z.object({
      control_id: text,
      conclusion: z.enum(CONCLUSIONS),
      deficiency: z.optional(z.enum(DEFICIENCY_CLASSES)),
      reason: text,
      by: z.optional(text),
    }),
    result: c.controlView,
  },
} as const satisfies Record<string, MethodSpec>;
