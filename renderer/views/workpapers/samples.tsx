import type { ReactNode } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { Page } from '../../app/page.tsx';
import { formatAddress, useAddress } from '../../app/places.ts';
import { Door } from '../../components/door.tsx';
import { EmptyState, ErrorNote, Waiting } from '../../components/notes.tsx';
import { formatCount, formatOf } from '../../data/format.ts';
import { sampleWords as t } from '../../strings/workpapers.ts';
import { DrawForm } from './draw/draw-form.tsx';
import { SampleSheet } from './sample/sample-sheet.tsx';

const NONE = {};

/** Samples by their address: all of them, the plan of a new one, or the sheet of one. */
export default function Samples({ parts }: { parts: ReactNode }) {
  const { query } = useAddress();
  const { sample, draw } = query;
  if (sample !== undefined) return <SampleSheet key={sample} id={sample} parts={parts} />;
  if (draw === undefined) return <SampleList parts={parts} />;
  return (
    <Page title={t.draw} lead={t.drawLead}>
      {parts}
      <p>
        <Door to="procedures" query={{ view: 'samples' }}>
          {t.all}
        </Door>
      </p>
      <DrawForm />
    </Page>
  );
}

function SampleList({ parts }: { parts: ReactNode }) {
  const { locked } = useEngagement();
  const { value, error, pending } = useAsk('sampling.list', NONE);
  const draw = (
    <a className="button primary" href={formatAddress('procedures', { view: 'samples', draw: 'new' })}>
      {t.drawOne}
    </a>
  );
  const samples = value?.samples ?? [];
  return (
    <Page title={t.title} lead={t.lead} actions={locked || samples.length === 0 ? undefined : draw}>
      {parts}
      {error && <ErrorNote error={error} />}
      {pending && !value && <Waiting what={t.title.toLowerCase()} />}
      {value && samples.length === 0 && (
        <EmptyState title={t.none}>
          <p>{t.noneHelp}</p>
          {!locked && draw}
        </EmptyState>
      )}
      {samples.length > 0 && (
        <div className="scroll-x">
          <table className="ruled">
            <caption className="visually-hidden">{t.list}</caption>
            <thead>
              <tr>
                <th scope="col">{t.sample}</th>
                <th scope="col">{t.purpose}</th>
                <th scope="col">{t.method}</th>
                <th scope="col" className="num">
                  {t.items}
                </th>
                <th scope="col" className="num">
                  {t.recorded}
                </th>
                <th scope="col" className="num">
                  {t.deviations}
                </th>
              </tr>
            </thead>
            <tbody>
              {samples.map((row) => (
                <tr key={row.sample_id}>
                  <th scope="row">{row.sample_id}</th>
                  <td className="anywhere">
                    <Door to="procedures" query={{ view: 'samples', sample: row.sample_id }}>
                      {row.title}
                    </Door>
                  </td>
                  <td>{t.methods[row.method]}</td>
                  <td className="num nowrap">{formatOf(row.size, row.count)}</td>
                  <td className="num nowrap">{formatOf(row.recorded, row.size * row.attributes)}</td>
                  <td className="num">{formatCount(row.deviations)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  );
}
