import type { Result } from '#shared/contract/methods.ts';
import { useState } from 'react';
import { useAsk, useConnection } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { runJob } from '../../app/jobs.ts';
import { Page } from '../../app/page.tsx';
import type { ErrorEnvelope, PathGrant } from '../../app/types.ts';
import { Facts } from '../../components/facts.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { Hash } from '../../components/hash.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { formatBytes, formatCount, plural } from '../../data/format.ts';
import { packageWords as t } from '../../strings/package.ts';
import { words } from '../../strings/words.ts';
import { Keys } from './keys.tsx';
import { PreviewReport } from './preview-report.tsx';
import { Redact } from './redact.tsx';
import { type Seal, SealForm } from './seal-form.tsx';
import { Signoff } from './signoff.tsx';
import { TimeStamps } from './time-stamps.tsx';
import { VerifyPackage } from './verify-package.tsx';

type Built = Result<'package.build'>;

const NONE = {};

export default function Package() {
  const keys = useAsk('keys.list', NONE);
  const [built, setBuilt] = useState<{ result: Built; grant: PathGrant } | null>(null);
  const [stamped, setStamped] = useState<PathGrant | null>(null);
  const [redacted, setRedacted] = useState<PathGrant | null>(null);
  const written = stamped ?? built?.grant ?? null;
  const checked = redacted ?? written;
  const show = (result: Built, grant: PathGrant): void => {
    setBuilt({ result, grant });
    setStamped(null);
    setRedacted(null);
  };
  return (
    <Page title={t.title} lead={t.lead}>
      {keys.error && <ErrorNote error={keys.error} />}
      <div className="package">
        {/* Not before they are known: "no keys" would be said, and the form for a first one shown and taken away. */}
        {keys.value && <Keys keys={keys.value} />}
        <Build keys={keys.value ?? []} onBuilt={show} />
        {built && <BuiltFacts built={built.result} grant={built.grant} />}
        <Sign keys={keys.value ?? []} onSigned={show} />
        <TimeStamps
          given={written}
          onStamped={(grant) => {
            setStamped(grant);
            setRedacted(null);
          }}
        />
        <Signoff given={written} />
        <Redact given={written} onWritten={setRedacted} />
        <section className="section" aria-label={t.verify}>
          <h2>{t.verify}</h2>
          <p className="muted">{t.verifyLead}</p>
          <VerifyPackage key={checked?.token ?? ''} given={checked ?? undefined} />
        </section>
      </div>
    </Page>
  );
}

interface StepProps {
  keys: Result<'keys.list'>;
}

function Build({ keys, onBuilt }: StepProps & { onBuilt: (built: Built, grant: PathGrant) => void }) {
  const connection = useConnection();
  const { client, period, locked } = useEngagement();
  const [withoutSources, setWithoutSources] = useState(false);
  const [redactable, setRedactable] = useState(false);
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const [busy, setBusy] = useState(false);
  const build = async ({ key, passphrase }: Seal): Promise<boolean> => {
    setError(null);
    const place = await connection.host.choose(
      'package-save',
      `EV ${client} ${period.from} ${period.to}.zip`,
    );
    if (!place.ok) setError(place.error);
    const grant = place.ok ? place.value?.[0] : undefined;
    if (!grant) return false;
    setBusy(true);
    const params = {
      key,
      passphrase,
      role: 'preparer' as const,
      path: grant.token,
      without_sources: withoutSources,
      redactable: redactable && !withoutSources,
    };
    const answer = await runJob(connection, 'package.build', params, {
      title: t.buildJob,
      outcome: ({ payload_files, bytes }) =>
        t.built(plural(payload_files, 'payload file'), formatBytes(bytes)),
      cancelled: t.buildCancelled,
    });
    setBusy(false);
    if (answer.ok) onBuilt(answer.value, grant);
    else if (answer.error.code !== 'CANCELLED') setError(answer.error);
    return answer.ok;
  };
  return (
    <section className="section" aria-label={t.build}>
      <h2>{t.build}</h2>
      <PreviewReport />
      <SealForm
        keys={keys}
        role="preparer"
        label={t.build}
        action={t.buildAs(t.roles.preparer)}
        disabled={busy || locked}
        onSeal={build}
      />
      <label className="row-line">
        <input
          type="checkbox"
          checked={withoutSources}
          onChange={(event) => setWithoutSources(event.target.checked)}
        />
        {t.withoutSources}
      </label>
      <label className="row-line">
        <input
          type="checkbox"
          checked={redactable}
          disabled={withoutSources}
          onChange={(event) => setRedactable(event.target.checked)}
        />
        {t.redactable}
      </label>
      {locked && <p className="muted">{words.lockedHere}</p>}
      {error && <ErrorNote error={error} />}
    </section>
  );
}

function BuiltFacts({ built, grant }: { built: Built; grant: PathGrant }) {
  const connection = useConnection();
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const reveal = async (): Promise<void> => {
    const answer = await connection.host.reveal(grant.token);
    if (!answer.ok) setError(answer.error);
  };
  return (
    <section className="section built" aria-label={t.packageId}>
      <Facts
        items={[
          [t.packageId, <strong key="p">{built.package_id}</strong>],
          [t.file, built.file],
          [t.sha256, <Hash key="s" value={built.sha256} label={t.sha256} />],
          [t.tagManifest, <Hash key="t" value={built.tag_manifest_sha256} label={t.tagManifest} />],
          [t.payload, formatCount(built.payload_files)],
          [t.size, formatBytes(built.bytes)],
        ]}
      />
      <div className="row-line">
        <button type="button" className="button" onClick={() => void reveal()}>
          {t.save}
        </button>
      </div>
      {error && <ErrorNote error={error} />}
    </section>
  );
}

function Sign({ keys, onSigned }: StepProps & { onSigned: (built: Built, grant: PathGrant) => void }) {
  const connection = useConnection();
  const [file, setFile] = useState<PathGrant | null>(null);
  const [error, setError] = useState<ErrorEnvelope | null>(null);
  const [busy, setBusy] = useState(false);
  const [coming, setComing] = useState(false);
  const sign = async ({ key, passphrase }: Seal): Promise<boolean> => {
    if (!file) return false;
    setError(null);
    const place = await connection.host.choose('package-save', signedName(file.label));
    if (!place.ok) setError(place.error);
    const grant = place.ok ? place.value?.[0] : undefined;
    if (!grant) return false;
    setBusy(true);
    const params = { file: file.token, key, passphrase, role: 'reviewer' as const, path: grant.token };
    const answer = await runJob(connection, 'package.sign', params, {
      title: t.signJob,
      outcome: () => t.signed,
      cancelled: t.signCancelled,
      readOnly: true,
    });
    setBusy(false);
    if (answer.ok) onSigned(answer.value, grant);
    else if (answer.error.code !== 'CANCELLED') setError(answer.error);
    return answer.ok;
  };
  return (
    <section className="section" aria-label={t.sign}>
      <h2>{t.sign}</h2>
      <p className="muted">{t.signLead}</p>
      <SealForm
        keys={keys}
        role="reviewer"
        label={t.sign}
        action={t.signNow}
        disabled={busy || coming || !file}
        onSeal={sign}
      >
        <span className="row-line">
          <FileButton
            purpose="package-open"
            onFault={setError}
            onFiles={([grant]) => setFile(grant ?? null)}
            onComing={setComing}
          >
            {t.choosePackage}
          </FileButton>
          {file && <span className="muted path">{t.chosen(file.label)}</span>}
        </span>
      </SealForm>
      {error && <ErrorNote error={error} />}
    </section>
  );
}

/** `EV Acme.zip` → `EV Acme reviewed.zip`. */
function signedName(label: string): string {
  const name = label.split(/[\\/]/).at(-1) ?? label;
  return `${name.replace(/\.zip$/i, '')} reviewed.zip`;
}
