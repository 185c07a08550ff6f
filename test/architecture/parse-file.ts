import { Visitor, parseSync } from 'vite';
import { GLOBALS } from './rules.ts';

export interface Parsed {
  /** Every module that is named: imports, exports, types, dynamic imports and require, in order. */
  specifiers: string[];
  /** Names of GLOBALS that are used, wherever from. */
  globals: string[];
}

/** What one source file reaches for. Throws when it cannot be parsed. */
export function parseFile(name: string, text: string): Parsed {
  const { program, errors } = parseSync(name, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${name}: ${error.message}`);
  const specifiers: string[] = [];
  const globals: string[] = [];
  const ofGlobalObject: string[] = [];
  const names = (node: { value: unknown } | null) => {
    if (typeof node?.value === 'string') specifiers.push(node.value);
  };
  const uses = (identifier: string) => {
    if (GLOBALS.has(identifier)) globals.push(identifier);
  };
  new Visitor({
    ImportDeclaration: (node) => names(node.source),
    ExportAllDeclaration: (node) => names(node.source),
    ExportNamedDeclaration: (node) => names(node.source),
    TSImportType: (node) => names(node.source),
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal') names(source);
      else if (source.type === 'TemplateLiteral')
        specifiers.push(source.quasis.map(({ value }) => value.raw).join('*'));
      else specifiers.push('*');
    },
    CallExpression: ({ callee, arguments: given }) => {
      if (callee.type === 'Identifier') uses(callee.name);
      const [first] = given;
      if (callee.type === 'Identifier' && callee.name === 'require' && first?.type === 'Literal')
        names(first);
    },
    NewExpression: ({ callee }) => {
      if (callee.type === 'Identifier') uses(callee.name);
    },
    // As a value: `const f = fetch`, `pass(fetch)`, `{ fetch }`, `window.fetch`, `globalThis['fetch']`.
    VariableDeclarator: ({ init }) => {
      if (init?.type === 'Identifier') uses(init.name);
    },
    Property: ({ value }) => {
      if (value.type === 'Identifier') uses(value.name);
    },
    MemberExpression: (node) => {
      const { object, property } = node;
      if (object.type === 'Identifier') uses(object.name);
      if (!isGlobal(object)) return;
      const name = property.type === 'Identifier' && !node.computed ? property.name : '';
      const quoted = property.type === 'Literal' ? String(property.value) : '';
      ofGlobalObject.push(...[name, quoted].filter((member) => GLOBALS.has(member)));
    },
  }).visit(program);
  for (const given of argumentsOf(program)) uses(given);
  const own = declared(program);
  return { specifiers, globals: [...globals.filter((name) => !own.has(name)), ...ofGlobalObject] };
}

type Program = Parameters<InstanceType<typeof Visitor>['visit']>[0];

function isGlobal(node: { type: string; name?: unknown }): boolean {
  return (
    node.type === 'Identifier' &&
    ['globalThis', 'window', 'self', 'global', 'navigator'].includes(String(node.name))
  );
}

/** Names that are passed on as arguments. */
function argumentsOf(program: Program): string[] {
  const found: string[] = [];
  const collect = (node: { arguments: { type: string; name?: unknown }[] }) => {
    for (const given of node.arguments) if (given.type === 'Identifier') found.push(String(given.name));
  };
  new Visitor({
    CallExpression: (node) => collect(node as never),
    NewExpression: (node) => collect(node as never),
  }).visit(program);
  return found;
}

/** Names that the file gives to things of its own: variables, functions, parameters, imports. */
function declared(program: Program): Set<string> {
  const found = new Set<string>();
  const collect = (pattern: { type: string; name?: unknown } | null | undefined) => {
    if (pattern?.type === 'Identifier') found.add(String(pattern.name));
  };
  const parameters = (node: { id?: unknown; params: readonly unknown[] }) => {
    collect(node.id as never);
    for (const parameter of node.params) collect(parameter as never);
  };
  new Visitor({
    VariableDeclarator: ({ id }) => collect(id),
    FunctionDeclaration: (node) => parameters(node as never),
    FunctionExpression: (node) => parameters(node as never),
    ArrowFunctionExpression: (node) => parameters(node as never),
    ImportSpecifier: ({ local }) => collect(local),
    ImportDefaultSpecifier: ({ local }) => collect(local),
  }).visit(program);
  return found;
}
