import { type ReactNode, useState } from 'react';
import { useAct } from '../../app/act.ts';
import { type Chain, useChains, verifyChains } from '../../app/chains.ts';
import { useAsk, useConnection } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { Page } from '../../app/page.tsx';
import { Facts } from '../../components/facts.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { Hash } from '../../components/hash.tsx';
import { MissingSource } from '../../components/missing-source.tsx';
import { ErrorNote, Waiting } from '../../components/notes.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatCount } from '../../data/format.ts';
import { anchorWords, integrityWords as t } from '../../strings/integrity.ts';
import { AnchorForm } from './anchor-form.tsx';
import { Breaks } from './breaks.tsx';
import { CheckKeys, type KeysOfCheck, NO_KEYS, secretOf, withAnchor } from './check-keys.tsx';
import { CHAIN_MARK } from './chain-mark.ts';
import { ChainStrip } from './chain-strip.tsx';

/** Every hash chain with its verdict, its strip, what is not proven, and its breaks. */
export function Chains({ parts }: { parts: ReactNode }) {
  const connection = useConnection();
  const { locked } = useEngagement();
  const { chains, asked, error, running } = useChains();
  const { error: fault, setError: setFault } = useAct();
  const [keys, setKeys] = useState<KeysOfCheck>(NO_KEYS);
  const verify = (anchor?: string): void => {
    setFault(null);
    void verifyChains(connection, anchor === undefined ? secretOf(keys) : { anchor, ...withAnchor(keys) });
  };
  // A key can come after the check it was meant for, and a check after it that knows no key: the verdicts then say so.
  const keyIsNew = keys.secret !== null && secretOf(keys).hmac_key !== asked.hmac_key;
  // Without any log there is nothing to verify: that is a state of the engagement, not a mistake.
  const none = chains?.length === 0 || error?.code === 'DATA_MISSING';
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
            onFiles={([grant]) => grant && verify(grant.token)}
          >
            {t.anchor}
          </FileButton>
          <button type="button" className="button" disabled={running} onClick={() => verify()}>
            {t.again}
          </button>
        </>
      }
    >
      {parts}
      {!none && <CheckKeys keys={keys} onChange={setKeys} onFault={setFault} />}
      {chains && keyIsNew && <p className="notice">{t.keysNew}</p>}
      {fault && <ErrorNote error={fault} />}
      {error && error.code !== 'CANCELLED' && !none && <ErrorNote error={error} />}
      {!chains && !error && <Waiting what={t.title.toLowerCase()} />}
      {none && <MissingSource title={t.none} help={t.noneHelp} />}
      <div className="chains">
        {chains?.map((chain) => (
          <ChainCard key={chain.chain} chain={chain} locked={locked} />
        ))}
      </div>
    </Page>
  );
}

const NONE = {};

function ChainCard({ chain, locked }: { chain: Chain; locked: boolean }) {
  const profiles = useAsk('profiles.list', NONE);
  const profile = profiles.value?.profiles.find(({ name }) => name === chain.profile);
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
        <div className="section">
          <Facts
            items={[
              [
                t.profile,
                <span key="p">
                  <code>{chain.profile}</code> {profile && <span className="muted">{profile.title}</span>}
                  {profile?.keyed && <p className="muted">{t.keyed}</p>}
                  {profile?.weak && (
                    <p>
                      <Mark verdict="missing">
                        <span>{t.weak}</span>
                      </Mark>
                    </p>
                  )}
                </span>,
              ],
              [t.first, <code key="f">{chain.first_id ?? '∅'}</code>],
              [t.last, <code key="l">{chain.last_id ?? '∅'}</code>],
              [t.head, chain.head === null ? '∅' : <Hash key="h" value={chain.head} />],
            ]}
          />
          <OpenRecord chain={chain} />
          <details>
            <summary>{anchorWords.title}</summary>
            <AnchorForm chain={chain.chain} locked={locked} />
          </details>
        </div>
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
      {chain.breaks.length > 0 && <Breaks chain={chain} />}
    </section>
  );
}

/** Any record by its number, as it is written in breaks and tables. */
function OpenRecord({ chain }: { chain: Chain }) {
  const [text, setText] = useState('');
  const number = Number(text);
  const fits = Number.isInteger(number) && number >= 1 && number <= chain.events;
  return (
    <form
      className="row-line"
      onSubmit={(event) => {
        event.preventDefault();
        if (fits) inspect({ kind: 'chain-record', chain: chain.chain, index: number - 1 });
      }}
    >
      <label className="row-line">
        <span>{t.openRecord}</span>
        <input
          className="input small number"
          inputMode="numeric"
          aria-label={`${t.recordNumber}, ${chain.chain}`}
          aria-invalid={text !== '' && !fits}
          placeholder={`1 – ${formatCount(chain.events)}`}
          value={text}
          onChange={(event) => setText(event.target.value.replaceAll(',', '').trim())}
        />
      </label>
      <button type="submit" className="button small" disabled={!fits}>
        {t.open}
      </button>
    </form>
  );
}
