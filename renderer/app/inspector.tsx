import { Suspense, lazy } from 'react';
import { FindingDetail } from '../views/findings/finding-detail.tsx';
import { ProcedureDetail } from '../views/procedures/procedure-detail.tsx';
import { RowDetail } from '../views/query/row-detail.tsx';
import { ReceiptDetail } from '../views/sources/receipt-detail.tsx';
import type { Subject } from './inspect.ts';

const ItemDetail = lazy(() => import('../views/workpapers/sample/item-detail.tsx'));
const RecordDetail = lazy(() => import('../views/integrity/record-detail.tsx'));

export function Inspector({ subject }: { subject: Subject }) {
  switch (subject.kind) {
    case 'finding':
      return <FindingDetail key={subject.id} id={subject.id} />;
    case 'receipt':
      return <ReceiptDetail key={subject.id} id={subject.id} />;
    case 'procedure':
      return <ProcedureDetail key={subject.id} id={subject.id} />;
    case 'chain-record':
      return (
        <Suspense fallback={null}>
          <RecordDetail
            key={`${subject.index} ${subject.chain}`}
            chain={subject.chain}
            index={subject.index}
          />
        </Suspense>
      );
    case 'sample-item':
      return (
        <Suspense fallback={null}>
          <ItemDetail key={`${subject.sample} ${subject.key}`} sample={subject.sample} item={subject.key} />
        </Suspense>
      );
    case 'row':
      return <RowDetail title={subject.title} values={subject.values} />;
  }
}
