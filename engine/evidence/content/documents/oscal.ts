import { z } from 'zod';

/**
 * OSCAL assessment results (NIST, 1.1.x, model reference "assessment-results", JSON form), as far as assessments of
 * this kind use it. Strict: a member that the model does not know is an error, and so is one of the model that this
 * product never writes. Nothing is allowed that the schema published for 1.1.1 refuses.
 */
const uuid = z
  .string()
  .regex(/^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$/);
const token = z.string().regex(/^[\p{L}_][\p{L}\p{N}.\-_]*$/u);
/** One line without white space at its ends. */
const line = z.string().regex(/^\S(.*\S)?$/u);
/** Every day of its month from 1900 on, 29 February from 2000 on. */
const DAY = [
  '(2\\d(0[48]|[2468][048]|[13579][26])|2[048]00)-02-29',
  '(19|2\\d)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])',
  '(19|2\\d)\\d\\d-(0[13-9]|1[0-2])-(29|30)',
  '(19|2\\d)\\d\\d-(0[13578]|1[02])-31',
].join('|');
const TIME = '([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?';
/** Offsets that some place on earth has. */
const OFFSET = 'Z|-((0\\d|1[0-2]):00|0[39]:30)|\\+((0\\d|1[0-4]):00|(0[34569]|10):30|(0[58]|12):45)';
const moment = z.string().regex(new RegExp(`^(${DAY})T${TIME}(${OFFSET})$`));
/** A URI, or the relative form of one: the characters of RFC 3986 section 2. */
const REFERENCE = "([A-Za-z0-9._~:/?#[\\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})";
const reference = z.string().regex(new RegExp(`^${REFERENCE}*$`));
const uri = z.string().regex(new RegExp(`^[A-Za-z][A-Za-z0-9+.-]+:${REFERENCE}+$`));
const list = <T extends z.ZodType>(item: T) => z.array(item).min(1);

const prop = z.strictObject({
  name: token,
  uuid: uuid.optional(),
  ns: uri.optional(),
  value: line,
  class: token.optional(),
  group: token.optional(),
  remarks: z.string().optional(),
});
const link = z.strictObject({
  href: reference,
  rel: token.optional(),
  'media-type': line.optional(),
  text: z.string().optional(),
});
const noted = { props: list(prop).optional(), remarks: z.string().optional() };
const common = { ...noted, links: list(link).optional() };
const role = z.strictObject({ 'role-id': token, 'party-uuids': list(uuid).optional(), ...common });
const party = role.required({ 'party-uuids': true });

const metadata = z.strictObject({
  title: z.string(),
  'last-modified': moment,
  version: line,
  'oscal-version': line,
  published: moment.optional(),
  roles: list(z.strictObject({ id: token, title: z.string(), ...common })).optional(),
  parties: list(
    z.strictObject({
      uuid,
      type: z.enum(['person', 'organization']),
      name: line.optional(),
      'short-name': line.optional(),
      'member-of-organizations': list(uuid).optional(),
      ...common,
    }),
  ).optional(),
  'responsible-parties': list(party).optional(),
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
const subjects = z.strictObject({
  type: token,
  description: z.string().optional(),
  'include-all': z.strictObject({}).optional(),
  'include-subjects': list(subject.omit({ title: true })).optional(),
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
  'responsible-roles': list(role).optional(),
  ...common,
});
const task = z.strictObject({
  uuid,
  type: token,
  title: z.string(),
  description: z.string().optional(),
  'associated-activities': list(
    z.strictObject({ 'activity-uuid': uuid, subjects: list(subjects), ...common }),
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
    z.strictObject({ href: reference.optional(), description: z.string(), ...common }),
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
const risk = z.strictObject({
  uuid,
  title: z.string(),
  description: z.string(),
  statement: z.string(),
  status: token,
  props: list(prop).optional(),
  links: list(link).optional(),
  deadline: moment.optional(),
  'related-observations': list(z.strictObject({ 'observation-uuid': uuid })).optional(),
});

export const oscalAssessmentResults = z.strictObject({
  'assessment-results': z.strictObject({
    uuid,
    metadata,
    'import-ap': z.strictObject({ href: reference, remarks: z.string().optional() }),
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
            rlinks: list(z.strictObject({ href: reference, 'media-type': line.optional() })).optional(),
            ...noted,
          }),
        ).optional(),
      })
      .optional(),
  }),
});
