import { counted } from '../data/format.ts';

export const startWords = {
  title: 'Tickmark',
  lead: 'Evidence workbench for access audits. Everything stays on this machine.',
  sample: 'Open the sample engagement',
  sampleLead:
    'A company of 847 people with its exports, policies, audit trail and known findings. It is made afresh in your workspace.',
  sampleJob: 'Make the sample engagement',
  sampleDone: (sources: number, loaded: string) => `${sources} files taken in, ${counted(loaded, 'record')}.`,
  sampleCancelled: 'Cancelled; no engagement was made.',
  recent: 'Recent engagements',
  noRecent: 'None yet. Make a new one, or look around in the sample.',
  period: 'Period',
  folder: 'Folder',
  client: 'Client',
  open: 'Open',
  openFolder: 'Open a folder…',
  newTitle: 'New engagement',
  from: 'Period from',
  to: 'to',
  asOf: 'As of',
  asOfHelp: 'The moment that every test looks from. Left empty: the end of the period.',
  zone: 'Time zone of the client',
  zoneHelp: 'Days begin at 00:00 in this zone, e.g. Europe/Paris.',
  kind: 'Kind',
  kinds: { external: 'External audit', internal: 'Internal audit' },
  create: 'Create engagement',
  where: (workspace: string) => `It is put into ${workspace}.`,
  needClient: 'Name the client.',
  needPeriod: 'Give the first and the last day of the period.',
  periodOrder: 'The period ends before it begins.',
  verifyTitle: 'Verify an evidence package',
  verifyLead:
    'Checks a package layer by layer without any engagement: fixity, completeness, signature, trust, time, report, schema.',
} as const;

export const rollWords = {
  open: 'Roll forward…',
  openFolder: 'Roll forward a folder…',
  of: (client: string, period: string) => `Roll forward ${client}, ${period}`,
  title: (client: string) => `Roll forward: ${client}`,
  unnamed: 'Next period',
  titleFolder: 'Roll forward a folder',
  lead: 'A new engagement for the next period. It takes over settings, overrides, mappings, chain profiles, own procedures, the list of requests with later due dates, the control matrix, identity decisions, the heads of chains as anchors, saved views, and the client’s decisions on findings. Findings will show as new, persisting or resolved.',
  left: 'Conclusions, notes, tick marks, samples, tests of operation and sign-offs stay with the earlier engagement, which is not changed.',
  clientHelp: 'Left empty: the client of the earlier engagement.',
  make: 'Make the next engagement',
  job: 'Roll forward',
  done: (requests: string, controls: string, dispositions: string, findings: string) =>
    `Took over ${counted(requests, 'request')}, ${counted(controls, 'control')} and ${counted(dispositions, 'decision')}; ${counted(findings, 'finding')} to compare with.`,
  cancelled: 'Cancelled; no engagement was made.',
} as const;

export const thresholdWords = {
  title: 'Thresholds',
  titleWith: (count: number) => `Thresholds: ${count} set`,
  lead: 'Values of tests that hold for the whole engagement. What is not named here keeps its default, and each run can use another value.',
  add: 'Set a threshold…',
  label: (name: string, unit: string | null) => `${name}${unit ? ` (${unit})` : ''}`,
  option: (name: string, unit: string | null, standard: string) =>
    `${name}${unit ? ` (${unit})` : ''}: ${standard}`,
  standard: (value: string) => `default ${value}`,
  drop: 'Default',
  dropOf: (title: string, name: string) => `Back to the default: ${title}, ${name}`,
} as const;
