import { useState } from 'react';
import { type Chain, useChains, verifyChains } from '../../app/chains.ts';
import { useConnection } from '../../app/connection.tsx';
import { Page } from '../../app/page.tsx';
import { go } from '../../app/places.ts';
import type { ErrorEnvelope } from '../../app/types.ts';
import { Facts } from '../../components/facts.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { Hash } from '../../components/hash.tsx';
import { EmptyState, ErrorNote, Waiting } from '../../components/notes.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatCount } from '../../data/format.ts';
import { integrityWords as t } from '../../strings/integrity.ts';
import { ChainStrip } from './chain-strip.tsx';
import { CHAIN_MARK } from './chain-mark.ts';

export default function Integrity() {
  const connection = useConnection();
  const { chains, error, running } = useChains();
  const [fault, setFault] = useState<ErrorEnvelope | null>(null);
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <>
          <FileButton
            purpose="anchor"
            title={t.anchorHelp}
            disabled={running}
            onFault={setFault}
            onFiles={([grant]) => {
              setFault(null);
              if (grant) void verifyChains(connection, grant.token);
            }}
          >
            {t.anchor}
          </FileButton>
          <button
            type="button"
            className="button"
            disabled={running}
            onClick={() => void verifyChains(connection)}
          >
            {t.again}
          </button>
        </>
      }
    >
      {fault && <ErrorNote error={fault} />}
      {error && error.code !== 'CANCELLED' && <ErrorNote error={error} />}
      {!chains && !error && <Waiting what={t.title.toLowerCase()} />}
      {chains?.length === 0 && (
        <EmptyState title={t.none}>
          <p>{t.noneHelp}</p>
          <button type="button" className="button" onClick={() => go('sources')}>
            {t.toSources}
          </button>
        </EmptyState>
      )}
      <div className="chains">
        {chains?.map((chain) => (
          <ChainCard key={chain.chain} chain={chain} />
        ))}
      </div>
    </Page>
  );
}

const SHOWN_BREAKS = 200;

function ChainCard({ chain }: { chain: Chain }) {
  return (
    <section className="chain section" aria-label={chain.chain}>
      <h2>
        <Mark verdict={CHAIN_MARK[chain.verdict]}>
          <span>
            {chain.chain}: {t.verdict[chain.verdict]}
          </span>
        </Mark>{' '}
        <span className="muted">{t.events(formatCount(chain.events))}</span>
      </h2>
      <ChainStrip chain={chain} />
      <ul className="sentences">
        {chain.statement.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div className="chain-columns">
        <Facts
          items={[
            [t.profile, <code key="p">{chain.profile}</code>],
            [t.first, <code key="f">{chain.first_id ?? '∅'}</code>],
            [t.last, <code key="l">{chain.last_id ?? '∅'}</code>],
            [t.head, chain.head === null ? '∅' : <Hash key="h" value={chain.head} />],
          ]}
        />
        {(chain.not_proven.length > 0 || chain.warnings.length > 0) && (
          <div className="section">
            {chain.not_proven.length > 0 && <h3>{t.notProven}</h3>}
            <ul className="section">
              {chain.not_proven.map((what) => (
                <li key={what}>
                  <Mark verdict="not_proven">
                    <span>{t.unproven[what] ?? what}</span>
                  </Mark>
                </li>
              ))}
              {chain.warnings.map((warning) => (
                <li key={warning}>
                  <Mark verdict="missing">
                    <span>{warning}</span>
                  </Mark>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {chain.breaks.length > 0 && (
        <div className="section">
          <h3>
            {t.breaks} ({formatCount(chain.breaks.length)})
          </h3>
          <table className="ruled">
            <thead>
              <tr>
                <th scope="col">{t.kind}</th>
                <th scope="col" className="num">
                  {t.position}
                </th>
                <th scope="col">{t.event}</th>
                <th scope="col">{t.detail}</th>
              </tr>
            </thead>
            <tbody>
              {chain.breaks.slice(0, SHOWN_BREAKS).map((item) => (
                <tr key={`${item.kind} ${item.index} ${item.detail}`}>
                  <th scope="row" className="nowrap">
                    <Mark verdict="fails">
                      <span>{t.kinds[item.kind]}</span>
                    </Mark>
                  </th>
                  <td className="num">{formatCount(item.index + 1)}</td>
                  <td>
                    <code>{item.event_id ?? '∅'}</code>
                  </td>
                  <td>{item.detail}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {chain.breaks.length > SHOWN_BREAKS && (
            <p className="muted">{t.more(formatCount(chain.breaks.length - SHOWN_BREAKS))}</p>
          )}
        </div>
      )}
    </section>
  );
}
