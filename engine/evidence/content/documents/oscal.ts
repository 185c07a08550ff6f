import { z } from 'zod';

/**
 * OSCAL assessment results 1.1.2 (NIST, model reference "assessment-results", JSON form), as far as assessments of
 * this kind use it. Strict: a member that the model does not know is an error, and so is one of the model that this
 * product never writes.
 */
const uuid = z
  .string()
  .regex(/^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$/);
const token = z.string().regex(/^[\p{L}_][\p{L}\p{N}.\-_]*$/u);
const text = z.string().regex(/^\S([\s\S]*\S)?$/);
const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
const list = <T extends z.ZodType>(item: T) => z.array(item).min(1);

const prop = z.strictObject({
  name: token,
  uuid: uuid.optional(),
  ns: z.string().optional(),
  value: text,
  class: token.optional(),
  remarks: z.string().optional(),
});
const link = z.strictObject({
  href: z.string(),
  rel: token.optional(),
  'media-type': z.string().optional(),
  text: z.string().optional(),
});
const common = { props: list(prop).optional(), links: list(link).optional(), remarks: z.string().optional() };
const responsible = z.strictObject({ 'role-id': token, 'party-uuids': list(uuid).optional(), ...common });

const metadata = z.strictObject({
  title: z.string(),
  'last-modified': moment,
  version: text,
  'oscal-version': text,
  published: moment.optional(),
  roles: list(z.strictObject({ id: token, title: z.string(), ...common })).optional(),
  parties: list(
    z.strictObject({
      uuid,
      type: z.enum(['person', 'organization']),
      name: text.optional(),
      'short-name': text.optional(),
      'member-of-organizations': list(uuid).optional(),
      ...common,
    }),
  ).optional(),
  'responsible-parties': list(responsible).optional(),
  ...common,
});

const controls = z.strictObject({
  description: z.string().optional(),
  'control-selections': list(
    z.strictObject({
      description: z.string().optional(),
      'include-all': z.strictObject({}).optional(),
      'include-controls': list(
        z.strictObject({ 'control-id': token, 'statement-ids': list(token).optional() }),
      ).optional(),
      ...common,
    }),
  ),
  ...common,
});

const subject = z.strictObject({
  'subject-uuid': uuid,
  type: token,
  title: z.string().optional(),
  ...common,
});
const selectSubject = z.strictObject({
  type: token,
  description: z.string().optional(),
  'include-all': z.strictObject({}).optional(),
  'include-subjects': list(subject).optional(),
  ...common,
});

const activity = z.strictObject({
  uuid,
  title: z.string().optional(),
  description: z.string(),
  steps: list(
    z.strictObject({ uuid, title: z.string().optional(), description: z.string(), ...common }),
  ).optional(),
  'related-controls': controls.optional(),
  'responsible-roles': list(responsible).optional(),
  ...common,
});
const task = z.strictObject({
  uuid,
  type: token,
  title: z.string(),
  description: z.string().optional(),
  'associated-activities': list(
    z.strictObject({ 'activity-uuid': uuid, subjects: list(selectSubject), ...common }),
  ).optional(),
  ...common,
});

const observation = z.strictObject({
  uuid,
  title: z.string().optional(),
  description: z.string(),
  methods: list(z.enum(['EXAMINE', 'INTERVIEW', 'TEST', 'UNKNOWN'])),
  types: list(token).optional(),
  subjects: list(subject).optional(),
  'relevant-evidence': list(
    z.strictObject({ href: z.string().optional(), description: z.string(), ...common }),
  ).optional(),
  collected: moment,
  expires: moment.optional(),
  ...common,
});

const finding = z.strictObject({
  uuid,
  title: z.string(),
  description: z.string(),
  target: z.strictObject({
    type: z.enum(['statement-id', 'objective-id']),
    'target-id': token,
    title: z.string().optional(),
    description: z.string().optional(),
    status: z.strictObject({
      state: z.enum(['satisfied', 'not-satisfied']),
      reason: z.enum(['pass', 'fail', 'other']).optional(),
      remarks: z.string().optional(),
    }),
    ...common,
  }),
  'implementation-statement-uuid': uuid.optional(),
  'related-observations': list(z.strictObject({ 'observation-uuid': uuid })).optional(),
  'related-risks': list(z.strictObject({ 'risk-uuid': uuid })).optional(),
  ...common,
});

/** Risks are read only so far as to know them: this product writes none. */
const risk = z.looseObject({ uuid, title: z.string(), description: z.string(), statement: z.string() });

export const oscalAssessmentResults = z.strictObject({
  'assessment-results': z.strictObject({
    uuid,
    metadata,
    'import-ap': z.strictObject({ href: z.string(), remarks: z.string().optional() }),
    'local-definitions': z
      .strictObject({ activities: list(activity).optional(), remarks: z.string().optional() })
      .optional(),
    results: list(
      z.strictObject({
        uuid,
        title: z.string(),
        description: z.string(),
        start: moment,
        end: moment.optional(),
        'local-definitions': z.strictObject({ tasks: list(task).optional() }).optional(),
        'reviewed-controls': controls,
        observations: list(observation).optional(),
        risks: list(risk).optional(),
        findings: list(finding).optional(),
        ...common,
      }),
    ),
    'back-matter': z
      .strictObject({
        resources: list(
          z.strictObject({
            uuid,
            title: z.string().optional(),
            description: z.string().optional(),
            rlinks: list(
              z.strictObject({ href: z.string(), 'media-type': z.string().optional() }),
            ).optional(),
            ...common,
          }),
        ).optional(),
      })
      .optional(),
  }),
});
