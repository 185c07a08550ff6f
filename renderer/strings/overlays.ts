import type { Place } from '../app/places.ts';

export const overlayWords = {
  palette: 'Go to or do',
  paletteLabel: 'Go to a place, do something, or search the engagement',
  paletteHint: 'A place, an action, a person, a resource, a finding…',
  paletteFoot: 'Arrows choose, Enter goes there, Escape closes.',
  nothing: 'Nothing of this name.',
  groups: {
    places: 'Places',
    reports: 'Reports',
    actions: 'Actions',
    person: 'People',
    account: 'Accounts',
    resource: 'Resources',
    finding: 'Findings',
    source: 'Sources',
    procedure: 'Procedures',
  },
  /** Parts of places: place, view, title. */
  parts: [
    ['people', 'why', 'Why somebody has access'],
    ['people', 'sod', 'Segregation of duties'],
    ['people', 'peers', 'Peer outliers'],
    ['people', 'hours', 'Use by hour'],
    ['people', 'world', 'Use by country'],
  ] as readonly (readonly [Place, string, string])[],
  copyAddress: 'Copy the address of this view',
  shortcuts: 'Keyboard shortcuts',
  keys: [
    ['Ctrl+K, ⌘K', 'Go to a place, do something, search everything'],
    ['Alt+1 … Alt+9', 'The nine places'],
    ['?', 'This list'],
    ['Escape', 'Close the detail or a dialog'],
    ['/', 'In a table: search it'],
    ['Arrows, Home, End, Page up, Page down', 'In a table: move'],
    ['Space', 'In a table: select the row'],
    ['Enter', 'In a table: open the row'],
    ['Ctrl+Enter, ⌘Enter', 'In Query: run the statement'],
    ['Ctrl+Z, ⌘Z', 'In Findings: take the last decision back'],
  ],
  about: 'About Tickmark',
  product: 'Tickmark',
  aboutText:
    'Offline evidence workbench for access auditors. It makes no connection to any network: nothing is looked up, nothing is reported.',
  notices: 'Third-party notices',
} as const;
