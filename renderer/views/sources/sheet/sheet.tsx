import { useAsk } from '../../../app/connection.tsx';
import { useEngagement } from '../../../app/engagement.ts';
import { Page } from '../../../app/page.tsx';
import { formatAddress, go } from '../../../app/places.ts';
import { ErrorNote, Waiting } from '../../../components/notes.tsx';
import { Mark } from '../../../components/verdict-mark.tsx';
import { formatCount } from '../../../data/format.ts';
import { sheetWords as t } from '../../../strings/sheet.ts';
import { sourceWords } from '../../../strings/sources.ts';
import { words } from '../../../strings/words.ts';
import { Rejects } from '../rejects.tsx';
import { TableFigures } from '../table-figures.tsx';
import { BringAgain } from './bring-again.tsx';
import { ClientTotals } from './client-totals.tsx';
import { Completeness } from './completeness.tsx';
import { Conclusion } from './conclusion.tsx';
import { FieldStatistics } from './field-statistics.tsx';
import { FileFacts } from './file-facts.tsx';
import { Period } from './period.tsx';
import { Questions, Told } from './told.tsx';

/** The auditor's sheet on one file: what is computed, what the client states, what is still lacking. */
export default function Sheet({ id }: { id: string }) {
  const { locked } = useEngagement();
  const asked = useAsk('intake.sheet', { source: id });
  if (!asked.value) {
    return (
      <Page title={sourceWords.receipt}>
        <Back />
        {asked.error ? (
          <ErrorNote error={asked.error} />
        ) : (
          <Waiting what={sourceWords.receipt.toLowerCase()} />
        )}
      </Page>
    );
  }
  const { receipt, sheet } = asked.value;
  const { read, loaded, rejected } = receipt;
  const current = receipt.superseded_by === undefined;
  return (
    <Page
      title={receipt.file}
      actions={
        receipt.raw !== undefined &&
        current && (
          <button
            type="button"
            className="button"
            disabled={locked}
            onClick={() => go('sources', { map: receipt.source_id })}
          >
            {sourceWords.mapByHand}
          </button>
        )
      }
    >
      <div className="sheet">
        <Back />
        {locked && <p className="notice">{words.lockedHere}</p>}
        <Superseded by={receipt.superseded_by} />
        <p className="balance">
          <Mark verdict={read === loaded + rejected ? 'holds' : 'fails'}>
            <span>
              {t.balance(formatCount(read), formatCount(loaded), formatCount(rejected))}
              {read === loaded + rejected ? '' : `. ${t.unbalanced}`}
            </span>
          </Mark>
        </p>
        <section className="section" aria-label={t.lacking}>
          <h2>{t.lacking}</h2>
          {sheet.open.length === 0 && <Mark verdict="holds">{t.complete}</Mark>}
          <ul className="sentences in-columns">
            {sheet.open.map((what) => (
              <li key={what}>
                <Mark verdict="missing">
                  <span>{what}</span>
                </Mark>
              </li>
            ))}
          </ul>
        </section>
        <div className="sheet-columns">
          <FileFacts receipt={receipt} />
          <Told key={JSON.stringify(sheet.statement.provenance)} sheet={sheet} locked={locked} />
        </div>
        <TableFigures receipt={receipt} />
        <Period sheet={sheet} />
        <Completeness sheet={sheet} />
        <Questions sheet={sheet} locked={locked} />
        <ClientTotals sheet={sheet} receipt={receipt} locked={locked} />
        <Rejects id={receipt.source_id} file={receipt.file} total={rejected} />
        {current && <FieldStatistics receipt={receipt} />}
        <Conclusion key={JSON.stringify(sheet.statement.conclusion)} sheet={sheet} locked={locked} />
        {current && <BringAgain receipt={receipt} locked={locked} />}
      </div>
    </Page>
  );
}

function Back() {
  return (
    <p>
      <a href={formatAddress('sources')}>{t.back}</a>
    </p>
  );
}

const NONE = {};

function Superseded({ by }: { by: string | undefined }) {
  const sources = useAsk('intake.sources', by === undefined ? null : NONE);
  if (by === undefined) return null;
  const successor = sources.value?.receipts.find(({ source_id }) => source_id === by);
  return (
    <p className="notice">
      {t.superseded(successor?.file ?? by)}{' '}
      <a href={formatAddress('sources', { sheet: by })}>{t.replacedBy}</a>
    </p>
  );
}
