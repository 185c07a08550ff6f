import { type FormEvent, type ReactNode, useState } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import { useAct } from '../../app/act.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Page } from '../../app/page.tsx';
import { Scroller } from '../../components/scroller.tsx';
import { Field } from '../../components/field.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { integrityWords, profileWords as t } from '../../strings/integrity.ts';
import { words } from '../../strings/words.ts';

const NONE = {};
type Profile = Result<'profiles.list'>['profiles'][number];

/** The ways of hashing that logs are tried against; those written for this engagement can be changed. */
export default function Profiles({ parts }: { parts: ReactNode }) {
  const { locked } = useEngagement();
  const asked = useAsk('profiles.list', NONE);
  const [yaml, setYaml] = useState('');
  const { busy, error, act } = useAct();
  const disabled = locked || busy;
  const save = (event: FormEvent): void => {
    event.preventDefault();
    void act('profiles.save', { yaml }, ({ name }) => t.saved(name));
  };
  const mistakes = Array.isArray(error?.details) ? error.details.map(String) : [];
  return (
    <Page title={integrityWords.title} lead={t.lead}>
      {parts}
      <div className="integrity">
        {locked && <p className="notice">{words.lockedHere}</p>}
        {asked.error && <ErrorNote error={asked.error} />}
        {!asked.value && !asked.error && <Waiting what={t.table.toLowerCase()} />}
        {asked.value && (
          <Scroller label={t.table}>
            <table className="ruled" aria-label={t.table}>
              <thead>
                <tr>
                  <th scope="col">{t.name}</th>
                  <th scope="col">{t.title}</th>
                  <th scope="col">{t.kind}</th>
                  <th scope="col">
                    <span className="visually-hidden">{t.edit}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {asked.value.profiles.map((profile) => (
                  <Line
                    key={profile.name}
                    profile={profile}
                    disabled={disabled}
                    onEdit={setYaml}
                    onRemove={() => void act('profiles.remove', { name: profile.name }, t.removed)}
                  />
                ))}
              </tbody>
            </table>
          </Scroller>
        )}
        <form className="section" aria-label={t.write} onSubmit={save}>
          <h2>{t.write}</h2>
          <Field label={t.yaml}>
            {(ids) => (
              <textarea
                {...ids}
                className="input mono"
                rows={12}
                spellCheck={false}
                disabled={disabled}
                value={yaml}
                onChange={(event) => setYaml(event.target.value)}
              />
            )}
          </Field>
          {error && (
            <ErrorNote error={error}>
              {mistakes.length > 0 && (
                <ul>
                  {mistakes.map((mistake) => (
                    <li key={mistake}>{mistake}</li>
                  ))}
                </ul>
              )}
            </ErrorNote>
          )}
          <div className="row-line">
            <button type="submit" className="button" disabled={disabled || yaml.trim() === ''}>
              {t.save}
            </button>
          </div>
        </form>
      </div>
    </Page>
  );
}

function Line({
  profile,
  disabled,
  onEdit,
  onRemove,
}: {
  profile: Profile;
  disabled: boolean;
  onEdit: (yaml: string) => void;
  onRemove: () => void;
}) {
  const { name, title, own, weak, keyed, yaml } = profile;
  return (
    <tr>
      <th scope="row">
        <code>{name}</code>
      </th>
      <td>
        {title}
        {weak && (
          <p>
            <Mark verdict="missing">{t.weak}</Mark>
          </p>
        )}
      </td>
      <td>{[own ? t.own : t.shipped, ...(keyed ? [t.keyed] : [])].join(', ')}</td>
      <td>
        {yaml !== null && (
          <div className="row-line">
            <button
              type="button"
              className="button small"
              disabled={disabled}
              aria-label={t.editOf(name)}
              onClick={() => onEdit(yaml)}
            >
              {t.edit}
            </button>
            <button
              type="button"
              className="button small"
              disabled={disabled}
              aria-label={t.removeOf(name)}
              onClick={onRemove}
            >
              {t.remove}
            </button>
          </div>
        )}
      </td>
    </tr>
  );
}
