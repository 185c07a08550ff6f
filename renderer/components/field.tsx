import { type ReactNode, useId } from 'react';

/** A labelled control; the help describes it without becoming part of its name. */
export function Field({
  label,
  help,
  children,
}: {
  label: string;
  help?: ReactNode;
  children: (ids: { id: string; 'aria-describedby'?: string }) => ReactNode;
}) {
  const id = useId();
  const described = help === undefined ? {} : { 'aria-describedby': `${id}-help` };
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      {children({ id, ...described })}
      {help !== undefined && (
        <span className="help" id={`${id}-help`}>
          {help}
        </span>
      )}
    </div>
  );
}
