import type { ReactNode } from 'react';
import { useEngagement } from '../../app/engagement.ts';
import { Page } from '../../app/page.tsx';
import { go, useAddress } from '../../app/places.ts';
import { usePagedRows } from '../../app/rows.ts';
import { ErrorNote } from '../../components/notes.tsx';
import { SubPlaces } from '../../components/sub-places.tsx';
import type { ColumnLook } from '../../components/table/column-look.ts';
import { DataTable } from '../../components/table/data-table.tsx';
import { identifyWords, peopleWords as t } from '../../strings/people.ts';
import { pictureWords } from '../../strings/pictures.ts';
import { Dossier } from './dossier.tsx';
import { Hours } from './hours.tsx';
import { Identify } from './identify.tsx';
import { Peers } from './peers.tsx';
import { Sod } from './sod.tsx';
import { Why } from './why.tsx';
import { World } from './world.tsx';
import { peopleSql, personParts, resourceParts, resourcesSql } from './sql.ts';

export default function People() {
  const { query } = useAddress();
  const { as_of } = useEngagement();
  const { email, system, resource } = query;
  if (email !== undefined)
    return <Dossier title={email} subject={`user:${email}`} parts={personParts(email, as_of)} back={{}} />;
  if (system !== undefined && resource !== undefined) {
    return (
      <Dossier
        title={`${system}:${resource}`}
        subject={`resource:${resource}`}
        parts={resourceParts(system, resource, as_of)}
        back={{ show: 'resources' }}
      />
    );
  }
  const view = query['view'] ?? '';
  const Part = PARTS[view];
  if (!Part) return <List resources={query['show'] === 'resources'} />;
  return (
    <Page title={t.title} lead={t.lead}>
      <Views current={view} />
      <Part />
    </Page>
  );
}

const PARTS: Readonly<Record<string, () => ReactNode>> = {
  why: Why,
  identify: Identify,
  sod: Sod,
  peers: Peers,
  hours: Hours,
  world: World,
};

function Views({ current }: { current: string }) {
  return (
    <SubPlaces
      place="people"
      label={t.views}
      current={current}
      items={[
        ['', `${t.people}, ${t.resources.toLowerCase()}`],
        ['why', t.whyTitle],
        ['identify', identifyWords.title],
        ['sod', t.sodTitle],
        ['peers', pictureWords.peersTitle],
        ['hours', t.hoursTitle],
        ['world', pictureWords.worldTitle],
      ]}
    />
  );
}

const LOOKS: Record<string, ColumnLook> = {
  display_name: { title: t.columns.display_name, width: 180 },
  email: { title: t.columns.email, width: 236 },
  job_title: { title: t.columns.job_title, width: 186 },
  department: { title: t.columns.department, width: 136 },
  employment_type: { title: t.columns.employment_type, width: 116 },
  manager_email: { title: t.columns.manager_email, width: 236 },
  status: { title: t.columns.status, width: 96 },
  employed: { title: t.columns.employed, width: 92 },
  hired_at: { title: t.columns.hired_at, width: 110 },
  left_at: { title: t.columns.left_at, width: 110 },
  system: { title: t.columns.system, width: 160 },
  resource: { title: t.columns.resource, width: 320 },
  holders: { title: t.columns.holders, width: 120 },
  grants: { title: t.columns.grants, width: 90 },
  permissions: { title: t.columns.permissions, width: 340 },
};

function List({ resources }: { resources: boolean }) {
  const { as_of, timezone } = useEngagement();
  const { source, error } = usePagedRows(resources ? resourcesSql(as_of) : peopleSql(as_of));
  const open = (values: readonly unknown[]): void => {
    if (resources) go('people', { system: String(values[0]), resource: String(values[1]) });
    else go('people', { email: String(values[1]) });
  };
  return (
    <Page
      full
      title={t.title}
      lead={t.lead}
      actions={
        <select
          className="input"
          aria-label={t.what}
          value={resources ? 'resources' : 'people'}
          onChange={(event) => go('people', event.target.value === 'resources' ? { show: 'resources' } : {})}
        >
          <option value="people">{t.people}</option>
          <option value="resources">{t.resources}</option>
        </select>
      }
    >
      <Views current="" />
      {error && <ErrorNote error={error} />}
      {source && (
        <DataTable
          key={source.columns.length}
          label={resources ? t.resources : t.people}
          source={source}
          zone={timezone}
          looks={LOOKS}
          onOpen={open}
          empty={resources ? t.noResources : t.noPeople}
        />
      )}
    </Page>
  );
}
