/** A JSON Schema (2020-12), as far as this verifier knows it. */
export type Schema = { readonly [keyword: string]: unknown };

/** The first place where a value is not as its schema says. */
export interface Fault {
  /** Members and positions that lead there. */
  path: (string | number)[];
  /** What is wrong, to be read behind the path: `is not one of "high", "low"`. */
  says: string;
}

/** Null for a value that is as it should be. */
export type Check = (value: unknown) => Fault | null;

type Members = Record<string, unknown>;

/** They say something about a schema and ask nothing of a value. */
const NOTES = new Set(['$schema', '$defs', 'title', 'description', 'default']);

const fault = (says: string): Fault => ({ path: [], says });

function at(step: string | number, found: Fault): Fault {
  found.path.unshift(step);
  return found;
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TYPES: Record<string, (value: unknown) => boolean> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  string: (value) => typeof value === 'string',
  array: (value) => Array.isArray(value),
  object: isObject,
};

type Keyword = (argument: never, schema: Schema, compile: (schema: Schema) => Check) => Check;

/** Keywords in the order in which they are asked: a value of another type has no other fault. */
const KEYWORDS: Record<string, Keyword> = {
  type: (argument: string | string[]) => {
    const names = [argument].flat();
    const kinds = names.map((name) => known(TYPES, name));
    const [only] = kinds;
    const fits =
      kinds.length === 1 && only !== undefined ? only : (value: unknown) => kinds.some((kind) => kind(value));
    const says = `is no ${names.join(' or ')}`;
    return (value) => (fits(value) ? null : fault(says));
  },
  const: (argument: unknown) => {
    const says = `is not ${JSON.stringify(argument)}`;
    return (value) => (value === argument ? null : fault(says));
  },
  enum: (argument: unknown[]) => {
    const allowed = new Set(argument);
    const says = `is not one of ${argument.map((each) => JSON.stringify(each)).join(', ')}`;
    return (value) => (allowed.has(value) ? null : fault(says));
  },
  minLength: (least: number) =>
    onStrings(
      (value) => value.length >= least && (least <= 1 || [...value].length >= least),
      least === 1 ? 'is empty' : `has fewer than ${least} characters`,
    ),
  maxLength: (most: number) =>
    onStrings(
      (value) => value.length <= most || [...value].length <= most,
      `has more than ${most} characters`,
    ),
  pattern: (argument: string) => {
    const expression = new RegExp(argument, 'u');
    return onStrings((value) => expression.test(value), `does not answer the pattern ${argument}`);
  },
  minimum: (least: number) => onNumbers((value) => value >= least, `is less than ${least}`),
  maximum: (most: number) => onNumbers((value) => value <= most, `is more than ${most}`),
  exclusiveMinimum: (least: number) => onNumbers((value) => value > least, `is not more than ${least}`),
  exclusiveMaximum: (most: number) => onNumbers((value) => value < most, `is not less than ${most}`),
  minItems: (least: number) => (value) =>
    Array.isArray(value) && value.length < least ? fault(`has fewer than ${least} entries`) : null,
  maxItems: (most: number) => (value) =>
    Array.isArray(value) && value.length > most ? fault(`has more than ${most} entries`) : null,
  items: (argument: Schema, _schema, compile) => {
    const entry = compile(argument);
    return (value) => {
      if (!Array.isArray(value)) return null;
      for (let i = 0; i < value.length; i += 1) {
        const found = entry(value[i]);
        if (found !== null) return at(i, found);
      }
      return null;
    };
  },
  required: (names: string[]) => (value) => {
    if (!isObject(value)) return null;
    for (const name of names) if (!Object.hasOwn(value, name)) return at(name, fault('is missing'));
    return null;
  },
  properties: (argument: Record<string, Schema>, schema, compile) => {
    const members = new Map(Object.entries(argument).map(([name, member]) => [name, compile(member)]));
    return membersCheck(members, schema['additionalProperties'], compile);
  },
  additionalProperties: (argument: boolean | Schema, schema, compile) =>
    schema['properties'] === undefined ? membersCheck(new Map(), argument, compile) : () => null,
  propertyNames: (argument: Schema, _schema, compile) => {
    const name = compile(argument);
    return (value) => {
      if (!isObject(value)) return null;
      for (const key of Object.keys(value))
        if (name(key) !== null) return at(key, fault('is no member that may be there'));
      return null;
    };
  },
  anyOf: (argument: Schema[], _schema, compile) => oneAmong(argument.map(compile), false),
  oneOf: (argument: Schema[], _schema, compile) => oneAmong(argument.map(compile), true),
};

function known<T>(table: Record<string, T>, name: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw new Error(`this verifier does not know ${name} in a schema`);
  return found;
}

function onStrings(holds: (value: string) => boolean, says: string): Check {
  return (value) => (typeof value !== 'string' || holds(value) ? null : fault(says));
}

function onNumbers(holds: (value: number) => boolean, says: string): Check {
  return (value) => (typeof value !== 'number' || holds(value) ? null : fault(says));
}

function membersCheck(
  members: ReadonlyMap<string, Check>,
  others: unknown,
  compile: (schema: Schema) => Check,
): Check {
  const other: Check =
    others === false ? () => fault('is no member of it') : isObject(others) ? compile(others) : () => null;
  return (value) => {
    if (!isObject(value)) return null;
    for (const key of Object.keys(value)) {
      const found = (members.get(key) ?? other)(value[key]);
      if (found !== null) return at(key, found);
    }
    return null;
  };
}

/** The fault that lies deepest is told: of `null or object`, what is wrong in the object. */
function oneAmong(checks: readonly Check[], exactly: boolean): Check {
  return (value) => {
    const faults: Fault[] = [];
    for (const check of checks) {
      const found = check(value);
      if (found !== null) faults.push(found);
      else if (!exactly) return null;
    }
    const fitting = checks.length - faults.length;
    if (fitting === 1) return null;
    if (fitting > 1) return fault('can be read in two ways');
    const deepest = faults.reduce((best, each) => (each.path.length > best.path.length ? each : best));
    return deepest.path.length > 0 ? deepest : fault(faults.map(({ says }) => says).join(' and '));
  };
}

/**
 * Makes the check of a schema: of the whole, or of the part that `path` leads to by members and entries. References
 * lead to `$defs` of the whole. Throws for a keyword that is not known here: nothing of a schema goes unchecked.
 */
export function compileSchema(whole: Schema, path: readonly (string | number)[] = []): Check {
  const definitions = (whole['$defs'] ?? {}) as Record<string, Schema>;
  const made = new Map<string, Check>();
  const target = (schema: Schema): Schema => {
    const reference = schema['$ref'] as string | undefined;
    return reference === undefined ? schema : target(known(definitions, reference.slice('#/$defs/'.length)));
  };
  const referred = (reference: string): Check => {
    // A definition may lead to itself, so it is looked up when it is needed.
    if (!made.has(reference)) {
      made.set(reference, () => null);
      made.set(reference, compile(known(definitions, reference.slice('#/$defs/'.length))));
    }
    return (value) => made.get(reference)!(value);
  };
  const compile = ({ $ref, ...schema }: Schema): Check => {
    for (const keyword of Object.keys(schema)) if (!NOTES.has(keyword)) known(KEYWORDS, keyword);
    const checks = Object.entries(KEYWORDS).flatMap(([keyword, make]) =>
      schema[keyword] === undefined ? [] : [make(schema[keyword] as never, schema, compile)],
    );
    if ($ref !== undefined) checks.unshift(referred($ref as string));
    const [only] = checks;
    if (checks.length === 1 && only !== undefined) return only;
    return (value) => {
      for (const check of checks) {
        const found = check(value);
        if (found !== null) return found;
      }
      return null;
    };
  };
  const part = path.reduce<Schema>((schema, step) => {
    const from = target(schema);
    return (
      typeof step === 'number' ? from['items'] : known(from['properties'] as Record<string, Schema>, step)
    ) as Schema;
  }, whole);
  return compile(part);
}
