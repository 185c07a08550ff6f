/**
 * Who may import whom (docs/architecture.md). Each rule has a fixture in violations/ that breaks it and no other.
 * Targets read `engine/x.ts`, `node:http`, `npm:zod`, `npm-dev:vite`, `npm-undeclared:x` or `unresolved:./x.ts`.
 */
export interface Rule {
  name: string;
  /** The files that are bound by it. */
  from: RegExp;
  fromExcept?: RegExp;
  /** What they may not import. */
  to: RegExp;
  toExcept?: RegExp;
  /** Also by way of other files. */
  reachable?: true;
}

const ANY = /^/;
const TESTS = /\.test\.tsx?$|^test\/|^bench\//;
/** Files of ours, as against Node's modules and packages. */
const OURS = '(?!node:|npm|unresolved:)';
const NETWORK = /^node:(http|https|http2|net|tls|dgram|dns|dns\/promises|inspector|inspector\/promises)$/;
const NETWORK_LIBRARIES =
  /^npm[a-z-]*:(undici|ws|axios|node-fetch|got|superagent|request|socket\.io(-client)?)$/;

/** The order of the data: a step may import an earlier one, never a later one. */
const STEPS = ['store', 'canonical', 'intake', 'runner', 'findings', 'evidence'];

const forwardOnly: Rule[] = STEPS.slice(0, -1).map((step, index) => ({
  name: `data-never-flows-back-to-${step}`,
  from: new RegExp(`^engine/${step}/`),
  fromExcept: TESTS,
  to: new RegExp(`^engine/(${STEPS.slice(index + 1).join('|')})/`),
}));

export const rules: readonly Rule[] = [
  {
    // Read by every runtime: nothing of ours, no Node, no library but zod.
    name: 'shared-stands-alone',
    from: /^shared\//,
    fromExcept: TESTS,
    to: ANY,
    toExcept: /^(shared\/|npm:zod$|unresolved:)/,
  },
  {
    name: 'renderer-imports-shared-only',
    from: /^renderer\//,
    fromExcept: TESTS,
    to: new RegExp(`^${OURS}`),
    toExcept: /^(renderer|shared)\//,
  },
  { name: 'renderer-without-node', from: /^renderer\//, fromExcept: TESTS, to: /^node:/ },
  {
    name: 'engine-knows-no-host',
    from: /^engine\//,
    fromExcept: TESTS,
    to: new RegExp(`^${OURS}`),
    toExcept: /^(engine|shared|test|bench)\//,
  },
  {
    name: 'hosts-import-engine-index-only',
    from: /^(server|electron)\//,
    fromExcept: TESTS,
    to: /^engine\//,
    toExcept: /^engine\/index\.ts$/,
  },
  {
    // tickmark verify opens no database.
    name: 'cli-imports-engine-index-and-verify-only',
    from: /^cli\//,
    fromExcept: TESTS,
    to: /^engine\//,
    toExcept: /^engine\/(index\.ts$|evidence\/verify\/)/,
  },
  {
    // The page in which a stranger checks a package: what it shows comes from the verifier alone.
    name: 'verifier-page-imports-verify-only',
    from: /^verifier\//,
    fromExcept: TESTS,
    to: new RegExp(`^${OURS}`),
    toExcept: /^(verifier\/|shared\/|engine\/evidence\/(verify|format)\/)/,
  },
  {
    name: 'hosts-import-the-sample-generator-only',
    from: /^(cli|server|electron)\//,
    fromExcept: TESTS,
    to: /^fixtures\//,
    toExcept: /^fixtures\/(generate|scope)\.ts$/,
  },
  {
    name: 'server-knows-no-other-host',
    from: /^server\//,
    fromExcept: TESTS,
    to: /^(cli|electron|renderer)\//,
  },
  {
    // What the window's hosts share is in server/common; the command line starts the server.
    name: 'cli-knows-the-server-only',
    from: /^cli\//,
    fromExcept: TESTS,
    to: /^(server|electron|renderer)\//,
    toExcept: /^server\/(common\/|host-engine\.ts$|index\.ts$|open-window\.ts$)/,
  },
  {
    name: 'desktop-serves-nothing',
    from: /^electron\//,
    fromExcept: TESTS,
    to: /^(cli|server|renderer)\//,
    toExcept: /^server\/(common\/|host-engine\.ts$)/,
  },
  {
    name: 'duckdb-only-in-store',
    from: ANY,
    fromExcept: /^engine\/store\/|\.test\.tsx?$|^test\/|^bench\//,
    to: /^npm:@duckdb\//,
  },
  { name: 'electron-only-in-electron', from: ANY, fromExcept: /^electron\//, to: /^npm[a-z-]*:electron$/ },
  {
    name: 'integrity-without-store',
    from: /^engine\/integrity\//,
    fromExcept: TESTS,
    to: /^engine\/store\//,
    reachable: true,
  },
  {
    // A stranger checks a package without a database.
    name: 'verify-without-store',
    from: /^engine\/evidence\/(verify|format)\//,
    fromExcept: TESTS,
    to: /^engine\/store\//,
    reachable: true,
  },
  {
    name: 'verify-uses-format-and-integrity-only',
    from: /^engine\/evidence\/verify\//,
    fromExcept: TESTS,
    to: /^engine\//,
    toExcept: /^engine\/(evidence\/(verify|format)|integrity)\//,
  },
  {
    name: 'procedures-use-the-kit-only',
    from: /^engine\/procedures\/.+\/procedure\.ts$/,
    to: ANY,
    toExcept:
      /^(shared\/model\/|engine\/(runner\/kit\/|runner\/kit\.ts$|integrity\/|analysis\/)|unresolved:)/,
  },
  {
    name: 'network-only-in-server',
    from: ANY,
    fromExcept: /^server\/(?!common\/)|\.test\.tsx?$|^test\/|^bench\//,
    to: NETWORK,
  },
  {
    name: 'no-network-libraries',
    from: ANY,
    fromExcept: TESTS,
    to: NETWORK_LIBRARIES,
  },
  { name: 'production-never-imports-test', from: ANY, fromExcept: TESTS, to: TESTS },
  {
    // What is shipped is installed without devDependencies. electron is the runtime itself.
    name: 'production-needs-no-dev-package',
    from: /^(shared|engine|server|cli|electron|renderer)\//,
    fromExcept: TESTS,
    to: /^npm-dev:/,
  },
  // Installed only because another package wants it: it can go with any update.
  { name: 'packages-are-declared', from: ANY, to: /^npm-undeclared:/, toExcept: NETWORK_LIBRARIES },
  ...forwardOnly,
  // An import that cannot be followed would escape every other rule.
  { name: 'nothing-unresolved', from: ANY, to: /^unresolved:[^*]*$/ },
  // Nor can one whose name is made while it runs; tools of development may.
  {
    name: 'no-computed-imports',
    from: ANY,
    fromExcept: /^scripts\/|\.test\.tsx?$|^test\/|^bench\//,
    to: /^unresolved:.*\*/,
  },
];

/** Broken by any file that reaches itself; types count. */
export const NO_CYCLES = 'no-cycles';

/** Broken by these names, which reach the network or run text as code. */
export const NO_GLOBALS = 'network-globals-only-in-transports';
export const GLOBALS: ReadonlySet<string> = new Set([
  'fetch',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'WebTransport',
  'RTCPeerConnection',
  'sendBeacon',
  'eval',
  'Function',
]);
export const GLOBALS_EXCEPT = /^server\/(?!common\/)|^renderer\/client\/|\.test\.tsx?$|^test\/|^bench\//;

export const ruleNames: readonly string[] = [...rules.map(({ name }) => name), NO_CYCLES, NO_GLOBALS];
