import { grouped } from '#shared/model/grouped.ts';
import { listFrameworks, type Requirement } from '#engine/frameworks/index.ts';
import { type Catalogue, SHIPPED } from '#engine/runner/index.ts';
import type { PackagedFinding } from '../findings.ts';
import type { PackagedRun } from '../procedures.ts';
import { uuidOf } from './uuid.ts';

/** The version whose published schema the output was held against. */
const OSCAL_VERSION = '1.1.1';
/** Names of our own properties. */
const NAMESPACE = 'urn:tickmark:oscal';

export interface AssessmentContent {
  engagement_id: string;
  client: string;
  kind: 'internal' | 'external';
  /** ISO 8601 in UTC. */
  as_of: string;
  period_start: string;
  period_end: string;
  tool_version: string;
  runs: readonly PackagedRun[];
  findings: readonly PackagedFinding[];
  /** Procedures of the engagement; absent where it has none of its own. */
  procedures?: Catalogue;
}

/** OSCAL has lines of text: without breaks, without white space at their ends, and not empty. */
const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();

/** Properties with their names; one without a value is left out. */
function propsOf(values: Readonly<Record<string, string | number | null>>) {
  return Object.entries(values).flatMap(([name, value]) => {
    const text = value === null ? '' : oneLine(String(value));
    return text === '' ? [] : [{ name, ns: NAMESPACE, value: text }];
  });
}

/** Controls of NIST SP 800-53, in which OSCAL speaks: `AC-2(3)` is `ac-2.3` there. */
function nistRequirements({ serving }: Catalogue): readonly Requirement[] {
  const framework = listFrameworks().find(({ id }) => id === 'nist-800-53');
  return (framework?.requirements ?? []).map((requirement) => ({
    ...requirement,
    procedures: [...requirement.procedures, ...serving('nist-800-53', requirement.id)],
  }));
}

const controlId = (requirement: string) => requirement.toLowerCase().replace(/\((\d+)\)/, '.$1');

/**
 * The runs and findings as OSCAL assessment results (NIST, 1.1.1). Each run is an observation, each exception another.
 * A control gets a finding only where a test that serves it met exceptions: `not-satisfied`. Nothing ever says
 * `satisfied`, because a test without exceptions is not a conclusion on a control.
 */
export function assessmentResults(content: AssessmentContent): object {
  const { engagement_id: id, client, kind, as_of, runs, findings } = content;
  const named = (what: string) => uuidOf(`${id} ${as_of} ${what}`);
  const made = runs.filter(({ status }) => status !== 'not_run');
  const tested = new Set(made.map(({ procedure }) => procedure));
  const { procedures: known = SHIPPED } = content;
  const reviewed = nistRequirements(known).filter(({ procedures }) =>
    procedures.some((name) => tested.has(name)),
  );
  const organisation = uuidOf(`client ${client}`);
  const name = oneLine(client);
  return {
    'assessment-results': {
      uuid: named('assessment-results'),
      metadata: {
        title: `Access evidence of ${client}`,
        'last-modified': as_of,
        version: as_of.slice(0, 10),
        'oscal-version': OSCAL_VERSION,
        parties: [{ uuid: organisation, type: 'organization', ...(name === '' ? {} : { name }) }],
      },
      'import-ap': {
        href: `#${named('plan')}`,
        remarks: 'The plan is the procedures with their parameters, which lie in the same package.',
      },
      results: [
        {
          uuid: named('result'),
          title: `Tests as of ${as_of}`,
          description: `${kind === 'external' ? 'External' : 'Internal'} audit of access, tests run by Tickmark ${content.tool_version}.`,
          start: content.period_start,
          end: content.period_end,
          'reviewed-controls': { 'control-selections': [selection(reviewed)] },
          observations: [
            ...made.map((run) => runObservation(run, known.ofRun(run).meta.title, as_of, named)),
            ...findings.map((finding) => findingObservation(finding, as_of, named)),
          ],
          ...some('findings', controlFindings(reviewed, made, findings, named)),
        },
      ],
      'back-matter': {
        resources: [
          {
            uuid: named('plan'),
            title: 'Procedures and parameters of this package',
            rlinks: [{ href: 'runs.json' }, { href: 'parameters.json' }],
          },
          { uuid: named('findings'), title: 'Findings of this package', rlinks: [{ href: 'findings.json' }] },
        ],
      },
    },
  };
}

/** OSCAL allows no empty lists. */
function some<T>(name: string, items: readonly T[]): Record<string, readonly T[]> {
  return items.length === 0 ? {} : { [name]: items };
}

function selection(reviewed: readonly Requirement[]) {
  return {
    description: 'Controls that at least one of the tests that were run serves.',
    ...some(
      'include-controls',
      reviewed.map(({ id }) => ({ 'control-id': controlId(id) })),
    ),
  };
}

function runObservation(run: PackagedRun, title: string, asOf: string, named: (what: string) => string) {
  const { procedure, version, status, population, exceptions, leads, indeterminate, message } = run;
  const figures = { population, exceptions, leads, indeterminate };
  return {
    uuid: named(`run ${procedure}`),
    title: procedure,
    description: title,
    props: propsOf({ 'procedure-version': version, status, ...figures }),
    methods: ['TEST'],
    types: ['control-objective'],
    collected: asOf,
    ...(message === null ? {} : { remarks: message }),
  };
}

function findingObservation(finding: PackagedFinding, asOf: string, named: (what: string) => string) {
  const { id, procedure, severity, outcome, subject_type, subject_id, reason_code, summary } = finding;
  return {
    uuid: named(`finding ${id}`),
    title: `${subject_id}: ${reason_code}`,
    description: summary,
    props: propsOf({ finding: id, procedure, severity, outcome, 'subject-type': subject_type }),
    methods: ['TEST'],
    types: ['finding'],
    'relevant-evidence': [
      { href: `#${named('findings')}`, description: `Finding ${id} with its source rows` },
    ],
    collected: asOf,
  };
}

function controlFindings(
  reviewed: readonly Requirement[],
  runs: readonly PackagedRun[],
  findings: readonly PackagedFinding[],
  named: (what: string) => string,
) {
  const exceptions = exceptionsByProcedure(findings);
  return reviewed.flatMap(({ id, summary, procedures }) => {
    const failed = procedures.filter((procedure) => exceptions.has(procedure));
    if (failed.length === 0) return [];
    const related = runs
      .filter(({ procedure }) => failed.includes(procedure))
      .map(({ procedure }) => named(`run ${procedure}`));
    const items = failed.flatMap((procedure) => exceptions.get(procedure) ?? []);
    return [
      {
        uuid: named(`control ${id}`),
        title: id,
        description: `${grouped(items.length)} exceptions in ${failed.join(', ')}.`,
        target: {
          type: 'objective-id',
          'target-id': `${controlId(id)}_obj`,
          description: summary,
          status: { state: 'not-satisfied', reason: 'fail' },
        },
        'related-observations': [...related, ...items.map((finding) => named(`finding ${finding.id}`))].map(
          (uuid) => ({
            'observation-uuid': uuid,
          }),
        ),
      },
    ];
  });
}

/** Exceptions only: leads point, they do not conclude. */
function exceptionsByProcedure(findings: readonly PackagedFinding[]): Map<string, PackagedFinding[]> {
  const groups = new Map<string, PackagedFinding[]>();
  for (const finding of findings) {
    if (finding.outcome !== 'exception') continue;
    const group = groups.get(finding.procedure);
    if (group === undefined) groups.set(finding.procedure, [finding]);
    else group.push(finding);
  }
  return groups;
}
