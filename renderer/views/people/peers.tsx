import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { useSmall } from '../../app/rows.ts';
import { Door } from '../../components/door.tsx';
import { MissingSource } from '../../components/missing-source.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { formatCount, plural } from '../../data/format.ts';
import { pictureWords as t } from '../../strings/pictures.ts';
import { type PeerGroup, readGroups } from './peer-groups.ts';
import { type Named, PeersPicture } from './peers-picture.tsx';
import { peerGroupsSql, peerOutliersSql } from './sql.ts';

const PROCEDURE = 'access.peers-alike';
const SHOWN = 24;
const NONE = {};

/** Who holds more, or other, than those with the same work. */
export function Peers() {
  const { as_of } = useEngagement();
  const groups = useSmall(peerGroupsSql(as_of, SHOWN));
  const named = useSmall(peerOutliersSql(as_of));
  const procedures = useAsk('procedures.list', NONE);
  const error = groups.error ?? named.error ?? procedures.error;
  if (error) return <ErrorNote error={error} />;
  if (!groups.value || !named.value || !procedures.value)
    return <Waiting what={t.peersTitle.toLowerCase()} />;
  if (groups.value.rows.length === 0) {
    return <MissingSource title={t.noPeers} help={t.noPeersHelp} />;
  }
  const shown = readGroups(groups.value.rows);
  const labels = new Set(shown.map(({ label }) => label));
  const marked = named.value.rows
    .map(
      ([person, label, held, summary, id]): Named => ({
        person: String(person),
        label: String(label),
        held: Number(held),
        summary: String(summary),
        finding: String(id),
      }),
    )
    .filter(({ label }) => labels.has(label));
  const last = procedures.value.find(({ id }) => id === PROCEDURE)?.last;
  return (
    <div className="section">
      <Lead groups={shown} all={Number(groups.value.rows[0]?.[4] ?? 0)} />
      <p className="muted measure">
        {marked.length > 0
          ? t.peersMarked(plural(marked.length, 'person', 'people'))
          : last?.status === 'completed'
            ? t.peersClear
            : t.peersNotRun}{' '}
        <Door to="procedures" query={{ procedure: PROCEDURE }}>
          {t.runIt}
        </Door>
      </p>
      <PeersPicture groups={shown} named={marked} />
    </div>
  );
}

function Lead({ groups, all }: { groups: readonly PeerGroup[]; all: number }) {
  const people = groups.reduce((sum, { size }) => sum + size, 0);
  return (
    <p>
      {t.peersSum(plural(groups.length, 'group'), plural(people, 'person', 'people'))}{' '}
      {all > groups.length && t.groupsShown(formatCount(groups.length), formatCount(all))}
    </p>
  );
}
