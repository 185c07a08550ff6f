import type { ReceiptView } from '#shared/contract/schemas.ts';
import { useEngagement } from '../../../app/engagement.ts';
import { formatAddress } from '../../../app/places.ts';
import { Facts } from '../../../components/facts.tsx';
import { Hash } from '../../../components/hash.tsx';
import { Mark } from '../../../components/verdict-mark.tsx';
import { formatBytes } from '../../../data/format.ts';
import { formatMoment } from '../../../data/time.ts';
import { sheetWords as t } from '../../../strings/sheet.ts';
import { sourceWords } from '../../../strings/sources.ts';

export function FileFacts({ receipt }: { receipt: ReceiptView }) {
  const { timezone } = useEngagement();
  const { reader, as_of_stated: stated, mapping_sha256: mapping } = receipt;
  const readBy =
    reader === null ? (
      <Mark verdict="missing">
        <span>{sourceWords.notMapped}</span>
      </Mark>
    ) : (
      `${t.readerVersion(reader, receipt.reader_version)}${receipt.reader_named ? `, ${t.named}` : ''}`
    );
  return (
    <section className="section" aria-label={t.what}>
      <h2>{t.what}</h2>
      <Facts
        items={[
          [sourceWords.reader, readBy],
          [t.mappingHash, mapping === undefined ? undefined : <Hash key="m" value={mapping} />],
          [sourceWords.hash, <Hash key="h" value={receipt.sha256} label={sourceWords.hash} />],
          [sourceWords.size, formatBytes(receipt.size_bytes)],
          [t.format, receipt.format],
          [t.encoding, receipt.encoding ?? t.noEncoding],
          [
            t.asOfStated,
            stated === undefined
              ? undefined
              : `${formatMoment(stated.moment, timezone)}, ${t.asOfBy[stated.by]}`,
          ],
          [t.suppliedBy, receipt.supplied_by ?? undefined],
          [t.alsoNamed, receipt.also_named?.join(', ')],
          [
            t.replaces,
            receipt.replaces === undefined ? undefined : (
              <a key="r" href={formatAddress('sources', { sheet: receipt.replaces })}>
                <code>{receipt.replaces}</code>
              </a>
            ),
          ],
          [
            t.chains,
            receipt.chains.length === 0 ? undefined : (
              <a key="c" href={formatAddress('integrity')}>
                {receipt.chains.join(', ')}
              </a>
            ),
          ],
        ]}
      />
      {receipt.notes.length > 0 && (
        <>
          <h3>{t.notes}</h3>
          <ul className="sentences">
            {receipt.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
