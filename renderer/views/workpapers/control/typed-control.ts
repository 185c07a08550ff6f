import type { ControlDefinition } from '#shared/contract/control-schemas.ts';
import { FREQUENCIES } from '#shared/contract/sampling-schemas.ts';
import { controlWords as t } from '../../../strings/workpapers.ts';

/** A control as it stands in the fields: lists with ; between their items. */
export type TypedControl = Record<Exclude<keyof ControlDefinition, never>, string>;

export function typedControl(control?: ControlDefinition): TypedControl {
  return {
    id: control?.id ?? '',
    title: control?.title ?? '',
    risk: control?.risk ?? '',
    description: control?.description ?? '',
    owner: control?.owner ?? '',
    frequency: control?.frequency ?? '',
    references: (control?.references ?? []).join('; '),
    procedures: (control?.procedures ?? []).join('; '),
  };
}

/** The definition, or what is wrong with it. Empty fields are left out. */
export function readControl(typed: TypedControl): ControlDefinition | string {
  const text = (name: keyof TypedControl): string => typed[name].trim();
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/.test(text('id'))) return t.idFault;
  if (text('title') === '') return t.titleFault;
  const frequency = FREQUENCIES.find((name) => name === text('frequency'));
  const plain = Object.fromEntries(
    (['risk', 'description', 'owner'] as const).flatMap((name) =>
      text(name) === '' ? [] : [[name, text(name)]],
    ),
  );
  const lists = Object.fromEntries(
    (['references', 'procedures'] as const).flatMap((name) => {
      const items = text(name)
        .split(';')
        .map((item) => item.trim())
        .filter((item) => item !== '');
      return items.length === 0 ? [] : [[name, items]];
    }),
  );
  return {
    id: text('id'),
    title: text('title'),
    ...plain,
    ...(frequency === undefined ? {} : { frequency }),
    ...lists,
  };
}
