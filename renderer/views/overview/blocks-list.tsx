import { useVerified } from '../../app/chains.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { formatAddress } from '../../app/places.ts';
import { Mark } from '../../components/verdict-mark.tsx';
import { overviewWords as t } from '../../strings/overview.ts';
import { type Block, type BlockEntry, blocksOf } from './blocks.ts';
import { useFindingCounts } from './count-findings.ts';

const NONE = {};

/** What blocks the audit now, each with the place where it is dealt with. */
export function Blocks() {
  const { counts } = useEngagement();
  const procedures = useAsk('procedures.list', NONE);
  const sources = useAsk('intake.sources', NONE);
  const requests = useAsk('pbc.list', NONE);
  const signoff = useAsk('signoff.state', NONE);
  const { chains } = useVerified();
  const { counts: found } = useFindingCounts();
  const blocks = blocksOf({
    procedures: procedures.value ?? [],
    chains: chains ?? [],
    rejected: counts.rejected,
    unmapped: sources.value?.receipts.filter((receipt) => receipt.reader === null).length ?? 0,
    overdueRequests: requests.value?.counts.missing ?? 0,
    deadlines: signoff.value?.deadlines ?? [],
    openCritical: found?.critical.open ?? 0,
  });
  return (
    <section className="section" aria-label={t.blocks}>
      <h2>{t.blocks}</h2>
      {blocks.length === 0 && <p className="muted">{t.noBlocks}</p>}
      <ul className="section">
        {blocks.map((entry) => (
          <li key={entry.text}>
            <Entry entry={entry} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({ entry }: { entry: BlockEntry }) {
  if (!('blocks' in entry)) return <BlockLine block={entry} />;
  return (
    <details className="block-fold">
      <summary>
        <Mark verdict={entry.verdict}>
          <span>
            {entry.text}
            <span className="fold" aria-hidden="true" />
          </span>
        </Mark>
      </summary>
      <ul className="section">
        {entry.blocks.map((block) => (
          <li key={block.text}>
            <BlockLine block={block} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function BlockLine({ block: { verdict, text, place, query } }: { block: Block }) {
  return (
    <Mark verdict={verdict}>
      <a className="door" href={formatAddress(place, query)}>
        {text}
      </a>
    </Mark>
  );
}
